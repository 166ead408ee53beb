"""Applicants as planes of bits: for each outcome a bit for each applicant, of what rulesets and kept rules say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from ..engines.columnar.planes import packed
from ..engines.columnar.sides import Sides
from ..engines.compiled import Said, compile_rulesets
from ..engines.compiled.circuit import Sides as Masks
from ..engines.compiled.circuit import exempting
from ..engines.prepare import prepare
from ..errors import Finding, warning
from ..model.alliance import Alliance
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..model.reach import reached_by
from ..results.truth import Truth
from .terms import Term

Side = tuple[np.ndarray, np.ndarray]
"""Leaves as planes: where something surely holds, and where it may."""


@dataclass(frozen=True)
class Worth:
    """A unit of a programme, for the applicants who follow it at a member.

    Attributes:
        institution: The member.
        ec: What it is worth [EC].
        leaves: The places of its leaves.
        who: The applicants who follow it, as a plane.
    """

    institution: str
    ec: Decimal
    leaves: np.ndarray
    who: np.ndarray


@dataclass(frozen=True)
class Group:
    """Applicants of one cohort.

    Attributes:
        in_force: The rulesets in force for them, by institution.
        cohort: The cohort, or None when it is not known.
        who: They, as a plane.
    """

    in_force: Mapping[str, Ruleset]
    cohort: int | None
    who: np.ndarray


@dataclass(frozen=True)
class Applicants:
    """What all rulesets say of some applicants.

    Attributes:
        framework: The framework.
        on: The decision date.
        groups: The applicants by cohort.
        dossiers: The applicants, in the order of the bits.
        said: For each member and common ruleset, by institution, where it exempts and where it bars.
        kept: For each rule that a member keeps where it acts.
        worths: What units are worth.
        findings: Why some applicants are left out.
    """

    framework: Framework
    on: date
    groups: tuple[Group, ...]
    dossiers: tuple[str, ...]
    said: Mapping[str, Sides]
    kept: Mapping[Term, Side]
    worths: tuple[Worth, ...]
    findings: tuple[Finding, ...]

    @property
    def count(self) -> int:
        """How many applicants there are."""
        return len(self.dossiers)


def applicants(
    alliance: Alliance,
    dossiers: Iterable[Dossier],
    terms: Sequence[Term],
    on: date,
    *,
    tell: Callable[[int], None] = lambda _done: None,
) -> Applicants:
    """Ask all rulesets of an alliance about some applicants; who has no answer at some member is left out."""
    by_cohort: dict[int | None, list[Dossier]] = {}
    for dossier in dossiers:
        by_cohort.setdefault(dossier.applicant.cohort, []).append(dossier)
    findings: list[Finding] = []
    groups: list[tuple[dict[str, Ruleset], list[Dossier], int | None]] = []
    for cohort, people in by_cohort.items():
        here, absent = in_force(alliance, on, cohort)
        if absent:
            whom = "without a cohort" if cohort is None else f"of cohort {cohort}"
            message = f"not exactly one ruleset of {', '.join(absent)} is in force on {on} for applicants {whom}"
            help_ = "write their cohort down" if cohort is None else "choose another date or cohort"
            findings.append(warning("EVC-N003", f"{message}: {len(people)} are left out", help_))
        else:
            groups.append((here, people, cohort))
    everyone = [dossier for _, people, _ in groups for dossier in people]
    names = {name for here, _, _ in groups for name in here}
    size, leaves = len(everyone), alliance.framework.leaves
    said = {name: Sides.nowhere(len(leaves), size) for name in names}
    kept = {term: Sides.nowhere(len(leaves), size) for term in terms if term.demand == "keep"}
    first = 0
    listed = []
    for here, people, cohort in groups:
        _ask(alliance, here, people, first, on, said=said, kept=kept, tell=tell)
        who = np.arange(size)
        listed.append(Group(here, cohort, packed((who >= first) & (who < first + len(people)))))
        first += len(people)
    worths = tuple(_worths(alliance, everyone))
    acting = {term: sides.granted for term, sides in kept.items()}
    names_ = tuple(one.id for one in everyone)
    return Applicants(alliance.framework, on, tuple(listed), names_, said, acting, worths, tuple(findings))


def in_force(alliance: Alliance, on: date, cohort: int | None) -> tuple[dict[str, Ruleset], list[str]]:
    """The rulesets in force by institution, members' and common ones, and the members that have none, or several."""
    found: dict[str, Ruleset] = {}
    absent = []
    for member in alliance.members:
        listed = member.in_force(on, cohort)
        if len(listed) == 1:
            found[member.institution] = listed[0]
        else:
            absent.append(member.institution)
    for one in alliance.common:
        if on in one.applies.decisions:
            found.setdefault(one.institution, one)
    return found, absent


