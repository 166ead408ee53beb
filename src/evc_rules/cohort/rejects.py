"""The rows of a chunk that cannot be used are set apart, with their file, row and reason."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.batch import Batch
from ..engines.columnar.flat import DOSSIERS, EVIDENCE, TABLES
from ..engines.columnar.words import set_column
from ..model.attributes import EVIDENCE_KINDS
from ..model.outcomes import Framework
from .arrays import single
from .columns import quoted, text
from .doubts import occurs, told
from .plan import Plan
from .ranges import Range
from .reading import Reading
from .rows import (
    DOUBLED,
    ITEMS,
    Holed,
    NoneOf,
    NotCarried,
    Problem,
    Reason,
    code_of,
    codes_of_sets,
    message_of,
    nobody,
)
from .twice import pairs, twice
from .vouched import Block


@dataclass(frozen=True)
class Looking:
    """Looks for rows of one chunk that cannot be used.

    Attributes:
        plan: The run.
        range: The dossiers of the chunk.
        connection: A connection.
        reading: What reads the rows as they lie in files, where it can; None where another does.
    """

    plan: Plan
    range: Range
    connection: Any
    reading: Reading | None

    def dossiers(self) -> pa.Table | None:
        """The dossiers that cannot be used, or None."""
        listed = [*self.plan.problems(DOSSIERS), *self.plan.doubled(DOSSIERS, self.range)]
        return self._bad(DOSSIERS, listed, alarmed=self._doubled(), seen={})

    def _doubled(self) -> bool:
        """Whether some dossier is there more than once."""
        if self.plan.distinct:
            return False
        dossier = self._dossier(DOSSIERS)
        query = f"SELECT count({dossier}) > count(DISTINCT {dossier}) FROM {self._relation(DOSSIERS)}"
        return bool(self.connection.execute(f"{query} WHERE {self.range.holds(dossier)}").fetchall()[0][0])

    def others(self, people: Any, seen: Mapping[str, Collection[str]] | None) -> dict[str, pa.Table]:
        """What cannot be used about dossiers: by table.

        Args:
            people: The dossiers that can be used, in order.
            seen: The sets whose codes are looked at elsewhere: by column the kinds of evidence. None when something was
                found there, so that all evidence is looked at.
        """
        found = {}
        if self.reading is not None and seen and self.reading.parts(EVIDENCE) is not None:
            seen = {}  # what occurs in what was read is known
        known = self.plan.chosen(DOSSIERS, self.range, clean=False)
        for table in TABLES:
            if table == DOSSIERS:
                continue
            unknown = nobody(self.plan.cohort, table, known)
            alarmed = not self._all_known(table, people) and self._any(table, [unknown])
            alarmed = alarmed or (table == EVIDENCE and seen is None)
            listed = [*self.plan.problems(table), unknown, *self.plan.doubled(table, self.range)]
            alarmed = alarmed or (table in ITEMS and self._items_doubled(table, people))
            rows = self._bad(table, listed, alarmed=alarmed, seen=seen if seen and table == EVIDENCE else {})
            if rows is not None:
                found[table] = rows
        return found

    def _items_doubled(self, table: str, people: Any) -> bool:
        """Whether some item of these people seems to be there more than once."""
        dossier = self._dossier(table)
        item = next(one for one in self.plan.cohort.columns[table] if one.name == "item")
        groups = [one.group for one in self.plan.blocks(table, self.range) if one.group]
        if groups and item.plain and self.plan.cohort.sources[table].columns["dossier"] in {"BIGINT", "VARCHAR"}:
            read = self.reading.parts(table) if self.reading else None
            if read is not None and all("item" in given for given in read.values()):
                found = twice(((given["dossier"], given["item"]) for given in read.values()), single(people))
            else:
                found = twice(pairs(groups), single(people))
            if found is not None:
                return found
        query = f"SELECT count(*) > count(DISTINCT hash({dossier}, {item.expression})) FROM {self._relation(table)}"
        return bool(self.connection.execute(f"{query} WHERE {self.range.holds(dossier)}").fetchall()[0][0])

    def _relation(self, table: str) -> str:
        return self.plan.relation(table, self.range)

    def _dossier(self, table: str) -> str:
        return next(one.expression for one in self.plan.cohort.columns[table] if one.name == "dossier")

    def _all_known(self, table: str, people: Any) -> bool:
        """Whether numbers leave no doubt that every row is about a dossier that there is."""
        blocks = self.plan.blocks(table, self.range)
        if not blocks or not len(people) or not pa.types.is_integer(people.type):
            return False
        first, last = people[0].as_py(), people[len(people) - 1].as_py()
        low, high = self.range.low, self.range.high
        return last - first + 1 == len(people) and all(one.within(first, last, low, high) for one in blocks)

    def _bad(
        self, table: str, listed: Sequence[Problem], *, alarmed: bool, seen: Mapping[str, Collection[str]]
    ) -> pa.Table | None:
        """The rows that cannot be used, with the reason; looked for one by one only when there are some."""
        if not alarmed and not self._alarmed(table, listed, seen):
            return None
        source = self.plan.cohort.sources[table]
        dossier = self._dossier(table)
        rows = self.connection.sql(
            f"SELECT '{table}' AS \"table\", CAST({source.file} AS VARCHAR) AS file,"
            f" CAST({source.place} AS BIGINT) AS row,"
            f" CAST({dossier} AS VARCHAR) AS dossier, {code_of(listed)} AS code, {message_of(listed)} AS message"
            f" FROM {source.counted or self._relation(table)} WHERE {self.range.holds(dossier)} AND ({_some(listed)})"
        ).to_arrow_table()
        return rows if len(rows) else None

    def _alarmed(self, table: str, listed: Sequence[Problem], seen: Mapping[str, Collection[str]]) -> bool:
        """Whether some row has one of these problems (no such dossier, and several, are asked by themselves)."""
        blocks = self.plan.blocks(table, self.range)
        readable = {one.name for one in self.plan.cohort.columns[table] if not one.wrong}
        coded = {one.reason.column for one in listed if isinstance(one.reason, NoneOf) and one.reason.several}
        left: dict[str, list[Problem]] = {}
        for one in listed:
            reason = one.reason if one.reason is not None and one.reason.column in readable else None
            doubtful = _doubtful(reason, blocks)
            if one.code in {"EVC-K003", DOUBLED} or doubtful == frozenset():
                continue
            if isinstance(reason, Holed) and reason.column in coded:  # found among the codes
                continue
            if isinstance(reason, NoneOf | Holed):
                if self._strange(table, reason, doubtful, blocks, seen):
                    return True
                continue
            if doubtful is None and blocks and isinstance(reason, NotCarried):
                doubtful = frozenset(EVIDENCE_KINDS).difference(reason.kinds)
            if (known := self._read(table, one, doubtful)) is not None:
                if any(occurs(one, given, self.connection) for given in known):
                    return True
                continue
            left.setdefault(_of_kinds(doubtful), []).append(one)
        return any(self._any(table, each, where) for where, each in left.items())

    def _read(self, table: str, problem: Problem, kinds: frozenset[str] | None) -> list[Mapping[str, pa.Array]] | None:
        """What was read of rows of these kinds that tells whether they have a problem; None when it must be asked."""
        names = told(problem)
        if self.reading is None or not names:
            return None
        listed = EVIDENCE_KINDS if kinds is None else kinds
        each = [self.reading.columns(table, kind, names) for kind in (listed if table == EVIDENCE else ("",))]
        known = [one for one in each if one is not None]
        return known if len(known) == len(each) else None

    def _strange(
        self,
        table: str,
        reason: NoneOf | Holed,
        doubtful: frozenset[str] | None,
        blocks: Sequence[Block],
        seen: Mapping[str, Collection[str]],
    ) -> bool:
        """Whether some code occurs that is none of those that are allowed, or is missing; each is looked at once.

        Of kinds of which codes are seen elsewhere only what does not count, as it is dated later, is looked at.
        """
        column = next(one for one in self.plan.cohort.columns[table] if one.name == reason.column)
        several = isinstance(reason, Holed) or reason.several
        value = f"unnest({column.expression})" if several else column.expression
        there: set[Any] = set()
        if column.name in seen:
            kinds = frozenset(EVIDENCE_KINDS) if doubtful is None else doubtful
            doubtful = kinds.difference(seen[column.name])
            for dated, those in (("from", kinds & {"work"}), ("date", kinds - {"work"})):
                later = next(one.expression for one in self.plan.cohort.columns[EVIDENCE] if one.name == dated)
                if those := those.intersection(seen[column.name]):
                    where = f"{_of_kinds(those)} AND {later} > DATE '{self.plan.asked.on}'"
                    there |= self._values(table, value, where)
        groups = [one.group for one in blocks if doubtful is None or one.kind in {"", *doubtful}]
        if doubtful is None or doubtful:
            if blocks and column.plain and all(groups):
                there = there.union(*(one.values(column.name) for one in groups if one))
            else:
                there |= self._values(table, value, _of_kinds(doubtful))
        if isinstance(reason, Holed):
            return None in there
        return not there <= (reason.allowed if reason.needed or several else reason.allowed | {None})

    def _values(self, table: str, value: str, also: str) -> set[Any]:
        """The values that occur in some rows."""
        rows = self.connection.execute(
            f"SELECT DISTINCT {value} FROM {self._relation(table)}"
            f" WHERE {self.range.holds(self._dossier(table))} AND {also}"
        ).fetchall()
        return {row[0] for row in rows}

    def _any(self, table: str, listed: Sequence[Problem], also: str = "true") -> bool:
        within = self.range.holds(self._dossier(table))
        query = f"SELECT 1 FROM {self._relation(table)} WHERE {within} AND {also} AND ({_some(listed)}) LIMIT 1"
        return bool(self.connection.execute(query).fetchall())


def strange(batch: Batch, framework: Framework) -> bool:
    """Whether some set that was selected has a code that cannot be, or an element that is missing."""
    allowed = codes_of_sets(framework)
    for part in batch.parts.values():
        for name, listed in part.lists.items():
            codes = allowed.get(name.removeprefix(set_column("")))
            if None in listed.names or (codes is not None and not codes.issuperset(listed.names)):
                return True
    return False


def _doubtful(reason: Reason | None, blocks: Sequence[Block]) -> frozenset[str] | None:
    """The kinds of the rows of which blocks do not exclude a reason; None when that is not known."""
    if reason is None or not blocks:
        return None
    kinds = frozenset(one.kind for one in blocks if not one.excludes(reason))
    return None if "" in kinds else kinds


def _of_kinds(kinds: frozenset[str] | None) -> str:
    """That a row is of one of these kinds, or any: files that keep kinds apart are then not read elsewhere."""
    if kinds is None:
        return "true"
    return f"{quoted('kind')} IN ({', '.join(text(kind) for kind in sorted(kinds))})"


def _some(listed: Iterable[Problem]) -> str:
    return " OR ".join(f"coalesce({one.condition}, false)" for one in listed)
