"""What is selected of each sort of things: the rows that count, each with its classes and amounts as small numbers.

This is all that a backend has to work out. What rows of a dossier come to together is found in `gather.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import ibis  # type: ignore[import-untyped]

from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute
from ..compiled.tables import attribute_of
from .asking import Asking
from .dialect import Dialect
from .flat import DOSSIERS, column
from .kinds import KindLayout
from .leaves import references
from .prepared import Things, things
from .slots import WIDTH, Layout, Slot, Tally, bounded
from .spoken import Spoken, answers
from .words import Wording, set_column


@dataclass(frozen=True)
class Tables:
    """Dossiers as they lie flat, as tables of one backend, every column there.

    Attributes:
        dossiers: One row each.
        evidence: One row an item.
        verdicts: One row a verdict.
        judgements: One row an answer.
    """

    dossiers: Any
    evidence: Any
    verdicts: Any
    judgements: Any


@dataclass(frozen=True)
class Selection:
    """What is selected of one sort of things.

    Attributes:
        expression: The rows; each has `dossier`, and beside it whole numbers and sets.
        wording: Says what their classes pass; None for answers.
        place: Where things of a kind have their bits; None for verdicts and answers.
    """

    expression: Any
    wording: Wording | None = None
    place: KindLayout | None = None


@dataclass(frozen=True)
class Selecting:
    """Makes the selections.

    Attributes:
        layout: What is asked, and how it is laid out.
        asking: Asks the reference what tests say.
        spoken: What is asked of verdicts.
        dialect: What the backend calls things.
        occurring: The codes that occur, by attribute, where longer codes fall under shorter ones.
        covering: For each reference the leaves that it covers.
        on: The decision date.
    """

    layout: Layout
    asking: Asking
    spoken: Spoken
    dialect: Dialect
    occurring: Mapping[str, Sequence[str]]
    covering: Mapping[str, frozenset[int]]
    on: date

    def all(self, tables: Tables) -> dict[str, Selection]:
        """The selections, by the kind of things; none of what nothing is asked of."""
        found = {DOSSIERS: self._applicants(tables.dossiers)}
        for kind in EVIDENCE_KINDS:
            place = KindLayout(self.layout, kind)
            if place.words:
                found[kind] = self._evidence(place, tables)
        if self.spoken.screens:
            found[VERDICT] = self._verdicts(tables)
        if answers(self.layout.circuit):
            found["judgement"] = self._judgements(tables.judgements)
        return found

    # The applicant

    def _cohort(self, cohort: Any) -> Any:
        """The class of a cohort: 0 when it is not known."""
        above: Any = ibis.literal(1, type="int64")
        for turn in self.asking.turns:
            above = above + (cohort >= turn).cast("int64")
        return ibis.ifelse(cohort.isnull(), 0, above).cast("int64")

    def _applicants(self, dossiers: Any) -> Selection:
        place = KindLayout(self.layout, APPLICANT)
        values = {
            one.id: dossiers[column(DOSSIERS, one.id)]
            for one in self.layout.circuit.framework.vocabulary.carried_by(APPLICANT)
        }
        cohort = self._cohort(values["cohort"])
        wording = self._wording(APPLICANT, values, dossiers.unknown, cohort, values["start"])
        wording.ask(place.screens())
        columns = wording.selected
        if any(tally.span and tally.of == "start" for tally in self.layout.tallies):
            columns = {**columns, "v_start": values["start"]}
        return Selection(dossiers.select("dossier", cohort_class=cohort, **columns), wording, place)

    def _wording(
        self, kind: str, values: Mapping[str, Any], unknown: Any, cohort: Any, start: Any, doubtful: Any = None
    ) -> Wording:
        return Wording(
            self.layout.circuit,
            self.asking,
            self.dialect,
            kind,
            values,
            unknown,
            cohort if self.asking.turns else None,
            start,
            self.occurring,
            self.covering,
            doubtful,
        )

    def _about(self, kind: str, found: Things) -> Wording:
        """What says which screens things of a kind pass."""
        rows = found.rows
        return self._wording(kind, found.values, rows.unknown, rows.cohort_class, rows.begins, found.undated)

    def _with_applicant(self, table: Any, dossiers: Any, screens: Iterable[int]) -> Any:
        """Things with the cohort and the start of the applicant, where some test hangs on them."""
        if not any(self.layout.circuit.screens[screen].hanging for screen in screens):
            nothing = ibis.literal(0, type="int64")
            return table.mutate(cohort_class=nothing, begins=ibis.null("date"))
        people = dossiers.select(
            whose="dossier", cohort_class=self._cohort(dossiers.cohort), begins=dossiers[column(DOSSIERS, "start")]
        )
        return table.left_join(people, table.dossier == people.whose).drop("whose")

    # Evidence

    def _things(self, table: Any, kind: str, screens: Iterable[int], tables: Tables) -> Things:
        listed = list(screens)
        rows = self._with_applicant(table, tables.dossiers, listed)
        needed = self._needed(kind, listed)
        return things(rows, kind, needed, self.layout.circuit.framework.vocabulary, self.on, self.dialect)

    def _needed(self, kind: str, screens: Iterable[int]) -> set[str]:
        asked = [self.layout.screen(screen) for screen in screens]
        needed = {attribute_of(test, kind) for screen in asked for test in screen.asked}
        needed |= {name for screen in asked for name in screen.aligned}
        needed |= {tally.of for tally in self.layout.tallies if isinstance(tally.of, str) and not tally.span}
        return needed | {"from", "to", "date"}

    def _evidence(self, place: KindLayout, tables: Tables) -> Selection:
        screens = place.screens()
        found = self._things(tables.evidence, place.kind, {slot.screen for slot in screens.values()}, tables)
        wording = self._about(place.kind, found)
        wording.ask(screens)
        columns = {**self._amounts(place, found, wording), **wording.selected}
        if any(not self.layout.tallies[number].span for number in place.runs):  # to tell things apart
            dates = ("from", "to") if place.kind == "work" else ("date",)
            columns |= {f"v_{name}": found.values[name] for name in dates if name in found.values}
        for screen in place.covering:
            name = self.layout.screen(screen).aligned[0]
            columns[set_column(name)] = found.values[name]
        contradicts = {} if found.odd is None else {"contradicts": found.odd.cast("int8")}
        return Selection(found.rows.select("dossier", **contradicts, **columns), wording, place)

    def _amounts(self, place: KindLayout, found: Things, wording: Wording) -> dict[str, Any]:
        """What things add to totals; and when they begin and end, for spans."""
        amounts: dict[str, Any] = {}
        for number in place.runs:
            tally = self.layout.tallies[number]
            if tally.span:
                amounts |= {f"v_{name}": found.values[name] for name in ("from", "to")}
            elif isinstance(tally.of, str) and (tally.scale or wording.raw(tally.of) is None):
                declared = self.layout.declared(tally.of, place.kind)
                assert declared is not None  # noqa: S101 - only such kinds add to it
                low, high = _bounds(declared, tally, found)
                amounts[f"lo_{amount_name(tally)}"] = ibis.least(low, tally.most).cast("int64")
                amounts[f"hi_{amount_name(tally)}"] = ibis.least(high, tally.most).cast("int64")
        return amounts

    # Verdicts and judgements

    def _verdicts(self, tables: Tables) -> Selection:
        screens = self.spoken.screens
        found = self._things(tables.verdicts, VERDICT, screens, tables)
        wording = self._about(VERDICT, found)
        wording.ask({divmod(number, WIDTH): Slot(screen) for number, screen in enumerate(screens)})
        named = {str(ref): number for number, ref in enumerate(references(self.layout.circuit.framework))}
        outcome = self.dialect.get(named, found.rows.outcome).fill_null(len(named)).cast("int32")
        achieved = found.rows.achieved.fill_null(False).cast("int8")
        return Selection(found.rows.select("dossier", outcome=outcome, achieved=achieved, **wording.selected), wording)

    def _judgements(self, judgements: Any) -> Selection:
        rows = judgements.filter((judgements.on.isnull() | (judgements.on <= ibis.literal(self.on))).fill_null(True))
        clauses, owners = self.clauses, self.owners
        return Selection(
            rows.select(
                "dossier",
                clause=self.dialect.get(clauses, rows.judgement).fill_null(len(clauses)).cast("int32"),
                owner=self.dialect.get(owners, rows.ruleset).fill_null(len(owners)).cast("int32"),
                answer=rows.answer.fill_null(False).cast("int8"),
            )
        )

    @cached_property
    def clauses(self) -> dict[str, int]:
        """The clauses that are left to people, numbered."""
        nodes = (self.layout.circuit.nodes[place] for place in answers(self.layout.circuit))
        return {name: number for number, name in enumerate(dict.fromkeys(one.condition.id for one in nodes))}  # type: ignore[union-attr]

    @cached_property
    def owners(self) -> dict[str, int]:
        """The rulesets that such clauses belong to, numbered."""
        nodes = (self.layout.circuit.nodes[place] for place in answers(self.layout.circuit))
        named = dict.fromkeys(one.owner for one in nodes if one.owner is not None)  # type: ignore[union-attr]
        return {name: number for number, name in enumerate(named)}


def amount_name(tally: Tally) -> str:
    """The name of the columns of an amount."""
    return f"{tally.of}_{tally.most}".replace("-", "_")


def _bounds(declared: Attribute, tally: Tally, found: Things) -> tuple[Any, Any]:
    """What a thing adds at least and at most [steps]."""
    value = found.values[declared.id]
    steps = (value * 10**tally.scale).cast("int64") if tally.scale else value.cast("int64")
    least = bounded(declared.low, tally.scale)
    most = tally.most if declared.high is None else bounded(declared.high, tally.scale)
    if declared.absent == "none":
        unknown = found.rows.unknown.contains(declared.id).fill_null(False)
        return (
            ibis.coalesce(steps, ibis.ifelse(unknown, least, 0)),
            ibis.coalesce(steps, ibis.ifelse(unknown, most, 0)),
        )
    return steps.fill_null(least), steps.fill_null(most)
