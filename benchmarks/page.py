"""The page of results: what was measured, on what, and what must hold beside what came out."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from benchmarks.engines import ALL, ALL_QUESTIONS, QUESTIONS, REFERENCE, STATUSES, STEPS, TRACES, Row
from benchmarks.peers.by_hand import written
from benchmarks.peers.native import Policy
from benchmarks.workload import workload
from evc_rules.engines.compiled import native

_TEMPLATE: Final = Path(__file__).with_name("page.md")
_PACKAGES: Final = (
    "z3-solver",
    "clipspy",
    "durable_rules",
    "zen-engine",
    "rule-engine",
    "ibis-framework",
    "duckdb",
    "pydantic",
)
_SHOWN: Final = ("degree_geography", "courses_geography", "portfolio", "hardship")


@dataclass(frozen=True)
class Step:
    """A step of the main job, timed [ms]."""

    name: str
    least: float
    median: float
    most: float
    ratio: float


@dataclass(frozen=True)
class Printed:
    """What another benchmark printed, on which day, and what it was asked."""

    text: str
    on: str
    asked: str = ""


def page(on: date, steps: Sequence[Step], rows: Sequence[Row], others: Mapping[str, Printed]) -> str:
    """The page.

    Args:
        on: The day of measuring.
        steps: The steps of the main job.
        rows: The engines.
        others: What the other benchmarks printed, by the name of their module.
    """
    filled = {
        "on": str(on),
        "machine": machine(),
        "packages": packages(),
        "must_hold": must_hold(rows),
        "engines": engines(rows),
        "by_hand": by_hand(),
        "others": "\n".join(told(name, one) for name, one in others.items()) or "Not measured in this run.\n",
        "main_job": main_job(steps),
    }
    text = _TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"<<(\w+)>>", lambda place: filled[place[1]], text)


def told(name: str, one: Printed) -> str:
    """What another benchmark printed, as the page says it."""
    command = " ".join(["python -m benchmarks." + name, *one.asked.split()])
    return f"`{command}` printed, on {one.on}:\n\n```\n{one.text.rstrip()}\n```\n"


def printed_before(page_: str) -> dict[str, Printed]:
    """What a page says that other benchmarks printed, by the name of their module."""
    found = re.finditer(
        r"`python -m benchmarks\.(\w+)([^`]*)` printed, on ([\d-]+):\n\n```\n(.*?)\n```\n", page_, re.DOTALL
    )
    return {one[1]: Printed(one[4], one[3], one[2].strip()) for one in found}


def machine() -> str:
    """The machine, in no more words than matter."""
    return f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"


def packages() -> str:
    """The versions of what was measured."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    found.append(f"the compiled engine with its {native.kind()} core")
    return ", ".join(found)


def must_hold(rows: Sequence[Row]) -> str:
    """What must hold, and what came out."""
    by_name = {row.name: row for row in rows}
    lines = ["| what | at least | measured | |", "|---|---|---|---|"]
    for name, least in _FASTER.items():
        if name in by_name:
            low = by_name[name].asked
            alike = "" if by_name[name].alike == low else f"; asked the same {_times(by_name[name].alike)}"
            what = f"compiled with open questions, against {name}"
            lines.append(_line(what, f"{least} times faster", low, alike, least))
    for name, what in ((TRACES, "of which the rules are made when looked at"), (STEPS, "each step of them made")):
        ratio = by_name[name].asked
        what_ = f"compiled, with traces of everything, {what}"
        lines.append(_line(what_, "within 4 times the time without", ratio, "", -4))
    for name, what in ((ALL, "statuses"), (ALL_QUESTIONS, "open questions too")):
        ratio = by_name[name].alike
        lines.append(_line(f"compiled, 20 institutes, {what}", "under 8 times the time of one", ratio, "", -8))
    lines += [
        f"| {what} | {least} | see [below](#talks-cohorts-comparing-and-paths) | |"
        for what, least in _ELSEWHERE.items()
    ]
    return "\n".join(lines) + "\n"


_ELSEWHERE: Final = {
    "an intake step (one item added), 60 rules and 120 outcomes": "within 2 ms",
    "columnar on DuckDB, one institute, 120 outcomes, sums included, written to Parquet": "500,000 dossiers a second",
    "its growth from 1e5 to 1e7 rows": "linear within 15 %",
    "its memory at 1e7 rows": "under 4 GiB",
    "columnar, 20 institutes and 5 strategies in one pass": "under 8 times the time of one institute",
    "comparing 2 institutes, 120 outcomes of 60 rules, every verdict proven or shown": "under 0.5 s",
    "comparing 20 institutes, 190 pairs": "under 20 s on 2 cores",
    "comparing 100 institutes, 4,950 pairs (`--largest`)": "under 3 minutes on 2 cores",
    "comparing one outcome, beside more rules that do not reach it": "no growth",
    "200 paths of 240 EC, 120 units, four periods a year, all objectives proven": "median under 0.5 s, worst under 3 s",
    "the worth of 40 open questions of such a path": "under 2 s",
    "paths of 1,000 people at 5 institutes (`--largest`)": "under 10 minutes on 2 cores",
}

_FASTER: Final = {
    "Python by hand": 2,
    REFERENCE: 40,
    "clipspy, three-valued": 10,
    "clipspy, two-valued": 10,
    "durable_rules used directly": 10,
    "zen-engine, a decision in JSON": 40,
    "zen-engine, one expression": 40,
}


def _line(what: str, wanted: str, ratio: tuple[float, float, float], more: str, bound: float) -> str:
    """One line; a bound below zero is the most that the ratio may be."""
    holds = ratio[0] >= bound if bound > 0 else ratio[0] <= -bound
    return f"| {what} | {wanted} | {_times(ratio)}{more} | {'holds' if holds else '**does not hold**'} |"


def _times(ratio: tuple[float, float, float]) -> str:
    middle, low, high = (_rounded(one) for one in ratio)
    return f"{middle} ({low} to {high})"


def _rounded(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.1f}" if value >= 2 else f"{value:.2f}"  # noqa: PLR2004


def engines(rows: Sequence[Row]) -> str:
    """The engines side by side."""
    lines = [
        "| contender | says | a dossier [µs] | beside the compiled engine, asked the same | asked for questions too |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        alike = "1" if row.name in {STATUSES, QUESTIONS} else _times(row.alike)
        asked = "1" if row.name == QUESTIONS else _times(row.asked)
        lines.append(f"| {row.name} | {row.answers} | {row.took:,.0f} | {alike} | {asked} |")
    return "\n".join(lines) + "\n"


def main_job(steps: Sequence[Step]) -> str:
    """The steps of the main job."""
    lines = ["| step | least [ms] | median [ms] | most [ms] | ratio |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.name} | {one.least:.1f} | {one.median:.1f} | {one.most:.1f} | {one.ratio:.2f} |" for one in steps
    ]
    return "\n".join(lines) + "\n"


def by_hand() -> str:
    """Some of the functions that are written out as by hand."""
    made = workload(1, 0)
    text = written(Policy(made.rulesets[0], made.framework, made.on, made.shared))
    functions = {
        match[1]: match[0] for match in re.finditer(r"^def (\w+)\(.*?(?=\n\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    }
    return "\n\n\n".join(functions[name].rstrip() for name in _SHOWN) + "\n"
