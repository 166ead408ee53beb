"""The codes that an attribute is given in an explicit dossier: each that is spoken of, and one of every other sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model.attributes import Attribute
from ..lore import Lore

_SIGNS = "9876543210xyz"


def spellings(attribute: Attribute, spoken: Iterable[str], lore: Lore) -> tuple[str, ...]:
    """Codes, so that every other code answers all that is asked as one of these does.

    Args:
        attribute: An attribute with codes.
        spoken: The codes that tests and facts speak of.
        lore: What is assumed.
    """
    if attribute.codes:
        return tuple(attribute.codes)
    named = list(dict.fromkeys(spoken))
    if not attribute.prefix:
        return (*named, _unlike(named))
    return tuple(_broader_and_beside(named, *lore.length(attribute.id)))


def _unlike(named: list[str]) -> str:
    return next(one for one in (f"other{'-' * n}" for n in range(len(named) + 1)) if one not in named)


def _broader_and_beside(named: list[str], shortest: int, longest: int | None) -> Iterator[str]:
    """A code falls under what it begins with, so it matters how far it goes along with a code that is spoken of.

    It may be such a code, or the beginning of one; or go along for a while and then leave, and then what comes after
    makes no difference.
    """
    beginnings = sorted({one[:size] for one in named for size in range(len(one) + 1)} | {""})
    for begun in beginnings:
        if shortest <= len(begun) <= (longest or len(begun)):
            yield begun
        apart = next((begun + sign for sign in _SIGNS if begun + sign not in beginnings), None)
        if apart and (longest is None or len(apart) <= longest):
            yield apart.ljust(shortest, _SIGNS[0])
