"""How quick comparing is: 2 and 20 institutes, all pairs on all outcomes; `--largest` adds 100.

Each run is a process of its own, and counts what came out: of every ordered pair and outcome whether the one exempts
only where the other does, proven or shown by an applicant whom the reference confirmed on both sides. Then the cost of
one outcome beside growing numbers of rules that have nothing to do with it. z3 is imported before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from time import perf_counter, process_time
from typing import Any, Final

from benchmarks.workload import ON, SHARED, Workload, workload
from evc_rules.compare import Comparison, Relation, compare_rulesets
from evc_rules.compare.ask import solver_library
from evc_rules.model.outcomes import Leaf
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.reach import reached_by

SIZES: Final = (2, 20)
LARGEST: Final = 100
UNRELATED: Final = (0, 60, 240, 960)
BESIDE: Final = 10
"""So many institutes have the unrelated rules."""
OUTCOMES: Final = "content."
"""The outcomes that are compared beside unrelated rules, at level 1."""


def compared(made: Workload, rulesets: tuple[Ruleset, ...], leaves: tuple[Leaf, ...] | None = None) -> Comparison:
    """The comparison of some rulesets of the workload."""
    return compare_rulesets(rulesets, made.framework, made.on, shared=made.shared, leaves=leaves)


def measure(institutes: int) -> dict[str, Any]:
    """Compare all pairs in this process."""
    made = workload(institutes, 0)
    solver_library()
    began, used = perf_counter(), process_time()
    found = compared(made, made.rulesets)
    took, cpu = perf_counter() - began, process_time() - used
    counts: Counter[str] = Counter()
    for leaf in found.leaves:
        for first in range(institutes):
            for second in range(first):
                relation = found.relation(leaf, first, second)
                counts[str(relation)] += 1
    return {
        "institutes": institutes,
        "seconds": took,
        "cpu": cpu,
        "counts": counts,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def apart(institutes: int) -> dict[str, Any]:
    """The same in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.compare", "--one", str(institutes)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def line(found: dict[str, Any]) -> str:
    """One line of the table."""
    counts, institutes = found["counts"], found["institutes"]
    verdicts = sum(counts.values())
    unknown = counts.get(str(Relation.UNKNOWN), 0)
    each = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
    return (
        f"{institutes:>4} institutes {institutes * (institutes - 1) // 2:>6,} pairs {verdicts:>8,} verdicts"
        f" {found['seconds']:>7.2f} s {found['cpu']:>7.2f} s CPU {1e6 * found['cpu'] / verdicts:>8.0f} µs each"
        f" {found['peak']:>6.2f} GiB; {unknown} unknown; {each}"
    )


@dataclass(frozen=True)
class Cost:
    """What comparing takes beside rules that have nothing to do with it [s of CPU].

    Attributes:
        rules: The rules of each institute.
        ready: To read the rulesets.
        outcome: For one outcome more.
    """

    rules: int
    ready: float
    outcome: float


def beside(institutes: int, unrelated: int) -> Cost:
    """The cost with so many rules that do not reach the outcomes; they are copied under other names."""
    made = workload(institutes, 0)
    leaves = tuple(leaf for leaf in made.framework.leaves if leaf.outcome.startswith(OUTCOMES) and leaf.level == 1)
    rulesets = tuple(_padded(made, one, leaves, unrelated) for one in made.rulesets)
    times = []
    for few in (leaves[:1], leaves):
        used = process_time()
        compared(made, rulesets, few)
        times.append(process_time() - used)
    each = (times[1] - times[0]) / (len(leaves) - 1)
    return Cost(len(rulesets[0].rules), times[0] - each, each)


def _padded(made: Workload, ruleset: Ruleset, leaves: tuple[Leaf, ...], unrelated: int) -> Ruleset:
    related = [one for one in ruleset.rules if set(leaves) & set(reached_by(made.framework, one))]
    apart = [one for one in ruleset.rules if one not in related and not one.overrides]
    more: list[Rule] = []
    while len(more) < unrelated:
        more += [one.with_(id=f"{one.id}-{len(more)}") for one in apart[: unrelated - len(more)]]
    names = {one.id for one in related}
    kept = [one.with_(overrides=tuple(name for name in one.overrides if name in names)) for one in related]
    return ruleset.with_(rules=(*kept, *more))


def main() -> None:
    """Measure, and print a line for each run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", action="store_true", help=f"also {LARGEST} institutes")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    print(
        f"Python {platform.python_version()}, z3 {version('z3-solver')}, {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f}; decision date {ON}, shared: {', '.join(sorted(SHARED))}"
    )
    for institutes in (*SIZES, *((LARGEST,) if options.largest else ())):
        print(line(apart(institutes)), flush=True)
    beside(2, 0)
    for unrelated in UNRELATED:
        cost = beside(BESIDE, unrelated)
        print(
            f"{BESIDE:>4} institutes of {cost.rules:>5,} rules, {unrelated:>3} of which do not reach the outcomes:"
            f" {1000 * cost.outcome:>5.1f} ms CPU an outcome, {1000 * cost.ready:>6.0f} ms to read the rulesets"
        )


if __name__ == "__main__":
    main()
