"""Assessing: from a dossier and a ruleset (or a whole alliance) to recommendations, and the path that remains."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from ..engines.compiled import Said
from ..engines.meant import doubts
from ..engines.prepare import Prepared, prepare
from ..engines.protocol import Answers
from ..errors import Finding, InvalidInputError, refuse, warning
from ..harmonise import Strategy, harmonise
from ..model.alliance import Alliance, Member
from ..model.base import Text
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..plan import NO_DEADLINE, NO_WISHES, Deadline, Wishes, plan_path
from .compiling import compiled
from .credits import CreditAdvice, credit
from .recommendation import Recommendation, following
from .worth import AdvisedPath, as_wished

_ABOUT_THE_DOSSIER: Final = {"EVC-N003", "EVC-N004"}
"""What keeps a policy from being harmonised for one dossier, and not for every dossier."""

_By = Callable[[Ruleset, Programme | None, Answers], Recommendation]


def assess(
    ruleset: Ruleset,
    dossier: Dossier,
    *,
    on: date,
    framework: Framework,
    programme: Programme | None = None,
    variant: str | None = None,
    start: date | None = None,
    shared: Collection[str] = (),
) -> Recommendation:
    """What a ruleset says of a dossier on a decision date, with reasons and what it is worth.

    Args:
        ruleset: The ruleset.
        dossier: The dossier.
        on: The decision date.
        framework: The framework that the ruleset is written over.
        programme: The programme that credits and a path are worked out for; without one there are none.
        variant: The variant that is followed, in rules too, or None for the one that the dossier names.
        start: The day on which the programme starts for the applicant, in rules too, and from which the remaining path
            counts; or None for the one that the dossier names (for the path alone, else the decision date).
        shared: The judgements that one answer settles for several institutions.

    Raises:
        InvalidInputError: EVC-O008 when ruleset, programme, dossier and framework do not belong together, EVC-C001 when
            a date is none.
        MissingExtraError: OR-tools is not installed, and a limit binds.
    """
    _usable(on, start, framework, (ruleset,), programme, dossier)
    followed = following(dossier, variant, start)
    prepared = prepare(followed, framework.vocabulary, on)
    (answers,) = compiled((ruleset,), framework, on, frozenset(shared)).evaluate(prepared)
    return _assess(ruleset, dossier, prepared, on, framework, programme, variant, start, frozenset(shared), answers)


def remaining_path(
    recommendation: Recommendation,
    *,
    hoped: bool = False,
    start: date | None = None,
    wishes: Wishes = NO_WISHES,
    deadline: Deadline = NO_DEADLINE,
) -> AdvisedPath | None:
    """The shortest way through what is left of the programme, or None when there is no programme to place.

    Args:
        recommendation: The recommendation, with what is awarded.
        hoped: Whether every open question is taken to come out in the applicant's favour.
        start: The day from which periods count, or None for the one of the recommendation.
        wishes: What the applicant asks: goals, leave, pace, assessment only, what was done. Where a limit binds, they
            say too which of the exempt units are awarded: see `award` of the path.
        deadline: When all is over by the clock.

    Raises:
        InvalidInputError: The programme has no such unit (EVC-P002), or a unit that is to be completed by assessment
            only cannot be (EVC-P010).
        MissingExtraError: OR-tools is not installed, and the answer needs it.
    """
    worth = recommendation.credits
    if worth is None:
        return None
    outlook = as_wished(recommendation, worth.hoped if hoped else worth.certain, wishes, start, deadline=deadline)
    path = plan_path(
        worth.programme,
        recommendation.framework,
        worth.variant,
        outlook.award.awarded,
        outlook.exempt,
        start or recommendation.start,
        outlook.loads,
        wishes=wishes,
        bsa_counts=worth.bsa,
        deadline=deadline,
    )
    return AdvisedPath.of(path, recommendation, outlook.award, wishes)


Paths = tuple[AdvisedPath | None, AdvisedPath | None]
"""The path as things stand, and the one if every open question came out well; None where there is none to plan."""


def remaining_paths(
    recommendation: Recommendation, wishes: Wishes = NO_WISHES, deadline: Deadline = NO_DEADLINE
) -> Paths:
    """The path as things stand, and the one if every open question came out well.

    Raises:
        MissingExtraError: OR-tools is not installed, and the answer needs it.
    """
    worth = recommendation.credits
    now = remaining_path(recommendation, wishes=wishes, deadline=deadline)
    alike = worth is None or worth.certain == worth.hoped
    return now, now if alike else remaining_path(recommendation, hoped=True, wishes=wishes, deadline=deadline)


@dataclass(frozen=True)
class MemberAdvice:
    """What is said of a dossier at one institution.

    Attributes:
        institution: The institution.
        title: What it is called.
        recommendation: What its ruleset says, or None when none is in force.
        findings: Why there is none, or what of the wishes cannot be there.
        paths: The remaining path as things stand and at best, when paths were asked for.
    """

    institution: str
    title: Text
    recommendation: Recommendation | None
    findings: tuple[Finding, ...] = ()
    paths: Paths = (None, None)


@dataclass(frozen=True)
class HarmonisedAdvice:
    """What a harmonised policy says of a dossier, with what that is worth at each institution.

    Attributes:
        strategy: The strategy.
        ruleset: The harmonised ruleset.
        members: What it comes to at each institution; the same statuses, other programmes.
    """

    strategy: Strategy
    ruleset: Ruleset
    members: tuple[MemberAdvice, ...]

    @property
    def statuses(self) -> Recommendation:
        """A recommendation with the statuses, which are the same at each institution.

        Raises:
            LookupError: When the alliance has no members.
        """
        found = next((one.recommendation for one in self.members if one.recommendation), None)
        if found is None:
            raise LookupError(f"{self.ruleset.id} is of an alliance without members")
        return found


@dataclass(frozen=True)
class AllianceAdvice:
    """What the members of an alliance, and its harmonised policies, say of a dossier.

    Attributes:
        alliance: The alliance.
        dossier: The dossier.
        on: The decision date.
        members: What each member says.
        common: What the rulesets of no member say, such as national law.
        harmonised: What each harmonised policy says.
        findings: Why there is no harmonised policy, where one was asked for.
        variant: The variant that was chosen in place of the dossier's, or None.
    """

    alliance: Alliance
    dossier: Dossier
    on: date
    members: tuple[MemberAdvice, ...]
    common: tuple[MemberAdvice, ...]
    harmonised: tuple[HarmonisedAdvice, ...]
    findings: tuple[Finding, ...] = ()
    variant: str | None = None

    def __getitem__(self, institution: str) -> Recommendation:
        """What the ruleset of a member says.

        Raises:
            KeyError: When there is no such member, or no ruleset of it is in force.
        """
        for one in (*self.members, *self.common):
            if one.institution == institution and one.recommendation:
                return one.recommendation
        raise KeyError(institution)

    @property
    def differing(self) -> tuple[Leaf, ...]:
        """The leaves that some member (or harmonised policy) speaks of otherwise than another."""
        said = [one.recommendation for one in self.members if one.recommendation]
        said += [one.statuses for one in self.harmonised]
        return tuple(leaf for leaf in self.alliance.framework.leaves if len({one.statuses[leaf] for one in said}) > 1)


def assess_alliance(
    alliance: Alliance,
    dossier: Dossier,
    *,
    on: date,
    strategies: Iterable[str | Strategy] = (),
    variant: str | None = None,
    start: date | None = None,
    plan: bool = False,
    wishes: Wishes = NO_WISHES,
    deadline: Deadline = NO_DEADLINE,
) -> AllianceAdvice:
    """What each member of an alliance says of a dossier, and what harmonised policies would say.

    Args:
        alliance: The alliance.
        dossier: The dossier.
        on: The decision date.
        strategies: The strategies to harmonise by, such as `quorum:2`, for the cohort of the dossier.
        variant: The variant that is followed, or None for the one that the dossier names.
        start: The day from which the remaining path counts; see `assess`.
        plan: Whether remaining paths are looked for too: side by side, while the rest is worked out. Each by itself is
            the same every time.
        wishes: What the applicant asks of paths; units that a programme does not have are left aside there, and of
            those that it has no assessment of there is a finding (EVC-P010).
        deadline: When all is over by the clock; what is not proven by then says so.

    Raises:
        InvalidInputError: EVC-N002 when a strategy cannot be carried out. When a member has no ruleset in force, or a
            policy hangs on a cohort that is not known, there is a finding in place of the harmonised policy.
        MissingExtraError: OR-tools is not installed, and a limit binds or a path was asked for.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        looked_for: dict[int, Future[Paths]] = {}

        def look(found: Recommendation) -> Recommendation:
            if plan:
                asked = wishes.within(found.credits.programme, found.credits.variant) if found.credits else wishes
                looked_for[id(found)] = pool.submit(remaining_paths, found, asked, deadline)
            return found

        advice = _assess_alliance(
            alliance, dossier, on, strategies, variant=variant, start=start, look=look, deadline=deadline
        )

        def planned(listed: Iterable[MemberAdvice]) -> tuple[MemberAdvice, ...]:
            return tuple(
                replace(
                    one,
                    paths=looked_for[id(one.recommendation)].result(),
                    findings=(*one.findings, *left_aside(one.recommendation, wishes)),
                )
                if plan and one.recommendation
                else one
                for one in listed
            )

        policies = tuple(replace(one, members=planned(one.members)) for one in advice.harmonised)
        return replace(advice, members=planned(advice.members), common=planned(advice.common), harmonised=policies)


