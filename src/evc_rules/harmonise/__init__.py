"""Harmonising: one ruleset that an alliance could adopt, built from its members' rulesets by a named strategy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ..engines.lower import Clause, Lowered, lower, merged
from ..engines.simplify import all_of, negation
from ..errors import Finding, InvalidInputError
from ..model.alliance import Alliance
from ..model.base import Text
from ..model.conditions import FALSE
from ..model.outcomes import Framework, Leaf
from ..model.policy import Applies, Limit, Provenance, Ruleset
from ..model.quantities import Cohorts, Dates
from ..model.sources import Source
from . import write
from .combine import Reasons, but, threshold, together
from .limits import combined, qualified
from .strategy import STRATEGIES, Strategy

__all__ = ["STRATEGIES", "Strategy", "harmonise", "harmonise_rulesets"]


def harmonise(
    alliance: Alliance, strategy: str | Strategy, on: date, *, cohort: int | None = None, limits: str = ""
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
    in_force: list[Ruleset] = []
    for member in alliance.members:
        found = member.in_force(on, cohort)
        if len(found) != 1:
            many = "no ruleset is" if not found else f"{len(found)} rulesets are"
            message = f"{many} in force for '{member.institution}' on {on}"
            raise InvalidInputError(
                (Finding("EVC-N003", message, help="choose another date, or say for which cohort"),)
            )
        in_force += found
    shared = frozenset(alliance.shared_judgements)
    return harmonise_rulesets(
        in_force, alliance.framework, strategy, on,
        cohort=cohort, limits=limits, shared=shared, common=alliance.common, name=alliance.id,
    )  # fmt: skip


def harmonise_rulesets(
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
) -> Ruleset:
    """One ruleset out of several; see `harmonise`.

    Raises:
        InvalidInputError: EVC-N002 when the strategy cannot be carried out.
    """
    chosen = Strategy.parse(strategy) if isinstance(strategy, str) else strategy
    known = {ruleset.id: ruleset for ruleset in (*members, *common)}
    if len(known) < len(members) + len(common):
        raise _cannot("two rulesets have the same id")
    if chosen.k > len(members):
        raise _cannot(f"a quorum of {chosen.k} of {len(members)} members can never be reached")
    for needed in filter(None, (chosen.home, chosen.floor, chosen.ceiling)):
        _named(needed, known)
    taking_part = _taking_part(chosen, members, known)
    terms = {one.applies.with_(decisions=Dates()) for one in taking_part}
    applies = terms.pop() if len(terms) == 1 else Applies()
    lowered = {
        one.id: lower(_without_terms(one) if not terms else one, framework, on, cohort=cohort, shared=shared)
        for one in taking_part
    }
    grants = {leaf: _exempt(chosen, leaf, members, known, lowered) for leaf in framework.leaves}
    refusals = {leaf: _refused(leaf, members, lowered) for leaf in framework.leaves}
    rules = (*write.rules("grant", grants, framework, known), *write.rules("bar", refusals, framework, known))
    kept, named_limits = _limits(chosen, limits, members, known, framework)
    cited = {
        text for thing in (*(rule.articles for rule in rules), *(limit.articles for limit in kept)) for text in thing
    }
    return Ruleset(
        id=f"{name}.{str(chosen).replace(':', '-').replace(',', '-')}".rstrip("-"),
        title=Text(nl=f"Geharmoniseerd beleid ({chosen})", en=f"Harmonised policy ({chosen})"),
        institution=name,
        illustrative=any(one.illustrative for one in taking_part),
        framework=framework.name,
        applies=applies.with_(
            decisions=Dates(on, None),
            cohorts=applies.cohorts if cohort is None else Cohorts(cohort, cohort + 1),
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
        ),
    )


def _cannot(message: str, help_: str = "") -> InvalidInputError:
    return InvalidInputError((Finding("EVC-N002", message, help=help_),))


def _named(name: str, known: dict[str, Ruleset]) -> Ruleset:
    """The ruleset with this id, or of this institution."""
    for ruleset in known.values():
        if name in {ruleset.id, ruleset.institution}:
            return ruleset
    raise _cannot(f"'{name}' is no ruleset of the alliance", f"known here: {', '.join(sorted(known))}")


def _taking_part(chosen: Strategy, members: Sequence[Ruleset], known: dict[str, Ruleset]) -> tuple[Ruleset, ...]:
    named = (_named(one, known) for one in (chosen.home, chosen.floor, chosen.ceiling) if one)
    return tuple({one.id: one for one in (*members, *named)}.values())


def _without_terms(ruleset: Ruleset) -> Ruleset:
    return ruleset.with_(applies=Applies(decisions=ruleset.applies.decisions))


def _exempt(
    chosen: Strategy,
    leaf: Leaf,
    members: Sequence[Ruleset],
    known: dict[str, Ruleset],
    lowered: dict[str, Lowered],
) -> Reasons:
    """The definition of each strategy, for one leaf."""
    each = [lowered[one.id].exempts(leaf) for one in members]

    def of(name: str) -> Reasons:
        return lowered[_named(name, known).id].exempts(leaf)

    match chosen.name:
        case "strictest":
            return threshold(len(each), each)
        case "most-generous":
            return threshold(1, each)
        case "quorum":
            return threshold(chosen.k, each)
        case "reference":
            return of(chosen.home)
        case "mutual":
            unbarred = negation(lowered[_named(chosen.home, known).id].leaves[leaf].barred)
            return threshold(1, [of(chosen.home), *(but(reasons, unbarred) for reasons in each)])
        case _:
            raised = threshold(1, [of(chosen.home), of(chosen.floor)]) if chosen.floor else of(chosen.home)
            return together(raised, of(chosen.ceiling)) if chosen.ceiling else raised


def _refused(leaf: Leaf, members: Sequence[Ruleset], lowered: dict[str, Lowered]) -> Reasons:
    """Refused where every member refuses; where the policy exempts all the same, its grants win."""
    reasons = []
    for one in members:
        decided = lowered[one.id].leaves[leaf]
        refuses = decided.barred if one.conflicts == "bar-wins" else all_of((decided.barred, negation(decided.granted)))
        reasons.append(Clause(refuses, *_origin(decided.bars)))
    condition = all_of(reason.condition for reason in reasons)
    if condition == FALSE:
        return ()
    rules, articles = (
        tuple(text for reason in reasons for text in getattr(reason, name)) for name in ("rules", "articles")
    )
    return merged([Clause(condition, rules, articles)])


def _origin(clauses: Reasons) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(name for one in clauses for name in one.rules), tuple(text for one in clauses for text in one.articles)


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
            raise _cannot(f"a quorum of {k} of {len(members)} members can never be reached")
        return combined(members, framework, k), name
    whose = _named(name, known)
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
