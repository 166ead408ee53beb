"""Lays the units of a path out: by study year and period, and each over the whole plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from ...language import words
from ...language.words import say
from ...model.base import Lang
from ...model.outcomes import Component, Framework
from ...model.programme import Programme, Slot, Unit
from ...model.quantities import Credits, total
from ...plan import Path, PlannedPeriod, Wishes, loads_of
from .view import Block, Period, Span, Year

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Board:
    """What a path is laid out with.

    Attributes:
        path: The path.
        programme: The programme.
        framework: The framework, for what units are about.
        loads: The loads of units that ask less than their credits [EC].
        lang: The language of titles.
    """

    path: Path
    programme: Programme
    framework: Framework
    loads: Mapping[str, Credits]
    lang: Lang

    def years(self) -> tuple[Year, ...]:
        """Period by period, in study years."""
        found = []
        for study_year, group in groupby(self.path.periods, key=lambda each: each.slot.study_year):
            periods = list(group)
            found.append(
                Year(
                    title=say(self.lang, "Studiejaar", "Study year") + f" {study_year}-{study_year + 1}",
                    load=words.credits_(self.lang, total(each.load for each in periods)),
                    columns=len(self.programme.periods),
                    periods=tuple(self._period(each) for each in periods),
                )
            )
        return tuple(found)

    def spans(self) -> tuple[Span, ...]:
        """Each unit over the whole plan, by when it begins."""
        last = {name: number for number, each in enumerate(self.path.periods) for name in (*each.units, *each.running)}
        return tuple(
            Span(
                unit=name,
                title=self.title(name),
                load=words.credits_(self.lang, total(self._parts(name))),
                first=number,
                last=last[name],
                start=each.slot.start,
                end=self.path.periods[last[name]].slot.end,
                mark=self._mark(self.programme.unit[name]),
                assessed=name in self.path.assessed,
            )
            for number, each in enumerate(self.path.periods)
            for name in each.units
        )

    def title(self, unit: str) -> str:
        """What a unit is called."""
        found = self.programme.unit.get(unit)
        return (words.on_one_line(found.title.in_(self.lang)) if found else "") or unit

    def by_title(self, said: str) -> str:
        """A sentence in which units are called by their titles instead of their ids."""
        known = sorted(self.programme.unit, key=len, reverse=True)
        names = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, known))})(?![\w-])")
        return names.sub(lambda found: self.title(found[1]), said) if known else said

    def _period(self, one: PlannedPeriod) -> Period:
        order = [period.id for period in self.programme.periods]
        slot = one.slot
        begin = [self._block(name, slot, continued=False) for name in one.units]
        return Period(
            name=say(self.lang, f"Periode {slot.period}", f"Period {slot.period}"),
            code=slot.period,
            start=slot.start,
            end=slot.end,
            dates=between(slot, self.lang),
            load=words.credits_(self.lang, one.load),
            percent=self._percent(one.load),
            column=order.index(slot.period) + 1,
            blocks=(*(self._block(name, slot, continued=True) for name in one.running), *begin),
            key=str(slot),
        )

    def _block(self, name: str, slot: Slot, *, continued: bool) -> Block:
        begun = next(number for number, each in enumerate(self.path.periods) if name in each.units)
        now = next(number for number, each in enumerate(self.path.periods) if each.slot == slot)
        load = self._parts(name)[now - begun]
        notes = [say(self.lang, "alleen toets", "assessment only")] * (name in self.path.assessed)
        notes += [say(self.lang, "keuze", "chosen")] * (name in self._optional)
        return Block(
            unit=name,
            title=self.title(name),
            load=words.credits_(self.lang, load),
            percent=self._percent(load),
            mark=self._mark(self.programme.unit[name]),
            continued=continued,
            note=", ".join(notes),
        )

    @property
    def _optional(self) -> set[str]:
        """The units that are among those to choose from."""
        return {name for one in self.programme.electives_of(self.path.variant) for name in one.units}

    def _parts(self, name: str) -> tuple[Credits, ...]:
        return loads_of(self.programme.unit[name], self.loads.get(name), Wishes(assessed=self.path.assessed))

    def _percent(self, load: Credits) -> float:
        highest = self.path.highest.value
        return round(float(load.value / highest * Decimal(100)), 2) if highest else 0.0

    def _mark(self, unit: Unit) -> Component:
        leaves = self.framework.select(unit.outcomes)
        counted = Counter(self.framework.by_id[leaf.outcome].component for leaf in leaves)
        return counted.most_common(1)[0][0]


def between(slot: Slot, lang: Lang) -> str:
    """The first and the last day of a period, in words."""
    first, last = (words.on_day(lang, one, short=True) for one in (slot.start, slot.end - _DAY))
    return say(lang, f"{first} t/m {last}", f"{first} to {last}")