def _assess_alliance(
    alliance: Alliance,
    dossier: Dossier,
    on: date,
    strategies: Iterable[str | Strategy],
    *,
    variant: str | None,
    start: date | None,
    look: Callable[[Recommendation], Recommendation],
    deadline: Deadline,
) -> AllianceAdvice:
    framework = alliance.framework
    _usable(on, start, framework, (), None, dossier)
    prepared = prepare(following(dossier, variant, start), framework.vocabulary, on)
    shared = frozenset(alliance.shared_judgements)
    cohort = dossier.applicant.cohort

    def by(ruleset: Ruleset, programme: Programme | None, answers: Answers) -> Recommendation:
        return look(
            _assess(
                ruleset, dossier, prepared, on, framework, programme, variant, start, shared, answers, deadline
            )
        )  # fmt: skip

    in_force = [member.in_force(on, cohort) for member in alliance.members]
    asked = [listed[0] for listed in in_force if len(listed) == 1]
    asked += (one for one in alliance.common if on in one.applies.decisions)
    every_said = compiled(tuple(asked), framework, on, shared).evaluate(prepared) if asked else ()
    said = {id(ruleset): answers for ruleset, answers in zip(asked, every_said, strict=True)}
    members = tuple(
        _member(member, listed, on, cohort, said, by) for member, listed in zip(alliance.members, in_force, strict=True)
    )
    common = tuple(
        MemberAdvice(one.institution, one.title, by(one, None, said[id(one)]))
        for one in alliance.common
        if on in one.applies.decisions
    )
    harmonised = []
    findings: list[Finding] = []
    for strategy in strategies:
        chosen = Strategy.parse(strategy) if isinstance(strategy, str) else strategy
        try:
            ruleset = harmonise(alliance, chosen, on, cohort=cohort)
        except InvalidInputError as error:
            findings += about_the_dossier(chosen, error)
            continue
        (answers,) = compiled((ruleset,), framework, on, shared).evaluate(prepared)
        each = (
            MemberAdvice(one.institution, one.title, by(ruleset, one.programme_for(cohort), answers))
            for one in alliance.members
        )
        harmonised.append(HarmonisedAdvice(chosen, ruleset, tuple(each)))
    return AllianceAdvice(alliance, dossier, on, members, common, tuple(harmonised), tuple(findings), variant)


