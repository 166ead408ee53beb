"""The rules written by hand in Python: a module of plain functions, one for each rule, as a good developer would write.

Nobody writes twenty policies by hand for a benchmark, so a generator writes them: straight code over plain dicts,
three-valued with the open questions, leaving a rule as soon as it is settled. What evidence covers and what verdicts
reach is indexed once for each dossier; nothing else is shared between rules, since nobody keeps that up by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, Final

from benchmarks.peers.conditions_by_hand import Conditions, code_set, indented, listed, name_of
from benchmarks.peers.native import NotCarriedError, PlainRule, Policy, case, speaks_of_target
from evc_rules.engines.prepare import Prepared
from evc_rules.model.conditions import (
    All,
    Assessed,
    Condition,
    Exists,
    Test,
)
from evc_rules.model.outcomes import Leaf
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
    return Writer(policy).module()


class Writer(Conditions):
    """Writes the module."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy)
        self.assessed: dict[tuple[Test, ...], str] = {}
        self.aligned: set[str] = set()

    def module(self) -> str:
        """The text of the module."""
        calls = "\n".join(f"    {line}" for rule in self.policy.rules for line in self.call(rule))
        policy = self.policy
        head = _HEAD.format(name=policy.ruleset.id, on=policy.on)
        fixed = {
            "LEAVES": listed(map(str, policy.framework.leaves)),
            "BELOW": _table(policy.below),
            "ABOVE": _table(policy.above),
            "STATUSES": _statuses(policy),
        }
        constants = "\n".join(f"{name} = {value}" for name, value in (fixed | self.constants).items())
        tail = _TAIL.format(calls=calls, aligned=listed(sorted(self.aligned)))
        return "\n\n".join([f"{head}\n{constants}\n", *(f"{one}\n" for one in self.functions), tail])

    # Rules

    def call(self, rule: PlainRule) -> Iterator[str]:
        """The lines of `evaluate` that run a rule, and the function of the rule itself."""
        name = name_of(rule.rule.id)
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
        over = [name_of(other.id) for other, _ in rule.over]
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
        """What a rule says of itself."""
        articles = ", ".join(rule.rule.articles)
        return f"{rule.rule.id.replace('-', ' ').capitalize()} ({articles})."

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
                targets = self.constant(f"{name}_targets".upper(), f"frozenset({listed(map(str, rule.targets))})")
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
        """Lines that look at what overrides a rule."""
        over = name_of(other)
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

    # Conditions that speak of the target

    def per_target(self, condition: Condition) -> str:
        """The expression that works out a condition for `leaf`."""
        match condition:
            case Assessed(tests=tests, outcome=None):
                return f"{self.assessment(tests)}(verdicts, leaf)"
            case _:
                raise NotCarriedError(condition)

    def assessment(self, tests: tuple[Test, ...]) -> str:
        """The function for an assessment of `leaf`."""
        key = self.policy.assessments[tests]
        name = name_of(key)
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
            *indented(*self.tests(tests, ("verdict",))),
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


def _and(truth: str, asks: str) -> Iterator[str]:
    yield from [f"if {truth} == U:", f"    truth, asks = U, [*asks, *{asks}]"]


def _overridden(indent: str) -> Iterator[str]:
    yield f"{indent}if over == T:"
    yield f"{indent}    {'truth = F' if indent else 'continue'}"
    if indent:
        yield f"{indent}    break"
    yield f"{indent}if over == U:"
    yield f"{indent}    truth, asks = U, [*asks, *more]"


def _lists(table: Mapping[str, Iterable[str]]) -> str:
    return "{" + ", ".join(f'"{key}": {listed(value) if value else "()"}' for key, value in table.items()) + "}"


def _table(table: Mapping[str, frozenset[str]]) -> str:
    return "{" + ", ".join(f'"{key}": frozenset({listed(sorted(value))})' for key, value in table.items()) + "}"


def _statuses(policy: Policy) -> str:
    rows = {
        f"{grant}, {bar}": code_set(sorted(map(str, possible(grant_, bar_, policy.ruleset.conflicts))))
        for (grant, grant_), (bar, bar_) in product(zip("FUT", Truth, strict=True), repeat=2)
    }
    return "{" + ", ".join(f"({key}): frozenset({value})" for key, value in rows.items()) + "}"
