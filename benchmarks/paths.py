"""Remaining paths: how long all objectives take to prove, what open questions are worth, and many people at once.

`python -m benchmarks.paths` plans 200 made-up dossiers over a programme of 240 EC, 120 units and four periods a year,
each path held to the checker; works out what 40 open questions are worth; and lays the paths of some at five institutes
side by side. `--largest` does that for 1,000. Times are of the processor, except where it says otherwise.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from time import perf_counter, process_time
from typing import Final

import evc_rules as evc
from benchmarks.programmes import programme
from benchmarks.workload import Workload, workload
from evc_rules.advice.lanes import Lanes
from evc_rules.advice.many import lanes_of_many
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.base import Text
from evc_rules.plan import path_violations

DOSSIERS: Final = 200
QUESTIONS: Final = 40
ASKED: Final = 12
"""So many dossiers with that many open questions."""
INSTITUTES: Final = 5
PEOPLE: Final = 50
LARGEST: Final = 1_000


@dataclass(frozen=True)
class Planned:
    """How it went with one dossier.

    Attributes:
        took: For all objectives [s of the processor].
        proven: Whether all of them were proven.
        periods: How many periods the path takes.
    """

    took: float
    proven: bool
    periods: int


def advised(made: Workload) -> Iterator[evc.Recommendation]:
    """The recommendations of the first institute, for those whose variant is known."""
    offered = programme(made.framework, made.rulesets[0].institution)
    for dossier in made.dossiers:
        advice = evc.assess(
            made.rulesets[0], dossier, on=made.on, framework=made.framework, programme=offered, shared=made.shared
        )
        if advice.credits is not None:
            yield advice


def plans(advices: Sequence[evc.Recommendation]) -> list[Planned]:
    """Plan them all; every path is checked without any of the code that found it."""
    found = []
    for advice in advices:
        began = process_time()
        path = evc.plan(advice)
        took = process_time() - began
        worth = advice.credits
        assert path is not None and worth is not None  # noqa: PT018 - both are there, and mypy wants to know
        broken = path_violations(
            worth.programme, advice.framework, worth.variant, worth.certain.award.awarded, worth.certain.exempt,
            advice.start, path, worth.certain.loads, bsa_counts=worth.bsa,
        )  # fmt: skip
        assert broken == [], broken
        found.append(Planned(took, path.proven, len(path.periods)))
    return found


def questions(advices: Sequence[evc.Recommendation]) -> list[tuple[float, bool]]:
    """For those with enough open questions: how long the worth of each takes [s], and whether all is proven."""
    found = []
    for advice in [one for one in advices if len(one.questions) >= QUESTIONS][:ASKED]:
        began = process_time()
        worth = evc.Worth(advice, questions=list(advice.questions)[:QUESTIONS])
        sure = all(one.saved.proven for one in worth.each.values())
        found.append((process_time() - began, sure))
    return found


def alliance(made: Workload) -> Alliance:
    """The institutes, each with a programme of its own."""
    members = tuple(
        Member(
            institution=one.institution,
            rulesets=(one,),
            programmes=(programme(made.framework, one.institution),),
        )
        for one in made.rulesets
    )
    return Alliance(
        id="benchmark",
        title=Text(nl="Benchmark", en="Benchmark"),
        illustrative=True,
        framework=made.framework,
        members=members,
        shared_judgements=tuple(made.shared),
    )


def many(people: int) -> str:
    """Lay the paths of so many people at five institutes side by side: as offered, and by each policy."""
    made = workload(INSTITUTES, people)
    lanes = Lanes(alliance(made), made.on, at_best=False)
    began = perf_counter()
    count = proven = 0
    for number, (_, beside) in enumerate(lanes_of_many(lanes, made.dossiers), start=1):
        for lane in beside:
            if lane.way == "own" and lane.now is not None:
                count += 1
                proven += lane.now.path.proven
        if not number % 50:
            print(f"{number} of {people}, {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    took = perf_counter() - began
    return (
        f"{people:,} dossiers at {INSTITUTES} institutes: {count:,} paths, {proven:,} proven; {took:.0f} s by the clock"
    )


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", action="store_true", help=f"{LARGEST:,} people instead of {PEOPLE}")
    options = parser.parse_args()
    print(f"OR-tools {version('ortools')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    advices = list(advised(workload(1, DOSSIERS + 20)))[:DOSSIERS]
    found = plans(advices)
    took = [one.took for one in found]
    print(
        f"{len(found)} dossiers, all objectives: median {statistics.median(took):.3f} s, worst {max(took):.2f} s;"
        f" {sum(one.proven for one in found)} proven; {min(one.periods for one in found)} to"
        f" {max(one.periods for one in found)} periods"
    )
    asked = questions(advices)
    times = [one for one, _ in asked]
    print(
        f"worth of {QUESTIONS} open questions, {len(asked)} dossiers: median {statistics.median(times):.2f} s,"
        f" worst {max(times):.2f} s; all proven for {sum(sure for _, sure in asked)}"
    )
    print(many(LARGEST if options.largest else PEOPLE), flush=True)


if __name__ == "__main__":
    main()
