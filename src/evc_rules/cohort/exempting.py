"""Where members of an alliance exempt, of a whole cohort: answered in columns, handed over as planes, nothing kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..engines.columnar.planes import packed
from ..errors import Finding, warning
from ..model.alliance import Alliance
from .backends import connected, engine
from .chunk import STATUSES
from .files import reading
from .letters import sets
from .plan import Asked, planned
from .run import Progress, run

_EXEMPT: Final = 1
_CHUNK: Final = 100_000


@dataclass(frozen=True)
class Exempting:
    """Where each member of an alliance exempts, of some applicants of whom each has a ruleset in force.

    Attributes:
        dossiers: The applicants, in the order of the bits.
        sides: For each member the leaves as planes: where it surely exempts, and where it may.
        findings: Why others were left out.
    """

    dossiers: tuple[str, ...]
    sides: tuple[tuple[np.ndarray, np.ndarray], ...]
    findings: tuple[Finding, ...] = ()


def exempting(
    alliance: Alliance, paths: Sequence[Path], on: date, *, tell: Callable[[Progress], None]
) -> Iterator[Exempting]:
    """Where the members of an alliance exempt, chunk by chunk.

    Args:
        alliance: The alliance.
        paths: The files of the cohort, or folders that hold them.
        on: The decision date.
        tell: Told how far it is.

    Raises:
        InvalidInputError: With every finding, when files cannot be used.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        reading(paths),
        connected() as connection,
        engine("duckdb") as chosen,
    ):
        plan = planned(Asked(alliance, on, (), tuple(paths), "duckdb", _CHUNK), connection)
        out = Path(folder) / "run"
        summary = run(plan, out, chosen, resume=False, tell=tell)
        findings = plan.findings
        if summary.rejects:
            help_ = "`evc-rules cohort` writes them down, each with what is wrong"
            findings += (warning("EVC-K004", f"{summary.rejects} rows cannot be used, and are left out", help_),)
        for path in sorted((out / STATUSES).glob("*.parquet")):
            yield _read(alliance, path, findings)


def _read(alliance: Alliance, path: Path, findings: tuple[Finding, ...]) -> Exempting:
    table, statuses, count = pq.read_table(path), sets(), len(alliance.framework.leaves)
    dossiers = np.array([str(one) for one in table.column("dossier").to_pylist()])
    possible = []
    for member in alliance.members:
        said = "".join(table.column(member.institution).to_pylist()).encode("ascii")
        possible.append(statuses[np.frombuffer(said, dtype=np.uint8).reshape(len(dossiers), count)])
    answered = np.logical_and.reduce([each.all(axis=1) for each in possible])
    sides = [(_planes(each[answered] == _EXEMPT), _planes((each[answered] & _EXEMPT) == _EXEMPT)) for each in possible]
    left_out = len(answered) - int(answered.sum())
    if left_out:
        message = f"{left_out} applicants are left out: not every institution has a ruleset in force for them"
        findings += (warning("EVC-N003", message, "write their cohort down, or name the institutions"),)
    return Exempting(tuple(dossiers[answered].tolist()), tuple(sides), findings)


def _planes(truths: np.ndarray) -> np.ndarray:
    return np.stack([packed(column) for column in truths.T])
