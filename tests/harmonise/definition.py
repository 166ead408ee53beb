"""The strategies as the meaning defines them, read off what the reference engine says of each member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.harmonise import Strategy
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework, Leaf
from evc_rules.model.policy import Ruleset
from evc_rules.results.status import Status, Statuses
from evc_rules.results.trace import LeafTrace
from evc_rules.results.truth import Truth, at_least, every, some

Traces = Mapping[str, Mapping[Leaf, LeafTrace]]


def traces_of(
    rulesets: Sequence[Ruleset], framework: Framework, dossier: Dossier, on: date, shared: frozenset[str]
) -> Traces:
    prepared = prepare(dossier, framework.vocabulary, on)
    return {one.id: evaluate(Case(one, framework, prepared, on, shared)) for one in rulesets}


def exempts(ruleset: Ruleset, trace: LeafTrace) -> Truth:
    return trace.granted if ruleset.conflicts == "grant-wins" else every([trace.granted, ~trace.barred])


def exempt(strategy: Strategy, members: Sequence[Ruleset], known: Mapping[str, Ruleset], traces: Traces, leaf: Leaf):
    """Whether the harmonised policy exempts a leaf, in three values."""

    def of(name: str) -> Truth:
        return exempts(known[name], traces[name][leaf])

    each = [of(one.id) for one in members]
    match strategy.name:
        case "strictest":
            return every(each)
        case "most-generous":
            return some(each)
        case "quorum":
            return at_least(strategy.k, each)
        case "reference":
            return of(strategy.home)
        case "mutual":
            return some([of(strategy.home), every([some(each), ~traces[strategy.home][leaf].barred])])
        case _:
            raised = some([of(name) for name in (strategy.home, strategy.floor) if name])
            return every([raised, of(strategy.ceiling)]) if strategy.ceiling else raised


def statuses(strategy: Strategy, members: Sequence[Ruleset], known: Mapping[str, Ruleset], traces: Traces, leaf: Leaf):
    """The statuses that the definition allows: whatever the members' possible statuses, each on its own, lead to."""
    found = set()
    names = list(dict.fromkeys((*(one.id for one in members), *filter(None, _named(strategy)))))
    for combination in product(*(_possible(known[name], traces[name][leaf]) for name in names)):
        settled = dict(zip(names, combination, strict=True))
        if truth(strategy, [one.id for one in members], settled):
            found.add(Status.EXEMPT)
        elif all(settled[one.id][0] is Status.REFUSED for one in members):
            found.add(Status.REFUSED)
        else:
            found.add(Status.NOT_COVERED)
    return frozenset(found)


def truth(strategy: Strategy, members: Sequence[str], settled: Mapping[str, tuple[Status, bool]]) -> bool:
    yes = [settled[name][0] is Status.EXEMPT for name in members]
    match strategy.name:
        case "strictest":
            return all(yes)
        case "most-generous":
            return any(yes)
        case "quorum":
            return sum(yes) >= strategy.k
        case "reference":
            return settled[strategy.home][0] is Status.EXEMPT
        case "mutual":
            status, barred = settled[strategy.home]
            return status is Status.EXEMPT or (any(yes) and not barred)
        case _:
            raised = any(settled[name][0] is Status.EXEMPT for name in (strategy.home, strategy.floor) if name)
            return raised and (not strategy.ceiling or settled[strategy.ceiling][0] is Status.EXEMPT)


def _possible(ruleset: Ruleset, trace: LeafTrace) -> Iterator[tuple[Status, bool]]:
    """Every status with whether a bar acts."""
    modes = {"report": Status.CONFLICT, "bar-wins": Status.REFUSED, "grant-wins": Status.EXEMPT}
    for granted, barred in product(_worlds(trace.granted), _worlds(trace.barred)):
        if granted:
            yield (modes[ruleset.conflicts] if barred else Status.EXEMPT), barred
        else:
            yield (Status.REFUSED if barred else Status.NOT_COVERED), barred


def _worlds(value: Truth) -> tuple[bool, ...]:
    return (False, True) if value is Truth.UNKNOWN else (value is Truth.TRUE,)


def _named(strategy: Strategy) -> tuple[str, str, str]:
    return strategy.home, strategy.floor, strategy.ceiling


def settled_alike(found: Statuses, allowed: Statuses) -> bool:
    """What is settled by the definition is settled alike; what is open there is open, and exempt is possible alike.

    The definition takes the statuses of members one by one, so it can allow "not covered" where the grant of a member
    that lets grants win settles everything: then it exempts, or all refuse. What truly can come out is held to the
    policy world by world, in `test_brute_force.py`.
    """
    if len(found) == 1 or len(allowed) == 1:
        return found == allowed
    spurious = {Status.NOT_COVERED} if Status.REFUSED in found else set()
    return found >= allowed - spurious and (Status.EXEMPT in found) == (Status.EXEMPT in allowed)
