"""A long run of law 1: as many pairs of a ruleset and a dossier as asked for, every engine against the reference.

python -m tests.conformance.long_run --pairs 1000000 --seed 1000000 --log long-run.jsonl

The seeds are beyond those of the suite. The log has a line for each block; a run that was broken off goes on after the
last whole one, but not with other sources. What differs is written beside the log as YAML, to be seen again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Any

import evc_rules
from evc_rules.checker import Asked, check_traces
from evc_rules.engines.compiled import native

from .agreeing import differences, files
from .engines import ENGINES, REFERENCE, Engine, Said, Worlds
from .worlds import worlds

RULESETS, DOSSIERS = 50, 200
TRACED = 20
"""Of every so many dossiers one has its traces compared; statuses and questions are all compared."""


@dataclass(frozen=True)
class Run:
    """What is run.

    Attributes:
        pairs: How many pairs there are at least.
        seed: The seed of the first ruleset; the next has the next.
        rulesets: How many rulesets a block has.
        dossiers: How many dossiers a ruleset is asked about.
    """

    pairs: int
    seed: int
    rulesets: int = RULESETS
    dossiers: int = DOSSIERS

    @property
    def blocks(self) -> range:
        """The seeds of the first rulesets of blocks."""
        each = self.rulesets * self.dossiers
        return range(self.seed, self.seed + -(-self.pairs // each) * self.rulesets, self.rulesets)

    def block(self, first: int, engines: Sequence[Engine], aside: Path) -> dict[str, Any]:
        """One block, as a line of the log."""
        began = process_time()
        compared: Counter[str] = Counter()
        differing = 0
        for seed in range(first, first + self.rulesets):
            asked = worlds(seed, self.dossiers)
            reference = list(REFERENCE.ask(asked))
            for engine in engines:
                part = asked.first(engine.part(seed))
                if not part.dossiers:
                    continue
                answers = list(engine.ask(part))
                compared[engine.name] += sum(one is not None for one in answers)
                for found in differences(engine, part, answers, reference[: len(answers)], traced=TRACED):
                    differing += 1
                    _put_aside(aside / f"{engine}-{seed}-{differing}.yaml", found)
            for found in _rejected(asked, reference):
                differing += 1
                _put_aside(aside / f"trace-{seed}-{differing}.yaml", found)
            compared["traces checked"] += len(range(0, self.dossiers, TRACED))
        return {
            "seeds": f"{first}..{first + self.rulesets - 1}",
            "pairs": self.rulesets * self.dossiers,
            "compared": dict(compared),
            "differences": differing,
            "cpu_seconds": round(process_time() - began, 1),
        }


def _rejected(asked: Worlds, reference: Sequence[Said]) -> Iterator[str]:
    """The traces of some dossiers in which the checker finds something."""
    for place in range(0, len(asked.dossiers), TRACED):
        trace = reference[place].trace
        assert trace is not None
        what = Asked(asked.ruleset, asked.framework, asked.dossiers[place], asked.on, asked.shared)
        flaws = check_traces(what, {leaf: trace(leaf) for leaf in reference[place].statuses})
        if flaws:
            yield "\n".join(map(str, flaws)) + "\n" + files(asked, place)


def _put_aside(path: Path, found: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(found, encoding="utf-8")


def head(run: Run, engines: Sequence[Engine]) -> dict[str, Any]:
    """What a run was made of: the same head, the same run."""
    return {
        **asdict(run),
        "engines": [engine.name for engine in engines],
        "evc_rules": version("evc-rules"),
        "sources": sources(),
        "core": native.kind(),
        "python": platform.python_version(),
    }


def sources() -> str:
    """A digest of the sources of the library and of what makes the pairs."""
    found = hashlib.sha256()
    for root in (Path(evc_rules.__file__).parent, Path(__file__).parent):
        for path in sorted(root.rglob("*.py")):
            found.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return f"sha256:{found.hexdigest()}"


def go(run: Run, log: Path, engines: Sequence[Engine]) -> Iterator[dict[str, Any]]:
    """Do what is left of a run, a block at a time; the log of what was done is read first.

    Raises:
        ValueError: The log is of another run.
    """
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    wanted = head(run, engines)
    if lines and {name: lines[0].get(name) for name in wanted} != wanted:
        raise ValueError(f"{log} is the log of another run: {lines[0]}")
    if not lines:
        _write(log, wanted | {"began": _now()})
    done = {line["seeds"] for line in lines[1:] if "seeds" in line}
    yield from (line for line in lines[1:] if "seeds" in line)
    for first in run.blocks:
        if f"{first}..{first + run.rulesets - 1}" not in done:
            line = run.block(first, engines, log.with_suffix(".differences")) | {"at": _now()}
            _write(log, line)
            yield line


def summed(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a run came to."""
    compared: Counter[str] = Counter()
    for line in lines:
        compared.update(line["compared"])
    return {
        "pairs": sum(line["pairs"] for line in lines),
        "compared": dict(compared),
        "differences": sum(line["differences"] for line in lines),
        "cpu_seconds": round(sum(line["cpu_seconds"] for line in lines)),
    }


def _write(log: Path, line: dict[str, Any]) -> None:
    with log.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, tell each block, and end with 1 when anything differs."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--pairs", type=int, default=1_000_000)
    told.add_argument("--seed", type=int, default=1_000_000, help="of the first ruleset; the suite has 0 to 999")
    told.add_argument("--log", type=Path, default=Path("long-run.jsonl"))
    asked = told.parse_args(arguments)
    run, lines = Run(asked.pairs, asked.seed), []
    for line in go(run, asked.log, ENGINES[1:]):
        lines.append(line)
        print(json.dumps(line), flush=True)  # noqa: T201 - a script
    total = summed(lines)
    if "ended" not in asked.log.read_text(encoding="utf-8").splitlines()[-1]:
        _write(asked.log, {"ended": _now(), **total})
    print(json.dumps(total))  # noqa: T201 - a script
    return int(total["differences"] > 0)


if __name__ == "__main__":
    sys.exit(main())
