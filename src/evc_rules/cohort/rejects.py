"""The rows of a chunk that cannot be used are set apart, with their file, row and reason."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, TABLES
from .files import literal
from .plan import Plan, chosen
from .rows import occurring, said


@dataclass(frozen=True)
class Range:
    """Dossiers from one to before another.

    Attributes:
        low: The first, or None for all up to the last.
        high: The one after the last, or None.
    """

    low: Any
    high: Any

    def holds(self, dossier: str) -> str:
        """The condition that a row is about one of them; rows about nobody belong to the first range."""
        terms = []
        if self.low is not None:
            terms.append(f"{dossier} >= {literal(self.low)}")
        if self.high is not None:
            upper = f"{dossier} < {literal(self.high)}"
            terms.append(f"({upper} OR {dossier} IS NULL)" if self.low is None else upper)
        return " AND ".join(terms) or "true"


def set_apart(plan: Plan, within: Range, connection: Any) -> tuple[set[str], list[pa.Table]]:
    """The tables with rows that cannot be used; and those rows."""
    framework = plan.asked.alliance.framework
    parts = []
    bad = set()
    known = chosen(plan.cohort, DOSSIERS, framework, within.low, within.high, clean=False)
    for table in TABLES:
        source = plan.cohort.sources[table]
        dossier = next(one.expression for one in plan.cohort.columns[table] if one.name == "dossier")
        listed = occurring(plan.cohort, framework, table, within.holds(dossier), connection)
        if table != DOSSIERS:
            unknown = f"{dossier} IS NOT NULL AND {dossier} NOT IN (SELECT dossier FROM ({known}))"
            listed = [*listed, (unknown, "EVC-K003", "there is no such dossier")]
        condition = " OR ".join(f"coalesce({each}, false)" for each, _, _ in listed)
        rows = connection.sql(
            f"SELECT '{table}' AS \"table\", CAST({source.file} AS VARCHAR) AS file,"
            f" CAST({source.place} AS BIGINT) AS row,"
            f" CAST({dossier} AS VARCHAR) AS dossier, {said(listed, 1)} AS code, {said(listed, 2)} AS message"
            f" FROM {source.relation} WHERE {within.holds(dossier)} AND ({condition})"
        ).to_arrow_table()
        if len(rows):
            bad.add(table)
            parts.append(rows)
    return bad, parts
