"""Intake talks: how long a step takes, and whether memory stays flat over many talks.

`python -m benchmarks.intake` measures steps at 60 rules and 120 outcomes, by the clock and in time on the processor;
the two are alike on a machine that does nothing else. `--talks 100000` holds that many talks after it, in this one
process, and prints memory as it goes.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.workload import Workload, workload
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Reference
from evc_rules.engines.rete import IntakeSession
from evc_rules.engines.rete.door import door
from evc_rules.model.dossier import Dossier

_ITEMS = 4
"""So many items are added in each of the many talks."""


def begun(made: Workload, place: int) -> IntakeSession:
    """A talk under one of the rulesets."""
    return IntakeSession(made.rulesets[place], made.framework, on=made.on, shared=made.shared)


def agrees(made: Workload, place: int, session: IntakeSession) -> bool:
    """Whether a talk says what the reference says; no time counts before it does."""
    prepared = prepare(session.dossier, made.framework.vocabulary, made.on)
    return (
        session.statuses
        == Reference(made.rulesets[place], made.framework, made.on, made.shared).evaluate(prepared).statuses
    )


Clock = Callable[[], float]


def steps(made: Workload, clock: Clock = time.perf_counter) -> Iterator[tuple[float, float, float]]:
    """For each item of each dossier the time of adding it, of the open questions and of the best one [ms]."""
    for number, dossier in enumerate(made.dossiers):
        place = number % len(made.rulesets)
        session = begun(made, place)
        for attribute, value in dossier.applicant.attributes:
            session.tell(attribute, value)
        for item in (*dossier.evidence, *dossier.verdicts):
            begin = clock()
            change = session.add(item)
            added = clock()
            _ = change.open
            listed = clock()
            _ = change.next
            ended = clock()
            yield 1000 * (added - begin), 1000 * (listed - added), 1000 * (ended - listed)
        assert number % 10 or agrees(made, place, session)


def show_steps(made: Workload) -> None:
    """Print how long steps take."""
    list(steps(Workload(made.framework, made.rulesets, made.dossiers[:5])))  # rulesets are made ready
    clocks: dict[str, Clock] = {"by the clock": time.perf_counter, "on the processor": time.thread_time}
    print(f"{len(made.rulesets[0].rules)} rules, {len(made.framework.leaves)} outcomes [ms]")
    for name, clock in clocks.items():
        gc.collect()
        times = list(steps(made, clock))
        print(f"{len(times)} steps, {name}")
        columns = {
            "  one item added": [one for one, _, _ in times],
            "  and what is open": [one + two for one, two, _ in times],
            "  and what is best asked next": [sum(each) for each in times],
        }
        for column, values in columns.items():
            cuts = statistics.quantiles(values, n=100)
            print(f"{column:30} least {min(values):.2f}  p50 {cuts[49]:.2f}  p95 {cuts[94]:.2f}  p99 {cuts[98]:.2f}")


def resident() -> float:
    """Memory in use [MiB], or its peak where the system does not tell."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def show_memory(made: Workload, talks: int) -> None:
    """Hold many talks one after the other, and print memory ten times."""
    begin = time.perf_counter()
    for number in range(talks):
        dossier: Dossier = made.dossiers[number % len(made.dossiers)]
        session = begun(made, number % len(made.rulesets))
        for item in dossier.evidence[:_ITEMS]:
            session.add(item)
        if (number + 1) % max(talks // 10, 1) == 0:
            gc.collect()
            took = time.perf_counter() - begin
            print(f"{number + 1:7} talks  {resident():6.1f} MiB  {len(door())} rulesets  {took:6.1f} s", flush=True)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--talks", type=int, default=0, help="hold so many talks and print memory")
    parser.add_argument("--dossiers", type=int, default=100, help="measure the steps of so many dossiers")
    asked = parser.parse_args()
    made = workload(3, asked.dossiers)
    show_steps(made)
    if asked.talks:
        show_memory(made, asked.talks)


if __name__ == "__main__":
    main()
