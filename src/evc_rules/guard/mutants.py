"""Mutants: a ruleset with one plausible slip in it. Cases that guard the ruleset notice; see `changes`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from ..errors import Severity
from ..gaps.idle import without
from ..language import check
from ..language.source_map import SourceMap
from ..model.attributes import EVIDENCE_KINDS
from ..model.conditions import TRUE, Exempt, Param, every, tests_of
from ..model.outcomes import Framework, Leaf, Reach, Ref, Selector
from ..model.policy import Applies, Parameter, Rule, Ruleset
from ..model.programme import Programme
from ..model.quantities import Amount, Cohorts, Dates
from ..model.reach import reached_by
from .changes import Change, Changes, Kind, near, value_in_hours
from .terms import terms

_DAY = timedelta(days=1)
_TERMS: Final[frozenset[Kind]] = frozenset({"limit", "without-limit", "units", "bsa"})


@dataclass(frozen=True)
class Mutant:
    """A ruleset with one slip in it.

    Attributes:
        ruleset: The ruleset as it became.
        kind: What kind of slip it is.
        rules: The rules that it is about; none for a slip in what holds for the whole ruleset.
        was: The piece that was changed.
        became: What that piece became; None when it was left out.
        about: Pieces of the ruleset, the nearest first, where the change would be made.
        bearers: What a test that was changed is about.
        leaves: The outcomes, at their levels, of which it can say something else; none for a slip in the terms.
    """

    ruleset: Ruleset
    kind: Kind
    rules: tuple[str, ...]
    was: Any
    became: Any
    about: tuple[object, ...]
    bearers: tuple[str, ...] = EVIDENCE_KINDS
    leaves: frozenset[Leaf] = frozenset()

    @property
    def on_terms(self) -> bool:
        """Whether it says the same of every outcome, and only makes other credits of it."""
        return self.kind in _TERMS


def mutants(ruleset: Ruleset, framework: Framework, programme: Programme | None = None) -> Iterator[Mutant]:
    """Every mutant of a ruleset that could be written as one: what the checks refuse is left out.

    Args:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        programme: The programme by which credits are worked out; without one its terms, such as limits, are left as
            they are.
    """
    seen: set[object] = set()
    for one in _Mutating(ruleset, framework).all():
        said = (one.ruleset.rules, one.ruleset.parameters, one.ruleset.applies, one.ruleset.conflicts)
        if said in seen or not _sound(one.ruleset, framework):
            continue
        seen.add(said)
        yield replace(one, leaves=frozenset(_speaking(ruleset, one.ruleset, framework, one.rules)))
    for change, new in terms(ruleset, framework, programme) if programme else ():
        if _sound(new, framework):
            yield Mutant(new, change.kind, (), change.was, change.became, (*change.about, ruleset))


def _sound(ruleset: Ruleset, framework: Framework) -> bool:
    return all(one.severity is not Severity.ERROR for one in check.ruleset(ruleset, framework, SourceMap(), set()))


@dataclass(frozen=True)
class _Mutating:
    ruleset: Ruleset
    framework: Framework

    def all(self) -> Iterator[Mutant]:
        for rule in self.ruleset.rules:
            yield from self._rule(rule)
        for parameter in self.ruleset.parameters:
            yield from self._parameter(parameter)
        one = self.ruleset
        for change in _applies(one.applies):
            yield self._mutant(change, one.with_(applies=change.new), (), one.applies, one)
        for other in ("report", "bar-wins", "grant-wins"):
            if other != one.conflicts:
                change = Change("conflicts", other, one.conflicts, other, ())
                yield self._mutant(change, one.with_(conflicts=other), (), one)

    def _mutant(self, change: Change, ruleset: Ruleset, rules: tuple[str, ...], *about: object) -> Mutant:
        places = (*change.about, *about)
        return Mutant(ruleset, change.kind, rules, change.was, change.became, places, change.bearers)

    def _with(self, rule: Rule, **fields: Any) -> Ruleset:
        new = rule.with_(**fields)
        return self.ruleset.with_(rules=tuple(new if one is rule else one for one in self.ruleset.rules))

    def _rule(self, rule: Rule) -> Iterator[Mutant]:
        gone = Change("without-rule", None, rule, None, ())
        if len(self.ruleset.rules) > 1:
            yield self._mutant(gone, without(self.ruleset, rule.id), (rule.id,), rule)
        if rule.effect != "waive":
            other = "bar" if rule.effect == "grant" else "grant"
            turned = Change("effect", other, rule.effect, other, ())
            yield self._mutant(turned, self._with(rule, effect=other), (rule.id,), rule)
        if rule.when != TRUE:
            always = Change("without-condition", TRUE, rule.when, None, (rule.when,))
            yield self._mutant(always, self._with(rule, when=TRUE), (rule.id,), rule)
        for change in Changes(self.framework).of(rule.when):
            yield self._mutant(change, self._with(rule, when=change.new), (rule.id,), rule)
        for change in self._reach(rule):
            yield self._mutant(change, self._with(rule, reach=change.new), (rule.id,), rule)
        if rule.effect != "waive" or len(rule.overrides) > 1:
            for name in rule.overrides:
                rest = tuple(one for one in rule.overrides if one != name)
                change = Change("without-exception", rest, name, None, ())
                yield self._mutant(change, self._with(rule, overrides=rest), (rule.id, name), rule)
        for change in _applies(rule.applies):
            yield self._mutant(change, self._with(rule, applies=change.new), (rule.id,), rule.applies, rule)

    def _reach(self, rule: Rule) -> Iterator[Change]:
        reach = rule.reach
        if len(reach) > 1:
            for place, part in enumerate(reach):
                rest = (*reach[:place], *reach[place + 1 :])
                yield Change("targets", rest, (part,), None, (part,))
        for place, part in enumerate(reach):
            others = self._ref(part, rule.effect) if isinstance(part, Ref) else _selector(part)
            for kind, other in others:
                new: Reach = (*reach[:place], other, *reach[place + 1 :])
                if self.framework.select([other]) and self.framework.select(new) != self.framework.select(reach):
                    yield Change(kind, new, (part,), (other,), (part,))

    def _ref(self, ref: Ref, effect: str) -> Iterator[tuple[Kind, Ref]]:
        """A grant reaches below its targets and a bar above: the level that counts is the highest or the lowest."""
        name, under = ref.outcome, self.framework.under(ref.outcome)
        top = max(self.framework.by_id[one].levels for one in under)
        low, high = (ref.low, ref.high) if ref.low else (1, top)
        if effect == "grant":
            yield from (("level", Ref(name, min(low, new), new)) for new in (high - 1, high + 1) if 1 <= new <= top)
        else:
            yield from (("level", Ref(name, new, max(high, new))) for new in (low - 1, low + 1) if 1 <= new <= top)
        wholes = self.framework.by_id[name].part_of
        if len(wholes) == 1:
            yield "targets", Ref(wholes[0], ref.low, ref.high)

    def _parameter(self, parameter: Parameter) -> Iterator[Mutant]:
        using = tuple(rule.id for rule in self.ruleset.rules if parameter.id in _parameters(rule))
        values = parameter.values
        for place, value in enumerate(values):
            for kind, fields, was, became in _values(value.value):
                new = (*values[:place], value.with_(**fields), *values[place + 1 :])
                change = Change(kind, new, was, became, (value, parameter))
                yield self._mutant(change, self._with_parameter(parameter, new), using)
            for other in near(value.start) if value.start else ():
                new = tuple(_moved(one, value.start, other) for one in values)
                change = Change("decisions", new, value.start, other, (value, parameter))
                yield self._mutant(change, self._with_parameter(parameter, new), using)
            for cohorts in _ends(value.cohorts):
                new = (*values[:place], value.with_(cohorts=cohorts), *values[place + 1 :])
                change = Change("cohorts", new, value.cohorts, cohorts, (value, parameter))
                yield self._mutant(change, self._with_parameter(parameter, new), using)

    def _with_parameter(self, parameter: Parameter, values: Any) -> Ruleset:
        listed = self.ruleset.parameters
        new = parameter.with_(values=values)
        return self.ruleset.with_(parameters=tuple(new if one is parameter else one for one in listed))


def _moved(value: Any, old: date | None, new: date) -> Any:
    """A value of a parameter when the day on which one value takes over from another is moved."""
    start, until = (new if day == old else day for day in (value.start, value.until))
    return value.with_(start=start, until=until)


def _values(value: Any) -> Iterator[tuple[Kind, dict[str, Any], Any, Any]]:
    if isinstance(value, tuple):
        for code in value if len(value) > 1 else ():
            rest = tuple(one for one in value if one != code)
            yield "codes", {"value": rest}, (code,), None
        return
    whole = value_in_hours(value) or not isinstance(value, Amount) or value.value == value.value.to_integral_value()
    for other in near(value) if whole else ():
        yield "threshold", {"value": other}, value, other


def _parameters(rule: Rule) -> set[str]:
    found = set()
    for condition in every(rule.when):
        values = [getattr(condition, "at_least", None)]
        for test in tests_of(condition):
            values += [getattr(test, "value", None), getattr(test, "codes", None)]
        found |= {value.parameter for value in values if isinstance(value, Param)}
    return found


def _selector(one: Selector) -> Iterator[tuple[Kind, Selector]]:
    for ref in one.except_:
        yield "without-exception", one.with_(except_=tuple(other for other in one.except_ if other != ref))
    if one.high:
        yield from (("level", one.with_(high=high)) for high in (one.high - 1, one.high + 1) if high >= one.low)
    if one.low > 1:
        yield from (
            ("level", one.with_(low=low)) for low in (one.low - 1, one.low + 1) if not one.high or low <= one.high
        )
    for field in ("part_of", "component"):
        if getattr(one, field):
            yield "targets", one.with_(**{field: None})


def _applies(one: Applies) -> Iterator[Change]:
    for dates in _days(one.decisions):
        yield Change("decisions", one.with_(decisions=dates), one.decisions, dates, ())
    for cohorts in _ends(one.cohorts):
        yield Change("cohorts", one.with_(cohorts=cohorts), one.cohorts, cohorts, ())
    for variant in one.variants:
        rest = tuple(other for other in one.variants if other != variant)
        yield Change("variants", one.with_(variants=rest), one.variants, rest or None, ())


def _days(one: Dates) -> Iterator[Dates]:
    if one.start:
        yield from (Dates(one.start + by, one.end) for by in (-_DAY, _DAY))
    if one.end:
        yield from (Dates(one.start, one.end + by) for by in (-_DAY, _DAY))


def _ends(one: Cohorts) -> Iterator[Cohorts]:
    if one.start is not None:
        yield from (Cohorts(one.start + by, one.end) for by in (-1, 1))
    if one.end is not None:
        yield from (Cohorts(one.start, one.end + by) for by in (-1, 1))


def _speaking(old: Ruleset, new: Ruleset, framework: Framework, rules: Sequence[str]) -> set[Leaf]:
    """The leaves of which two rulesets can say different things when only some rules differ.

    Those are leaves of these rules, of rules that they override, and of rules that rest on an exemption from one.
    """
    if not rules:
        return set(framework.leaves)
    found = {leaf for one in (old, new) for name in rules for leaf in _bearing(one, framework, name)}
    while True:
        more = {
            leaf
            for one in (old, new)
            for rule in one.rules
            if any(found.intersection(framework.leaves_of(ref)) for ref in _rests_on(rule))
            for leaf in _bearing(one, framework, rule.id)
        }
        if more <= found:
            return found
        found |= more


def _bearing(ruleset: Ruleset, framework: Framework, name: str) -> set[Leaf]:
    """The leaves that a rule bears on: those that it reaches, and those of rules that it overrides."""
    named = [name, *(ruleset.by_id[name].overrides if name in ruleset.by_id else ())]
    rules = [ruleset.by_id[one] for one in named if one in ruleset.by_id]
    return {leaf for rule in rules if rule.effect != "waive" for leaf in reached_by(framework, rule)}


def _rests_on(rule: Rule) -> list[Ref]:
    return [one.outcome for one in every(rule.when) if isinstance(one, Exempt)]
