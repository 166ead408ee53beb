"""How quick cohorts are: one institute at growing numbers of dossiers, and twenty with five strategies beside it.

`python -m benchmarks.cohort` measures 10,000, 100,000 and 1,000,000 dossiers; `--largest` adds 10,000,000. Each run is
a process of its own, which tells its time and its peak of memory: reading Parquet, evaluating, writing Parquet and
counts. Beside each the compiled engine answers a sample of the same dossiers in the same process, so that the ratio of
the two says something on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from benchmarks.workload import ON, SHARED, workload
from evc_rules.cohort.backends import connected, engine
from evc_rules.cohort.convert import to_dossiers
from evc_rules.cohort.exchange import write_chunks
from evc_rules.cohort.plan import Asked, planned
from evc_rules.cohort.pools import pools
from evc_rules.cohort.run import run
from evc_rules.cohort.sample import sample
from evc_rules.engines.compiled import compile_rulesets
from evc_rules.engines.prepare import prepare
from evc_rules.harmonise import Strategy
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.base import Text

SIZES: Final = (10_000, 100_000, 1_000_000)
LARGEST: Final = 10_000_000
MANY: Final = 20
STRATEGIES: Final = ("strictest", "most-generous", "quorum:10", "mutual:institute-01", "reference:institute-02")
CHUNK: Final = 200_000
SAMPLE: Final = 500


def alliance(institutes: int) -> Alliance:
    """The institutes of the workload as an alliance."""
    made = workload(institutes, 0)
    members = tuple(Member(institution=one.institution, rulesets=(one,)) for one in made.rulesets)
    return Alliance(
        id="benchmark",
        title=Text(nl="Benchmark", en="Benchmark"),
        illustrative=True,
        framework=made.framework,
        members=members,
        shared_judgements=tuple(SHARED),
    )


def make(folder: Path, count: int, institutes: int) -> float:
    """Make a cohort, and say how long that took [s]."""
    subject = alliance(institutes)
    drawn = pools(subject.framework, [one for member in subject.members for one in member.rulesets], SHARED)
    began = perf_counter()
    write_chunks(sample(subject.framework, drawn, count, seed=4, on=ON), folder)
    return perf_counter() - began


def measure(source: Path, out: Path, institutes: int, strategies: tuple[str, ...]) -> dict[str, Any]:
    """Run a cohort in this process, and the compiled engine on some of it."""
    subject = alliance(institutes)
    began, used = perf_counter(), process_time()
    with connected() as connection, engine("duckdb") as chosen:
        asked = Asked(subject, ON, tuple(map(Strategy.parse, strategies)), (source,), "duckdb", CHUNK)
        plan = planned(asked, connection)
        plan.ready()
        ready = perf_counter() - began
        began, used = perf_counter(), process_time()
        summary = run(plan, out, chosen, resume=False, tell=lambda _: None)
        took, cpu = perf_counter() - began, process_time() - used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        names = f"(SELECT DISTINCT dossier FROM '{source}/dossiers*.parquet' ORDER BY dossier LIMIT {SAMPLE})"  # noqa: S608 - our own folder
        flat = {
            name: connection.sql(
                f"SELECT * FROM '{source}/{name}*.parquet' SEMI JOIN {names} USING (dossier)"  # noqa: S608 - as above
            ).to_arrow_table()
            for name in ("dossiers", "evidence", "verdicts", "judgements")
        }
    people = list(to_dossiers(flat, subject.framework.vocabulary))
    compiled = compile_rulesets(plan.rulesets, subject.framework, ON, shared=SHARED)
    prepared = [prepare(one, subject.framework.vocabulary, ON) for one in people]
    for one in prepared[:50]:
        [each.statuses for each in compiled.evaluate(one)]
    began = process_time()
    for one in people:
        [each.statuses for each in compiled.evaluate(prepare(one, subject.framework.vocabulary, ON))]
    single = (process_time() - began) / len(people)
    return {
        "dossiers": summary.dossiers,
        "elsewhere": summary.elsewhere,
        "seconds": took,
        "cpu": cpu,
        "ready": ready,
        "peak": peak,
        "query": sum(map(len, plan.queries.values())),
        "compiled": single,
    }


def apart(source: Path, out: Path, institutes: int, strategies: tuple[str, ...]) -> dict[str, Any]:
    """The same in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.cohort", "--one", str(source), str(out), str(institutes), *strategies]
    done = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def line(name: str, found: dict[str, Any]) -> str:
    """One line of the table."""
    each = found["cpu"] / found["dossiers"]
    return (
        f"{name:34} {found['dossiers']:>10,} {found['seconds']:>8.1f} s"
        f" {found['dossiers'] / found['seconds']:>10,.0f}/s"
        f" {1e6 * each:>8.1f} µs CPU {found['compiled'] / each:>6.1f}x compiled {found['peak']:>6.2f} GiB"
        f" {found['ready']:>6.1f} s to plan {100 * found['elsewhere'] / found['dossiers']:>5.1f} % one by one"
    )


def main() -> None:
    """Measure, and print a line for each run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", action="store_true", help="also ten million dossiers")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="leave out what is larger")
    parser.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        source, out, institutes, *strategies = options.one
        print(json.dumps(measure(Path(source), Path(out), int(institutes), tuple(strategies))))
        return
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},"
        f" chunks of {CHUNK:,}"
    )
    sizes = [size for size in (*SIZES, LARGEST) if size <= (LARGEST if options.largest else options.most)]
    with tempfile.TemporaryDirectory() as folder:
        found: dict[int, dict[str, Any]] = {}
        for size in sizes:
            source = Path(folder) / f"in-{size}"
            print(f"{size:,} dossiers made in {make(source, size, 1):.1f} s")
            found[size] = apart(source, Path(folder) / f"out-{size}", 1, ())
            print(line("one institute", found[size]), flush=True)
        for smaller, larger in pairwise(sizes):
            per = [found[size]["cpu"] / size for size in (smaller, larger)]
            print(f"CPU a dossier from {smaller:,} to {larger:,}: {100 * (per[1] / per[0] - 1):+.0f} %")
        size = min(max(sizes), SIZES[1])
        source = Path(folder) / "many"
        make(source, size, MANY)
        one = apart(source, Path(folder) / "out-one", 1, ())
        many = apart(source, Path(folder) / "out-many", MANY, STRATEGIES)
        print(line("one institute, the same dossiers", one))
        print(line(f"{MANY} institutes, {len(STRATEGIES)} strategies", many))
        print(f"ratio: {many['cpu'] / one['cpu']:.1f} in CPU, {many['seconds'] / one['seconds']:.1f} in time")


if __name__ == "__main__":
    main()
