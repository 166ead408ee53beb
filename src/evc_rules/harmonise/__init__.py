"""Harmonising: one ruleset that an alliance could adopt, built from its members' rulesets by a named strategy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from ..model.alliance import Alliance
from ..model.attributes import COHORTS
from ..model.base import Text
from ..model.conditions import Judgement, every
from ..model.outcomes import Framework
from ..model.policy import Applies, Limit, Provenance, Rule, Ruleset
from ..model.quantities import Cohorts, Dates
from ..model.sources import Source
from .define import Policy, cannot, named
from .limits import combined, qualified
from .meeting import unmet
from .member import in_force
from .strategy import STRATEGIES, Strategy, within
from .workshop import Workshop
from .write import Writer

__all__ = [
    "STRATEGIES",
    "Strategy",
    "Workshop",
    "harmonise",
    "harmonise_in",
    "harmonise_rulesets",
    "in_force",
    "unmet",
    "within",
]


def harmonise(
    alliance: Alliance,
    strategy: str | Strategy,
    on: date,
    *,
    cohort: int | None = None,
    limits: str = "",
) -> Ruleset:
    """One ruleset for an alliance, by a strategy, as of a decision date (and a cohort).

    Args:
        alliance: The alliance.
        strategy: Such as `quorum:2`; see `STRATEGIES`.
        on: The decision date that parameters are taken at.
        cohort: The cohort that it is for, or None for every cohort.
        limits: Whose limits hold: `strictest`, `most-generous`, `quorum:K` or a member. Without it, those that go
            with the strategy.

    Raises:
        InvalidInputError: EVC-N002 when the strategy cannot be carried out, EVC-N003 when a member has no ruleset
            in force.
    """
    return harmonise_in(Workshop(alliance.framework), alliance, strategy, on, cohort=cohort, limits=limits)


def harmonise_in(
    workshop: Workshop,
    alliance: Alliance,
    strategy: str | Strategy,
    on: date,
    *,
    cohort: int | None = None,
    limits: str = "",
) -> Ruleset:
    """As `harmonise`, in a workshop in which others were made before."""
    members = in_force(alliance, on, cohort)
    shared = frozenset(alliance.shared_judgements)
    return harmonise_rulesets(
        members, alliance.framework, strategy, on,
        cohort=cohort, limits=limits, shared=shared, common=alliance.common, name=alliance.id,
        workshop=workshop,
    )  # fmt: skip


def harmonise_rulesets(  # noqa: PLR0913 - all that a harmonised ruleset hangs on
    members: Sequence[Ruleset],
    framework: Framework,
    strategy: str | Strategy,
    on: date,
    *,
    cohort: int | None = None,
    limits: str = "",
    shared: frozenset[str] = frozenset(),
    common: Sequence[Ruleset] = (),
    name: str = "harmonised",
    workshop: Workshop | None = None,
) -> Ruleset:
    """One ruleset out of several; see `harmonise`.

    Raises:
        InvalidInputError: EVC-N002 when the strategy cannot be carried out.
    """
    chosen = Strategy.parse(strategy) if isinstance(strategy, str) else strategy
    known = {ruleset.id: ruleset for ruleset in (*members, *common)}
    if len(known) < len(members) + len(common):
        raise cannot("two rulesets have the same id")
    if chosen.k > len(members):
        raise cannot(f"a quorum of {chosen.k} of {len(members)} members can never be reached")
    for needed in filter(None, (chosen.home, chosen.floor, chosen.ceiling)):
        named(needed, known)
    if cohort is not None and cohort not in COHORTS:
        raise cannot(f"{cohort!r} is no cohort", "name the year in which it begins")
    taking_part = _taking_part(chosen, members, known)
    shared_terms = _shared_terms(taking_part)
    workshop = workshop or Workshop(framework)
    lowered = {one.id: workshop.member(one, on, cohort, shared) for one in taking_part}
    policy = Policy(chosen, members, known, workshop, lowered, shared_terms)
    grants = policy.exemptions if workshop.grants else {}
    rules = Writer(framework, known, workshop.order).rules(grants, policy.refusals)
    kept, named_limits = _limits(chosen, limits, members, known, framework)
    cited = {
        text for thing in (*(rule.articles for rule in rules), *(limit.articles for limit in kept)) for text in thing
    }
    return Ruleset(
        id=f"{name}.{'-'.join(filter(None, re.split('[:,]', str(chosen))))}",
        title=Text(nl=f"Geharmoniseerd beleid ({chosen})", en=f"Harmonised policy ({chosen})"),
        institution=name,
        illustrative=any(one.illustrative for one in taking_part),
        framework=framework.name,
        applies=shared_terms.with_(
            decisions=Dates(on, None),
            cohorts=shared_terms.cohorts if cohort is None else Cohorts(cohort, cohort + 1),
        ),
        sources=_sources(known.values(), cited),
        conflicts="grant-wins",
        units="proportional" if all(one.units == "proportional" for one in taking_part) else "whole",
        bsa=_agreed_bsa(taking_part),
        rules=rules,
        limits=kept,
        provenance=Provenance(
            strategy=str(chosen),
            members=tuple(one.id for one in members),
            on=on,
            cohort=cohort,
            limits=named_limits,
            shared=_asked(rules, shared),
        ),
    )


def _asked(rules: Iterable[Rule], shared: frozenset[str]) -> tuple[str, ...]:
    """The shared judgements that the rules ask: one answer settles them under the harmonised ruleset too."""
    parts = (part for rule in rules for part in every(rule.when))
    return tuple(sorted({part.id for part in parts if isinstance(part, Judgement)} & shared))


def _taking_part(chosen: Strategy, members: Sequence[Ruleset], known: dict[str, Ruleset]) -> tuple[Ruleset, ...]:
    by_name = (named(one, known) for one in (chosen.home, chosen.floor, chosen.ceiling) if one)
    return tuple({one.id: one for one in (*members, *by_name)}.values())


def _shared_terms(rulesets: Sequence[Ruleset]) -> Applies:
    """For whom all of them are in force, as far as they agree on it."""
    cohorts = {one.applies.cohorts for one in rulesets}
    variants = {one.applies.variants for one in rulesets}
    return Applies(
        cohorts=cohorts.pop() if len(cohorts) == 1 else Cohorts(),
        variants=variants.pop() if len(variants) == 1 else (),
    )


def _limits(
    chosen: Strategy, asked: str, members: Sequence[Ruleset], known: dict[str, Ruleset], framework: Framework
) -> tuple[tuple[Limit, ...], str]:
    """The limits, and the name of whose they are."""
    name = asked or (chosen.home or str(chosen))
    if name == "strictest":
        return combined(members, framework, len(members)), name
    if name == "most-generous":
        return combined(members, framework, 1), name
    if name.startswith("quorum:"):
        k = Strategy.parse(name).k
        if k > len(members):
            raise cannot(f"a quorum of {k} of {len(members)} members can never be reached")
        return combined(members, framework, k), name
    whose = named(name, known)
    return tuple(qualified(limit, whose.id) for limit in whose.limits), name


def _sources(rulesets: Iterable[Ruleset], cited: set[str]) -> dict[str, Source]:
    """The sources that are cited, under the name of their ruleset, with the articles that are cited."""
    found: dict[str, Source] = {}
    for ruleset in rulesets:
        for name, source in ruleset.sources.items():
            own = f"{ruleset.id}.{name}"
            articles = {key: title for key, title in source.articles.items() if f"{own}/{key}" in cited}
            if articles or own in cited:
                found[own] = source.with_(articles=articles)
    return found


def _agreed_bsa(rulesets: Sequence[Ruleset]) -> bool | None:
    answers = {one.bsa for one in rulesets}
    return answers.pop() if len(answers) == 1 else None
