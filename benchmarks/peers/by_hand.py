"""The rules written by hand in Python: a module of plain functions, one for each rule, as a good developer would write.

Nobody writes twenty policies by hand for a benchmark, so a generator writes them: straight code over plain dicts,
three-valued with the open questions, leaving a rule as soon as it is settled. What evidence covers and what verdicts
reach is indexed once for each dossier; nothing else is shared between rules, since nobody keeps that up by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, Final

from benchmarks.peers.native import NotCarriedError, PlainRule, Policy, bounds, case, speaks_of_target, whole
from evc_rules.engines.prepare import Prepared
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
)
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Age, Amount
from evc_rules.results.questions import Question
from evc_rules.results.status import Status, Statuses, possible
from evc_rules.results.truth import Truth

_FAILS: Final = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}

_HEAD: Final = '''"""The exemption policy of {name} on {on}. Every rule gives a truth and what is open."""

from datetime import date

F, U, T = 0, 1, 2  # false, unknown, true
NOTHING = ()
'''

_TAIL: Final = '''
def covered_by(case):
    """For each item the outcomes that it covers, with lower levels and parts."""
    return {{
        item["id"]: frozenset().union(*[BELOW[one] for one in item["covers"]])
        for kind in {aligned}
        for item in case[kind]
        if "covers" in item
    }}


def verdicts_on(case):
    """For each outcome the verdicts that speak of it."""
    found = {{}}
    for verdict in case["verdicts"]:
        one = f"{{verdict['outcome']}}@{{verdict['level']}}"
        for leaf in BELOW[one] if verdict["achieved"] else ABOVE.get(one, NOTHING):
            found.setdefault(leaf, []).append(verdict)
    return found


def applied(truth, asks, leaves, sure, maybe):
    """Let a rule act on leaves: surely, or perhaps, depending on what is open."""
    if truth == T:
        sure.update(leaves)
    elif truth == U:
        for leaf in leaves:
            maybe.setdefault(leaf, []).append(asks)


def settled(leaf, granted, grantable, barred, barrable):
    """The statuses that a leaf can have, and what is open about it."""
    grant = T if leaf in granted else U if leaf in grantable else F
    bar = T if leaf in barred else U if leaf in barrable else F
    statuses = STATUSES[grant, bar]
    if len(statuses) == 1:
        return statuses, NOTHING
    asks = []
    if grant == U:
        asks += grantable[leaf]
    if bar == U:
        asks += barrable[leaf]
    return statuses, asks


def evaluate(case):
    """The statuses that every outcome can have, and the open questions with the outcomes that they are about."""
    covered = covered_by(case)
    verdicts = verdicts_on(case)
    granted, grantable, barred, barrable = set(), {{}}, set(), {{}}
    state = granted, grantable, barred, barrable
{calls}
    statuses, questions = {{}}, {{}}
    for leaf in LEAVES:
        grant = T if leaf in granted else U if leaf in grantable else F
        bar = T if leaf in barred else U if leaf in barrable else F
        statuses[leaf] = possible = STATUSES[grant, bar]
        if len(possible) > 1:
            for asks in (grantable[leaf] if grant == U else []) + (barrable[leaf] if bar == U else []):
                for ask in asks:
                    about = questions.setdefault(ask, [])
                    if not about or about[-1] != leaf:
                        about.append(leaf)
    return statuses, questions
'''


class ByHand:
    """The policy as a module of Python."""

    answers = "statuses and questions"

    def __init__(self, policy: Policy) -> None:
        self.name = "Python by hand"
        self.policy = policy
        self.text = written(policy)
        module: dict[str, Any] = {}
        exec(compile(self.text, f"<{policy.ruleset.id} by hand>", "exec"), module)  # noqa: S102 - written just above
        self.run = module["evaluate"]
        self.leaves = {str(leaf): leaf for leaf in policy.framework.leaves}

    def native(self, prepared: Prepared) -> dict[str, Any]:
        """Plain dicts."""
        return case(prepared, self.policy.on)

    def statuses(self, said: Any) -> Mapping[Leaf, Statuses]:
        """By leaf."""
        return {self.leaves[leaf]: frozenset(map(Status, one)) for leaf, one in said[0].items()}

    def questions(self, said: Any) -> Mapping[Question, tuple[Leaf, ...]]:
        """With their leaves."""
        named = said[1].items()
        return {self.policy.question(ask): tuple(self.leaves[leaf] for leaf in leaves) for ask, leaves in named}

    def close(self) -> None:
        """Nothing to give back."""


def written(policy: Policy) -> str:
    """The module."""
    return _Writer(policy).module()


class _Writer:
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.constants: dict[str, str] = {}
        self.functions: list[str] = []
        self.assessed: dict[tuple[Test, ...], str] = {}
        self.aligned: set[str] = set()

    def module(self) -> str:
        calls = "\n".join(f"    {line}" for rule in self.policy.rules for line in self.call(rule))
        policy = self.policy
        head = _HEAD.format(name=policy.ruleset.id, on=policy.on)
        fixed = {
            "LEAVES": _listed(map(str, policy.framework.leaves)),
            "BELOW": _table(policy.below),
            "ABOVE": _table(policy.above),
            "STATUSES": _statuses(policy),
        }
        constants = "\n".join(f"{name} = {value}" for name, value in (fixed | self.constants).items())
        tail = _TAIL.format(calls=calls, aligned=_listed(sorted(self.aligned)))
        return "\n\n".join([f"{head}\n{constants}\n", *(f"{one}\n" for one in self.functions), tail])

    def constant(self, name: str, value: str) -> str:
        """A constant of this value, under this name or, when that is taken by another value, a longer one."""
        while self.constants.setdefault(name, value) != value:
            name += "_"
        return name

    def define(self, name: str, arguments: str, says: str, lines: Iterable[str]) -> None:
        body = "\n".join(f"    {line}" for line in lines)
        self.functions.append(f'def {name}({arguments}):\n    """{says}"""\n{body}')

    # Rules

    def call(self, rule: PlainRule) -> Iterator[str]:
        """The lines of `evaluate` that run a rule, and the function of the rule itself."""
        name = _name(rule.rule.id)
        sides = {"grant": "granted, grantable", "bar": "barred, barrable"}
        if not rule.targeted and not rule.over:
            self.closed(name, rule.when, self.says(rule))
            yield f"truth, asks = {name}({self.given(rule.when)})"
            if rule.rule.effect == "waive":
                yield f"{name}_acts = truth, asks"
            else:
                leaves = dict.fromkeys(leaf for target in rule.targets for leaf in rule.reach[target])
                yield f"applied(truth, asks, {self.leaves(name, leaves)}, {sides[rule.rule.effect]})"
            return
        over = [_name(other.id) for other, _ in rule.over]
        given = [*self.needs(rule.when), *(f"{one}_acts" for one in over), *["granted"][: self.skips(rule)]]
        self.targeted(name, rule, given)
        yield f"{name}_acts = {name}({', '.join(given)})"
        if all(reach == (target,) for target, reach in rule.reach.items()):
            leaves_of = "(leaf,)"
        else:
            table = {str(target): list(map(str, reach)) for target, reach in rule.reach.items()}
            leaves_of = f"{self.constant(f'{name}_REACH'.upper(), _lists(table))}[leaf]"
        yield f"for leaf, (truth, asks) in {name}_acts.items():"
        yield f"    applied(truth, asks, {leaves_of}, {sides[rule.rule.effect]})"

    def says(self, rule: PlainRule) -> str:
        articles = ", ".join(rule.rule.articles)
        return f"{rule.rule.id.replace('-', ' ').capitalize()} ({articles})."

    def leaves(self, name: str, leaves: Iterable[Leaf]) -> str:
        return self.constant(f"{name}_LEAVES".upper(), _listed(map(str, leaves)))

    def needs(self, condition: Condition) -> list[str]:
        """What a function needs to be given to work out a condition."""
        text = list(self.walk(condition))
        given = ["case"]
        if any(isinstance(one, Exists) and speaks_of_target(one) for one in text):
            given.append("covered")
        if any(isinstance(one, Assessed) for one in text):
            given.append("verdicts")
        if any(isinstance(one, Exempt) for one in text):
            given.append("state")
        return given

    def given(self, condition: Condition) -> str:
        return ", ".join(self.needs(condition))

    def walk(self, condition: Condition) -> Iterator[Condition]:
        yield condition
        match condition:
            case All(of=of) | Any_(of=of) | AtLeast(of=of):
                for part in of:
                    yield from self.walk(part)
            case Not(of=part):
                yield from self.walk(part)
            case _:
                pass

    def targeted(self, name: str, rule: PlainRule, given: list[str]) -> None:
        """A rule for each target: first what is the same for all of them, then what is covered, then the rest."""
        parts = rule.when.of if isinstance(rule.when, All) else (rule.when,)
        same = [part for part in parts if not speaks_of_target(part)]
        covers = [part for part in parts if isinstance(part, Exists) and speaks_of_target(part)]
        rest = [part for part in parts if part not in same and part not in covers]
        lines: list[str] = []
        each: list[str] = []
        if same:
            whole_ = same[0] if len(same) == 1 else All(of=tuple(same))
            self.closed(f"{name}_at_all", whole_, f"What {name} asks for every outcome.")
            lines += [f"at_all, open_ = {name}_at_all({self.given(whole_)})", "if at_all == F:", "    return {}"]
        match covers:
            case []:
                lines += ["found = {}", f"for leaf in {self.leaves(f'{name}_each', rule.targets)}:"]
            case [part]:
                targets = self.constant(f"{name}_targets".upper(), f"frozenset({_listed(map(str, rule.targets))})")
                self.covering(f"{name}_covered", part, targets)
                lines += ["found = {}", f"for leaf, (truth, asks) in {name}_covered(case, covered).items():"]
            case _:
                raise NotCarriedError(rule.when)
        if self.skips(rule):
            each += ["if leaf in granted:", "    continue"]
        begun = bool(covers)
        if same:
            each += _and("at_all", "open_") if begun else ["truth, asks = at_all, open_"]
            begun = True
        for part in rest:
            each.append(f"other, more = {self.per_target(part)}")
            each += ["if other == F:", "    continue"]
            each += _and("other", "more") if begun else ["truth, asks = other, more"]
            begun = True
        if not begun:
            each.append("truth, asks = T, NOTHING")
        for other, at in rule.over:
            each += self.overridden(name, other.id, at)
        lines += [f"    {line}" for line in each]
        lines += ["    found[leaf] = truth, asks", "return found"]
        self.define(name, ", ".join(given), self.says(rule), lines)

    def skips(self, rule: PlainRule) -> bool:
        """Whether a rule need not be asked for what is granted already: not when another rule rests on it."""
        overrides = any(other.id == rule.rule.id for one in self.policy.rules for other, _ in one.over)
        return rule.rule.effect == "grant" and not overrides

    def overridden(self, name: str, other: str, at: Mapping[Leaf, tuple[Leaf, ...]]) -> Iterator[str]:
        over = _name(other)
        if self.policy.ruleset.by_id[other].effect == "waive":
            yield f"over, more = {over}_acts"
            yield from _overridden("")
            return
        rule = next(one for one in self.policy.rules if one.rule.id == other)
        if not rule.targeted and not rule.over:
            raise NotCarriedError(other)
        table = self.constant(
            f"{name}_{over}".upper(), _lists({str(key): list(map(str, value)) for key, value in at.items()})
        )
        yield f"for above in {table}[leaf]:"
        yield f"    over, more = {over}_acts.get(above, (F, NOTHING))"
        yield from _overridden("    ")
        yield "if truth == F:"
        yield "    continue"

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
        if count > 1:
            yield from ["sure, maybe, asks = 0, 0, []"]
            yield from self.loop(items)
            yield from _indented("if unknown:", "    maybe += 1", "    asks += unknown", "else:", "    sure += 1")
            yield from [f"if sure >= {count}:", "    return T, NOTHING"]
            yield f"return (U, asks) if sure + maybe >= {count} else (F, NOTHING)"
            return
        yield "truth, asks = F, []"
        yield from self.loop(items)
        yield from _indented("if not unknown:", "    return T, NOTHING", "truth = U", "asks += unknown")
        yield "return truth, asks"

    def loop(self, items: Filter) -> Iterator[str]:
        """Go over the items that a filter is about; past it come those that pass, with what is unknown of them."""
        yield f"for item in {self.source(items)}:"
        yield "    unknown = [*item['doubts']]".replace("'", '"')
        yield from _indented(*self.tests(items.tests, items.kinds))

    def source(self, items: Filter) -> str:
        kinds = items.kinds or EVIDENCE_KINDS
        return " + ".join(f'case["{kind}"]' for kind in kinds)

    def tests(self, tests: Iterable[Test], kinds: tuple[str, ...], *, fails: str = "continue") -> Iterator[str]:
        """Straight code for tests: on to the next item when one fails, noted when it cannot be told."""
        for test in tests:
            if isinstance(test, CoversTest):
                continue
            name = _dated(kinds) if isinstance(test, AgeTest) else test.attribute
            for kind in kinds:
                if self.policy.framework.vocabulary.find(name, kind) is None:
                    raise NotCarriedError(test)
            yield f'value = item.get("{name}")'
            yield from self.test(test, name, fails)

    def test(self, test: Test, name: str, fails: str) -> Iterator[str]:
        note = f'    unknown.append((item["id"], "{name}"))'
        match test:
            case NumberTest(op=op, scale=None):
                yield from ["if value is None:", note, f"elif value {_FAILS[op]} {whole(test)}:", f"    {fails}"]
            case NumberTest(op=op, scale=scale):
                yield from [f'if value is None or value[1] != "{scale}":', note]
                yield from [f"elif value[0] {_FAILS[op]} {whole(test)}:", f"    {fails}"]
            case AgeTest():
                op, day = bounds(test, self.policy.on)
                limit = self.constant(f"{'SINCE' if op == '>=' else 'UNTIL'}_{day:%Y_%m_%d}", _day(day))
                yield from ["if value is None:", note, f"elif value {_FAILS[op]} {limit}:", f"    {fails}"]
            case FlagTest(value=wanted):
                yield from ["if value is None:", note, f"elif {'not ' * wanted}value:", f"    {fails}"]
            case CodeTest(codes=tuple() as codes, match=match):
                declared = self.policy.framework.vocabulary.find(name)
                if declared and declared.prefix:
                    yield from self.prefixed(codes, match, note, fails)
                    return
                wanted = _codes(codes)
                failing = {"any": f"value not in {wanted}", "none": f"value in {wanted}"}
                if declared and declared.type == "codes":
                    failing = {"any": f"value.isdisjoint({wanted})", "all": f"not value.issuperset({wanted})"}
                yield from ["if value is None:", note, f"elif {failing[match]}:", f"    {fails}"]
            case _:
                raise NotCarriedError(test)

    def prefixed(self, codes: tuple[str, ...], match: str, note: str, fails: str) -> Iterator[str]:
        if match != "any":
            raise NotCarriedError(match)
        yield from ["if value is None:", note, f"elif not value.startswith({_listed(codes)}):"]
        yield f"    if not any(code.startswith(value) for code in {_listed(codes)}):  # unless it is broader than one"
        yield from [f"        {fails}", note]

    def sum(self, condition: Sum) -> Iterator[str]:
        (kind,) = condition.over.kinds
        declared = self.policy.framework.vocabulary.find(condition.of, kind)
        if not isinstance(condition.at_least, Amount) or declared is None or declared.low < 0 or declared.high is None:
            raise NotCarriedError(condition)
        least = int(condition.at_least.value)
        yield "low, high, asks = 0, 0, []"
        yield from self.loop(condition.over)
        yield from _indented(
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
        if condition.over.kinds != ("work",) or not isinstance(condition.at_least, Age):
            raise NotCarriedError(condition)
        if condition.as_of != "decision":
            raise NotCarriedError(condition)
        until = self.constant("TODAY", _day(self.policy.on))
        days = self.constant(f"DAYS_IN_{condition.at_least.months}_MONTHS", str(condition.at_least.days))
        self.constants.setdefault("LONG_AGO", "date.min")
        if not any(one.startswith("def covered_days") for one in self.functions):
            self.functions.append(_COVERED)
        yield "sure, maybe, asks = [], [], []"
        yield from self.loop(condition.over)
        yield from _indented(
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
        yield 'item, unknown = case["applicant"], []'
        for test in tests:
            if isinstance(test, AgeTest | CoversTest):
                raise NotCarriedError(test)
            yield f'value = item.get("{test.attribute}")'
            lines = self.test(test, test.attribute, "return F, NOTHING")
            yield from (line.replace('item["id"]', "None") for line in lines)
        yield "return (U, unknown) if unknown else (T, NOTHING)"

    def judgement(self, condition: Judgement) -> Iterator[str]:
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

    # Conditions that speak of the target

    def per_target(self, condition: Condition) -> str:
        """The expression that works out a condition for `leaf`."""
        match condition:
            case Assessed(tests=tests, outcome=None):
                return f"{self.assessment(tests)}(verdicts, leaf)"
            case _:
                raise NotCarriedError(condition)

    def assessment(self, tests: tuple[Test, ...]) -> str:
        key = self.policy.assessments[tests]
        name = _name(key)
        if tests in self.assessed:
            return name
        self.assessed[tests] = name
        lines = [
            f'asks = [("assessment", "{key}", leaf)]',
            "if leaf not in verdicts:",
            "    return U, asks",
            "achieved = failed = F",
            "for item in verdicts[leaf]:",
            '    unknown = [*item["doubts"]]',
            *_indented(*self.tests(tests, ("verdict",))),
            "    asks += unknown",
            "    truth = U if unknown else T",
            '    if item["achieved"]:',
            "        achieved = max(achieved, truth)",
            "    else:",
            "        failed = max(failed, truth)",
            "if achieved == T:",
            "    return T, NOTHING",
            "if achieved == F and failed == T:",
            "    return F, NOTHING",
            "return U, asks",
        ]
        self.define(name, "verdicts, leaf", f"Whether the leaf was assessed as {key} asks.", lines)
        return name

    def covering(self, name: str, condition: Exists, targets: str) -> None:
        """A function that goes over the items and notes what each of them covers."""
        if condition.count != 1:
            raise NotCarriedError(condition)
        items = condition.filter
        self.aligned |= set(items.kinds)
        lines = [
            "found = {}",
            *self.loop(items),
            '    if item["id"] in covered:',
            f'        covers = covered[item["id"]] & {targets}',
            "    else:",
            f"        covers = {targets}",
            '        unknown.append((item["id"], "covers"))',
            "    for leaf in covers:",
            "        if not unknown:",
            "            found[leaf] = T, NOTHING",
            "        elif leaf not in found:",
            "            found[leaf] = U, unknown",
            "        elif found[leaf][0] == U:",
            "            found[leaf] = U, found[leaf][1] + unknown",
            "return found",
        ]
        self.define(name, "case, covered", "For each outcome whether such an item covers it, and what is open.", lines)


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


def _and(truth: str, asks: str) -> Iterator[str]:
    yield from [f"if {truth} == U:", f"    truth, asks = U, [*asks, *{asks}]"]


def _overridden(indent: str) -> Iterator[str]:
    yield f"{indent}if over == T:"
    yield f"{indent}    {'truth = F' if indent else 'continue'}"
    if indent:
        yield f"{indent}    break"
    yield f"{indent}if over == U:"
    yield f"{indent}    truth, asks = U, [*asks, *more]"


def _indented(*lines: str) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def _dated(kinds: tuple[str, ...]) -> str:
    names = {"to" if kind == "work" else "date" for kind in kinds}
    if len(names) != 1:
        raise NotCarriedError(kinds)
    return names.pop()


def _name(text: str) -> str:
    return text.replace("-", "_").replace(".", "_")


def _listed(texts: Iterable[str]) -> str:
    listed = [f'"{one}"' for one in texts]
    return f"({listed[0]},)" if len(listed) == 1 else f"({', '.join(listed)})"


def _codes(texts: Iterable[str]) -> str:
    return "{" + ", ".join(f'"{one}"' for one in texts) + "}"


def _lists(table: Mapping[str, Iterable[str]]) -> str:
    return "{" + ", ".join(f'"{key}": {_listed(value) if value else "()"}' for key, value in table.items()) + "}"


def _table(table: Mapping[str, frozenset[str]]) -> str:
    return "{" + ", ".join(f'"{key}": frozenset({_listed(sorted(value))})' for key, value in table.items()) + "}"


def _day(day: date) -> str:
    return f"date({day.year}, {day.month}, {day.day})"


def _statuses(policy: Policy) -> str:
    rows = {
        f"{grant}, {bar}": _codes(sorted(map(str, possible(grant_, bar_, policy.ruleset.conflicts))))
        for (grant, grant_), (bar, bar_) in product(zip("FUT", Truth, strict=True), repeat=2)
    }
    return "{" + ", ".join(f"({key}): frozenset({value})" for key, value in rows.items()) + "}"
