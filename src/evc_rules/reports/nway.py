"""Makes views of many rulesets side by side: their order, on what they agree, and what applicants would notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from ..compare import Agreement, Comparison, Standing
from ..model.base import Lang
from ..model.outcomes import Leaf
from . import views_compare as views
from .build import finding
from .witnesses import Telling

if TYPE_CHECKING:
    from ..negotiate.noticed import Apart, Noticed, Split

_EXPLAINED: Final = 5
"""Of so many of what most applicants notice it is said why."""


def standing_view(one: Standing, leaves: Iterable[Leaf]) -> views.StandingView:
    """A partial order, as data."""
    return views.StandingView(
        outcomes=[str(leaf) for leaf in leaves],
        groups=[list(group) for group in one.groups],
        above=[list(edge) for edge in one.above],
        unsettled=one.unsettled,
    )


def standings_view(comparison: Comparison) -> Iterator[views.StandingView]:
    """The order on each outcome; outcomes with the same order together, those on which all are equal left out."""
    alike: dict[Standing, list[Leaf]] = {}
    for group in comparison.together:
        alike.setdefault(comparison.standing(group), []).extend(group)
    for one, leaves in sorted(alike.items(), key=lambda item: -len(item[1])):
        if len(one.groups) > 1:
            yield standing_view(one, leaves)


def agreement_view(one: Agreement, count: int) -> views.AgreementView:
    """On what rulesets agree, as data."""
    return views.AgreementView(
        of=count,
        agreed=[str(leaf) for leaf in one.agreed],
        ungranted=[str(leaf) for leaf in one.ungranted],
        but_for_judgements=[str(leaf) for leaf in one.but_for_judgements],
        unsettled=[str(leaf) for leaf in one.unsettled],
        alone=[
            views.AloneView(ruleset=place, outcomes=[str(leaf) for leaf in leaves])
            for place, leaves in one.alone.items()
        ],
        judgements=[
            views.JudgedView(outcome=str(leaf), judgements=list(names)) for leaf, names in one.judgements.items()
        ],
    )


def noticed_view(comparison: Comparison, lang: Lang, found: Noticed) -> views.NoticedView:
    """How often rulesets differ for applicants, as data; of what most notice, with why."""
    listed = []
    for group in comparison.together:
        alike: dict[Apart, list[Leaf]] = {}
        for leaf in group:
            alike.setdefault(found.leaves[leaf], []).append(leaf)
        listed += [(apart, leaves) for apart, leaves in alike.items() if apart.surely or apart.perhaps]
    listed.sort(key=lambda item: (-item[0].surely, -item[0].perhaps))
    return views.NoticedView(
        applicants=found.applicants,
        outcomes=[
            _noticed_outcomes(comparison, lang, apart, leaves, found.splits.get(leaves[0]), why=number < _EXPLAINED)
            for number, (apart, leaves) in enumerate(listed)
        ],
        findings=[finding(one) for one in found.findings],
    )


def _noticed_outcomes(
    comparison: Comparison, lang: Lang, apart: Apart, leaves: list[Leaf], split: Split | None, *, why: bool
) -> views.NoticedOutcomesView:
    witness, two = None, None
    if split and why:
        pairs = ((one, other) for one in split.exempting for other in split.refusing)
        found = ((pair, comparison.causes(leaves[0], *pair).found) for pair in pairs)
        two, causes = next(((pair, causes) for pair, causes in found if causes), (None, ()))
        if two is not None:
            witness = Telling(comparison, lang, *two).caused("only-first", causes[0])
    return views.NoticedOutcomesView(
        outcomes=[str(leaf) for leaf in leaves],
        applicants=apart_view(apart),
        example=split.dossier if split else None,
        exempting=list(split.exempting) if split else [],
        refusing=list(split.refusing) if split else [],
        first=two[0] if two else None,
        second=two[1] if two else None,
        witness=witness,
    )


def apart_view(one: Apart) -> views.ApartView:
    """How many applicants get another answer, as data."""
    return views.ApartView(surely=one.surely, perhaps=one.perhaps)
