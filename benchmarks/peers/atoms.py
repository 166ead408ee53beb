"""Conditions taken apart into what speaks of evidence (atoms) and how these are joined, for engines that only join."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from benchmarks.peers.native import NotCarriedError, Policy
from benchmarks.peers.spread import Found, Spread
from evc_rules.model.conditions import (
    All,
    Any_,
    Applicant,
    AtLeast,
    Condition,
    Exists,
    Filter,
    Judgement,
    Not,
    Sum,
)
from evc_rules.model.quantities import Amount

Sides = tuple[set[str], set[str]]
"""The names of what surely holds, and of what maybe holds."""

Atom = Exists | Sum | Applicant | Judgement


@dataclass(frozen=True)
class Joined:
    """At least k of these hold (all of them: and; one of them: or); `negated` turns the outcome around."""

    k: int
    of: tuple[Joined | str, ...]
    negated: bool = False


@dataclass
class Atoms:
    """The atoms of a policy's conditions, and the conditions as joined atoms.

    Attributes:
        spread: The policy.
        named: The atoms, named.
        filters: All filters that the engine or Python has to answer, named; those of the spread among them.
        joined: By the name of each condition how it is made of atoms.
    """

    spread: Spread
    named: dict[Atom, str] = field(default_factory=dict)
    filters: dict[Filter, str] = field(default_factory=dict)
    joined: dict[str, Joined | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.filters = dict(self.spread.filters)
        for condition, name in self.spread.closed.items():
            self.joined[name] = self._joined(condition)
        self.steps = tuple(self._step(atom, name) for atom, name in self.named.items())

    def _joined(self, condition: Condition) -> Joined | str:
        match condition:
            case All(of=of):
                return Joined(len(of), tuple(map(self._joined, of)))
            case Any_(of=of):
                return Joined(1, tuple(map(self._joined, of)))
            case AtLeast(k=k, of=of):
                return Joined(k, tuple(map(self._joined, of)))
            case Not(of=part):
                inner = self._joined(part)
                return Joined(1, (inner,), negated=True)
            case Exists() | Sum() | Applicant() | Judgement():
                return self.named.setdefault(condition, f"a{len(self.named)}")
            case _:
                raise NotCarriedError(condition)

    def _step(self, atom: Atom, name: str) -> Callable[[Mapping[str, Any], Mapping[str, Found], Sides], None]:
        match atom:
            case Exists(filter=items, count=count):
                return _counted(name, self._filter(items), count)
            case Sum(over=items):
                return _summed(name, self._filter(items), atom, self.spread.policy)
            case Judgement():
                return _judged(name, atom, self.spread.policy)
            case Applicant():
                return lambda case, passing, sides: None  # noqa: ARG005 - the engine says it

    def _filter(self, items: Filter) -> str:
        return self.filters.setdefault(items, f"filter_{len(self.filters)}")

    def applicants(self) -> dict[Applicant, str]:
        """The atoms that speak of the applicant."""
        return {atom: name for atom, name in self.named.items() if isinstance(atom, Applicant)}

    def truths(self, case: Mapping[str, Any], passing: Mapping[str, Found], sides: Sides) -> Sides:
        """The atoms that hold, from the items that pass; those about the applicant are in `sides` already."""
        for step in self.steps:
            step(case, passing, sides)
        return sides


def _counted(name: str, items: str, count: int) -> Callable[..., None]:
    def step(_case: Mapping[str, Any], passing: Mapping[str, Found], sides: Sides) -> None:
        sure, maybe = passing[items]
        if len(maybe) >= count:
            sides[1].add(name)
            if len(sure) >= count:
                sides[0].add(name)

    return step


def _summed(name: str, items: str, atom: Sum, policy: Policy) -> Callable[..., None]:
    (kind,) = atom.over.kinds
    declared = policy.framework.vocabulary.find(atom.of, kind)
    if declared is None or declared.high is None or declared.low < 0 or not isinstance(atom.at_least, Amount):
        raise NotCarriedError(atom)
    of, least, high = atom.of, int(atom.at_least.value), int(declared.high)

    def step(case: Mapping[str, Any], passing: Mapping[str, Found], sides: Sides) -> None:
        sure, maybe = passing[items]
        if not maybe:
            return
        amounts = {item["id"]: item.get(of) for item in case[kind]}
        if sum(high if amounts[one] is None else amounts[one] for one in maybe) >= least:
            sides[1].add(name)
            if sum(amounts[one] or 0 for one in sure) >= least:
                sides[0].add(name)

    return step


def _judged(name: str, atom: Judgement, policy: Policy) -> Callable[..., None]:
    shared = atom.id in policy.shared
    own = atom.ruleset or policy.ruleset.id

    def step(case: Mapping[str, Any], _passing: Mapping[str, Found], sides: Sides) -> None:
        answers = {
            one["answer"]
            for one in case["judgements"]
            if one["judgement"] == atom.id and (shared or one["ruleset"] == own)
        }
        if answers != {False}:
            sides[1].add(name)
            if answers == {True}:
                sides[0].add(name)

    return step


def written(
    joined: Joined | str,
    atom: Callable[[str, bool], str],
    join: Callable[[str, Sequence[str]], str],
    *,
    sure: bool,
) -> str:
    """A joined condition in some language, as "surely holds" or as "maybe holds".

    Args:
        joined: The condition.
        atom: How the language says that an atom holds, surely (true) or maybe (false).
        join: How it joins texts by `and`, `or` or (one) `not`.
        sure: Which of the two is wanted; what is denied must not even maybe hold.
    """
    if isinstance(joined, str):
        return atom(joined, sure)
    of = [written(one, atom, join, sure=sure != joined.negated) for one in joined.of]
    if joined.negated:
        return join("not", of)
    if len(of) == 1:
        return of[0]
    if joined.k in {1, len(of)}:
        return join("or" if joined.k == 1 else "and", of)
    return join("or", [join("and", chosen) for chosen in combinations(of, joined.k)])


def holding(joined: Iterable[tuple[str, str]], names: set[str]) -> set[str]:
    """Of conditions that are one atom each, those that hold."""
    return {name for name, atom in joined if atom in names}


Literals = tuple[tuple[Condition, bool, bool], ...]
"""Atoms that all must hold (or, with no as second, not), surely or (with no as third) maybe."""


def alternatives(condition: Condition, *, sure: bool, holds: bool = True) -> list[Literals]:
    """The ways in which a condition holds (or does not), each a conjunction of atoms: its disjunctive normal form.

    What is denied surely does not hold when it not even maybe holds.
    """
    match condition:
        case All(of=of) | Any_(of=of):
            parts = [alternatives(one, sure=sure, holds=holds) for one in of]
            if isinstance(condition, All) == holds:
                return [tuple(literal for one in chosen for literal in one) for chosen in product(*parts)]
            return [one for part in parts for one in part]
        case AtLeast(k=k, of=of):
            some = Any_(of=tuple(All(of=chosen) for chosen in combinations(of, k)))
            return alternatives(some, sure=sure, holds=holds)
        case Not(of=part):
            return alternatives(part, sure=not sure, holds=not holds)
        case _:
            return [((condition, holds, sure),)]
