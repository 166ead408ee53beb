"""What references to outcomes say: which leaves they cover, and of which leaves a verdict on them speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.dossier import Verdict
from ...model.outcomes import Framework, Leaf, Ref
from ..reference import reached_below, speaks_of


def references(framework: Framework) -> Iterator[Ref]:
    """Every reference to an outcome that dossiers can hold, as it is written."""
    for outcome in framework.outcomes:
        top = max(framework.by_id[leaf].levels for leaf in framework.under(outcome.id))
        yield Ref(outcome.id)
        for low in range(1, top + 1):
            yield from (Ref(outcome.id, low, high) for high in range(low, top + 1))


def covering(framework: Framework, place: Mapping[Leaf, int]) -> dict[str, frozenset[int]]:
    """For each reference the leaves that it covers, lower levels too."""
    return {
        str(ref): frozenset(place[leaf] for leaf in reached_below(framework, [ref])) for ref in references(framework)
    }


def failing(framework: Framework, place: Mapping[Leaf, int]) -> dict[str, frozenset[int]]:
    """For each reference the leaves of which a verdict "not achieved" on it speaks."""
    return {
        str(ref): frozenset(place[leaf] for leaf in framework.leaves if speaks_of(framework, _failed(ref), leaf))
        for ref in references(framework)
    }


def _failed(ref: Ref) -> Verdict:
    return Verdict.model_construct(id="", outcome=ref, achieved=False)
