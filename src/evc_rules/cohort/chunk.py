"""One chunk of a cohort: its rows are selected, its statuses and credits worked out, written and counted."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..engines.columnar.batch import Batch
from ..engines.columnar.flat import DOSSIERS, TABLES
from ..engines.columnar.planes import unpacked
from ..engines.compiled.circuit import Sides as Masks
from ..engines.prepare import prepare
from ..model.dossier import Dossier
from .aggregate import Counted, counted
from .arrays import batch, single
from .columns import quoted
from .convert import to_dossiers
from .letters import letters
from .plan import Plan
from .questions import Questions
from .ranges import Range
from .reading import Reading
from .rejects import Looking, strange
from .said import Cohorts, planes_of
from .worth import Worth, worth

STATUSES, CREDITS, REJECTS, COUNTS = "statuses", "credits", "rejects", "counts"
QUESTIONS = "questions"
_LEVEL: Final = 1


class Engine(Protocol):
    """What carries out the queries of a plan, chunk after chunk."""

    workers: int
    reads: bool

    def select(
        self, plan: Plan, connection: Any, selects: dict[str, str], reading: Reading | None, asked: Collection[str] = ()
    ) -> dict[str, pa.Table]:
        """What columns need of the rows that these queries of DuckDB select, by table.

        Args:
            plan: The run.
            connection: The connection of the chunk.
            selects: For each table the query of its rows that can be used.
            reading: What reads the rows as they lie in files, where it can.
            asked: The tables that have rows that cannot be used: their rows must be asked for.
        """


@dataclass
class Numbers:
    """What came of some dossiers.

    Attributes:
        dossiers: How many dossiers were answered.
        elsewhere: How many of them the compiled engine answered, because columns cannot carry them exactly.
        bound: For how many dossiers, at each policy and programme, limits bind.
        rejects: How many rows were set apart.
    """

    dossiers: int = 0
    elsewhere: int = 0
    bound: int = 0
    rejects: int = 0


@dataclass
class Chunk:
    """Answers for the dossiers of one chunk.

    Attributes:
        plan: The run.
        engine: What selects.
        out: The folder to write to.
        number: The number of the chunk.
        range: The dossiers.
        connection: A connection of its own.
    """

    plan: Plan
    engine: Engine
    out: Path
    number: int
    range: Range
    connection: Any
    numbers: Numbers = field(default_factory=Numbers)

    def answered(self) -> Counted:
        """Answer, and write what is said."""
        plan = self.plan
        reading = Reading(plan, self.range) if self.engine.reads else None
        if reading is not None:
            reading.all()
        looking = Looking(plan, self.range, self.connection, reading)
        unusable = looking.dossiers()
        people = reading.people if reading is not None and unusable is None else None
        if people is None:
            people = self._people(self._select(DOSSIERS, {DOSSIERS: unusable}))
        dossiers, cohorts = people.column("dossier"), Cohorts.of(people.column("cohort"))
        rejects = {DOSSIERS: unusable, **looking.others(dossiers, plan.sets)}
        selects, found = self._selected(dossiers, rejects, reading)
        if strange(found, plan.asked.alliance.framework):
            rejects |= looking.others(dossiers, None)
            selects, found = self._selected(dossiers, rejects, reading)
        apart = [rows for rows in rejects.values() if rows is not None]
        self.numbers.rejects = sum(map(len, apart))
        if apart:
            self._write(REJECTS, pa.concat_tables(apart))
        self.numbers.dossiers = len(people)
        planes = self._planes(people, cohorts, found, selects)
        said_by = {name: letters(each, len(people)) for name, each in planes.items()}
        self._write(STATUSES, pa.table({"dossier": dossiers, **{name: strings(one) for name, one in said_by.items()}}))
        worths = list(_worths(plan, said_by, people, cohorts))
        self.numbers.bound = sum(one.bound for _, _, _, _, one in worths)
        if worths:
            self._write(CREDITS, pa.concat_tables(_credit_rows(dossiers, *each) for each in worths))
        if plan.asked.questions:
            questions = Questions(plan, lambda wanted: self._read(selects, wanted))
            self._write_all(QUESTIONS, questions.tables(dossiers, planes))
        return counted(plan, planes, len(people), worths)

    def _selected(
        self, dossiers: Any, rejects: Mapping[str, Any], reading: Reading | None
    ) -> tuple[dict[str, str], Batch]:
        """The rows that can be used, as queries; and what columns need of them."""
        selects = {table: self._select(table, rejects) for table in TABLES}
        asked = {name for name, rows in rejects.items() if rows is not None}
        return selects, batch(dossiers, self.engine.select(self.plan, self.connection, selects, reading, asked))

    def _select(self, table: str, rejects: Mapping[str, Any]) -> str:
        """The rows of a table that can be used."""
        clean = rejects.get(table) is None
        return self.plan.chosen(table, self.range, clean=clean)

    def _people(self, select: str) -> pa.Table:
        """The dossiers, with what decides which ruleset and programme they fall under."""
        query = f"SELECT dossier, cohort, variant, {quoted('start')} AS begins FROM ({select}) ORDER BY dossier"
        return self.connection.sql(query).to_arrow_table()

    def _planes(
        self, people: pa.Table, cohorts: Cohorts, batch_: Batch, selects: dict[str, str]
    ) -> dict[str, np.ndarray]:
        """For each policy and leaf the planes of the statuses that are possible."""
        plan = self.plan
        answer = plan.columnar.answer(batch_)
        odd = answer.elsewhere
        rows = (
            np.arange(len(people)) if odd is True else np.flatnonzero(odd is not False and unpacked(odd, len(people)))
        )
        self.numbers.elsewhere = len(rows)
        if len(rows):
            said = self._elsewhere(people.column("dossier").take(pa.array(rows)), selects)
            for place, sides in enumerate(answer.sides):
                sides.put(rows, [one[place] for one in said])
        return {policy.name: planes_of(plan, policy, answer.sides, cohorts) for policy in plan.policies}

    def _elsewhere(self, wanted: Any, selects: dict[str, str]) -> list[list[Masks]]:
        """For some dossiers where each ruleset grants and bars, as the compiled engine has it."""
        plan = self.plan
        place = {str(name): number for number, name in enumerate(wanted.to_pylist())}
        found: list[list[Masks]] = [[] for _ in place]
        for one in self._read(selects, wanted):
            prepared = prepare(one, plan.asked.alliance.framework.vocabulary, plan.asked.on)
            outcome = plan.compiled.works.outcome(prepared)
            found[place[one.id]] = [outcome.sides(number) for number in range(len(plan.compiled.rulesets))]
        return found

    def _read(self, selects: dict[str, str], wanted: Any) -> Iterator[Dossier]:
        """Some dossiers."""
        self.connection.register("wanted", pa.table({"dossier": wanted}))
        flat = {
            name: self.connection.sql(f"SELECT * FROM ({each}) SEMI JOIN wanted USING (dossier)").to_arrow_table()
            for name, each in selects.items()
        }
        self.connection.unregister("wanted")
        yield from to_dossiers(flat, self.plan.asked.alliance.framework.vocabulary)

    def _write_all(self, folder: str, tables: Iterator[pa.Table]) -> None:
        """Write tables that come one after the other, much of which repeats itself."""
        path = self._path(folder)
        draft = path.with_suffix(".draft")
        first = next(tables, None)
        if first is None:
            return
        with pq.ParquetWriter(draft, first.schema, compression="zstd", compression_level=_LEVEL) as writer:
            for table in chain([first], tables):
                writer.write_table(table)
        draft.replace(path)

    def _path(self, folder: str) -> Path:
        return self.out / folder / f"part-{self.number:05}.parquet"

    def _write(self, folder: str, table: pa.Table) -> None:
        path = self._path(folder)
        draft = path.with_suffix(".draft")
        # Statuses hardly ever repeat as a whole: a dictionary of them would be made in vain.
        pq.write_table(table, draft, compression="zstd", compression_level=_LEVEL, use_dictionary=False)
        draft.replace(path)


def strings(codes: np.ndarray) -> pa.Array:
    """A text for each row of bytes."""
    rows, width = codes.shape
    offsets = np.arange(0, (rows + 1) * width, max(width, 1), dtype=np.int32)[: rows + 1]
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(codes)))


# Credits

_Each = tuple[str, str, str, np.ndarray, Worth]


def _worths(plan: Plan, said_by: dict[str, np.ndarray], people: pa.Table, cohorts: Cohorts) -> Iterator[_Each]:
    """What each policy is worth at each programme that it goes with: name, programme, variant, rows, worth."""
    alliance = plan.asked.alliance
    if not any(member.programmes for member in alliance.members):
        return
    begins = [one or plan.asked.on for one in people.column("begins").to_pylist()] if plan.asked.choose else []
    variants = single(people.column("variant")).dictionary_encode()
    of_variant = variants.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    for policy in plan.policies:
        places = plan.places(policy)
        for member in alliance.members:
            if policy.strategy is None and policy.name != member.institution:
                continue
            for cohort in cohorts.there:
                programme = member.programme_for(cohort)
                if programme is None or places[cohort] < 0:
                    continue
                for number, variant in enumerate(variants.dictionary.to_pylist()):
                    rows = np.flatnonzero(cohorts.where(cohort) & (of_variant == number))
                    if variant not in programme.variant or not len(rows):
                        continue
                    found = worth(
                        said_by[policy.name][rows],
                        plan.rulesets[places[cohort]],
                        alliance.framework,
                        programme,
                        variant,
                        [begins[row] for row in rows] if plan.asked.choose else None,
                    )
                    yield policy.name, programme.id, variant, rows, found


def _credit_rows(dossiers: Any, policy: str, programme: str, variant: str, rows: np.ndarray, found: Worth) -> pa.Table:
    size = len(rows)
    return pa.table(
        {
            "dossier": dossiers.take(pa.array(rows)),
            "policy": pa.array([policy] * size),
            "programme": pa.array([programme] * size),
            "variant": pa.array([variant] * size),
            "units": strings(found.units),
            "awarded": strings(found.awarded),
            "certain": _credits(found.certain),
            "hoped": _credits(found.hoped),
        }
    )


def _credits(hundredths: np.ndarray) -> pa.Array:
    halves = np.zeros((len(hundredths), 2), dtype=np.int64)
    halves[:, 0] = hundredths
    return pa.Array.from_buffers(pa.decimal128(9, 2), len(hundredths), [None, pa.py_buffer(halves)])