def about_the_dossier(strategy: Strategy, error: InvalidInputError) -> tuple[Finding, ...]:
    """Why there is no harmonised policy for a dossier, as warnings.

    Raises:
        InvalidInputError: As it was, when there is none for any dossier.
    """
    if {one.code for one in error.findings} - _ABOUT_THE_DOSSIER:
        raise error
    return tuple(warning(one.code, f"{strategy}: {one.message}", one.help) for one in error.findings)


def _member(
    member: Member, in_force: Sequence[Ruleset], on: date, cohort: int | None, said: Mapping[int, Said], by: _By
) -> MemberAdvice:
    if len(in_force) == 1:
        (ruleset,) = in_force
        return MemberAdvice(
            member.institution, member.title, by(ruleset, member.programme_for(cohort), said[id(ruleset)])
        )
    help_ = "write the cohort in the dossier"
    if not in_force:
        help_ = "choose another date" if cohort is None else "choose another date or cohort"
    why = warning("EVC-N003", member.not_one(on, cohort), help_)
    return MemberAdvice(member.institution, member.title, None, (why,))


def _assess(  # noqa: PLR0913, PLR0917 - all that a recommendation depends on
    ruleset: Ruleset,
    dossier: Dossier,
    prepared: Prepared,
    on: date,
    framework: Framework,
    programme: Programme | None,
    variant: str | None,
    start: date | None,
    shared: frozenset[str],
    answers: Answers,
    deadline: Deadline = NO_DEADLINE,
) -> Recommendation:
    known = dossier.applicant.known
    followed = variant or known.get("variant")
    begins = start or known.get("start")
    begins = begins if isinstance(begins, date) else on
    findings = [*prepared.findings, *doubts(ruleset, framework, prepared.dossier, on, shared)]
    worth: CreditAdvice | None = None
    if programme is not None:
        findings += _unfit(programme, followed)
        if isinstance(followed, str) and followed in programme.variant:
            worth = credit(ruleset, framework, programme, followed, answers.statuses, start=begins, deadline=deadline)
    return Recommendation(
        ruleset, framework, dossier, on, answers, tuple(findings), worth, begins, programme, shared | ruleset.shared,
        variant, start,
    )  # fmt: skip


