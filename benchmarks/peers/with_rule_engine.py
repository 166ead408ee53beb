"""rule-engine: filters and conditions as expressions of its language, compiled once and asked surely and maybe.

Filters are matched row by row, which is quicker than the comprehensions of its language. "Maybe" is asked only of rows
of which something that the filter tests is not known, and codes are compared one by one, which is quicker than `in`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import rule_engine

from benchmarks.peers.atoms import Atoms, holding, written
from benchmarks.peers.native import Policy
from benchmarks.peers.rows import Check, Comparison, Rows, checks
from benchmarks.peers.spread import Found, Said, Spread
from evc_rules.engines.prepare import Prepared
from evc_rules.model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from evc_rules.model.conditions import Test
from evc_rules.model.outcomes import Leaf
from evc_rules.results.questions import Question
from evc_rules.results.status import Statuses

Matches = Callable[[Any], bool]


class WithRuleEngine:
    """The policy as expressions of rule-engine."""

    name = "rule-engine"
    answers = "statuses"

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.rows = Rows(policy)
        self.spread = Spread(policy)
        self.atoms = Atoms(self.spread)
        self.context = rule_engine.Context(default_value=None)
        filters = self.atoms.filters.items()
        self.filters = [
            (name, items.kinds or EVIDENCE_KINDS, *self.filter(items.tests, items.kinds)) for items, name in filters
        ]
        self.filters += [
            (name, (VERDICT,), *self.filter(tests, (VERDICT,))) for tests, name in self.spread.assessments.items()
        ]
        self.filters += [
            (name, (APPLICANT,), *self.filter(atom.tests, (APPLICANT,)))
            for atom, name in self.atoms.applicants().items()
        ]
        self.single = [(name, one) for name, one in self.atoms.joined.items() if isinstance(one, str)]
        self.composed = [
            (name, *(self.matches(written(one, _atom, _join, sure=sure)) for sure in (True, False)))
            for name, one in self.atoms.joined.items()
            if not isinstance(one, str)
        ]
        self.nothing = {f"{one}_{side}": False for one in self.atoms.named.values() for side in ("s", "m")}

    def matches(self, text: str) -> Matches:
        """What asks an expression of a row."""
        matches: Matches = rule_engine.Rule(text or "true", context=self.context).matches
        return matches

    def filter(self, tests: Iterable[Test], kinds: Sequence[str]) -> tuple[Matches, Matches, frozenset[str], bool]:
        """What says that a row surely passes, or maybe does; what is tested; whether codes can be too broad."""
        made = checks(self.policy, tests, kinds or EVIDENCE_KINDS)
        sure = " and ".join(map(_surely, made))
        maybe = " and ".join(map(_maybe, made))
        return (
            self.matches(sure),
            self.matches(maybe),
            frozenset(one.column for one in made),
            any(one.perhaps for one in made),
        )

    def native(self, prepared: Prepared) -> Any:
        """Rows."""
        return self.rows.case(prepared)

    def run(self, case: Any) -> dict[Leaf, Statuses]:
        """The statuses."""
        plain, rows = case
        passing = {name: _passing(rows, *rest) for name, *rest in self.filters}
        held = {name: passing[name] for name in self.atoms.applicants().values()}
        sides = {name for name, one in held.items() if one[0]}, {name for name, one in held.items() if one[1]}
        surely, maybe = self.atoms.truths(plain, passing, sides)
        facts = {**self.nothing, **dict.fromkeys((f"{one}_s" for one in surely), True)}
        facts |= dict.fromkeys((f"{one}_m" for one in maybe), True)
        may_hold = holding(self.single, maybe)
        holds = holding(self.single, surely)
        for name, asks_surely, asks_maybe in self.composed:
            if asks_maybe(facts):
                may_hold.add(name)
                if asks_surely(facts):
                    holds.add(name)
        return self.spread.run(plain, Said(holds, may_hold, passing))

    def statuses(self, said: Any) -> Mapping[Leaf, Statuses]:
        """They are what was said."""
        found: Mapping[Leaf, Statuses] = said
        return found

    def questions(self, said: Any) -> Mapping[Question, tuple[Leaf, ...]] | None:
        """It says none."""

    def close(self) -> None:
        """Nothing to give back."""


def _passing(
    rows: Mapping[str, list[dict[str, Any]]],
    kinds: Iterable[str],
    surely: Matches,
    perhaps: Matches,
    tested: frozenset[str],
    broad: bool,  # noqa: FBT001 - one of a row of settings
) -> Found:
    sure: list[str] = []
    maybe: list[str] = []
    for kind in kinds:
        for row in rows[kind]:
            if tested.isdisjoint(row["gaps"]):
                if surely(row):
                    maybe.append(row["id"])
                    if not row["doubt"]:
                        sure.append(row["id"])
                elif broad and perhaps(row):
                    maybe.append(row["id"])
            elif perhaps(row):
                maybe.append(row["id"])
    return sure, maybe


def _surely(check: Check) -> str:
    return f"({(' and ' if check.every else ' or ').join(map(_comparison, check.passes))})"


def _maybe(check: Check) -> str:
    perhaps = "".join(f" or {_comparison(one)}" for one in check.perhaps)
    return f"({check.column} == null or {_surely(check)}{perhaps})"


def _comparison(one: Comparison) -> str:
    column, op, value = one
    if isinstance(value, bool):
        return f"{column} {op} {str(value).lower()}"
    return f"{column} {op} {value!r}"


def _atom(name: str, sure: bool) -> str:  # noqa: FBT001 - which of two names
    return f"{name}_{'s' if sure else 'm'}"


def _join(word: str, of: Sequence[str]) -> str:
    return f"(not {of[0]})" if word == "not" else f"({f' {word} '.join(of)})"
