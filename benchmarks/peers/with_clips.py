"""CLIPS (clipspy): the rows of a dossier as facts, a rule for every way in which a condition can hold.

Facts are asserted for each dossier and retracted after it, which is quicker than a reset. What fires is collected in a
multifield and read once, which is quicker than calling Python. Sums are added up by rules of their own that fire first.
Three values are two sets of rules, surely and maybe; with two values, its natural use, there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import clips

from benchmarks.peers.atoms import alternatives
from benchmarks.peers.native import NotCarriedError, Policy
from benchmarks.peers.rows import Check, Comparison, Rows, checks
from benchmarks.peers.spread import Said, Spread
from evc_rules.engines.prepare import Prepared
from evc_rules.model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from evc_rules.model.conditions import Applicant, Condition, Exists, Filter, Judgement, Sum, Test
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Amount
from evc_rules.results.questions import Question
from evc_rules.results.status import Statuses


class _Literal(NamedTuple):
    """An atom as it must hold: what rules match, and what is tested when they fire."""

    pattern: str
    test: str = ""


class WithClips:
    """The policy as rules of CLIPS."""

    def __init__(self, policy: Policy, two_valued: bool = False) -> None:  # noqa: FBT001, FBT002 - as entries tell it
        self.name = "clipspy, two-valued" if two_valued else "clipspy, three-valued"
        self.answers = "statuses"
        self.two_valued = two_valued
        self.policy = policy
        self.rows = Rows(policy)
        self.spread = Spread(policy, two_valued)
        self.environment = clips.Environment()
        self.texts: list[str] = []
        self.sums: dict[tuple[str, bool], str] = {}
        self.used: dict[str, set[str]] = {kind: set() for kind in (*EVIDENCE_KINDS, VERDICT, APPLICANT)}
        sides = (True,) if two_valued else (True, False)
        for sure in sides:
            self.write(sure=sure)
        self.build()

    # Its language

    def write(self, *, sure: bool) -> None:
        """The rules that say what surely holds, or what maybe does."""
        side = "s" if sure else "m"
        for condition, name in self.spread.closed.items():
            for number, literals in enumerate(alternatives(condition, sure=sure)):
                made = [self.literal(atom, sure=positive_sure, holds=holds) for atom, holds, positive_sure in literals]
                patterns = " ".join(one.pattern for one in made if one.pattern)
                tests = " ".join(one.test for one in made if one.test)
                says = _said(f"{side}-{name}")
                fires = f"(if (and {tests} TRUE) then {says})" if tests else says
                self.rule(f"{name}-{side}-{number}", f"(case) {patterns}", fires, last=True)
        named = [(items.kinds, items.tests, name) for items, name in self.spread.filters.items()]
        named += [((VERDICT,), tests, name) for tests, name in self.spread.assessments.items()]
        for kinds, tests_, name in named:
            for kind in kinds or EVIDENCE_KINDS:
                pattern = self.pattern(kind, kinds, tests_, sure=sure, id_="?id")
                self.rule(f"{name}-{side}-{kind}", pattern, _said(f"{side}-{name} ?id"))

    def rule(self, name: str, matches: str, fires: str, *, last: bool = False) -> None:
        """Add a rule."""
        salience = " (declare (salience -10))" if last else ""
        self.texts.append(f"(defrule {name}{salience} {matches} => {fires})")

    def literal(self, atom: Condition, *, sure: bool, holds: bool) -> _Literal:
        """An atom that must hold (or not), surely or maybe."""
        match atom:
            case Exists(filter=items, count=count):
                pattern = self.some(items, count, sure=sure)
            case Applicant(tests=tests):
                pattern = self.pattern(APPLICANT, (APPLICANT,), tests, sure=sure)
            case Judgement():
                return self.judged(atom, sure=sure, holds=holds)
            case Sum():
                test = self.sum(atom, sure=sure)
                return _Literal("", test if holds else f"(not {test})")
            case _:
                raise NotCarriedError(atom)
        return _Literal(f"(exists {pattern})" if holds else f"(not {pattern})")

    def some(self, items: Filter, count: int, *, sure: bool) -> str:
        """That so many facts pass."""
        kinds = items.kinds or EVIDENCE_KINDS
        if len(kinds) != 1:
            raise NotCarriedError(items)
        if count == 1:
            return self.pattern(kinds[0], kinds, items.tests, sure=sure)
        ids = [f"?i{n}" + "".join(f"&~?i{before}" for before in range(n)) for n in range(count)]
        patterns = (self.pattern(kinds[0], kinds, items.tests, sure=sure, id_=one) for one in ids)
        return f"(and {' '.join(patterns)})"

    def judged(self, atom: Judgement, *, sure: bool, holds: bool) -> _Literal:
        """Surely: yes was answered. Maybe: no was not (of two values: no is what was not answered with yes)."""
        wanted = sure or self.two_valued
        answered = f'(judged (clause "{self.clause(atom)}") (answer {"yes" if wanted else "no"}))'
        return _Literal(f"(exists {answered})" if wanted == holds else f"(not {answered})")

    def clause(self, atom: Judgement) -> str:
        """The name under which the answer to a clause stands."""
        own = atom.ruleset or self.policy.ruleset.id
        return atom.id if atom.id in self.policy.shared else f"{own}:{atom.id}"

    def sum(self, atom: Sum, *, sure: bool) -> str:
        """What tests a sum; the rules that add it up come with it."""
        (kind,) = atom.over.kinds
        declared = self.policy.framework.vocabulary.find(atom.of, kind)
        if declared is None or declared.high is None or not isinstance(atom.at_least, Amount):
            raise NotCarriedError(atom)
        pattern = self.pattern(kind, (kind,), atom.over.tests, sure=sure)
        self.used[kind].add(atom.of)
        key = f"{atom.of} {pattern}", sure
        if key not in self.sums:
            name = f"?*sum{len(self.sums)}*"
            self.sums[key] = name
            known = f"{pattern[:-1]} ({atom.of} ?amount&~nil))"
            self.rule(f"add-{len(self.sums)}", known, f"(bind {name} (+ {name} ?amount))")
            if not sure:
                most = f"(bind {name} (+ {name} {int(declared.high)}))"
                self.rule(f"add-most-{len(self.sums)}", f"{pattern[:-1]} ({atom.of} nil))", most)
        return f"(>= {self.sums[key]} {int(atom.at_least.value)})"

    def pattern(self, kind: str, kinds: Sequence[str], tests: Iterable[Test], *, sure: bool, id_: str = "") -> str:
        """The facts of a kind that pass."""
        slots = [f"(id {id_})"] if id_ else []
        if sure and not self.two_valued and kind != APPLICANT:
            slots.append("(doubt FALSE)")
        by_column: dict[str, list[str]] = {}
        for number, check in enumerate(checks(self.policy, tests, kinds or EVIDENCE_KINDS)):
            for column, constraint in self.constraints(check, f"v{number}", sure=sure):
                by_column.setdefault(column, []).append(constraint)
                self.used[kind].add(column)
        slots += [f"({column} {'&'.join(constraints)})" for column, constraints in by_column.items()]
        return f"({kind} {' '.join(slots)})"

    def constraints(self, check: Check, variable: str, *, sure: bool) -> Iterator[tuple[str, str]]:
        """A test as constraints on slots."""
        columns = {column for column, _, _ in check.passes}
        equal = all(op == "==" for _, op, _ in check.passes)
        if len(columns) == 1 and equal and not check.perhaps and not (check.every and len(check.passes) > 1):
            (column,) = columns
            codes = [_constant(value) for _, _, value in check.passes]
            yield column, "|".join([*codes, *["nil"][sure or self.two_valued :]])
            return
        names = {column: f"?{variable}{n}" for n, column in enumerate(sorted(columns | {check.column}))}
        passes = [_test(names, one) for one in check.passes]
        test = f"({'and' if check.every else 'or'} {' '.join(passes)})" if len(passes) > 1 else passes[0]
        known = names[check.column]
        if not self.two_valued:
            test = f"(and (neq {known} nil) {test})" if sure else f"(or (eq {known} nil) {test})"
        if not sure and check.perhaps:
            test = f"(or {test} {' '.join(_test(names | {check.column: known}, one) for one in check.perhaps)})"
        *others, last = sorted(names)
        yield from ((column, names[column]) for column in others)
        yield last, f"{names[last]}&:{test}"

    def build(self) -> None:
        """Templates first, then the sums, then the rules."""
        build = self.environment.build
        build("(deftemplate judged (slot clause) (slot answer))")
        build("(deftemplate case (slot id))")
        for kind, columns in self.used.items():
            build(f"(deftemplate {kind} (slot id) (slot doubt) {' '.join(f'(slot {one})' for one in sorted(columns))})")
        build("(defglobal ?*said* = (create$))")
        for name in self.sums.values():
            build(f"(defglobal {name} = 0)")
        for text in self.texts:
            build(text)
        cleared = " ".join(f"(bind {name} 0)" for name in self.sums.values())
        build(f"(defrule clear (declare (salience -20)) (case) => {cleared})")
        self.templates = {kind: self.environment.find_template(kind) for kind in (*self.used, "judged", "case")}
        self.said = self.environment.find_global("said")
        self.names = {
            f"{side}-{name}": name
            for side in "sm"
            for name in (
                *self.spread.closed.values(),
                *self.spread.filters.values(),
                *self.spread.assessments.values(),
            )
        }
        self.listing = {*self.spread.filters.values(), *self.spread.assessments.values()}

    # A peer

    def native(self, prepared: Prepared) -> Any:
        """The facts: a template and its slots."""
        plain, rows = self.rows.case(prepared)
        facts: list[tuple[Any, dict[str, Any]]] = []
        if self.two_valued:  # what nobody said was achieved is not
            achieved = {one["id"] for one in plain["verdicts"] if one["achieved"]}
            rows[VERDICT] = [row for row in rows[VERDICT] if row["id"] in achieved]
            plain["verdicts"] = [one for one in plain["verdicts"] if one["achieved"]]
        for kind, listed in rows.items():
            kept = {"id", *self.used[kind], *["doubt"][self.two_valued :]}
            for row in listed:
                slots = {name: value for name, value in row.items() if name in kept}
                facts.append((self.templates[kind], slots))
        answers: dict[str, set[bool]] = {}
        for one in plain["judgements"]:
            shared = one["judgement"] in self.policy.shared
            if shared or one["ruleset"] == self.policy.ruleset.id:
                name = one["judgement"] if shared else f"{one['ruleset']}:{one['judgement']}"
                answers.setdefault(name, set()).add(one["answer"])
        for clause, given in answers.items():
            if len(given) == 1:
                answer = clips.Symbol("yes" if given == {True} else "no")
                facts.append((self.templates["judged"], {"clause": clause, "answer": answer}))
        return plain, [*facts, (self.templates["case"], {"id": 1})]

    def run(self, case: Any) -> dict[Leaf, Statuses]:
        """The statuses."""
        plain, facts = case
        asserted = [template.assert_fact(**slots) for template, slots in facts]
        self.environment.run()
        said = iter(self.said.value)
        self.said.value = ()
        for fact in asserted:
            fact.retract()
        sides: dict[str, set[str]] = {"s": set(), "m": set()}
        passing: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in self.listing}
        for token in said:
            name = self.names[token]
            if name in self.listing:
                passing[name][token[0] == "m"].append(next(said))
            else:
                sides[token[0]].add(name)
        if self.two_valued:
            both = {name: (sure, sure) for name, (sure, _) in passing.items()}
            return self.spread.run(plain, Said(sides["s"], sides["s"], both))
        return self.spread.run(plain, Said(sides["s"], sides["m"], passing))

    def statuses(self, said: Any) -> Mapping[Leaf, Statuses]:
        """They are what was said."""
        found: Mapping[Leaf, Statuses] = said
        return found

    def questions(self, said: Any) -> Mapping[Question, tuple[Leaf, ...]] | None:
        """It says none."""

    def close(self) -> None:
        """Forget everything."""
        self.environment.clear()


def _said(tokens: str) -> str:
    return f"(bind ?*said* (create$ ?*said* {tokens}))"


def _constant(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _test(names: Mapping[str, str], one: Comparison) -> str:
    column, op, value = one
    op = {"==": "eq", "!=": "neq"}.get(op, op)
    return f"({op} {names[column]} {_constant(value)})"
