"""Conditions as functions of Python, written out as by hand: straight code over plain dicts, three-valued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from benchmarks.peers.native import NotCarriedError, Policy, bounds, speaks_of_target, whole
from evc_rules.model.attributes import EVIDENCE_KINDS
from evc_rules.model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    Exempt,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Span,
    Sum,
    Test,
    every,
)
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Age, Amount

_FAILS: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}


class Conditions:
    """Writes functions for conditions, each once, with the constants that they need.

    Attributes:
        policy: The policy.
        constants: The constants, by name.
        functions: The functions.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.constants: dict[str, str] = {}
        self.functions: list[str] = []

    def constant(self, name: str, value: str) -> str:
        """A constant of this value, under this name or, when that is taken by another value, a longer one."""
        while self.constants.setdefault(name, value) != value:
            name += "_"
        return name

    def define(self, name: str, arguments: str, says: str, lines: Iterable[str]) -> None:
        """Add a function: its name, what it takes, what it says of itself, and its lines."""
        body = "\n".join(f"    {line}" for line in lines)
        self.functions.append(f'def {name}({arguments}):\n    """{says}"""\n{body}')

    def leaves(self, name: str, leaves: Iterable[Leaf]) -> str:
        """A constant with leaves."""
        return self.constant(f"{name}_LEAVES".upper(), listed(map(str, leaves)))

    def needs(self, condition: Condition) -> list[str]:
        """What a function needs to be given to work out a condition."""
        text = every(condition)
        given = ["case"]
        if any(isinstance(one, Exists) and speaks_of_target(one) for one in text):
            given.append("covered")
        if any(isinstance(one, Assessed) for one in text):
            given.append("verdicts")
        if any(isinstance(one, Exempt) for one in text):
            given.append("state")
        return given

    def given(self, condition: Condition) -> str:
        """The same as the text of a call."""
        return ", ".join(self.needs(condition))

    # Conditions that are the same for every target

    def closed(self, name: str, condition: Condition, says: str) -> None:
        """A function that says whether a condition holds and what is open about it."""
        given = self.given(condition)
        match condition:
            case Exists(filter=items, count=count):
                self.define(name, given, says, self.exists(items, count))
            case Sum():
                self.define(name, given, says, self.sum(condition))
            case Span():
                self.define(name, given, says, self.span(condition))
            case Applicant(tests=tests):
                self.define(name, given, says, self.applicant(tests))
            case Judgement():
                self.define(name, given, says, self.judgement(condition))
            case Exempt():
                self.define(name, given, says, self.exempt(name, condition))
            case Not(of=part):
                self.closed(f"{name}_itself", part, f"What {name} denies.")
                lines = [f"truth, asks = {name}_itself({self.given(part)})", "return 2 - truth, asks"]
                self.define(name, given, says, lines)
            case All(of=()):
                self.define(name, given, says, ["return T, NOTHING"])
            case All(of=of) | Any_(of=of) | AtLeast(of=of):
                named = [(f"{name}_{number}", part) for number, part in enumerate(of, 1)]
                for inner, part in named:
                    self.closed(inner, part, f"Part of {name}.")
                calls = [f"{inner}({self.given(part)})" for inner, part in named]
                self.define(name, given, says, _combined(condition, calls))
            case _:
                raise NotCarriedError(condition)

    def exists(self, items: Filter, count: int) -> Iterator[str]:
        """That so many items pass."""
        if count > 1:
            yield from ["sure, maybe, asks = 0, 0, []"]
            yield from self.loop(items)
            yield from indented("if unknown:", "    maybe += 1", "    asks += unknown", "else:", "    sure += 1")
            yield from [f"if sure >= {count}:", "    return T, NOTHING"]
            yield f"return (U, asks) if sure + maybe >= {count} else (F, NOTHING)"
            return
        yield "truth, asks = F, []"
        yield from self.loop(items)
        yield from indented("if not unknown:", "    return T, NOTHING", "truth = U", "asks += unknown")
        yield "return truth, asks"

    def loop(self, items: Filter) -> Iterator[str]:
        """Go over the items that a filter is about; past it come those that pass, with what is unknown of them."""
        yield f"for item in {self.source(items)}:"
        yield "    unknown = [*item['doubts']]".replace("'", '"')
        yield from indented(*self.tests(items.tests, items.kinds))

    def source(self, items: Filter) -> str:
        """The items of some kinds."""
        kinds = items.kinds or EVIDENCE_KINDS
        return " + ".join(f'case["{kind}"]' for kind in kinds)

    def tests(self, tests: Iterable[Test], kinds: tuple[str, ...], *, fails: str = "continue") -> Iterator[str]:
        """Straight code for tests: on to the next item when one fails, noted when it cannot be told."""
        for test in tests:
            if isinstance(test, CoversTest):
                continue
            name = dated_attribute(kinds) if isinstance(test, AgeTest) else test.attribute
            for kind in kinds:
                if self.policy.framework.vocabulary.find(name, kind) is None:
                    raise NotCarriedError(test)
            yield f'value = item.get("{name}")'
            yield from self.test(test, name, fails)

    def test(self, test: Test, name: str, fails: str) -> Iterator[str]:
        """Straight code for one test."""
        note = f'    unknown.append((item["id"], "{name}"))'
        match test:
            case NumberTest(op=op, scale=None):
                yield from ["if value is None:", note, f"elif value {_FAILS[op]} {whole(test)}:", f"    {fails}"]
            case NumberTest(op=op, scale=scale):
                yield from [f'if value is None or value[1] != "{scale}":', note]
                yield from [f"elif value[0] {_FAILS[op]} {whole(test)}:", f"    {fails}"]
            case AgeTest():
                op, day = bounds(test, self.policy.on)
                limit = self.constant(f"{'SINCE' if op == '>=' else 'UNTIL'}_{day:%Y_%m_%d}", day_of(day))
                yield from ["if value is None:", note, f"elif value {_FAILS[op]} {limit}:", f"    {fails}"]
            case FlagTest(value=wanted):
                yield from ["if value is None:", note, f"elif {'not ' * wanted}value:", f"    {fails}"]
            case CodeTest(codes=tuple() as codes, match=match):
                declared = self.policy.framework.vocabulary.find(name)
                if declared and declared.prefix:
                    yield from self.prefixed(codes, match, note, fails)
                    return
                wanted = code_set(codes)
                failing = {"any": f"value not in {wanted}", "none": f"value in {wanted}"}
                if declared and declared.type == "codes":
                    failing = {"any": f"value.isdisjoint({wanted})", "all": f"not value.issuperset({wanted})"}
                yield from ["if value is None:", note, f"elif {failing[match]}:", f"    {fails}"]
            case _:
                raise NotCarriedError(test)

    def prefixed(self, codes: tuple[str, ...], match: str, note: str, fails: str) -> Iterator[str]:
        """A code that includes longer ones: what is broader than the code is not told."""
        if match != "any":
            raise NotCarriedError(match)
        yield from ["if value is None:", note, f"elif not value.startswith({listed(codes)}):"]
        yield f"    if not any(code.startswith(value) for code in {listed(codes)}):  # unless it is broader than one"
        yield from [f"        {fails}", note]

    def sum(self, condition: Sum) -> Iterator[str]:
        """A total, as an interval."""
        (kind,) = condition.over.kinds
        declared = self.policy.framework.vocabulary.find(condition.of, kind)
        if not isinstance(condition.at_least, Amount) or declared is None or declared.low < 0 or declared.high is None:
            raise NotCarriedError(condition)
        least = int(condition.at_least.value)
        yield "low, high, asks = 0, 0, []"
        yield from self.loop(condition.over)
        yield from indented(
            f'amount = item.get("{condition.of}")',
            "if amount is None:",
            f"    high += {int(declared.high)}",
            f'    asks.append((item["id"], "{condition.of}"))',
            "else:",
            "    high += amount",
            "    if not unknown:",
            "        low += amount",
            "asks += unknown",
        )
        yield from [f"if low >= {least}:", "    return T, NOTHING"]
        yield f"return (U, asks) if high >= {least} else (F, NOTHING)"

    def span(self, condition: Span) -> Iterator[str]:
        """Calendar time, counted once."""
        if condition.over.kinds != ("work",) or not isinstance(condition.at_least, Age):
            raise NotCarriedError(condition)
        if condition.as_of != "decision":
            raise NotCarriedError(condition)
        until = self.constant("TODAY", day_of(self.policy.on))
        days = self.constant(f"DAYS_IN_{condition.at_least.months}_MONTHS", str(condition.at_least.days))
        self.constants.setdefault("LONG_AGO", "date.min")
        if not any(one.startswith("def covered_days") for one in self.functions):
            self.functions.append(_COVERED)
        yield "sure, maybe, asks = [], [], []"
        yield from self.loop(condition.over)
        yield from indented(
            'begin, end = item.get("from"), item.get("to")',
            "if begin is None:",
            '    asks.append((item["id"], "from"))',
            "if end is None:",
            '    asks.append((item["id"], "to"))',
            f"maybe.append((begin or LONG_AGO, end or {until}))",
            "if begin and end and not unknown:",
            "    sure.append((begin, end))",
            "asks += unknown",
        )
        yield from [f"if covered_days(sure) >= {days}:", "    return T, NOTHING"]
        yield f"return (U, asks) if covered_days(maybe) >= {days} else (F, NOTHING)"

    def applicant(self, tests: Iterable[Test]) -> Iterator[str]:
        """Tests on the applicant."""
        yield 'item, unknown = case["applicant"], []'
        for test in tests:
            if isinstance(test, AgeTest | CoversTest):
                raise NotCarriedError(test)
            yield f'value = item.get("{test.attribute}")'
            lines = self.test(test, test.attribute, "return F, NOTHING")
            yield from (line.replace('item["id"]', "None") for line in lines)
        yield "return (U, unknown) if unknown else (T, NOTHING)"

    def judgement(self, condition: Judgement) -> Iterator[str]:
        """The answers to a clause."""
        own = condition.ruleset or self.policy.ruleset.id
        of_this = "" if condition.id in self.policy.shared else f' and one["ruleset"] == "{own}"'
        yield from [
            "answers = {",
            '    one["answer"]',
            '    for one in case["judgements"]',
            f'    if one["judgement"] == "{condition.id}"{of_this}',
            "}",
            "if len(answers) == 1:",
            "    return (T, NOTHING) if answers.pop() else (F, NOTHING)",
            f'return U, [("judgement", "{condition.id}")]',
        ]

    def exempt(self, name: str, condition: Exempt) -> Iterator[str]:
        """That leaves are exempt already."""
        leaves = self.leaves(name, self.policy.framework.leaves_of(condition.outcome))
        yield from [
            "truth, asks = T, []",
            f"for leaf in {leaves}:",
            "    statuses, open_ = settled(leaf, *state)",
            '    if "exempt" not in statuses:',
            "        return F, NOTHING",
            "    if len(statuses) > 1:",
            "        truth = U",
            "        for more in open_:",
            "            asks += more",
            "return truth, asks",
        ]


