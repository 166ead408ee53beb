"""A dossier that is another one but for a difference: what is said again takes the place of what was there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from ..model.dossier import Carrier, Dossier, Evidence, Verdict

_Carrier = TypeVar("_Carrier", bound=Carrier)
_Item = TypeVar("_Item", Evidence, Verdict)


def with_difference(base: Dossier, but: Dossier, without: Iterable[str], name: str) -> Dossier:
    """A dossier with what another one says instead.

    Of the applicant, and of an item that both have, what is said again takes the place of what was known; a verdict,
    an answer, or an item of another kind does so as a whole. What only the other has, is added.

    Args:
        base: The dossier.
        but: What is said instead.
        without: Ids of items, verdicts and judgements that are taken out.
        name: What the dossier that comes out is called.
    """
    gone = set(without)
    answers = {(one.judgement, one.ruleset): one for one in (*base.judgements, *but.judgements)}
    return base.with_(
        id=name,
        title=but.title or base.title,
        illustrative=base.illustrative or but.illustrative,
        applicant=_said_again(base.applicant, but.applicant),
        evidence=tuple(_joined(base.evidence, but.evidence, gone)),
        verdicts=tuple(_joined(base.verdicts, but.verdicts, gone)),
        judgements=tuple(one for one in answers.values() if one.judgement not in gone),
    )


def names_in(one: Dossier) -> set[str]:
    """What a difference can take out of a dossier."""
    items = {each.id for each in one.evidence} | {each.id for each in one.verdicts}
    return items | {each.judgement for each in one.judgements}


def _joined(old: tuple[_Item, ...], new: tuple[_Item, ...], gone: set[str]) -> Iterator[_Item]:
    again: dict[str, _Item] = {one.id: one for one in new}
    for one in old:
        if one.id in gone:
            continue
        said = again.pop(one.id, one)
        alike = isinstance(one, Evidence) and isinstance(said, Evidence) and one.kind == said.kind
        yield _said_again(one, said) if alike else said
    yield from again.values()


def _said_again(old: _Carrier, new: _Carrier) -> _Carrier:
    said = {name for name, _ in new.attributes} | set(new.unknown)
    known = dict(pair for pair in old.attributes if pair[0] not in said) | dict(new.attributes)
    unknown = {name for name in old.unknown if name not in said} | set(new.unknown)
    return old.with_(attributes=tuple(sorted(known.items())), unknown=tuple(sorted(unknown)))
