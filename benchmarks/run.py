"""All benchmarks, one after the other: the main job, engines side by side, intake talks, cohorts and comparing.

`make bench` runs it. `--write` writes what came out to `docs/reference/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import timeit
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

import evc_rules as evc
from benchmarks import page
from benchmarks.engines import ROUNDS, Row, rows
from evc_rules.engines.lower import lower
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "reference" / "benchmarks.md"
ON: Final = date(2026, 11, 24)
REPEATS: Final = 5
OTHERS: Final = ("intake", "cohort", "compare", "paths")
"""Benchmarks that run by themselves, each in a process of its own."""
LARGEST: Final = {
    "intake": ("--talks", "100000"),
    "cohort": ("--largest",),
    "compare": ("--largest",),
    "paths": ("--largest",),
}
"""What each is asked for when the largest is to be measured too."""


def steps() -> dict[str, Callable[[], object]]:
    """The steps of the main job, by name."""
    path = ROOT / "rulesets" / "alliances" / "voorbeeld.yaml"
    alliance = evc.load_alliance(path)
    framework = alliance.framework
    dossier = evc.load_dossier(ROOT / "examples" / "dossiers" / "onderwijsassistent-41.yaml", framework)
    prepared = prepare(dossier, framework.vocabulary, ON)
    member = alliance.members[0]
    case = Case(member.rulesets[0], framework, prepared, ON, frozenset(alliance.shared_judgements))
    advice = evc.assess_alliance(alliance, dossier, on=ON)[member.institution]
    return {
        "evaluate one ruleset by the reference": lambda: evaluate(case),
        "lower one ruleset": lambda: lower(member.rulesets[0], framework, ON, cohort=2026),
        "assess at four institutes": lambda: evc.assess_alliance(alliance, dossier, on=ON),
        "harmonise, quorum:2": lambda: evc.harmonise(alliance, "quorum:2", ON, cohort=2026),
        "harmonise, strictest": lambda: evc.harmonise(alliance, "strictest", ON, cohort=2026),
        "harmonise, most-generous": lambda: evc.harmonise(alliance, "most-generous", ON, cohort=2026),
        "plan the remaining path": lambda: evc.plan(advice),
        "load the alliance and all its files": lambda: evc.load_alliance(path),
    }


def main_job() -> list[page.Step]:
    """The steps, timed. The least is compared: what is above it is the machine's other work."""
    found: list[page.Step] = []
    for name, step in steps().items():
        step()
        times = [1000 * each for each in timeit.repeat(step, number=1, repeat=REPEATS)]
        first = found[0].least if found else min(times)
        found.append(page.Step(name, min(times), statistics.median(times), max(times), min(times) / first))
    return found


def show(out: Console, main: list[page.Step]) -> None:
    """Print the steps of the main job."""
    table = Table("step", "least [ms]", "median [ms]", "most [ms]", "ratio")
    for one in main:
        table.add_row(one.name, f"{one.least:.1f}", f"{one.median:.1f}", f"{one.most:.1f}", f"{one.ratio:.2f}")
    out.print(table)


def show_engines(out: Console, engines: list[Row]) -> None:
    """Print the engines side by side."""
    table = Table("contender", "says", "[µs]", "asked the same", "quartiles", "with questions", "quartiles")
    for row in engines:
        both = ((f"{middle:.2f}", f"{low:.2f}..{high:.2f}") for middle, low, high in (row.alike, row.asked))
        table.add_row(row.name, row.answers, f"{row.took:.0f}", *(cell for pair in both for cell in pair))
    out.print(table)


def printed(name: str, *, largest: bool) -> str | None:
    """What another benchmark prints, if it is there."""
    if not (ROOT / "benchmarks" / f"{name}.py").exists():
        return None
    asked = [sys.executable, "-m", f"benchmarks.{name}", *(LARGEST[name] if largest else ())]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - ourselves
    if done.returncode:
        raise SystemExit(f"benchmarks.{name} failed:\n{done.stderr}")
    return done.stdout


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of the engines")
    parser.add_argument("--write", action="store_true", help="write docs/reference/benchmarks.md")
    parser.add_argument(
        "--largest", action="store_true", help="also ten million dossiers, 100 institutes, 100,000 talks, 1,000 people"
    )
    parser.add_argument(
        "--keep", nargs="*", choices=OTHERS, default=(), help="not measured again: what the page says of it is kept"
    )
    asked = parser.parse_args()
    today = datetime.now(tz=UTC).date()
    before = page.printed_before(PAGE.read_text(encoding="utf-8")) if asked.keep else {}
    out = Console(width=None if os.isatty(1) else 160)
    out.print(f"{page.machine()}; {page.packages()}")
    job = main_job()
    show(out, job)
    engines = rows(asked.rounds)
    show_engines(out, engines)
    others: dict[str, page.Printed] = {}
    for name in OTHERS:
        if name in asked.keep:
            others |= {name: before[name]} if name in before else {}
            continue
        text = printed(name, largest=asked.largest)
        if text is not None:
            others[name] = page.Printed(text, str(today), " ".join(LARGEST[name]) if asked.largest else "")
            out.print(f"[bold]{name}[/bold]")
            out.print(text, markup=False, highlight=False)
    if asked.write:
        PAGE.write_text(page.page(today, job, engines, others), encoding="utf-8")
        out.print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
