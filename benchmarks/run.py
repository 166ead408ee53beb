"""How long the steps of the main job take, side by side in one run, as ratios to the first.

`make bench` runs it. Each step is repeated on the shipped illustrative alliance and one of its dossiers; the least of
the repetitions is compared, since anything above it is the machine's other work.
"""

from __future__ import annotations

import platform
import statistics
import timeit
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

import evc_rules as evc
from evc_rules.engines.lower import lower
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate

ROOT = Path(__file__).resolve().parent.parent
ON = date(2026, 11, 24)
REPEATS = 5


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


def main() -> None:
    """Time every step and print the table."""
    table = Table("step", "least [ms]", "median [ms]", "most [ms]", "ratio")
    first = 0.0
    for name, step in steps().items():
        step()
        times = [1000 * each for each in timeit.repeat(step, number=1, repeat=REPEATS)]
        first = first or min(times)
        spread = (min(times), statistics.median(times), max(times))
        table.add_row(name, *(f"{each:.1f}" for each in spread), f"{min(times) / first:.2f}")
    out = Console()
    out.print(f"Python {platform.python_version()}, {platform.machine()}, {REPEATS} repetitions")
    out.print(table)


if __name__ == "__main__":
    main()
