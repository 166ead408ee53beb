"""Paths side by side: as the programme is offered, by an institution's own policy, and by harmonised ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from ..errors import Finding
from ..harmonise import Strategy
from ..model.alliance import Alliance, Member
from ..model.base import Text
from ..model.dossier import Dossier
from ..model.programme import Programme
from ..model.quantities import NO_CREDITS, Credits, Euros, Hours
from ..plan import NO_DEADLINE, NO_WISHES, Award, Deadline, Decisive, Path, Wishes, decisive, plan_path
from .assess import AllianceAdvice, MemberAdvice, assess_alliance, left_aside
from .credits import CreditAdvice, Outlook
from .recommendation import Recommendation
from .worth import as_wished

Way = Literal["offered", "own", "harmonised"]
"""By what a path is planned: with nobody exempt, by the institution's own policy, or by a harmonised one."""

_NOBODY: Final = Outlook(Award((), NO_CREDITS), frozenset(), {})
"""What is awarded to somebody who has nothing exempt."""
_NO_PLAN: Final = {
    "EVC-N003": Text(nl="niet precies één regeling geldt dan", en="not just one ruleset is in force then"),
    "EVC-N004": Text(nl="het cohort is niet bekend", en="the cohort is not known"),
    "EVC-P006": Text(nl="de opleiding heeft deze vorm niet", en="the programme has no such variant"),
    "EVC-P007": Text(nl="de vorm (zoals deeltijd) is niet bekend", en="the variant (such as part-time) is not known"),
}
"""The findings that say why there is no programme to plan, as they are told to people."""
_LATE: Final = Text(nl="binnen de tijd niet uitgerekend", en="not worked out in time")
_NO_PROGRAMME: Final = Text(nl="er is geen opleiding om te plannen", en="there is no programme to plan")


@dataclass(frozen=True)
class Course:
    """One path with what it comes to.

    Attributes:
        path: The path.
        awarded: The units that need not be followed.
        credits: What they count for [EC].
        fees: What it costs [EUR], or None where the programme does not say.
        loads: The loads of units that ask less than their credits [EC].
        decisive: What decides when it ends, or None where nothing does.
    """

    path: Path
    awarded: frozenset[str]
    credits: Credits
    fees: Euros | None
    loads: Mapping[str, Credits]
    decisive: Decisive | None

    @property
    def periods(self) -> int | None:
        """How many periods it takes, or None without a plan."""
        return len(self.path.periods) if self.path.finish else None

    @property
    def hours(self) -> Hours:
        """How many hours of study it asks."""
        return self.path.load.hours

    @property
    def units(self) -> tuple[str, ...]:
        """The units that are followed, by when they begin."""
        return tuple(name for period in self.path.periods for name in period.units)


