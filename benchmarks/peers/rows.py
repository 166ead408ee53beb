"""Dossiers as rows for engines that compare columns with constants, and tests as such comparisons.

A column for each attribute, whole numbers for days, marks only on the scale that is tested, a column for each length of
a code that includes longer ones and for each member of a set. What is not known is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from benchmarks.peers.native import NotCarriedError, Policy, bounds, case, whole
from evc_rules.engines.prepare import Prepared
from evc_rules.model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from evc_rules.model.conditions import AgeTest, CodeTest, CoversTest, FlagTest, NumberTest, Test, every, tests_of

_LONGEST: Final = 4

Comparison = tuple[str, str, Any]
"""A column, how it compares, and the constant that it is compared with."""


@dataclass(frozen=True)
class Check:
    """A test as comparisons.

    Attributes:
        column: The column that must be known.
        passes: Some of these must hold (all of them when `every`), when it is known.
        every: Whether all must hold.
        perhaps: When one of these holds it is not known whether the test passes.
    """

    column: str
    passes: tuple[Comparison, ...]
    every: bool = False
    perhaps: tuple[Comparison, ...] = ()


def checks(policy: Policy, tests: Iterable[Test], bearers: Sequence[str]) -> tuple[Check, ...]:
    """Tests on the things that carry these attributes, but for what they must cover."""
    return tuple(_check(policy, test, bearers) for test in tests if not isinstance(test, CoversTest))


def _check(policy: Policy, test: Test, bearers: Sequence[str]) -> Check:
    name = _dated(bearers) if isinstance(test, AgeTest) else test.attribute
    declared, *others = [policy.framework.vocabulary.find(name, bearer) for bearer in bearers]
    if any(other is None or declared is None or other.type != declared.type for other in (declared, *others)):
        raise NotCarriedError(test)
    match test:
        case NumberTest(op=op):
            return Check(name, ((name, op, whole(test)),))
        case AgeTest():
            op, day = bounds(test, policy.on)
            return Check(name, ((name, op, day.toordinal()),))
        case FlagTest(value=wanted):
            return Check(name, ((name, "==", wanted),))
        case CodeTest(codes=tuple() as codes, match="any") if declared and declared.prefix:
            passes = tuple((f"{name}_{len(code)}", "==", code) for code in codes)
            broader = dict.fromkeys(code[:length] for code in codes for length in range(1, len(code)))
            return Check(name, passes, perhaps=tuple((name, "==", one) for one in broader))
        case CodeTest(codes=tuple() as codes, match="any" | "all" as match) if declared and declared.type == "codes":
            return Check(name, tuple((_member(name, code), "==", True) for code in codes), every=match == "all")
        case CodeTest(codes=tuple() as codes, match="any"):
            return Check(name, tuple((name, "==", code) for code in codes))
        case CodeTest(codes=tuple() as codes, match="none") if declared and declared.type == "code":
            return Check(name, tuple((name, "!=", code) for code in codes), every=True)
        case _:
            raise NotCarriedError(test)


def _member(name: str, code: str) -> str:
    return f"{name}_{code}".replace("-", "_")


def _dated(bearers: Sequence[str]) -> str:
    (name,) = {"to" if bearer == "work" else "date" for bearer in bearers}
    return name


class Rows:
    """What makes rows for a policy: only the columns that it looks at."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        vocabulary = policy.framework.vocabulary
        bearers = (*EVIDENCE_KINDS, VERDICT, APPLICANT)
        self.carried = {bearer: tuple(vocabulary.carried_by(bearer)) for bearer in bearers}
        tests = [test for rule in policy.rules for one in every(rule.when) for test in tests_of(one)]
        self.sets = {
            (test.attribute, code): _member(test.attribute, code)
            for test in tests
            if isinstance(test, CodeTest) and isinstance(test.codes, tuple)
            for code in test.codes
        }
        self.scales = {test.attribute: test.scale for test in tests if isinstance(test, NumberTest) and test.scale}
        if any(self.scales[test.attribute] != test.scale for test in tests if getattr(test, "scale", None)):
            raise NotCarriedError("two scales for one attribute")

    def columns(self, bearer: str) -> dict[str, str]:
        """The columns of a kind of thing, each with the attribute that it comes from."""
        found: dict[str, str] = {}
        for one in self.carried[bearer]:
            found[one.id] = one.id
            if one.prefix:
                found |= {f"{one.id}_{length}": one.id for length in range(1, _LONGEST + 1)}
            if one.type == "codes":
                found |= {column: one.id for (name, _), column in self.sets.items() if name == one.id}
        return {column: name for column, name in found.items() if self._type(bearer, name) != "outcomes"}

    def _type(self, bearer: str, name: str) -> str:
        return next(one.type for one in self.carried[bearer] if one.id == name)

    def row(self, thing: Mapping[str, Any], bearer: str) -> dict[str, Any]:
        """One row: every column, known or None."""
        return {column: self._value(thing.get(name), column, name) for column, name in self.columns(bearer).items()}

    def _value(self, value: Any, column: str, name: str) -> Any:
        match value:
            case date():
                return value.toordinal()
            case (mark, scale):
                return mark if scale == self.scales.get(name) else None
            case frozenset():
                return column == name or column in {_member(name, one) for one in value}
            case str() if column != name:
                length = int(column.removeprefix(f"{name}_"))
                return value[:length] if len(value) >= length else ""
            case _:
                return value

    def case(self, prepared: Prepared) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
        """The dossier as plain data, and as rows by kind: with `id`, and `doubt` when it may not count at all."""
        plain = case(prepared, self.policy.on)
        listed = {kind: plain[kind] for kind in EVIDENCE_KINDS} | {VERDICT: plain["verdicts"]}
        rows = {
            bearer: [
                {"id": one["id"], "doubt": bool(one["doubts"]), "gaps": self.gaps(one, bearer)} | self.row(one, bearer)
                for one in things
            ]
            for bearer, things in listed.items()
        }
        applicant = {"id": "applicant", "doubt": False} | self.row(plain["applicant"], APPLICANT)
        rows[APPLICANT] = [applicant | {"gaps": self.gaps(plain["applicant"], APPLICANT)}]
        return plain, rows

    def gaps(self, thing: Mapping[str, Any], bearer: str) -> frozenset[str]:
        """The attributes that are not known, or are marks on another scale."""
        row = self.row(thing, bearer)
        known = {name for column, name in self.columns(bearer).items() if row[column] is not None}
        return frozenset(one.id for one in self.carried[bearer] if one.id not in known)