_COVERED: Final = '''def covered_days(intervals):
    """Days in these intervals, counted once where they overlap."""
    total, reached = 0, LONG_AGO
    for first, last in sorted(intervals):
        start = max(first, reached)
        if last > start:
            total += (last - start).days
            reached = last
    return total'''


def _combined(condition: All | Any_ | AtLeast, calls: list[str]) -> Iterator[str]:
    if isinstance(condition, AtLeast):
        yield f"parts = [{', '.join(calls)}]"
        yield f"truth = sorted((truth for truth, _ in parts), reverse=True)[{condition.k - 1}]"
        yield "return truth, [ask for truth_, asks in parts if truth_ == U for ask in asks]"
        return
    stop = "F" if isinstance(condition, All) else "T"
    worse = "min" if isinstance(condition, All) else "max"
    yield f"truth, asks = {calls[0]}"
    yield from [f"if truth == {stop}:", f"    return {stop}, NOTHING"]
    for call in calls[1:]:
        yield f"other, more = {call}"
        yield from [f"if other == {stop}:", f"    return {stop}, NOTHING"]
        yield f"truth, asks = {worse}(truth, other), [*asks, *more]"
    yield "return truth, asks"


def indented(*lines: str) -> Iterator[str]:
    """Lines one step further in."""
    return (f"    {line}" for line in lines)


def dated_attribute(kinds: tuple[str, ...]) -> str:
    """The attribute that the age of these kinds is counted from."""
    names = {"to" if kind == "work" else "date" for kind in kinds}
    if len(names) != 1:
        raise NotCarriedError(kinds)
    return names.pop()


def name_of(text: str) -> str:
    """A name of Python."""
    return text.replace("-", "_").replace(".", "_")


def listed(texts: Iterable[str]) -> str:
    """A tuple of texts."""
    listed = [f'"{one}"' for one in texts]
    return f"({listed[0]},)" if len(listed) == 1 else f"({', '.join(listed)})"


def code_set(texts: Iterable[str]) -> str:
    """A set of texts."""
    return "{" + ", ".join(f'"{one}"' for one in texts) + "}"


def day_of(day: date) -> str:
    """A day."""
    return f"date({day.year}, {day.month}, {day.day})"
