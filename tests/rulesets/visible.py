"""Whether a change to a ruleset shows: in what it does to some dossier, or in what people are told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from evc_rules.engines.compiled import compile_ruleset
from evc_rules.engines.prepare import Prepared, prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.model.conditions import CodeTest, Param, every, tests_of
from evc_rules.model.outcomes import Framework, Leaf
from evc_rules.model.policy import Applies, Rule, Ruleset
from evc_rules.model.programme import Programme
from evc_rules.model.reach import reached_by
from evc_rules.plan import award

from .boundary import COHORT, Boundary, Codes, Draft, aimed, targets

ON = date(2026, 11, 24)
_LEAVES = 5
_DRAFTS = 80


def behaves(old: Ruleset, new: Ruleset, framework: Framework, programme: Programme | None) -> bool:
    """Whether some dossier gets another status under one than under the other, or other units awarded."""
    if old.limits != new.limits and programme:
        before, after = (_awards(one, framework, programme) for one in (old, new))
        if before != after:
            return True
    pool = _codes(old, new)
    for on in _days(old, new):
        sides = [Boundary(one, framework, on, pool, _cohorts(old, new)) for one in (old, new)]
        before, after = (compile_ruleset(one, framework, on) for one in (old, new))
        for leaf, draft in _edge(sides, old, new):
            ready = prepare(draft.dossier(), framework.vocabulary, on)
            if before.evaluate(ready).statuses[leaf] == after.evaluate(ready).statuses[leaf]:
                continue  # the compiled engine looks, as it is quick; the reference decides
            if _statuses(old, framework, ready, on, leaf) != _statuses(new, framework, ready, on, leaf):
                return True
    return False


def _statuses(ruleset: Ruleset, framework: Framework, ready: Prepared, on: date, leaf: Leaf) -> object:
    case = Case(ruleset, framework, ready, on)
    vars(case)["targets"] = {rule.id: targets(framework, rule) for rule in ruleset.rules}  # worked out once for all
    return trace(case, leaf).statuses


def _edge(sides: list[Boundary], old: Ruleset, new: Ruleset) -> Iterator[tuple[Leaf, Draft]]:
    """Leaves that a change is about, with drafts on the edge of the rules that changed, under either version."""
    for before, after in _changed(old, new):
        for side, rule in zip(sides, (before, after), strict=True):
            for leaf, target in _leaves(old, side.framework, before, after, rule):
                others = [other for other in side.ruleset.rules if _meets(side.framework, rule, other, leaf)]
                quiet = Draft()
                for other in others:
                    quiet = quiet.and_(side.without(other))
                for draft in islice(side.acting(rule, target), _DRAFTS):
                    yield leaf, draft
                    yield leaf, draft.and_(quiet)
                    for other in others if old.conflicts != new.conflicts else _bound(rule, others):
                        via = aimed(side.framework, other, leaf) or leaf
                        yield from ((leaf, draft.and_(more)) for more in islice(side.acting(other, via), 3))


def _changed(old: Ruleset, new: Ruleset) -> Iterator[tuple[Rule, Rule]]:
    """The rules that changed, or use what changed; every rule when the change is about the whole ruleset."""
    parameters = {one.id for one, other in zip(old.parameters, new.parameters, strict=True) if one != other}
    whole = (old.applies, old.conflicts) != (new.applies, new.conflicts)
    for before, after in zip(old.rules, new.rules, strict=True):
        if before != after or whole or parameters & set(_parameters(before)):
            yield before, after


def _parameters(rule: Rule) -> Iterator[str]:
    for condition in every(rule.when):
        values = [getattr(condition, "at_least", None)]
        for test in tests_of(condition):
            values += [getattr(test, "value", None), getattr(test, "codes", None)]
        yield from (value.parameter for value in values if isinstance(value, Param))


def _leaves(
    ruleset: Ruleset, framework: Framework, before: Rule, after: Rule, rule: Rule
) -> Iterator[tuple[Leaf, Leaf]]:
    """Leaves that only one version reaches, or else some that both do; each with the target that reaches it."""
    one, other = _reached(framework, before), _reached(framework, after)
    leaves = (one ^ other) or (one & other)
    if rule.effect == "waive" or before.overrides != after.overrides:
        named = {*before.overrides} ^ {*after.overrides} or {*before.overrides}
        leaves &= frozenset().union(*(_reached(framework, ruleset.by_id[name]) for name in named))
    aimed_at = set(targets(framework, before)) ^ set(targets(framework, after))
    listed = sorted(leaves & aimed_at) or sorted(leaves)
    for leaf in listed[:: max(len(listed) // _LEAVES, 1)]:
        yield leaf, aimed(framework, rule, leaf) or leaf


_REACHED: dict[object, frozenset[Leaf]] = {}


def _reached(framework: Framework, rule: Rule) -> frozenset[Leaf]:
    """What a rule reaches; the same for every rule that has the same targets."""
    key = (framework.name, rule.effect, rule.reach)
    if key not in _REACHED:
        _REACHED[key] = reached_by(framework, rule)
    return _REACHED[key]


def _meets(framework: Framework, rule: Rule, other: Rule, leaf: Leaf) -> bool:
    """Whether another rule has to act too for a change to show: one that is overridden, or pulls the other way."""
    if other.id == rule.id or other.effect == "waive" or leaf not in _reached(framework, other):
        return False
    return other.id in rule.overrides or rule.id in other.overrides or other.effect != rule.effect


def _bound(rule: Rule, others: list[Rule]) -> list[Rule]:
    """Those that a rule overrides or is overridden by."""
    return [other for other in others if other.id in rule.overrides or rule.id in other.overrides]


def _days(old: Ruleset, new: Ruleset) -> list[date]:
    """The usual day, and where a time that changed begins or ends: the day itself and the day before."""
    edges: set[date] = set()
    times: list[tuple[Applies, Applies]] = [(old.applies, new.applies)]
    times += [(one.applies, other.applies) for one, other in zip(old.rules, new.rules, strict=True)]
    for before, after in times:
        if before != after:
            edges |= {edge for one in (before, after) for edge in (one.decisions.start, one.decisions.end) if edge}
    for one, other in zip(old.parameters, new.parameters, strict=True):
        if one != other:
            edges |= {edge for p in (one, other) for v in p.values for edge in (v.start, v.until) if edge}
    days = sorted(edges | {edge - timedelta(days=1) for edge in edges})
    same = all(
        one.at(ON, None) == other.at(ON, None) for one, other in zip(old.parameters, new.parameters, strict=True)
    )
    return [*days, ON] if same else [ON, *days]


def _cohorts(old: Ruleset, new: Ruleset) -> tuple[int, ...]:
    """The usual cohort, and where a range of cohorts that changed begins or ends."""
    edges: set[int] = set()
    for one, other in zip(old.parameters, new.parameters, strict=True):
        if one != other:
            edges |= {edge for p in (one, other) for v in p.values for edge in (v.cohorts.start, v.cohorts.end) if edge}
    return (COHORT, *sorted((edges | {edge - 1 for edge in edges}) - {COHORT}))


def _codes(*rulesets: Ruleset) -> Codes:
    found: dict[str, set[str]] = {}
    for ruleset in rulesets:
        for rule in ruleset.rules:
            for condition in every(rule.when):
                for test in tests_of(condition):
                    if isinstance(test, CodeTest) and not isinstance(test.codes, Param):
                        found.setdefault(test.attribute, set()).update(test.codes)
        for parameter in ruleset.parameters:
            for value in parameter.values:
                if isinstance(value.value, tuple):
                    for attribute in ("country", "issuer", "programme"):
                        found.setdefault(attribute, set()).update(value.value)
    return {attribute: frozenset(codes) for attribute, codes in found.items()}


def _awards(ruleset: Ruleset, framework: Framework, programme: Programme) -> list[object]:
    """What is awarded to those who are exempt from every unit, and to those exempt from all but one."""
    found: list[object] = []
    for variant in programme.variants:
        units = [unit.id for unit in programme.units_of(variant.id)]
        found.append(award(programme, framework, variant.id, units, ruleset.limits))
    return found


def told(ruleset: Ruleset) -> object:
    """What people are told of a ruleset beside what it does: its texts, where they come from, and how credits count."""
    return ruleset.with_(
        rules=tuple(rule.with_(when=_asked(rule), reach=(), overrides=(), applies=Applies()) for rule in ruleset.rules),
        limits=tuple(limit.articles for limit in ruleset.limits),
        conflicts="report",
        parameters=(),
        applies=Applies(),
        framework="",
    )


def _asked(rule: Rule) -> tuple[object, ...]:
    return tuple((one.asks, one.by) for one in every(rule.when) if one.form == "judgement")