@dataclass(frozen=True)
class Lane:
    """What one institution comes to in one way, for one variant.

    Attributes:
        institution: The institution.
        title: What it is called.
        way: By what it is planned.
        strategy: The strategy of a harmonised policy, or nothing.
        variant: The variant that is followed, or nothing where it is not known.
        programme: The programme, or None where there is none to plan.
        now: The path as things stand; None where there is none to plan.
        best: The path if every open question came out well; None where it was not asked for, or there is none.
        why: Why there is none to plan, or why it was not planned.
        findings: What of the wishes cannot be here.
    """

    institution: str
    title: Text
    way: Way
    strategy: str
    variant: str
    programme: Programme | None = None
    now: Course | None = None
    best: Course | None = None
    why: tuple[Text, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def late(self) -> bool:
        """Whether there was no time to plan it: there may be a path all the same."""
        return self.now is None and self.why == (_LATE,)


@dataclass(frozen=True)
class UnitGap:
    """A unit that two paths do not ask the same of.

    Attributes:
        unit: The unit.
        before: What it asks in the one [EC]; nothing when it is not followed.
        after: What it asks in the other [EC].
        holds_up: Whether it is in the longest chain of the path of which it asks most.
    """

    unit: str
    before: Credits
    after: Credits
    holds_up: bool


def fees_of(path: Path, programme: Programme) -> Euros | None:
    """What a path costs [EUR], or None where the programme does not say."""
    taken = (programme.unit[name] for period in path.periods for name in period.units)
    return programme.variant[path.variant].cost(taken, path.assessed)


def gaps_between(before: Course, after: Course, programme: Programme) -> tuple[UnitGap, ...]:
    """The units that make the difference between two paths through a programme, those that differ most first."""
    found = []
    for unit in programme.units:
        one, other = (_asked(course, unit.id, unit.ec) for course in (before, after))
        if one != other:
            course = before if other < one else after
            chain = course.decisive.chain if course.decisive else ()
            found.append(UnitGap(unit.id, one, other, unit.id in chain))
    return tuple(sorted(found, key=lambda gap: -abs(gap.after.value - gap.before.value)))


def _asked(course: Course, unit: str, ec: Credits) -> Credits:
    return course.loads.get(unit, ec) if unit in course.units else NO_CREDITS


@dataclass
class Lanes:
    """Lays paths side by side, and plans what is the same once.

    Attributes:
        alliance: The institutions.
        on: The decision date.
        strategies: The harmonised policies.
        variants: The variants, or none for the one of the dossier.
        start: The day from which paths count, or None for the one of the dossier.
        wishes: What is asked of every path.
        at_best: Whether paths at best are planned too.
        only: The institutions that are shown, or none for all; all of them make a harmonised policy.
        deadline: When all is over by the clock: what is not planned by then is said not to be worked out in time.
    """

    alliance: Alliance
    on: date
    strategies: Sequence[Strategy] = ()
    variants: Sequence[str] = ()
    start: date | None = None
    wishes: Wishes = NO_WISHES
    at_best: bool = True
    only: frozenset[str] = frozenset()
    deadline: Deadline = NO_DEADLINE
    _awarded: dict[object, Outlook] = field(default_factory=dict)
    _planned: dict[object, Course] = field(default_factory=dict)

    def of(self, dossier: Dossier, tell: Callable[[int, int], None] = lambda _done, _of: None) -> tuple[Lane, ...]:
        """The lanes of an applicant: for each variant and institution as offered, own, and by each strategy.

        Args:
            dossier: The applicant.
            tell: Told how many lanes are done, and of how many.

        Raises:
            InvalidInputError: EVC-N002 when a strategy cannot be carried out.
            MissingExtraError: OR-tools is not installed, and an answer needs it.
        """
        found: list[Lane] = []
        variants = self.variants or (None,)
        shown = [one for one in self.alliance.members if not self.only or one.institution in self.only]
        whole = len(variants) * len(shown) * (2 + len(self.strategies))
        for variant in variants:
            if self.deadline.over:
                found += (lane for one in shown for lane in self._late(one, variant))
                continue
            advice = assess_alliance(
                self.alliance, dossier, on=self.on, strategies=self.strategies, variant=variant, start=self.start,
                deadline=self.deadline,
            )  # fmt: skip
            for number, member in enumerate(advice.members):
                if self.only and member.institution not in self.only:
                    continue
                for lane in self._of_member(advice, number, member, variant):
                    found.append(lane)
                    tell(len(found), whole)
        order = {one.institution: place for place, one in enumerate(shown)}
        return tuple(sorted(found, key=lambda lane: order[lane.institution]))

    def _late(self, one: Member, variant: str | None) -> Iterator[Lane]:
        """The lanes of an institution that were not even begun with."""
        ways: list[tuple[Way, str]] = [("offered", ""), ("own", "")]
        ways += [("harmonised", str(strategy)) for strategy in self.strategies]
        for way, strategy in ways:
            yield Lane(one.institution, one.title, way, strategy, variant or "", why=(_LATE,))

    def _of_member(self, advice: AllianceAdvice, number: int, one: MemberAdvice, variant: str | None) -> Iterator[Lane]:
        harmonised = [(str(policy.strategy), policy.members[number]) for policy in advice.harmonised]
        ways: list[tuple[Way, str, MemberAdvice]] = [("offered", "", one), ("own", "", one)]
        ways += [("harmonised", strategy, member) for strategy, member in harmonised]
        missing = {str(strategy) for strategy in self.strategies} - {strategy for strategy, _ in harmonised}
        for way, strategy, member in ways:
            yield self._lane(way, strategy, member, variant)
        for strategy in sorted(missing):
            said = (each for each in advice.findings if each.message.startswith(f"{strategy}:"))
            why = tuple(_NO_PLAN.get(each.code, Text(nl=each.message, en=each.message)) for each in said)
            yield Lane(one.institution, one.title, "harmonised", strategy, variant or "", why=why)

    def _lane(self, way: Way, strategy: str, one: MemberAdvice, variant: str | None) -> Lane:
        found = one.recommendation
        worth = found.credits if found else None
        if found is None or worth is None:
            known = [*one.findings, *(found.findings if found else ())]
            why = tuple(dict.fromkeys(_NO_PLAN[each.code] for each in known if each.code in _NO_PLAN))
            return Lane(one.institution, one.title, way, strategy, variant or "", why=why or (_NO_PROGRAMME,))
        now = self._course(found, worth, _NOBODY if way == "offered" else worth.certain)
        best = self._course(found, worth, worth.hoped) if self.at_best and way != "offered" else None
        why, asked = () if now else (_LATE,), tuple(left_aside(found, self.wishes))
        return Lane(one.institution, one.title, way, strategy, worth.variant, worth.programme, now, best, why, asked)

    def _course(self, advice: Recommendation, worth: CreditAdvice, outlook: Outlook) -> Course | None:
        """A path, planned once for all who have the same left of the same programme; None where it is too late."""
        if self.deadline.over:
            return None
        outlook = self._as_wished(advice, worth, outlook)
        programme, awarded = worth.programme, frozenset(outlook.award.awarded)
        loads = tuple(sorted(outlook.loads.items()))
        left = (programme.institution, programme.id, worth.variant, advice.start, worth.bsa, awarded, loads)
        key = (left, outlook.exempt)
        if key not in self._planned:
            self._planned[key] = self._plan(advice, worth, outlook)
        return self._planned[key]

    def _as_wished(self, advice: Recommendation, worth: CreditAdvice, outlook: Outlook) -> Outlook:
        """What is awarded where limits leave a choice: by what is asked, as where one path is planned by itself."""
        if not outlook.award.stopped:
            return outlook
        rules, programme = advice.ruleset, worth.programme
        terms = (rules.limits, rules.units, rules.bsa, programme.institution, programme.id, worth.variant)
        key = (terms, advice.start, outlook.exempt)
        if key not in self._awarded:
            asked = self.wishes.within(programme, worth.variant)
            self._awarded[key] = as_wished(advice, outlook, asked, deadline=self.deadline)
        return self._awarded[key]

    def _plan(self, advice: Recommendation, worth: CreditAdvice, outlook: Outlook) -> Course:
        programme, awarded = worth.programme, outlook.award.awarded
        asked = self.wishes.within(programme, worth.variant)
        path = plan_path(
            programme, advice.framework, worth.variant, awarded, outlook.exempt, advice.start, outlook.loads,
            wishes=asked, bsa_counts=worth.bsa, deadline=self.deadline,
        )  # fmt: skip
        return Course(
            path=path,
            awarded=frozenset(awarded),
            credits=programme.counted(worth.variant, awarded),
            fees=fees_of(path, programme),
            loads=outlook.loads,
            decisive=decisive(path, programme, advice.framework, awarded, outlook.exempt, outlook.loads, asked),
        )
