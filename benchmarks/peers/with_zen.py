"""zen-engine: every condition and filter an expression of its language over the rows, surely and maybe.

As a decision in JSON with an expression for each, which is how it is meant to be used; and as one compiled expression
that is a list of all of them, which is the quickest that it can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import zen

from benchmarks.peers.native import NotCarriedError, Policy
from benchmarks.peers.rows import Check, Comparison, Rows, checks
from benchmarks.peers.spread import Said, Spread
from evc_rules.engines.prepare import Prepared
from evc_rules.model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from evc_rules.model.conditions import (
    All,
    Any_,
    Applicant,
    AtLeast,
    Condition,
    Exists,
    Judgement,
    Not,
    Sum,
    Test,
)
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Amount
from evc_rules.results.questions import Question
from evc_rules.results.status import Statuses

_Form = Literal["a decision in JSON", "one expression"]


class WithZen:
    """The policy as expressions of zen-engine."""

    answers = "statuses"

    def __init__(self, policy: Policy, form: _Form = "a decision in JSON") -> None:
        self.name = f"zen-engine, {form}"
        self.policy = policy
        self.rows = Rows(policy)
        self.spread = Spread(policy)
        self.closed = tuple(self.spread.closed.values())
        self.passing = (*self.spread.filters.values(), *self.spread.assessments.values())
        texts = [self.condition(one, sure=sure) for sure in (True, False) for one in self.spread.closed]
        filters = [(items.kinds, items.tests) for items in self.spread.filters]
        filters += [((VERDICT,), tests) for tests in self.spread.assessments]
        texts += [self.ids(kinds, tests, sure=sure) for sure in (True, False) for kinds, tests in filters]
        self.ask = _decision(texts) if form == "a decision in JSON" else _expression(texts)

    # Its language

    def condition(self, condition: Condition, *, sure: bool) -> str:
        """A condition, as "surely holds" or "maybe holds"."""
        match condition:
            case All(of=of):
                return _joined("and", [self.condition(one, sure=sure) for one in of]) or "true"
            case Any_(of=of):
                return _joined("or", [self.condition(one, sure=sure) for one in of]) or "false"
            case AtLeast(k=k, of=of):
                truths = ", ".join(self.condition(one, sure=sure) for one in of)
                return f"(count([{truths}], # == true) >= {k})"
            case Not(of=part):
                return f"(not {self.condition(part, sure=not sure)})"
            case Exists(filter=items, count=1):
                return f"some({self.source(items.kinds)}, {self.row(items.tests, items.kinds, sure=sure)})"
            case Exists(filter=items, count=count):
                return (
                    f"(count({self.source(items.kinds)}, {self.row(items.tests, items.kinds, sure=sure)}) >= {count})"
                )
            case Sum():
                return self.sum(condition, sure=sure)
            case Applicant(tests=tests):
                row = self.row(tests, (APPLICANT,), sure=sure)
                return row.replace("#.", f"{APPLICANT}.").replace(f"(not {APPLICANT}.doubt)", "true")
            case Judgement():
                return f"(judged['{self.clause(condition)}'] {'== true' if sure else '!= false'})"
            case _:
                raise NotCarriedError(condition)

    def clause(self, condition: Judgement) -> str:
        """The name under which the answer to a clause stands."""
        own = condition.ruleset or self.policy.ruleset.id
        return condition.id if condition.id in self.policy.shared else f"{own}:{condition.id}"

    def source(self, kinds: Sequence[str]) -> str:
        """The rows of some kinds."""
        if len(kinds) == 1:
            return kinds[0]
        return f"flatten([{', '.join(kinds or EVIDENCE_KINDS)}])"

    def row(self, tests: Iterable[Test], kinds: Sequence[str], *, sure: bool) -> str:
        """That a row passes."""
        made = checks(self.policy, tests, kinds or EVIDENCE_KINDS)
        if sure:
            return _joined("and", ["(not #.doubt)", *map(_surely, made)])
        return _joined("and", [*map(_maybe, made)]) or "true"

    def ids(self, kinds: Sequence[str], tests: Iterable[Test], *, sure: bool) -> str:
        """The ids of the rows that pass."""
        return f"map(filter({self.source(kinds)}, {self.row(tests, kinds, sure=sure)}), #.id)"

    def sum(self, condition: Sum, *, sure: bool) -> str:
        """A sum: unknown amounts add nothing, or the most that they can be."""
        (kind,) = condition.over.kinds
        declared = self.policy.framework.vocabulary.find(condition.of, kind)
        if declared is None or declared.high is None or not isinstance(condition.at_least, Amount):
            raise NotCarriedError(condition)
        row = self.row(condition.over.tests, condition.over.kinds, sure=sure)
        amount = f"(#.{condition.of} == null ? {0 if sure else int(declared.high)} : #.{condition.of})"
        return f"(sum(map(filter({kind}, {row}), {amount})) >= {int(condition.at_least.value)})"

    # A peer

    def native(self, prepared: Prepared) -> Any:
        """Rows, and the answers to clauses by name."""
        plain, rows = self.rows.case(prepared)
        context: dict[str, Any] = {
            kind: [{name: value for name, value in row.items() if name != "gaps"} for row in listed]
            for kind, listed in rows.items()
        }
        context[APPLICANT] = context[APPLICANT][0]
        judged: dict[str, Any] = {}
        for one in plain["judgements"]:
            own = one["judgement"] in self.policy.shared
            name = one["judgement"] if own else f"{one['ruleset']}:{one['judgement']}"
            judged[name] = one["answer"] if judged.get(name, one["answer"]) == one["answer"] else None
        return plain, context | {"judged": judged}

    def run(self, case: Any) -> dict[Leaf, Statuses]:
        """The statuses."""
        plain, context = case
        said = self.ask(context)
        conditions, filters = len(self.closed), len(self.passing)
        found = said[2 * conditions :]
        passing = dict(zip(self.passing, zip(found[:filters], found[filters:], strict=True), strict=True))
        sure = [name for name, holds in zip(self.closed, said[:conditions], strict=True) if holds]
        maybe = [name for name, holds in zip(self.closed, said[conditions : 2 * conditions], strict=True) if holds]
        return self.spread.run(plain, Said(sure, maybe, passing))

    def statuses(self, said: Any) -> Mapping[Leaf, Statuses]:
        """They are what was said."""
        found: Mapping[Leaf, Statuses] = said
        return found

    def questions(self, said: Any) -> Mapping[Question, tuple[Leaf, ...]] | None:
        """It says none."""

    def close(self) -> None:
        """Nothing to give back."""


def _decision(texts: Sequence[str]) -> Any:
    place = {"position": {"x": 0, "y": 0}}
    expressions = [{"id": f"x{n}", "key": f"x{n}", "value": text} for n, text in enumerate(texts)]
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "case", "content": {}, **place},
            {"id": "say", "type": "expressionNode", "name": "say", "content": {"expressions": expressions}, **place},
            {"id": "out", "type": "outputNode", "name": "said", "content": {}, **place},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "say"},
            {"id": "2", "type": "edge", "sourceId": "say", "targetId": "out"},
        ],
    }
    engine = zen.ZenEngine()
    decision = engine.create_decision(json.dumps(graph))
    keys = [one["key"] for one in expressions]

    def ask(context: Mapping[str, Any]) -> list[Any]:
        result = decision.evaluate(context)["result"]
        return [result[key] for key in keys]

    return ask


def _expression(texts: Sequence[str]) -> Any:
    return zen.compile_expression(f"[{', '.join(texts)}]").evaluate


def _joined(word: str, of: Sequence[str]) -> str:
    return f"({f' {word} '.join(of)})" if len(of) > 1 else "".join(of)


def _surely(check: Check) -> str:
    known = f"#.{check.column} != null"
    return f"({known} and {_joined('and' if check.every else 'or', list(map(_comparison, check.passes)))})"


def _maybe(check: Check) -> str:
    passes = _joined("and" if check.every else "or", list(map(_comparison, check.passes)))
    return _joined("or", [f"#.{check.column} == null", passes, *map(_comparison, check.perhaps)])


def _comparison(one: Comparison) -> str:
    column, op, value = one
    return f"#.{column} {op} {str(value).lower() if isinstance(value, bool) else repr(value)}"
