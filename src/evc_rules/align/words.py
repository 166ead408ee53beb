"""The edits that bring the words of one ruleset to those of another: values, codes, tests, parts of conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ..model.conditions import (
    AgeTest,
    All,
    Applicant,
    Assessed,
    CodeTest,
    Condition,
    Exists,
    Param,
    Span,
    Sum,
    Test,
    every,
    tests_of,
)
from ..model.policy import Rule
from .edits import Within
from .places import GONE, Path, Place, conditions

_VALUE: Final = 1
_TEST: Final = 2
_PART: Final = 2


def weight(condition: Condition) -> int:
    """How many tests and thresholds a condition has, or things that it asks: how much there is to read."""
    return sum(max(1, len(tests_of(one))) for one in every(condition) if not hasattr(one, "of") or isinstance(one, Sum))


@dataclass(frozen=True)
class Wording:
    """What the rules of another ruleset say of an outcome, to take words from.

    Args:
        theirs: Their conditions, with nothing in them that points elsewhere.
        value: What a value of the own ruleset is: that of its parameter, where it names one.
        besides: Of how many outcomes other than those that matter a rule speaks.
    """

    theirs: Sequence[Condition]
    value: Callable[[Any], Any]
    besides: Callable[[Rule], int]

    def edits(self, rule: Rule) -> Iterator[Within]:
        """Each way to bring one word of a rule to theirs, or to drop one."""
        besides = self.besides(rule)
        for one in self._edits(rule):
            yield replace(one, besides=besides)

    def _edits(self, rule: Rule) -> Iterator[Within]:
        for path, condition in conditions(rule.when):
            yield from self._tests(rule, path, condition)
            yield from self._least(rule, path, condition)
            if path and not isinstance(condition, All):
                yield Within(rule.id, Place(path, "whole"), GONE, condition, _PART)
        yield from self._parts(rule)

    def _tests(self, rule: Rule, path: Path, condition: Condition) -> Iterator[Within]:
        mine = tests_of(condition)
        offered = [test for one in self._like(condition) for test in tests_of(one)]
        for number, test in enumerate(mine):
            place = Place(path, "test", number)
            for new, size in _instead(self._resolved(test), offered):
                yield Within(rule.id, place, new, test, size)
            if len(mine) > 1 or isinstance(condition, Exists):
                yield Within(rule.id, place, GONE, test, _TEST)
        about = {_about(test) for test in mine}
        extra = dict.fromkeys(test for test in offered if _about(test) not in about)
        for number, test in enumerate(extra):
            yield Within(rule.id, Place(path, "another", number), test, GONE, _TEST)

    def _least(self, rule: Rule, path: Path, condition: Condition) -> Iterator[Within]:
        place = Place(path, "least")
        match condition:
            case Exists():
                old: Any = condition.count
                new: set[Any] = {one.count for one in self._like(condition) if isinstance(one, Exists)}
            case Sum() | Span():
                old = condition.at_least
                new = {one.at_least for one in self._like(condition) if isinstance(one, Sum | Span)}
            case _:
                return
        for value in sorted(new - {self.value(old)}, key=str):
            yield Within(rule.id, place, value, old, _VALUE)

    def _parts(self, rule: Rule) -> Iterator[Within]:
        """Something that they ask as well, beside all that the rule asks."""
        own = rule.when.of if isinstance(rule.when, All) else (rule.when,)
        found: dict[Condition, None] = {}
        for one in self.theirs:
            found.update(dict.fromkeys(one.of if isinstance(one, All) else (one,)))
        for number, part in enumerate(part for part in found if part not in own):
            yield Within(rule.id, Place((), "more", number), part, GONE, _PART + weight(part))

    def _like(self, condition: Condition) -> Iterator[Condition]:
        """What they ask of the same kind of thing."""
        for one in (inner for each in self.theirs for inner in every(each)):
            match condition, one:
                case (Exists(filter=mine), Exists(filter=other)) if _share(mine.kinds, other.kinds):
                    yield one
                case (Sum(over=mine, of=amount), Sum(over=other, of=asked)) if amount == asked:
                    if _share(mine.kinds, other.kinds):
                        yield one
                case (Span(over=mine), Span(over=other)) if _share(mine.kinds, other.kinds):
                    yield one
                case (Assessed(), Assessed()) | (Applicant(), Applicant()):
                    yield one

    def _resolved(self, test: Test) -> Test:
        for name in ("value", "codes"):
            value = getattr(test, name, None)
            if isinstance(value, Param):
                return test.with_(**{name: self.value(value)})
        return test


def _share(mine: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not mine or not other or bool(set(mine) & set(other))


def _about(test: Test) -> str:
    return "age" if isinstance(test, AgeTest) else test.attribute


def _instead(mine: Test, offered: Iterable[Test]) -> Iterator[tuple[Test, int]]:
    """Tests of the same attribute as theirs are, or nearer to them by a code; each with the size of the edit."""
    found: dict[Test, int] = {}
    for test in offered:
        if _about(test) != _about(mine) or test == mine:
            continue
        if not (isinstance(mine, CodeTest) and isinstance(test, CodeTest) and mine.match == test.match):
            found.setdefault(test, _VALUE)
            continue
        have, want = mine.codes, test.codes
        if isinstance(have, Param) or isinstance(want, Param):  # of which the value hangs on the cohort
            continue
        missing, extra = [code for code in want if code not in have], [code for code in have if code not in want]
        found.setdefault(test, len(missing) + len(extra))
        found.setdefault(mine.with_(codes=(*have, *missing)), len(missing))
        for code in missing:
            found.setdefault(mine.with_(codes=(*have, code)), _VALUE)
        if len(have) > 1:
            for code in extra:
                found.setdefault(mine.with_(codes=tuple(one for one in have if one != code)), _VALUE)
    found.pop(mine, None)
    yield from found.items()
