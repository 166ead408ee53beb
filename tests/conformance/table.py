"""Rows of hand-made tables, and how they are asked: all rows about one ruleset at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Leaf
from evc_rules.results.questions import Assessment, MissingFact, Question

from .engines import Said, Worlds
from .making import FRAMEWORK, ON, SLOTS, dossier, ruleset

T, F, U = "exempt", "not-covered", "exempt|not-covered"
"""What a grant comes to when its condition is true, false or unknown."""


@dataclass(frozen=True)
class Row:
    """What must be said of a dossier.

    Attributes:
        cites: The sentence of the meaning that it follows from.
        rules: The rules; or a condition, to stand in a table with others.
        items: The dossier, as `making.dossier` reads it, or one that a program made.
        expected: The statuses of leaves that are named, joined by `|`; of a condition under its own name.
        head: What else stands in the ruleset.
        on: The decision date.
        shared: The judgements that one answer settles for all rulesets.
        asked: For leaves that are named the open questions about them, all of them.
    """

    cites: str
    rules: str
    items: str | Dossier
    expected: Mapping[str, str]
    head: str = ""
    on: date = ON
    shared: tuple[str, ...] = ()
    asked: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rules}\n  {self.items}\n  on {self.on} {self.head}\n  {self.cites}"

    @property
    def is_condition(self) -> bool:
        return not self.rules.startswith("- ")

    @property
    def dossier(self) -> Dossier:
        return self.items if isinstance(self.items, Dossier) else dossier(self.items)


def asks(cites: str, condition: str, rows: Mapping[str, str | tuple[str, ...]], **where) -> list[Row]:
    """What a condition comes to for dossiers: T, F or U, and for U at will the questions that are then open."""
    found = []
    for items, told in rows.items():
        expected, *asked = told if isinstance(told, tuple) else (told,)
        more = {"asked": {"": asked}} if asked else {}
        found.append(Row(cites, condition, items, {"": expected}, **where, **more))
    return found


def says(cites: str, rules: str, rows: Mapping[str, Mapping[str, str]], **where) -> list[Row]:
    """What rules come to for dossiers."""
    return [Row(cites, rules, items, expected, **where) for items, expected in rows.items()]


@dataclass(frozen=True)
class Group:
    """Rows that are asked at once.

    Attributes:
        name: What tells it from others.
        rows: The rows.
    """

    name: str
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def slots(self) -> dict[str, str]:
        """For each condition the outcome that it stands for."""
        conditions = dict.fromkeys(row.rules for row in self.rows if row.is_condition)
        return dict(zip(conditions, SLOTS, strict=False))

    @cached_property
    def worlds(self) -> Worlds:
        """What is asked."""
        first = self.rows[0]
        granted = (f"- {{id: {slot}, grant: {slot}, when: {{{one}}}}}" for one, slot in self.slots.items())
        rules = ruleset("\n".join(granted) if first.is_condition else first.rules, first.head)
        return Worlds(FRAMEWORK, rules, tuple(self.places), first.on, frozenset(first.shared))

    @cached_property
    def places(self) -> dict[Dossier, int]:
        """The dossiers, each with its place."""
        return {one: place for place, one in enumerate(dict.fromkeys(row.dossier for row in self.rows))}

    def leaf(self, row: Row, name: str) -> Leaf:
        if row.is_condition:
            return Leaf(self.slots[row.rules], 1)
        outcome, _, level = name.partition("@")
        return Leaf(outcome, int(level or 1))

    def wrong(self, answers: list[Said | None]) -> Iterator[str]:
        """The rows that come out otherwise."""
        for row in self.rows:
            answer = answers[self.places[row.dossier]]
            for name in {**row.expected, **row.asked} if answer else ():
                leaf = self.leaf(row, name)
                found = "|".join(sorted(map(str, answer.statuses[leaf])))
                if found != "|".join(sorted(row.expected.get(name, found).split("|"))):
                    yield f"{row}\n  {leaf}: {found}, not {row.expected[name]}"
                if name in row.asked and answer.questions is not None:
                    open_ = {written(one) for one, about in answer.questions.items() if leaf in about}
                    if open_ != set(row.asked[name]):
                        yield f"{row}\n  {leaf} asks {sorted(open_)}, not {sorted(row.asked[name])}"


@dataclass(frozen=True)
class Made(Group):
    """Rows about what only a program can make.

    Attributes:
        made: What is asked.
    """

    made: Worlds

    @property
    def worlds(self) -> Worlds:  # type: ignore[override]
        """What is asked."""
        return self.made


def written(question: Question) -> str:
    """A question as tables write it."""
    if isinstance(question, MissingFact):
        return f"{question.item or 'applicant'}.{question.attribute}"
    if isinstance(question, Assessment):
        return f"assess {question.outcome}"
    return f"judge {question.judgement}" + (f" of {question.ruleset}" if question.ruleset else "")


def grouped(name: str, rows: Iterable[Row]) -> Iterator[Group]:
    """The rows by what is asked; conditions that are asked on one day stand in one ruleset, as far as they fit."""
    by_what: dict[tuple, list[Row]] = {}
    conditions: dict[str, None] = {}
    for row in rows:
        if row.is_condition:
            conditions.setdefault(row.rules)
        sheet = list(conditions).index(row.rules) // len(SLOTS) if row.is_condition else row.rules
        by_what.setdefault((row.is_condition, sheet, row.head, row.on, row.shared), []).append(row)
    yield from (Group(f"{name}-{number}", tuple(listed)) for number, listed in enumerate(by_what.values()))
