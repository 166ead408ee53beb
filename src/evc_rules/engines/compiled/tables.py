"""Tables: for a value of an attribute, what all screens say of it at once.

What a single test says of a single value is asked of the reference, once, and kept; the number of values that are kept
is bounded. Two threads may work out the same row; they find the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ...model.attributes import APPLICANT, VERDICT, Grade, Value
from ...model.conditions import AgeTest, CodeTest, DateTest, NumberTest, Param, Test
from ...model.dossier import Carrier, Dossier
from ...model.outcomes import Framework, Leaf, Ref
from ...model.policy import Ruleset
from ...model.quantities import Amount
from ...results.truth import Truth
from ..prepare import Prepared, aged_by
from ..reference import Case, reached_below, says
from .circuit import Screen, mask

FALSE, UNKNOWN, TRUE = Truth
_ORDERED: Final = frozenset({"<", "<=", ">", ">="})
MOST_ROWS: Final = 20_000
_OFTEN: Final = 8
"""After so many days that had to be asked about, more are asked about at once."""
NOBODY: Final = Prepared(Dossier(id="nobody"), frozenset(), frozenset(), {}, ())


class Asking:
    """What it takes to ask the reference what a test says."""

    def __init__(self, framework: Framework, on: date, ruleset: Ruleset) -> None:
        """Ask under some ruleset: tests that need no other are asked."""
        self.case = Case(ruleset, framework, NOBODY, on)
        self.leaf = framework.leaves[0]

    def says(self, test: Test, kind: str, thing: Carrier) -> Truth:
        """What a test that hangs on the thing alone says of it."""
        return says(self.case, test, kind, "", thing, self.leaf).truth


class Rows(dict[Any, int]):
    """The rows of one attribute as one kind of thing carries it, by value as `Carrier.keys` has it.

    A row is one number: above, the screens that the value may pass; below, those that it surely passes. Beside the rows
    stand the gaps: for a value that leaves some test unknown, the screens of which it is not known.
    """

    def __init__(self, asking: Asking, kind: str, attribute: str, tests: dict[int, list[Test]], width: int) -> None:
        super().__init__()
        self.asking, self.kind, self.attribute, self.width = asking, kind, attribute, width
        untested = (1 << width) - 1 & ~mask(tests)
        self.untested = untested << width | untested
        self.tested = mask(tests)
        self.gaps: dict[Any, int] = {}
        self.asked: dict[Test, int] = {}
        for place, each in tests.items():
            for test in each:
                self.asked[test] = self.asked.get(test, 0) | 1 << place
        self.ordered = all(map(_changes_once, self.asked))
        self.runs: dict[str, Runs] = {}
        self.days = 0
        self.some = mask(place for place, each in tests.items() if _is_by_code(each, "any"))
        self.none = mask(place for place, each in tests.items() if _is_by_code(each, "none"))
        self.by_code = self.some | self.none == self.tested

    def __missing__(self, key: Any) -> int:
        if self.ordered and (isinstance(key, date) or (isinstance(key, tuple) and key[0] is not Grade)):
            row = self._ordered(key)
        elif self.by_code and isinstance(key, frozenset) and len(key) > 1:
            row = self._joined(key)
        else:
            row, _ = self._asked(key)
        open_ = row >> self.width & ~row & self.tested
        if len(self) < MOST_ROWS or open_:
            self[key] = row
            if open_:
                self.gaps[key] = open_
        return row

    def _ordered(self, key: Any) -> int:
        """The row of a date or number; when it lies between two of which every test says the same, it is theirs.

        Each test changes once at most on the way up, so none can change in between. (What tests say together may well:
        neither below a range nor above it does a value pass.) That saves asking for each of thousands of days.
        """
        value, unit = key if isinstance(key, tuple) else (key, "")
        runs = self.runs.get(unit)
        if runs is not None:
            place = bisect_right(runs.lows, value) - 1
            if place >= 0 and value <= runs.highs[place]:
                return runs.rows[place]
        row, truths = self._asked(key)
        runs = (runs or Runs((), (), (), ())).with_(value, row, truths)
        self.runs[unit] = runs  # two threads: one asks again later
        if isinstance(key, date):
            self.days += 1
            if self.days > _OFTEN:
                self._close(key, runs if self.days > _OFTEN + 1 else self._ended(runs))
        return row

    def _ended(self, runs: Runs) -> Runs:
        """With the first day that there is, and the decision: most days lie in between."""
        for day in (date.min, self.asking.case.on):
            place = bisect_right(runs.lows, day) - 1
            if place < 0 or day > runs.highs[place]:
                runs = runs.with_(day, *self._asked(day))
        return runs

    def _close(self, day: date, runs: Runs) -> None:
        """Find out between which days beside this one a test changes: of many days, some always lie in between."""
        while True:
            place = bisect_right(runs.lows, day) - 1
            beside = (at for at in (place - 1, place) if 0 <= at < len(runs.lows) - 1)
            wide = next((at for at in beside if (runs.lows[at + 1] - runs.highs[at]).days > 1), None)
            if wide is None:
                break
            between = runs.highs[wide] + (runs.lows[wide + 1] - runs.highs[wide]) // 2
            runs = runs.with_(between, *self._asked(between))
        self.runs[""] = runs

    def _joined(self, codes: frozenset[str]) -> int:
        """The row of several codes: a test for some of them holds when it does of one, a test for none when of all."""
        some, every = 0, -1
        for code in codes:
            row = self[frozenset((code,))]
            some, every = some | row, every & row
        some_of, none_of = (one << self.width | one for one in (self.some, self.none))
        return self.untested | some & some_of | every & none_of

    def _asked(self, key: Any) -> tuple[int, tuple[Truth, ...]]:
        """The row of a value, and what the tests say one by one."""
        unknown = (self.attribute,) if key is ... else ()
        value = key
        if isinstance(key, tuple):
            value = Grade(*key[1:]) if key[0] is Grade else Amount(*key)
        known = () if key is None or key is ... else ((self.attribute, value),)
        thing = Carrier.model_construct(attributes=known, unknown=unknown)
        surely = maybe = self.tested
        said: list[Truth] = []
        for test, screens in self.asked.items():  # many screens make the same test
            truth = self.asking.says(test, self.kind, thing)
            said.append(truth)
            if truth is not TRUE:
                surely &= ~screens
                if truth is FALSE:
                    maybe &= ~screens
        return self.untested | surely | maybe << self.width, tuple(said)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of values of which every test says the same, in order: what was asked of their ends holds in between.

    Attributes:
        lows: The least value of each that was asked about.
        highs: The greatest.
        rows: Its row.
        truths: What the tests say one by one.
    """

    lows: tuple[Any, ...]
    highs: tuple[Any, ...]
    rows: tuple[int, ...]
    truths: tuple[tuple[Truth, ...], ...]

    def with_(self, value: Any, row: int, truths: tuple[Truth, ...]) -> Runs:
        """The runs, with one more value that lies in none of them."""
        place = bisect_right(self.lows, value)
        first, last = place, place
        low = high = value
        if place and self.truths[place - 1] == truths:
            first, low = place - 1, self.lows[place - 1]
        if place < len(self.lows) and self.truths[place] == truths:
            last, high = place + 1, self.highs[place]
        return Runs(
            (*self.lows[:first], low, *self.lows[last:]),
            (*self.highs[:first], high, *self.highs[last:]),
            (*self.rows[:first], row, *self.rows[last:]),
            (*self.truths[:first], truths, *self.truths[last:]),
        )