def _ask(
    alliance: Alliance,
    in_force: Mapping[str, Ruleset],
    people: Sequence[Dossier],
    first: int,
    on: date,
    *,
    said: Mapping[str, Sides],
    kept: Mapping[Term, Sides],
    tell: Callable[[int], None],
) -> None:
    """Put in what the rulesets in force say of some applicants, the first of whom has this place."""
    framework = alliance.framework
    compiled = compile_rulesets(in_force.values(), framework, on, shared=alliance.shared_judgements)
    masks: dict[str, list[Masks]] = {name: [] for name in in_force}
    acting: dict[Term, list[Masks]] = {term: [] for term in kept}
    places = {name: place for place, name in enumerate(in_force)}
    bit = {leaf: 1 << place for place, leaf in enumerate(framework.leaves)}
    for number, dossier in enumerate(people):
        tell(first + number)
        prepared = prepare(dossier, framework.vocabulary, on)
        outcome = compiled.works.outcome(prepared)
        for name, ruleset in in_force.items():
            sides = outcome.sides(places[name])
            masks[name].append((*exempting(sides, ruleset.conflicts), *sides[2:]))
        for term, listed in acting.items():
            answers = Said(compiled.works, prepared, outcome, places[term.institution])
            listed.append((*_acting(in_force[term.institution], term.name, answers, framework, bit), 0, 0))
    rows = np.arange(first, first + len(people))
    for name, each in masks.items():
        said[name].put(rows, each)
    for term, each in acting.items():
        kept[term].put(rows, each)


def _acting(
    ruleset: Ruleset, name: str, answers: Said, framework: Framework, bit: Mapping[Leaf, int]
) -> tuple[int, int]:
    """Where a rule acts, surely and maybe; nowhere under a version that does not have it."""
    rule = ruleset.by_id.get(name)
    surely = maybe = 0
    for leaf in reached_by(framework, rule) if rule else ():
        trace = answers.trace(leaf)
        truth = max((step.truth for step in (*trace.grants, *trace.bars) if step.rule == name), default=Truth.FALSE)
        surely |= bit[leaf] * (truth is Truth.TRUE)
        maybe |= bit[leaf] * (truth is not Truth.FALSE)
    return surely, maybe


def _worths(alliance: Alliance, everyone: Sequence[Dossier]) -> Iterable[Worth]:
    place = {leaf: number for number, leaf in enumerate(alliance.framework.leaves)}
    for member in alliance.members:
        followed: dict[tuple[int, str], list[bool]] = {}
        programmes: list[Programme] = []
        for number, dossier in enumerate(everyone):
            programme = member.programme_for(dossier.applicant.cohort)
            variant = dossier.applicant.known.get("variant")
            if programme is None or not isinstance(variant, str) or variant not in programme.variant:
                continue
            if programme not in programmes:
                programmes.append(programme)
            key = programmes.index(programme), variant
            followed.setdefault(key, [False] * len(everyone))[number] = True
        for (index, variant), who in followed.items():
            for unit in programmes[index].units_of(variant):
                leaves = np.array([place[leaf] for leaf in alliance.framework.select(unit.outcomes)], dtype=np.int64)
                yield Worth(member.institution, unit.ec.value, leaves, packed(np.array(who)))
