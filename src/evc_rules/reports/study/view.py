"""A study plan as it is shown: every word, number and date of it, in one language. No form of it computes anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ...model.base import Lang
from ...model.outcomes import Component

Part = Literal["exempt", "done", "perhaps", "left"]
"""What becomes of a part of the programme."""


@dataclass(frozen=True)
class Fact:
    """Something known, with what it is called: `begin` and `1 februari 2027`."""

    name: str
    said: str


@dataclass(frozen=True)
class Share:
    """A part of the whole programme.

    Attributes:
        name: What becomes of it.
        said: How much it is, such as `27,5 EC`.
        percent: Of the whole.
        kind: Which of the parts it is.
    """

    name: str
    said: str
    percent: float
    kind: Part


@dataclass(frozen=True)
class Ground:
    """A rule that exempts.

    Attributes:
        title: What it is called.
        articles: The articles that it is taken from.
        because: What of the dossier met it; may be nothing.
    """

    title: str
    articles: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Row:
    """A unit with what is to be said of it.

    Attributes:
        unit: Its title.
        ec: What it is worth.
        said: Why it is exempt, or what is missing.
    """

    unit: str
    ec: str
    said: str


@dataclass(frozen=True)
class Open:
    """What is asked, and what a good answer would do.

    Attributes:
        text: What is asked.
        about: What it is about.
        worth: What it would be worth; nothing when that was not worked out.
    """

    text: str
    about: str
    worth: str = ""


@dataclass(frozen=True)
class Reach:
    """The fewest open questions with which the path ends by a day that was wished for.

    Attributes:
        title: By which day.
        said: Whether it can be, and how sure that is.
        asked: The questions, each with the answer that is counted on.
    """

    title: str
    said: str
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A unit in one period.

    Attributes:
        unit: Its id.
        title: What it is called.
        load: What it asks in that period.
        percent: That, of the tallest period.
        mark: What it is mostly about: the component of most of its outcomes.
        continued: Whether it began in an earlier period.
        note: Such as `alleen toets`; mostly nothing.
    """

    unit: str
    title: str
    load: str
    percent: float
    mark: Component
    continued: bool = False
    note: str = ""


@dataclass(frozen=True)
class Period:
    """A period of the plan.

    Attributes:
        name: What it is called.
        code: The same, in short.
        start: Its first day.
        end: The first day after it.
        dates: Its first and its last day, in words.
        load: What it asks.
        percent: That, of the tallest period.
        column: Which period of the year it is, from 1.
        blocks: The units in it.
        key: Which period of which study year; the same in every plan.
    """

    name: str
    code: str
    start: date
    end: date
    dates: str
    load: str
    percent: float
    column: int
    blocks: tuple[Block, ...]
    key: str


@dataclass(frozen=True)
class Year:
    """A study year of the plan.

    Attributes:
        title: What it is called.
        load: What it asks.
        columns: How many periods a study year has.
        periods: Those of the plan.
    """

    title: str
    load: str
    columns: int
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class Span:
    """A unit over the whole plan.

    Attributes:
        unit: Its id.
        title: What it is called.
        load: What it asks as a whole.
        first: The number of the period in which it begins, from 0.
        last: The number of the period in which it ends.
        start: The first day of the first.
        end: The first day after the last.
        mark: What it is mostly about: the component of most of its outcomes.
        assessed: Whether it is completed by assessment only.
    """

    unit: str
    title: str
    load: str
    first: int
    last: int
    start: date
    end: date
    mark: Component
    assessed: bool


@dataclass(frozen=True)
class Moved:
    """What becomes of a unit when one plans again."""

    what: str
    unit: str
    when: str


@dataclass(frozen=True)
class StudyPlan:
    """A study plan to take along to a first talk.

    Attributes:
        lang: The language of all texts.
        title: What it is called.
        place: Where one studies.
        person: Whose dossier it is, without a name.
        key: What the plan is of; the same for every plan of this dossier, institution, programme and variant.
        on: The decision date.
        board: Who decides.
        warning: What to know before relying on it; mostly nothing.
        facts: Dossier, programme, variant, dates.
        headline: When it ends, or that there is no plan.
        lead: What that comes to, in a few sentences.
        finish: The day on which it ends, or None without a plan.
        numbers: The three or four numbers that matter.
        shares: The whole programme: what is exempt, may be, and is left.
        exempt: The units that are exempt.
        grounds: The rules that exempt, with articles and evidence.
        partly: Units of which some outcomes are exempt.
        stopped: Units that are exempt and not awarded, as a limit binds.
        asked: What is open.
        first: The units for which answering saves most: what a unit asks to be answered, and what that saves.
        reach: The fewest questions that reach a day to finish by, where one was wished for.
        hope: What it comes to if all of that comes out well; nothing where nothing is open.
        years: The plan, period by period.
        spans: The plan, unit by unit.
        sure: How sure it is, and what it takes for granted.
        clashes: Why there is no plan.
        ways: What would each be enough for one.
        moved: What changes when one planned again.
        stays: How many units stay and are done then; nothing otherwise.
        remarks: Findings about the dossier.
        glossary: Words that not everybody knows.
        made: What made it, and what from.
    """

    lang: Lang
    title: str
    place: str
    person: str
    key: str
    on: date
    board: str
    warning: str
    facts: tuple[Fact, ...]
    headline: str
    lead: tuple[str, ...]
    finish: date | None
    numbers: tuple[Fact, ...]
    shares: tuple[Share, ...]
    exempt: tuple[Row, ...]
    grounds: tuple[Ground, ...]
    partly: tuple[Row, ...]
    stopped: tuple[Row, ...]
    asked: tuple[Open, ...]
    first: tuple[Row, ...]
    reach: Reach | None
    hope: str
    years: tuple[Year, ...]
    spans: tuple[Span, ...]
    sure: tuple[str, ...]
    clashes: tuple[str, ...]
    ways: tuple[str, ...]
    moved: tuple[Moved, ...]
    stays: str
    remarks: tuple[str, ...]
    glossary: tuple[Fact, ...]
    made: str

    @property
    def periods(self) -> Iterator[Period]:
        """All periods."""
        return (period for year in self.years for period in year.periods)

    @property
    def marks(self) -> tuple[Component, ...]:
        """What its units are about, each once."""
        return tuple(dict.fromkeys(one.mark for one in self.spans))

    @property
    def has_worth(self) -> bool:
        """Whether it was worked out what open questions are worth."""
        return any(one.worth for one in self.asked)