def _changes_once(test: Test) -> bool:
    """Whether a test is of dates or plain numbers, and changes once at most on the way from low to high."""
    if isinstance(test, NumberTest):
        return test.scale is None and test.op in _ORDERED
    return isinstance(test, AgeTest) or (isinstance(test, DateTest) and test.op in _ORDERED)


def _is_by_code(tests: list[Test], match: str) -> bool:
    """Whether there is one test, of codes, that can be answered code by code: of all that are asked only one can be."""
    (test, *others) = tests
    if others or not isinstance(test, CodeTest) or isinstance(test.codes, Param):
        return False
    return test.match == match or (match == "any" and test.match == "all" and len(test.codes) == 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """All that is asked of things of one kind.

    Attributes:
        row: What the screens say of such a thing: a function of how its keys are looked up.
        gaps: For each attribute that is tested the gaps of its rows.
        about: The screens that are about such things.
        tables: The rows of each attribute that is tested.
    """

    row: Callable[[Callable[[str], Any]], int]
    gaps: tuple[tuple[str, dict[Any, int]], ...]
    about: int
    tables: tuple[Rows, ...]


def _row_of(about: int, tables: tuple[Rows, ...]) -> Callable[[Callable[[str], Any]], int]:
    """The function that looks up a value in each table and joins the rows, written out: it runs for every item."""
    asked = "".join(f" & rows{place}[get({rows.attribute!r})]" for place, rows in enumerate(tables))
    made: dict[str, Any] = {f"rows{place}": rows for place, rows in enumerate(tables)}
    exec(f"def row(get):\n    return {about:#x}{asked}\n", made)  # noqa: S102 - made of names of attributes
    found: Callable[[Callable[[str], Any]], int] = made["row"]
    return found


class Kinds(dict[str, Kind]):
    """What is asked of each kind of thing, made when the kind first turns up."""

    def __init__(self, asking: Asking, screens: tuple[Screen, ...]) -> None:
        super().__init__()
        self.asking, self.screens = asking, screens

    def __missing__(self, kind: str) -> Kind:
        about = {place: one for place, one in enumerate(self.screens) if _is_about(one, kind)}
        tested: dict[str, dict[int, list[Test]]] = defaultdict(lambda: defaultdict(list))
        for place, screen in about.items():
            for test in screen.tests:
                tested[attribute_of(test, kind)][place].append(test)
        width = len(self.screens)
        tables = tuple(Rows(self.asking, kind, name, dict(tested[name]), width) for name in sorted(tested))
        gaps = tuple((rows.attribute, rows.gaps) for rows in tables)
        self[kind] = Kind(_row_of(mask(about) << width | mask(about), tables), gaps, mask(about), tables)
        return self[kind]


def attribute_of(test: Test, kind: str) -> str:
    """The attribute that a test looks at; for an age the date that it is counted from."""
    if isinstance(test, AgeTest):
        return aged_by(kind)
    return test.attribute


def _is_about(screen: Screen, kind: str) -> bool:
    return kind in screen.bearers if screen.bearers else kind not in {VERDICT, APPLICANT}


@dataclass
class Covered:
    """The leaves that a thing covers, as masks, by what it is aligned with."""

    framework: Framework
    place: dict[Leaf, int]
    masks: dict[Value, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)

    def __call__(self, kind: str, thing: Carrier, attributes: Iterable[str]) -> tuple[int, int, list[str]]:
        """The leaves that it surely covers, those that it may cover, and the attributes that are not known."""
        surely = maybe = -1
        unknown: list[str] = []
        for name in attributes:
            value = thing.known.get(name)
            declared = self.framework.vocabulary.find(name, kind)
            if declared is None or (value is None and declared.absent == "none" and name not in thing.unknown):
                surely = maybe = 0
            elif value is None:
                surely = 0
                unknown.append(name)
            else:
                covers = self.masks.get(value)
                if covers is None:
                    covers = self.mask(value)
                surely, maybe = surely & covers, maybe & covers
        return surely, maybe, unknown

    def mask(self, value: Value) -> int:
        """The leaves under what is named, and every lower level of them."""
        found = 0
        for text in value if isinstance(value, frozenset) else ():
            if text not in self.named:
                covered = reached_below(self.framework, (Ref.parse(text),))
                self.named[text] = mask(self.place[leaf] for leaf in covered)
            found |= self.named[text]
        if len(self.masks) < MOST_ROWS:
            self.masks[value] = found
        return found
