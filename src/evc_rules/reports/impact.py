"""What a change of policy does to many applicants: counted, and as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..advice import Effect, Impact, Move, Toll, Unanswered
from ..errors import Finding
from ..model.alliance import Alliance
from ..model.base import Lang
from ..model.outcomes import Leaf
from ..model.quantities import Credits
from ..results.truth import Truth
from . import views_impact as views
from .build import VERSION, finding

_Pair = tuple[tuple[Credits, Credits], tuple[Credits, Credits]]


@dataclass(frozen=True)
class Report:
    """What a change of policy does to some applicants.

    Attributes:
        alliance: The policies as they were.
        proposal: What takes their place, by name.
        on: The decision date.
        applicants: How many applicants were asked about.
        tolls: What it does at each institution.
        affected: Those for whom something changes or may change, those who lose first.
        unanswered: Those without an answer.
        more: For how many more something changes, of very many.
        left_out: Why some of a cohort have no answer, or were left out.
    """

    alliance: Alliance
    proposal: str
    on: date
    applicants: int
    tolls: tuple[Toll, ...]
    affected: tuple[Impact, ...]
    unanswered: tuple[Unanswered, ...]
    more: int = 0
    left_out: tuple[Finding, ...] = ()

    @property
    def nobody_loses(self) -> Truth:
        """Whether nobody loses anything anywhere."""
        return min((one.nobody_loses for one in self.tolls), default=Truth.UNKNOWN)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why some have no answer, each once."""
        own = {each.message: each for one in self.unanswered for each in one.findings}
        return tuple((own | {each.message: each for each in self.left_out}).values())


def report(
    alliance: Alliance, proposal: str, on: date, applicants: int, found: Iterable[Impact | Unanswered]
) -> Report:
    """Count what a change does, and keep those for whom it does something."""
    tolls = {one.institution: Toll(one.institution) for one in alliance.members}
    affected: list[Impact] = []
    unanswered: list[Unanswered] = []
    for one in found:
        if isinstance(one, Unanswered):
            tolls[one.institution].unanswered += 1
            unanswered.append(one)
            continue
        tolls[one.institution].add(one)
        if one.effect is not Effect.SAME or one.path is not None:
            affected.append(one)
    order = list(Effect)
    affected.sort(key=lambda one: order.index(one.effect))
    return Report(alliance, proposal, on, applicants, tuple(tolls.values()), tuple(affected), tuple(unanswered))


def impact_view(one: Report, lang: Lang) -> views.ImpactView:
    """The report, as data."""
    titles = {each.institution: each.title.in_(lang) for each in one.alliance.members}
    return views.ImpactView(
        evc_rules=VERSION,
        on=one.on,
        framework=one.alliance.framework.name,
        before=one.alliance.id,
        proposal=one.proposal,
        applicants=one.applicants,
        nobody_loses=str(one.nobody_loses),
        institutions=[_toll(each, titles[each.institution], one.alliance, lang) for each in one.tolls],
        affected=[_affected(each, one.alliance, lang) for each in one.affected],
        more=one.more,
        findings=[finding(each) for each in one.findings],
    )


def _awarded(pair: _Pair) -> views.AwardedView:
    (least, most), (least_after, most_after) = pair
    return views.AwardedView(
        before=str(least), before_at_most=str(most), after=str(least_after), after_at_most=str(most_after)
    )


def _toll(one: Toll, title: str, alliance: Alliance, lang: Lang) -> views.TollView:
    counts = {effect.value: one.effects[effect] for effect in Effect}
    return views.TollView(
        institution=one.institution,
        title=title,
        applicants=one.applicants,
        unanswered=one.unanswered,
        without_credits=one.unvalued,
        nobody_loses=str(one.nobody_loses),
        awarded=_awarded((one.before, one.after)) if one.valued else None,
        periods_before=one.periods[0] if one.planned else None,
        periods_after=one.periods[1] if one.planned else None,
        paths_lost=one.paths[Move.LOST] if one.paths else None,
        paths_gained=one.paths[Move.GAINED] if one.paths else None,
        outcomes=[_outcome_toll(one, leaf, alliance, lang) for leaf in _by_loss(one)],
        **counts,
    )


def _by_loss(one: Toll) -> list[Leaf]:
    order = list(Move)
    return sorted(one.leaves, key=lambda leaf: [-one.leaves[leaf][move] for move in order])


def _outcome_toll(one: Toll, leaf: Leaf, alliance: Alliance, lang: Lang) -> views.OutcomeTollView:
    counts = {move.value.replace("-", "_"): one.leaves[leaf][move] for move in Move}
    title = alliance.framework.by_id[leaf.outcome].title.in_(lang)
    return views.OutcomeTollView(outcome=str(leaf), title=title, **counts)


def _affected(one: Impact, alliance: Alliance, lang: Lang) -> views.AffectedView:
    before, after = one.periods
    return views.AffectedView(
        dossier=one.dossier,
        institution=one.institution,
        effect=one.effect.value,
        credits=one.credits.value if one.credits else None,
        awarded=_awarded(one.awarded) if one.awarded else None,
        periods_before=before,
        periods_after=after,
        path=one.path.value if one.path else None,
        outcomes=[_moved(one, leaf, move, alliance, lang) for leaf, move in one.moves.items()],
    )


def _moved(one: Impact, leaf: Leaf, move: Move, alliance: Alliance, lang: Lang) -> views.MovedView:
    was, becomes = one.before[str(leaf)], one.after[str(leaf)]
    return views.MovedView(
        outcome=str(leaf),
        title=alliance.framework.by_id[leaf.outcome].title.in_(lang),
        move=move.value,
        before=was.status.value,
        after=becomes.status.value,
        rules_before=list(was.rules),
        articles_before=list(was.articles),
        rules_after=list(becomes.rules),
        articles_after=list(becomes.articles),
    )
