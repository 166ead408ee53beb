"""A run: chunk after chunk is answered, written out and counted; a run that was cut off goes on where it was."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, TABLES
from ..engines.prepare import prepare
from ..errors import Finding, InvalidInputError, Position
from ..model.dossier import Dossier
from .aggregate import Counted, counted, written_aggregates
from .compose import barring, composed, exempting
from .convert import to_dossiers
from .files import literal, quoted
from .letters import NONE, letters, written
from .plan import Plan, chosen
from .policies import Policy
from .rows import occurring, said
from .worth import Worth, worth

RUN: Final = "run.json"
_STATUSES, _CREDITS, _REJECTS, _COUNTS = "statuses", "credits", "rejects", "counts"


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        done: How many dossiers have been answered.
        total: How many there are.
        left: How long the rest will take [s], at the pace of this run, or None when that is not known yet.
    """

    done: int
    total: int
    left: float | None


@dataclass
class Summary:
    """What came of a run.

    Attributes:
        dossiers: How many dossiers were answered.
        elsewhere: How many of them the compiled engine answered, because columns cannot carry them exactly.
        bound: For how many dossiers, at each policy and programme, limits bind.
        rejects: How many rows were set apart.
        seconds: How long it took [s], this time.
        findings: Where there is no policy.
    """

    dossiers: int = 0
    elsewhere: int = 0
    bound: int = 0
    rejects: int = 0
    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()


class Engine(Protocol):
    """What carries out the query of a plan, chunk after chunk."""

    def answer(self, plan: Plan, selects: dict[str, str]) -> pa.Table:
        """The answers for the rows that these queries of DuckDB select, by table."""


@dataclass
class Chunk:
    """What is known of one chunk."""

    number: int
    low: Any
    high: Any
    summary: Summary = field(default_factory=Summary)


def run(plan: Plan, out: Path, engine: Engine, *, resume: bool, tell: Callable[[Progress], None]) -> Summary:
    """Answer for all dossiers of a plan, and write what is said to a folder.

    Raises:
        InvalidInputError: EVC-C001 when the folder holds another run, or one that was not to be resumed.
    """
    began = monotonic()
    _claim(plan, out, resume=resume)
    edges = [None, *plan.bounds, None]
    chunks = [Chunk(number, low, high) for number, (low, high) in enumerate(pairwise(edges))]
    summary = Summary(findings=plan.findings)
    fresh = 0
    for chunk in chunks:
        record = out / _COUNTS / f"{chunk.number:05}.json"
        if not record.exists():
            counts = _answered(plan, chunk, out, engine)
            fresh += chunk.summary.dossiers
            _write_text(record, json.dumps({**counts.data(), "summary": _numbers(chunk.summary)}))
        numbers = json.loads(record.read_text(encoding="utf-8"))["summary"]
        for name, value in numbers.items():
            setattr(summary, name, getattr(summary, name) + value)
        pace = (monotonic() - began) / fresh if fresh else None
        tell(Progress(summary.dossiers, plan.total, None if pace is None else pace * (plan.total - summary.dossiers)))
    records = (json.loads((out / _COUNTS / f"{one.number:05}.json").read_text(encoding="utf-8")) for one in chunks)
    written_aggregates(plan, out, records)
    summary.seconds = monotonic() - began
    return summary


def _numbers(summary: Summary) -> dict[str, int]:
    return {name: getattr(summary, name) for name in ("dossiers", "elsewhere", "bound", "rejects")}


