"""A run: chunk after chunk is answered, written out and counted; a run that was cut off goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..engines.columnar import kernels
from ..errors import Finding, InvalidInputError, Position
from .aggregate import written_aggregates
from .chunk import COUNTS, CREDITS, QUESTIONS, REJECTS, STATUSES, Chunk, Engine, Numbers
from .plan import Plan
from .ranges import Range

RUN: Final = "run.json"


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
class Summary(Numbers):
    """What came of a run.

    Attributes:
        seconds: How long it took [s], this time.
        findings: Where there is no policy.
    """

    seconds: float = 0.0
    findings: tuple[Finding, ...] = ()


def run(plan: Plan, out: Path, engine: Engine, *, resume: bool, tell: Callable[[Progress], None]) -> Summary:
    """Answer for all dossiers of a plan, and write what is said to a folder.

    Raises:
        InvalidInputError: EVC-C001 when the folder holds another run, or one that was not to be resumed.
    """
    began = monotonic()
    _claim(plan, out, resume=resume)
    plan.ready()
    with _kept():
        return _run(plan, out, engine, tell, began)


@contextmanager
def _kept() -> Iterator[None]:
    """Memory is let go so that the next chunk, which needs as much, finds it again."""
    kernels.keep()
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def _run(plan: Plan, out: Path, engine: Engine, tell: Callable[[Progress], None], began: float) -> Summary:
    summary = Summary(findings=plan.findings)
    fresh = 0
    records: list[dict[str, Any]] = []
    for record, made in _recorded(plan, out, engine):
        records.append(record)
        for name, value in record["summary"].items():
            setattr(summary, name, getattr(summary, name) + value)
        fresh += record["summary"]["dossiers"] if made else 0
        pace = (monotonic() - began) / fresh if fresh else None
        tell(Progress(summary.dossiers, plan.total, None if pace is None else pace * (plan.total - summary.dossiers)))
    written_aggregates(plan, out, records)
    summary.seconds = monotonic() - began
    return summary


def _recorded(plan: Plan, out: Path, engine: Engine) -> Iterator[tuple[dict[str, Any], bool]]:
    """What was counted in each chunk, in order, and whether that was done just now; several are answered at once."""
    ranges = [Range(low, high) for low, high in pairwise([None, *plan.bounds, None])]

    def record(number: int) -> tuple[dict[str, Any], bool]:
        path = out / COUNTS / f"{number:05}.json"
        before = _counts(path)
        if before is not None:
            return before, False
        with plan.cohort.connection.cursor() as connection:
            chunk = Chunk(plan, engine, out, number, ranges[number], connection)
            counts = chunk.answered()
        said = json.dumps({**counts.data(), "summary": vars(chunk.numbers)})
        _write_text(path, said)
        return json.loads(said), True

    pool = ThreadPoolExecutor(engine.workers)
    try:
        yield from pool.map(record, range(len(ranges)))
    finally:
        pool.shutdown(cancel_futures=True)


def _counts(path: Path) -> dict[str, Any] | None:
    """What was counted in a chunk; None when it is not there, or not whole: then the chunk is yet to be done."""
    found = _read(path)
    return found if found is not None and "summary" in found else None


def _read(path: Path) -> dict[str, Any] | None:
    """What a file says; None when it is not there, or not whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _claim(plan: Plan, out: Path, *, resume: bool) -> None:
    """Make the folder, or find the same run in it."""
    mark = out / RUN
    if mark.exists():
        if not resume:
            raise _refused(
                out, "the folder holds a run already", "add --resume to go on with it, or choose another folder"
            )
        before = _read(mark)
        if before is None:
            help_ = "what was asked cannot be known: empty the folder, or choose another one"
            raise _refused(mark, "the file cannot be read, or not whole", help_)
        if before.get("fingerprint") != plan.fingerprint:
            help_ = "alliance, date, strategies, files and chunks must all be the same; else choose another folder"
            raise _refused(out, "the folder holds another run", help_)
        return
    if out.exists() and not out.is_dir():
        raise _refused(out, "this is a file", "choose another folder")
    if out.exists() and any(out.iterdir()):
        raise _refused(out, "the folder is not empty", "choose another folder")
    try:
        for name in (STATUSES, CREDITS, REJECTS, COUNTS, *([QUESTIONS] if plan.asked.questions else [])):
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