def _usable(
    on: date,
    start: date | None,
    framework: Framework,
    rulesets: Iterable[Ruleset],
    programme: Programme | None,
    dossier: Dossier,
) -> None:
    """Refuse what does not belong together, and dates that are none.

    Raises:
        InvalidInputError: EVC-O008 and EVC-C001; see `assess`.
    """
    findings = [
        Finding("EVC-C001", f"{name} must be a date, not {value!r}", help="write it as datetime.date(2026, 11, 24)")
        for name, value in (("on", on), ("start", start))
        if not (isinstance(value, date) and not isinstance(value, datetime)) and not (name == "start" and value is None)
    ]
    named = [(f"the ruleset '{one.id}'", one.framework) for one in rulesets]
    named += [(f"the programme '{programme.id}'", programme.framework)] if programme else []
    named += [(f"the dossier '{dossier.id}'", dossier.framework)] if dossier.framework else []
    for what, name in named:
        if name != framework.name:
            findings.append(Finding("EVC-O008", f"{what} is written over '{name}', not over '{framework.name}'"))
    refuse(findings)


def left_aside(recommendation: Recommendation, wishes: Wishes) -> Iterator[Finding]:
    """Wishes that cannot be there here: assessments of units that can only be followed, and the cost as a goal."""
    if recommendation.credits:
        programme, variant = recommendation.credits.programme, recommendation.credits.variant
        if wishes.unpriced(programme, variant):
            message = f"'{programme.id}' does not say what its variant '{variant}' costs: the cost is no goal there"
            yield warning("EVC-P013", message, "choose other goals, or write its fees")
        for name in wishes.unassessed(programme):
            message = f"'{name}' has no assessment by itself in '{programme.id}': it is planned as it is followed"
            yield warning("EVC-P010", message, "ask it only where there is one, or leave it out")


def _unfit(programme: Programme, variant: object) -> Iterator[Finding]:
    offered = ", ".join(programme.variant)
    if not isinstance(variant, str):
        message = "the variant is not known, so credits and a path cannot be worked out"
        yield warning("EVC-P007", message, f"write it in the dossier, or choose one of: {offered}")
    elif variant not in programme.variant:
        yield warning("EVC-P006", f"'{programme.id}' has no variant '{variant}'", f"its variants: {offered}")
