"""What a change of policy does to a whole cohort: both policies answered in columns, and compared in columns."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..advice import Change, Effect, Impact, Toll
from ..advice.change import Proposal
from ..engines.columnar.flat import DOSSIERS, TABLES
from ..errors import Finding, warning
from ..harmonise import Strategy
from ..model.alliance import Alliance
from ..model.quantities import Credits
from .backends import connected, engine
from .chunk import CREDITS, STATUSES
from .convert import to_dossiers
from .files import reading
from .letters import sets
from .moved import Moved, moved
from .plan import Asked, Plan, planned
from .ranges import EVERY
from .run import Progress, run
from .worth import decimal

_CHUNK: Final = 100_000
_TOLD: Final = 200
"""So many are told of one by one, whatever is asked."""
_ORDER: Final = tuple(Effect)
_STATUSES: Final = sets()


@dataclass
class Changed:
    """What a change of policy does to a cohort.

    Attributes:
        applicants: How many applicants were asked about.
        tolls: What it does at each institution.
        affected: Those for whom something changes or may change, those who lose first; not all of them when there are
            very many.
        more: How many more of those there are.
        findings: Why some have no answer, or were left out.
    """

    applicants: int
    tolls: tuple[Toll, ...]
    affected: tuple[Impact, ...]
    more: int
    findings: tuple[Finding, ...]


def changes(
    alliance: Alliance,
    proposal: Proposal,
    paths: Sequence[Path],
    on: date,
    *,
    most: int,
    tell: Callable[[Progress], None],
) -> Changed:
    """What a change of policy does to a cohort in tables.

    Args:
        alliance: The policies as they are.
        proposal: What takes their place.
        paths: The files of the cohort, or folders that hold them.
        on: The decision date.
        most: How many applicants are told of, one by one, when there are very many for whom something changes.
        tell: Told how far it is.

    Raises:
        InvalidInputError: With every finding, when files or the proposal cannot be used.
    """
    change = Change(alliance, proposal, on=on)
    strategies = (proposal,) if isinstance(proposal, Strategy) else ()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(reading(paths))
        connection, chosen = stack.enter_context(connected()), stack.enter_context(engine("duckdb"))

        def answered(policies: Alliance, name: str) -> tuple[Plan, tuple[Finding, ...]]:
            plan = planned(Asked(policies, on, strategies, tuple(paths), "duckdb", _CHUNK), connection)
            summary = run(plan, folder / name, chosen, resume=False, tell=tell)
            if not summary.rejects:
                return plan, plan.findings
            help_ = "`evc-rules cohort` writes them down, each with what is wrong"
            left_out = warning("EVC-K004", f"{summary.rejects} rows cannot be used, and are left out", help_)
            return plan, (*plan.findings, left_out)

        plan, findings = answered(alliance, "before")
        other = change.for_everyone
        if other is not None:
            findings += answered(other, "after")[1]
        people = _People(plan)
        counting = _Counting(change, alliance, people.cohorts())
        for before in sorted((folder / "before" / STATUSES).glob("*.parquet")):
            after = folder / ("before" if other is None else "after") / STATUSES / before.name
            counting.add(_Part.read(before), _Part.read(after), str(proposal) if other is None else None)
        affected, more = counting.affected(most)
        impacts = list(_told(change, people, affected))
    unique = tuple({one.message: one for one in findings}.values())
    return Changed(counting.applicants, tuple(counting.tolls.values()), tuple(impacts), more, unique)


def _told(change: Change, people: _People, affected: Sequence[tuple[Any, str]]) -> Iterator[Impact]:
    """The impacts on some applicants at some institutions, in this order."""
    asked = {name for name, _ in affected}
    found: dict[tuple[Any, str], Impact] = {}
    for dossier in people.dossiers(asked):
        for one in change.of(dossier):
            if isinstance(one, Impact):
                found[dossier.id, one.institution] = one
    return (found[str(name), institution] for name, institution in affected)


@dataclass(frozen=True)
class _People:
    """The applicants of a plan."""

    plan: Plan

    def _rows(self, table: str) -> str:
        return self.plan.chosen(table, EVERY, clean=False)

    def cohorts(self) -> dict[Any, int | None]:
        """The cohort of each, None where it is not known."""
        rows = self.plan.cohort.connection.sql(f"SELECT dossier, cohort FROM ({self._rows(DOSSIERS)})").fetchall()
        return {name: None if cohort is None else int(cohort) for name, cohort in rows}

    def dossiers(self, wanted: set[Any]) -> Iterator[Any]:
        """Some of them, as dossiers."""
        if not wanted:
            return
        connection = self.plan.cohort.connection
        connection.register("wanted", pa.table({"dossier": list(wanted)}))
        flat = {
            name: connection.sql(
                f"SELECT * FROM ({self._rows(name)}) SEMI JOIN wanted USING (dossier)"
            ).to_arrow_table()
            for name in TABLES
        }
        connection.unregister("wanted")
        yield from to_dossiers(flat, self.plan.asked.alliance.framework.vocabulary)


@dataclass(frozen=True)
class _Part:
    """What a run wrote of the dossiers of one chunk."""

    statuses: pa.Table
    credits: pa.Table | None

    @classmethod
    def read(cls, path: Path) -> _Part:
        beside = path.parent.parent / CREDITS / path.name
        return cls(pq.read_table(path), pq.read_table(beside) if beside.is_file() else None)

    @property
    def dossiers(self) -> list[Any]:
        return list(self.statuses.column("dossier").to_pylist())

    def possible(self, policy: str) -> np.ndarray:
        """The statuses as bits: a row a dossier, a column a leaf; nothing where there is no answer."""
        said = self.statuses.column(policy).to_pylist()
        return _STATUSES[np.frombuffer("".join(said).encode("ascii"), dtype=np.uint8).reshape(len(said), -1)]

    def worths(self, policy: str) -> dict[tuple[Any, str], tuple[int, int]]:
        """What each dossier is worth at each programme, certainly and at most [hundredths of an EC]."""
        if self.credits is None:
            return {}
        rows = self.credits.filter(pa.compute.equal(self.credits.column("policy"), policy))
        columns = (rows.column(name).to_pylist() for name in ("dossier", "programme", "certain", "hoped"))
        return {(name, at): (int(least * 100), int(top * 100)) for name, at, least, top in zip(*columns, strict=True)}


@dataclass
class _Counting:
    """Counts what a change does."""

    change: Change
    alliance: Alliance
    cohorts: Mapping[Any, int | None]
    tolls: dict[str, Toll] = field(default_factory=dict)
    applicants: int = 0
    _moved: list[tuple[int, int, int, Any, str]] = field(default_factory=list)

    def add(self, before: _Part, after: _Part, policy: str | None) -> None:
        """Count what a change does to some dossiers; after it one policy holds for all, or each has its own."""
        names = before.dossiers
        groups: dict[int | None, list[int]] = {}
        for row, name in enumerate(names):
            groups.setdefault(self.cohorts[name], []).append(row)
        for place, member in enumerate(self.alliance.members):
            toll = self.tolls.setdefault(member.institution, Toll(member.institution))
            there = policy or member.institution
            was = before.possible(member.institution), before.worths(member.institution)
            has = there in after.statuses.column_names
            becomes = (after.possible(there), after.worths(there)) if has else (np.zeros_like(was[0]), {})
            for cohort, rows in groups.items():
                sides = self.change.sides(member.institution, cohort)
                if sides is None or not was[0][rows].all() or not becomes[0][rows].all():
                    toll.unanswered += len(rows)
                    continue
                ids = [names[row] for row in rows]
                worth = [
                    _worth(each, ids, side.programme) for each, side in zip((was[1], becomes[1]), sides, strict=True)
                ]
                found = moved(was[0][rows], becomes[0][rows], worth[0], worth[1], self.change.moving(sides, cohort))
                self._count(toll, found, worth)
                for row, name, effect in zip(rows, ids, found.effects.tolist(), strict=True):
                    if _ORDER[effect] is not Effect.SAME:
                        self._moved.append((effect, self.applicants + row, place, name, member.institution))
        self.applicants += len(names)

    def _count(self, toll: Toll, found: Moved, worth: list[np.ndarray]) -> None:
        numbers = np.bincount(found.effects, minlength=len(_ORDER)).tolist()
        toll.effects += Counter({effect: number for effect, number in zip(_ORDER, numbers, strict=True) if number})
        for move, counts in found.leaves.items():
            for leaf, number in zip(self.alliance.framework.leaves, counts.tolist(), strict=True):
                if number:
                    toll.leaves.setdefault(leaf, Counter())[move] += number
        valued = (worth[0][:, 0] >= 0) & (worth[1][:, 0] >= 0)
        toll.unvalued += int((~valued).sum())
        sums = [tuple(Credits(decimal(int(one))) for one in each[valued].sum(axis=0)) for each in worth]
        toll.before = toll.before[0] + sums[0][0], toll.before[1] + sums[0][1]
        toll.after = toll.after[0] + sums[1][0], toll.after[1] + sums[1][1]

    def affected(self, most: int) -> tuple[list[tuple[Any, str]], int]:
        """Those for whom something changes, who lose first: all, or so many when they are very many; and the rest."""
        listed = sorted(self._moved)
        kept = listed if len(listed) <= _TOLD else listed[:most]
        return [(name, institution) for *_, name, institution in kept], len(listed) - len(kept)


def _worth(worths: Mapping[tuple[Any, str], tuple[int, int]], names: Sequence[Any], programme: Any) -> np.ndarray:
    """What each dossier is worth, certainly and at most [hundredths of an EC]; -1 where that is not known."""
    unknown = (-1, -1)
    at = programme.id if programme else ""
    return np.array([worths.get((name, at), unknown) for name in names], dtype=np.int64).reshape(len(names), 2)