def _claim(plan: Plan, out: Path, *, resume: bool) -> None:
    """Make the folder, or find the same run in it."""
    mark = out / RUN
    if mark.exists():
        before = json.loads(mark.read_text(encoding="utf-8"))
        if not resume:
            raise _refused(
                out, "the folder holds a run already", "add --resume to go on with it, or choose another folder"
            )
        if before.get("fingerprint") != plan.fingerprint:
            help_ = "alliance, date, strategies, files and chunks must all be the same; else choose another folder"
            raise _refused(out, "the folder holds another run", help_)
        return
    if out.exists() and any(out.iterdir()):
        raise _refused(out, "the folder is not empty", "choose another folder")
    try:
        for name in (_STATUSES, _CREDITS, _REJECTS, _COUNTS):
            (out / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(out, f"the folder cannot be made: {(error.strerror or 'unknown').lower()}", "") from error
    framework = plan.asked.alliance.framework
    leaves = {"place": list(range(len(framework.leaves))), "outcome": [one.outcome for one in framework.leaves],
              "level": [one.level for one in framework.leaves],
              "title_nl": [framework.by_id[one.outcome].title.in_("nl") for one in framework.leaves],
              "title_en": [framework.by_id[one.outcome].title.in_("en") for one in framework.leaves]}  # fmt: skip
    pq.write_table(pa.table(leaves), out / "leaves.parquet")
    about = {
        "fingerprint": plan.fingerprint,
        "alliance": plan.asked.alliance.id,
        "framework": framework.name,
        "on": str(plan.asked.on),
        "policies": [one.name for one in plan.policies],
        "dossiers": plan.total,
        "chunks": len(plan.bounds) + 1,
        "backend": plan.asked.backend,
    }
    _write_text(mark, json.dumps(about, indent=2))


def _refused(out: Path, message: str, help_: str) -> InvalidInputError:
    return InvalidInputError((Finding("EVC-C001", message, Position(str(out)), help_),))


def _write_text(path: Path, content: str) -> None:
    """Write a file whole or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_text(content, encoding="utf-8")
    draft.replace(path)


def _write_table(path: Path, table: pa.Table) -> None:
    draft = path.with_suffix(".draft")
    # Statuses hardly ever repeat as a whole: a dictionary of them would be made in vain.
    pq.write_table(table, draft, compression="zstd", compression_level=1, use_dictionary=False)
    draft.replace(path)


def _answered(plan: Plan, chunk: Chunk, out: Path, engine: Engine) -> Counted:
    """Answer for the dossiers of one chunk."""
    bad = _set_apart(plan, chunk, out)
    framework = plan.asked.alliance.framework
    selects = {
        table: chosen(plan.cohort, table, framework, chunk.low, chunk.high, clean=table not in bad) for table in TABLES
    }
    table = engine.answer(plan, selects)
    people = _people(plan, selects[DOSSIERS])
    order = _order(table.column("dossier"), people.column("dossier"))
    chunk.summary.dossiers = len(people)
    said_by = _letters(plan, table.take(order), people, selects, chunk)
    name = f"part-{chunk.number:05}.parquet"
    columns = {policy.name: _strings(said_by[policy.name]) for policy in plan.policies}
    dossiers = people.column("dossier")
    _write_table(out / _STATUSES / name, pa.table({"dossier": dossiers, **columns}))
    worths = list(_worths(plan, said_by, people))
    chunk.summary.bound = sum(one.bound for _, _, _, _, one in worths)
    if worths:
        _write_table(out / _CREDITS / name, pa.concat_tables(_credit_rows(dossiers, *each) for each in worths))
    return counted(plan, said_by, worths)


def _people(plan: Plan, select: str) -> pa.Table:
    """The dossiers, with what decides which ruleset and programme they fall under."""
    query = f"SELECT dossier, cohort, variant, {quoted('start')} AS begins FROM ({select})"
    return plan.cohort.connection.sql(query).to_arrow_table()


def _order(found: Any, wanted: Any) -> Any:
    """Where in what was found each dossier is."""
    place = {name: number for number, name in enumerate(found.to_pylist())}
    return pa.array([place[name] for name in wanted.to_pylist()])


def _strings(codes: np.ndarray) -> pa.Array:
    """A text for each row of bytes."""
    rows, width = codes.shape
    offsets = np.arange(0, (rows + 1) * width, max(width, 1), dtype=np.int32)[: rows + 1]
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(codes)))


def _letters(
    plan: Plan, table: pa.Table, people: pa.Table, selects: dict[str, str], chunk: Chunk
) -> dict[str, np.ndarray]:
    """The letters of each policy for each dossier."""
    columns = {name: table.column(name).to_numpy().astype(np.int64, copy=False) for name in plan.columnar.columns}
    cohorts = people.column("cohort").to_numpy(zero_copy_only=False)
    known = people.column("cohort").is_valid().to_numpy()
    _compose(plan, columns, cohorts, known)
    by_ruleset = [
        letters(columns, place, plan.columnar.leaves, one.conflicts) for place, one in enumerate(plan.rulesets)
    ]
    elsewhere = table.column("elsewhere").to_numpy()
    rows = np.flatnonzero(elsewhere)
    chunk.summary.elsewhere = len(rows)
    dossiers = people.column("dossier").to_pylist()
    by_name = {str(dossiers[row]): row for row in rows}
    for one in _read(plan, selects, [dossiers[row] for row in rows]):
        prepared = prepare(one, plan.asked.alliance.framework.vocabulary, plan.asked.on)
        for place, answers in enumerate(plan.compiled.evaluate(prepared)):
            text = "".join(map(written, answers.statuses.values()))
            by_ruleset[place][by_name[one.id]] = np.frombuffer(text.encode(), dtype=np.uint8)
    return {policy.name: _by_cohort(plan, policy, by_ruleset, cohorts, known) for policy in plan.policies}


def _compose(plan: Plan, columns: dict[str, np.ndarray], cohorts: np.ndarray, known: np.ndarray) -> None:
    """Put in what harmonised policies grant."""
    for policy in plan.policies:
        if policy.strategy is None:
            continue
        groups: dict[tuple[int, tuple[int, ...]], list[int | None]] = {}
        for cohort, place in plan.places(policy).items():
            if place >= 0:
                members, named = plan.in_force(cohort)
                groups.setdefault((place, (*members, *sorted(named.values()))), []).append(cohort)
        for (place, _), of_cohorts in groups.items():
            members, named = plan.in_force(of_cohorts[0])
            rows = np.zeros(len(cohorts), dtype=bool)
            for cohort in of_cohorts:
                rows |= ~known if cohort is None else known & (cohorts == cohort)
            for word in range(plan.columnar.leaves.words):
                found = composed(
                    policy.strategy,
                    members,
                    named,
                    lambda one, word=word: exempting(columns, one, plan.rulesets[one], word),  # type: ignore[misc]
                    lambda one, word=word: barring(columns, one, word),  # type: ignore[misc]
                )
                for which, vector in zip("tm", found, strict=True):
                    name = f"r{place}g{which}_{word}"
                    columns[name] = vector if rows.all() else np.where(rows, vector, columns[name])


def _by_cohort(
    plan: Plan, policy: Policy, by_ruleset: list[np.ndarray], cohorts: np.ndarray, known: np.ndarray
) -> np.ndarray:
    places = plan.places(policy)
    if len(set(places.values())) == 1 and min(places.values()) >= 0:
        return by_ruleset[next(iter(places.values()))]
    found = np.full((len(cohorts), len(plan.asked.alliance.framework.leaves)), ord(NONE), dtype=np.uint8)
    for cohort, place in places.items():
        rows = ~known if cohort is None else known & (cohorts == cohort)
        if place >= 0:
            found[rows] = by_ruleset[place][rows]
    return found


def _read(plan: Plan, selects: dict[str, str], wanted: list[Any]) -> Iterator[Dossier]:
    """Some dossiers of a chunk."""
    if not wanted:
        return
    connection = plan.cohort.connection
    connection.register("wanted", pa.table({"dossier": pa.array(wanted)}))
    flat = {}
    for name in TABLES:
        rows = connection.sql(f"SELECT * FROM ({selects[name]}) SEMI JOIN wanted USING (dossier)").to_arrow_table()
        flat[name] = rows
    connection.unregister("wanted")
    yield from to_dossiers(flat, plan.asked.alliance.framework.vocabulary)


# Rows that cannot be used


def _set_apart(plan: Plan, chunk: Chunk, out: Path) -> set[str]:
    """The tables with rows that cannot be used; those rows are written out."""
    framework = plan.asked.alliance.framework
    parts = []
    bad = set()
    known = chosen(plan.cohort, DOSSIERS, framework, chunk.low, chunk.high, clean=False)
    for table in TABLES:
        source = plan.cohort.sources[table]
        dossier = next(one.expression for one in plan.cohort.columns[table] if one.name == "dossier")
        within = _within(dossier, chunk)
        listed = occurring(plan.cohort, framework, table, within)
        if table != DOSSIERS:
            unknown = f"{dossier} IS NOT NULL AND {dossier} NOT IN (SELECT dossier FROM ({known}))"
            listed = [*listed, (unknown, "EVC-K003", "there is no such dossier")]
        condition = " OR ".join(f"coalesce({each}, false)" for each, _, _ in listed)
        rows = plan.cohort.connection.sql(
            f"SELECT '{table}' AS \"table\", CAST({source.file} AS VARCHAR) AS file,"
            f" CAST({source.place} AS BIGINT) AS row,"
            f" CAST({dossier} AS VARCHAR) AS dossier, {said(listed, 1)} AS code, {said(listed, 2)} AS message"
            f" FROM {source.relation} WHERE {within} AND ({condition})"
        ).to_arrow_table()
        if len(rows):
            bad.add(table)
            parts.append(rows)
    chunk.summary.rejects = sum(len(one) for one in parts)
    if parts:
        _write_table(out / _REJECTS / f"part-{chunk.number:05}.parquet", pa.concat_tables(parts))
    return bad


def _within(dossier: str, chunk: Chunk) -> str:
    terms = []
    if chunk.low is not None:
        terms.append(f"{dossier} >= {literal(chunk.low)}")
    if chunk.high is not None:
        upper = f"{dossier} < {literal(chunk.high)}"
        terms.append(f"({upper} OR {dossier} IS NULL)" if chunk.low is None else upper)
    return " AND ".join(terms) or "true"


# Credits

_Each = tuple[str, str, str, np.ndarray, Worth]


def _worths(plan: Plan, said_by: dict[str, np.ndarray], people: pa.Table) -> Iterator[_Each]:
    """What each policy is worth at each programme that it goes with: name, programme, variant, rows, worth."""
    alliance = plan.asked.alliance
    cohorts = people.column("cohort").to_pylist()
    variants = people.column("variant").to_pylist()
    begins = [one or plan.asked.on for one in people.column("begins").to_pylist()]
    groups: dict[tuple[int | None, str], list[int]] = {}
    for row, (cohort, variant) in enumerate(zip(cohorts, variants, strict=True)):
        if variant is not None:
            groups.setdefault((cohort, variant), []).append(row)
    for policy in plan.policies:
        places = plan.places(policy)
        for member in alliance.members:
            if policy.strategy is None and policy.name != member.institution:
                continue
            for (cohort, variant), rows in groups.items():
                programme = member.programme_for(cohort)
                if programme is None or variant not in programme.variant or places[cohort] < 0:
                    continue
                chosen_rows = np.array(rows)
                found = worth(
                    said_by[policy.name][chosen_rows],
                    plan.rulesets[places[cohort]],
                    alliance.framework,
                    programme,
                    variant,
                    [begins[row] for row in rows] if plan.asked.choose else None,
                )
                yield policy.name, programme.id, variant, chosen_rows, found


def _credit_rows(dossiers: Any, policy: str, programme: str, variant: str, rows: np.ndarray, found: Worth) -> pa.Table:
    size = len(rows)
    return pa.table(
        {
            "dossier": dossiers.take(pa.array(rows)),
            "policy": pa.array([policy] * size),
            "programme": pa.array([programme] * size),
            "variant": pa.array([variant] * size),
            "units": _strings(found.units),
            "awarded": _strings(found.awarded),
            "certain": _credits(found.certain),
            "hoped": _credits(found.hoped),
        }
    )


def _credits(hundredths: np.ndarray) -> pa.Array:
    halves = np.zeros((len(hundredths), 2), dtype=np.int64)
    halves[:, 0] = hundredths
    return pa.Array.from_buffers(pa.decimal128(9, 2), len(hundredths), [None, pa.py_buffer(halves)])
