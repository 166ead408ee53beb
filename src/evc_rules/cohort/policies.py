"""The policies that a cohort is asked about: each institute's own and the harmonised ones, by cohort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..errors import Finding, InvalidInputError, warning
from ..harmonise import Strategy, Workshop, harmonise_in
from ..model.alliance import Alliance, Member
from ..model.policy import Applies, Ruleset

_ABOUT_COHORTS: Final = {"EVC-N003", "EVC-N004"}
"""What keeps a policy from being harmonised for some cohort, and not for every one."""


@dataclass(frozen=True)
class Policy:
    """What one institute, or one strategy, says; which of its rulesets hangs on the cohort.

    Attributes:
        name: The institution, or the strategy.
        rulesets: Its rulesets; those of a harmonised policy without what they grant, which `compose.py` knows.
        by_cohort: The place of the one that is in force for each cohort that occurs (None: not known), or -1 for none.
        strategy: The strategy, for a harmonised policy.
    """

    name: str
    rulesets: tuple[Ruleset, ...]
    by_cohort: dict[int | None, int]
    strategy: Strategy | None = None


def policies(
    alliance: Alliance, on: date, cohorts: Sequence[int | None], strategies: Iterable[str | Strategy] = ()
) -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    """The policies, and findings where there is none for some cohort.

    Raises:
        InvalidInputError: EVC-N002 when a strategy cannot be carried out, EVC-S005 when two policies share a name.
    """
    findings: list[Finding] = []
    found = [_own(member.institution, member, on, cohorts) for member in alliance.members]
    common = [one for one in alliance.common if on in one.applies.decisions]
    taken = Counter([one.name for one in found] + [one.institution for one in common])
    found += [
        Policy(one.institution if taken[one.institution] == 1 else one.id, (one,), dict.fromkeys(cohorts, 0))
        for one in common
    ]
    workshop = Workshop(alliance.framework, grants=False)
    for chosen in dict.fromkeys(Strategy.parse(one) if isinstance(one, str) else one for one in strategies):
        found.append(_harmonised(alliance, chosen, on, cohorts, findings, workshop))
    for policy in found:
        for cohort, place in policy.by_cohort.items():
            if place < 0 and policy.strategy is None:
                whom = "an applicant whose cohort is not known" if cohort is None else f"cohort {cohort}"
                message = f"not exactly one ruleset of '{policy.name}' is in force on {on} for {whom}"
                way = "choose another date or cohort"
                if cohort is None:
                    way = "choose another date, or write the cohort in the dossiers"
                findings.append(warning("EVC-N003", message, f"their dossiers get no answer there; {way}"))
    _named_apart(found)
    return tuple(found), tuple(findings)


def _named_apart(found: Sequence[Policy]) -> None:
    """No two policies may share a name: each is a column of what is written, beside the dossier."""
    for name, times in Counter(["dossier", *(one.name for one in found)]).items():
        if times > 1:
            message = f"two columns of what is written would be called '{name}'"
            help_ = "give each institution and common ruleset an id of its own, and no institution the id 'dossier'"
            raise InvalidInputError((Finding("EVC-S005", message, help=help_),))


def _own(name: str, member: Member, on: date, cohorts: Sequence[int | None]) -> Policy:
    rulesets = tuple(one for one in member.rulesets if on in one.applies.decisions)
    places = {}
    for cohort in cohorts:
        in_force = member.in_force(on, cohort)
        places[cohort] = rulesets.index(in_force[0]) if len(in_force) == 1 else -1
    return Policy(name, rulesets, places)


def _harmonised(
    alliance: Alliance,
    strategy: Strategy,
    on: date,
    cohorts: Sequence[int | None],
    findings: list[Finding],
    workshop: Workshop,
) -> Policy:
    """One ruleset for all cohorts, or one for each where that cannot be; once where they differ in nothing."""
    rulesets: list[Ruleset] = []
    known: dict[tuple[object, ...], int] = {}
    places: dict[int | None, int] = {}
    every: Ruleset | None = None
    with suppress(_NotForEvery):  # one for every cohort says the same of each as one for it alone
        every = _made(alliance, strategy, on, None, workshop)
    for cohort in cohorts:
        try:
            alike = every is not None and _in_force(alliance, on, cohort) == _in_force(alliance, on, None)
            made = every if every is not None and alike else _made(alliance, strategy, on, cohort, workshop)
        except _NotForEvery as error:
            places[cohort] = -1
            findings += (warning(one.code, f"{strategy}: {one.message}", one.help) for one in error.findings)
            continue
        says = made.rules, made.limits, made.units, made.conflicts, made.applies.variants, made.shared
        if says not in known:
            known[says] = len(rulesets)
            terms = Applies(variants=made.applies.variants)  # for whom it is has been settled by cohort
            rulesets.append(made.with_(applies=terms, id=f"{made.id}.{len(rulesets)}" if rulesets else made.id))
        places[cohort] = known[says]
    return Policy(str(strategy), tuple(rulesets), places, strategy)


class _NotForEvery(Exception):  # noqa: N818 - it is caught here
    """A policy cannot be harmonised for some cohort."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__()
        self.findings = findings


def _made(alliance: Alliance, strategy: Strategy, on: date, cohort: int | None, workshop: Workshop) -> Ruleset:
    try:
        return harmonise_in(workshop, alliance, strategy, on, cohort=cohort)
    except InvalidInputError as error:
        if any(one.code not in _ABOUT_COHORTS for one in error.findings):
            raise
        raise _NotForEvery(tuple(error.findings)) from error


def _in_force(alliance: Alliance, on: date, cohort: int | None) -> list[tuple[Ruleset, ...]]:
    return [member.in_force(on, cohort) for member in alliance.members]
