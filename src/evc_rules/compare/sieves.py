"""What conditions look at: the distinct filters on evidence, tests on verdicts, and tests on the applicant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..engines.prepare import aged_by
from ..model.attributes import APPLICANT, VERDICT
from ..model.conditions import (
    AgeTest,
    Applicant,
    Assessed,
    Condition,
    Exists,
    Filter,
    Judgement,
    Span,
    Sum,
    Test,
    parts_of,
)
from ..model.outcomes import Ref
from ..model.quantities import Age


@dataclass
class Sieves:
    """The distinct things that some conditions look at, each with a number.

    Attributes:
        filters: The filters on evidence.
        verdicts: The tests on verdicts.
        assessed: The leaves of which verdicts are asked.
        applicant: The tests on the applicant.
        sums: For each amount that is added up, the filters over which, as bits.
        spans: The spans, by filter and the date that they are counted to.
        lengths: How many days the spans ask that are counted to the start of the programme.
        counted: The filters of which items are counted, or amounts added up: presence alone does not settle them.
        judgements: The clauses, each with the ruleset that it belongs to, or None when one answer settles all.
    """

    filters: dict[Filter, int] = field(default_factory=dict)
    verdicts: dict[tuple[Test, ...], int] = field(default_factory=dict)
    assessed: dict[Ref, None] = field(default_factory=dict)
    applicant: dict[Test, None] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    spans: dict[tuple[Filter, object], int] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    counted: int = 0
    judgements: dict[tuple[str, str | None], None] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)

    def look(self, condition: Condition) -> None:
        """Take note of all that a condition, and those in it, look at."""
        if id(condition) in self._seen:
            return
        self._seen.add(id(condition))
        match condition:
            case Exists(filter=items, count=count):
                bit = 1 << self._filter(items)
                self.counted |= bit if count > 1 else 0
            case Sum(over=items, of=of):
                bit = 1 << self._filter(items)
                self.sums[of] = self.sums.get(of, 0) | bit
                self.counted |= bit
            case Span(over=items, as_of=as_of, at_least=least):
                self._filter(items)
                if as_of == "start" and isinstance(least, Age):
                    self.lengths.add(least.days)
                self.spans.setdefault((items, as_of), len(self.spans))
            case Assessed(tests=tests, outcome=outcome):
                self.verdicts.setdefault(tests, len(self.verdicts))
                if outcome is not None:
                    self.assessed[outcome] = None
            case Applicant(tests=tests):
                self.applicant.update(dict.fromkeys(tests))
            case Judgement(id=name, ruleset=own):
                self.judgements[name, own] = None
            case _:
                for part in parts_of(condition):
                    self.look(part)

    def _filter(self, items: Filter) -> int:
        return self.filters.setdefault(items, len(self.filters))

    def spanned(self) -> int:
        """The filters that spans are over, as bits."""
        return sum(1 << number for number in {self.filters[items] for items, _ in self.spans})

    def asks_years(self) -> bool:
        """Whether it matters how old the applicant is."""
        return "years-old" in by_attribute(self.applicant, APPLICANT)

    def counts_to_start(self) -> bool:
        """Whether an age or a time is counted to the start of the programme."""
        tests = [
            *(test for items in self.filters for test in items.tests),
            *(one for each in self.verdicts for one in each),
        ]
        aged = any(isinstance(test, AgeTest) and test.as_of == "start" for test in (*tests, *self.applicant))
        return aged or any(as_of == "start" for _, as_of in self.spans)


def by_attribute(tests: Iterable[Test], bearer: str) -> dict[str, list[Test]]:
    """Tests by the attribute that they look at; of ages the date that they are counted from."""
    found: dict[str, list[Test]] = {}
    for test in tests:
        name = looked_at(test, bearer)
        found.setdefault(name, []).append(test)
    return found


def looked_at(test: Test, bearer: str) -> str:
    """The attribute that a test looks at."""
    if not isinstance(test, AgeTest):
        return test.attribute
    return aged_by(bearer) if bearer not in {APPLICANT, VERDICT} else "date"
