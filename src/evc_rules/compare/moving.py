"""Someone who shows something of one leaf, told anew of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from ..model.attributes import APPLICANT, VERDICT
from ..model.dossier import Carrier, Dossier
from ..model.outcomes import Framework, Leaf, Ref

_Some = TypeVar("_Some", bound=Carrier)


def moved(dossier: Dossier, leaf: Leaf, to: Leaf, framework: Framework) -> Dossier:
    """The dossier of someone who shows of one leaf what this one shows of another that is treated alike."""
    if leaf == to:
        return dossier

    def ref(text: Ref) -> Ref:
        levels = to.level - leaf.level
        return Ref(to.outcome, text.low + levels, text.high + levels) if text.outcome == leaf.outcome else text

    return dossier.with_(
        applicant=_moved(dossier.applicant, APPLICANT, ref, framework),
        evidence=tuple(_moved(item, item.kind, ref, framework) for item in dossier.evidence),
        verdicts=tuple(
            _moved(one.with_(outcome=ref(one.outcome)), VERDICT, ref, framework) for one in dossier.verdicts
        ),
    )


def movable(dossier: Dossier, leaf: Leaf, framework: Framework) -> bool:
    """Whether someone can be told of any other leaf: what names the outcome, names this leaf and nothing else."""
    exactly = Ref(leaf.outcome, leaf.level, leaf.level)
    return all(ref == exactly for ref in _refs(dossier, framework) if ref.outcome == leaf.outcome)


def _refs(dossier: Dossier, framework: Framework) -> Iterator[Ref]:
    yield from (one.outcome for one in dossier.verdicts)
    things = [(one, one.kind) for one in dossier.evidence] + [(one, VERDICT) for one in dossier.verdicts]
    for thing, bearer in [(dossier.applicant, APPLICANT), *things]:
        for name, value in thing.attributes:
            if name in _aligned(bearer, framework) and isinstance(value, frozenset):
                yield from map(Ref.parse, value)


def _aligned(bearer: str, framework: Framework) -> set[str]:
    return {one.id for one in framework.vocabulary.carried_by(bearer) if one.type == "outcomes"}


def _moved(thing: _Some, bearer: str, ref: Callable[[Ref], Ref], framework: Framework) -> _Some:
    aligned = _aligned(bearer, framework)
    attributes = tuple(
        (name, frozenset(str(ref(Ref.parse(one))) for one in value))
        if name in aligned and isinstance(value, frozenset)
        else (name, value)
        for name, value in thing.attributes
    )
    return thing.with_(attributes=attributes)
