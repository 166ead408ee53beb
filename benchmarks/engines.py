"""Engines side by side on one workload: how long each takes for a dossier, as ratios to the compiled engine.

Every contender first has to give the reference's answers on every dossier that it is timed on. Rounds are
interleaved: in each round every contender gets the same dossiers, new ones in every round, a fresh copy for each
contender, and the garbage collector is off while the clock runs. Before a round it is made to collect; then the
dossiers are made ready, and asked about one after the other. A few go before that are not counted, since collecting
has emptied the caches of the processor; one line has the first dossier after that instead. The clock counts the time
that the process was at work, with all its threads, so that other work on the machine does not count. Ratios are of
the times for the same dossiers in the same round. A peer that needs a process of its own is timed there, beside the
compiled engine.

`python -m benchmarks.engines` prints the tables.
"""

from __future__ import annotations

import argparse
import gc
import json
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.peers import all as peers
from benchmarks.peers.native import Peer, Policy
from benchmarks.workload import Workload, workload
from evc_rules.engines.compiled import compile_ruleset, compile_rulesets, native
from evc_rules.engines.prepare import Prepared, prepare
from evc_rules.engines.reference import Reference
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Leaf
from evc_rules.results.questions import Question
from evc_rules.results.status import Statuses

ROUNDS: Final = 9
A_ROUND: Final = 32
"""So many dossiers in a round; for the slow contenders fewer."""
BEFORE: Final = 2
"""So many dossiers of the round before go before each round, uncounted: collecting garbage has emptied the caches."""
WARM: Final = 200
"""So many dossiers go before, so that what is kept from one dossier to the next is there."""

STATUSES: Final = "compiled: statuses"
QUESTIONS: Final = "compiled: statuses, open questions"
FIRST: Final = "compiled: statuses, open questions, of the first dossier after the caches were emptied"
TRACES: Final = "compiled: statuses, open questions, traces of everything"
STEPS: Final = "compiled: statuses, open questions, traces of everything, each step made"
RAW: Final = "compiled: statuses, open questions, from a dossier as it was read"
ALL: Final = "compiled: statuses at 20 institutes"
ALL_QUESTIONS: Final = "compiled: statuses, open questions at 20 institutes"
IN_PYTHON: Final = "compiled, in Python alone: statuses"
IN_PYTHON_QUESTIONS: Final = "compiled, in Python alone: statuses, open questions"
REFERENCE: Final = "reference"

Answer = tuple[Mapping[Leaf, Statuses], Mapping[Question, tuple[Leaf, ...]] | None]
"""Statuses and, if they are said, the open questions with their leaves."""

Times = dict[str, list[list[float]]]
"""By contender, for each round, the time of each dossier [s]."""


@dataclass(frozen=True)
class Contender:
    """Something that is timed.

    Attributes:
        name: What it is called.
        native: A prepared dossier as it takes it; not timed.
        run: What is timed.
        answer: What it said, to compare with the reference.
        of: So many of the dossiers of a round.
        before: So many dossiers go before them, uncounted; when none does, the caches are emptied first.
        settled: Whether no is meant wherever nobody answered.
    """

    name: str
    native: Callable[[Prepared], Any]
    run: Callable[[Any], Any]
    answer: Callable[[Any], Answer]
    of: int = A_ROUND
    settled: bool = False
    before: int = BEFORE


def contender(name: str, peer: Peer) -> Contender:
    """A peer as a contender."""
    settled = peers.PEERS[name].two_valued
    return Contender(
        peer.name,
        peer.native,
        peer.run,
        lambda said: (peer.statuses(said), peer.questions(said)),
        settled=settled,
    )


def ours(made: Workload) -> list[Contender]:
    """Our own engines, asked for more and more; each compiled anew, so that none finds what another has looked up."""
    framework, on = made.framework, made.on
    reference = Reference(made.rulesets[0], framework, on, made.shared)
    plain, asked, cold, traced_, made_, read = (
        compile_ruleset(made.rulesets[0], framework, on, shared=made.shared) for _ in range(6)
    )
    every, every_asked = (compile_rulesets(made.rulesets, framework, on, shared=made.shared) for _ in range(2))

    def questions(said: Any) -> Any:
        return dict(said.statuses), dict(said.questions)

    def traced(said: Any) -> Any:
        return (*questions(said), {leaf: said.trace(leaf) for leaf in said.statuses})

    def each_step(said: Any) -> Any:
        statuses, open_, traces = traced(said)
        return statuses, open_, {leaf: (one, one.grants, one.bars) for leaf, one in traces.items()}

    def as_read(dossier: Dossier) -> Any:
        return questions(read.evaluate(prepare(dossier, framework.vocabulary, on)))

    def first(said: Any) -> Answer:
        statuses, open_, *_ = said
        return statuses, open_

    def as_is(prepared: Prepared) -> Prepared:
        return prepared

    def known(prepared: Prepared) -> Dossier:
        return anew(prepared.dossier)  # of the workload nothing is dropped and only facts are filled in

    return [
        Contender(STATUSES, as_is, lambda case: dict(plain.evaluate(case).statuses), lambda said: (said, None)),
        Contender(QUESTIONS, as_is, lambda case: questions(asked.evaluate(case)), first),
        Contender(FIRST, as_is, lambda case: questions(cold.evaluate(case)), first, of=1, before=0),
        Contender(TRACES, as_is, lambda case: traced(traced_.evaluate(case)), first),
        Contender(STEPS, as_is, lambda case: each_step(made_.evaluate(case)), first),
        Contender(RAW, known, as_read, first),
        Contender(
            ALL,
            as_is,
            lambda case: [dict(said.statuses) for said in every.evaluate(case)],
            lambda said: (said[0], None),
        ),
        Contender(
            ALL_QUESTIONS,
            as_is,
            lambda case: [questions(said) for said in every_asked.evaluate(case)],
            lambda said: first(said[0]),
        ),
        *in_python(made, questions, first),
        Contender(REFERENCE, as_is, lambda case: questions(reference.evaluate(case)), first, 4),
    ]


def in_python(made: Workload, questions: Callable[[Any], Any], first: Callable[[Any], Answer]) -> list[Contender]:
    """The compiled engine without its native core, where there is one."""
    if native.kind() == "pure":
        return []
    plain, asked = (compile_ruleset(made.rulesets[0], made.framework, made.on, shared=made.shared) for _ in range(2))
    for one in (plain, asked):
        one.compiled.works.__dict__["core"] = None
    return [
        Contender(
            IN_PYTHON, lambda case: case, lambda case: dict(plain.evaluate(case).statuses), lambda said: (said, None)
        ),
        Contender(IN_PYTHON_QUESTIONS, lambda case: case, lambda case: questions(asked.evaluate(case)), first),
    ]


def anew(dossier: Dossier) -> Dossier:
    """A copy of the dossier down to its last value, as if it had just been read."""
    plain = dossier.with_(
        applicant=dossier.applicant.with_(),
        evidence=tuple(one.with_() for one in dossier.evidence),
        verdicts=tuple(one.with_() for one in dossier.verdicts),
    )  # without what was worked out of it
    copy: Dossier = pickle.loads(pickle.dumps(plain))  # noqa: S301 - our own
    return copy


def fresh(dossier: Dossier, made: Workload) -> Prepared:
    """A copy of the dossier that nobody has seen, prepared."""
    return prepare(anew(dossier), made.framework.vocabulary, made.on)


def expected(made: Workload, dossiers: Iterable[Dossier], *, settled: bool) -> list[Answer]:
    """What the reference says."""
    reference = Reference(made.rulesets[0], made.framework, made.on, made.shared)
    some = Workload(made.framework, made.rulesets, tuple(dossiers), made.on, made.shared)
    said = map(reference.evaluate, some.settled() if settled else some.prepared())
    return [(one.statuses, one.questions) for one in said]


def measure(made: Workload, contenders: list[Contender], rounds: int) -> Times:
    """Check and time the contenders, round after round."""
    times: Times = {one.name: [] for one in contenders}
    for one in contenders:
        for dossier in made.dossiers[: one.of if one.name == REFERENCE else WARM]:
            one.run(one.native(fresh(dossier, made)))
    for number in range(rounds):
        begin = WARM + number * A_ROUND
        block = made.dossiers[begin : begin + A_ROUND]
        right = {kind: expected(made, block, settled=kind) for kind in {one.settled for one in contenders}}
        for one in contenders:
            took, said = clocked(one, [*made.dossiers[begin - one.before : begin], *block[: one.of]], made)
            for each, answer in zip(said, right[one.settled], strict=False):
                check(one, each, answer)
            times[one.name].append(took)
    return times


def check(one: Contender, said: Any, right: Answer) -> None:
    """Refuse the time of a contender that is wrong."""
    statuses, questions = one.answer(said)
    if statuses != right[0] or questions not in (None, right[1]):
        raise AssertionError(f"{one.name} does not say what the reference says")


def clocked(one: Contender, dossiers: Iterable[Dossier], made: Workload) -> tuple[list[float], list[Any]]:
    """The time of each dossier that counts [s], and what was said of it."""
    clock, run = time.process_time, one.run
    took, said = [], []
    gc.collect()
    gc.disable()
    try:
        cases = [one.native(fresh(dossier, made)) for dossier in dossiers]
        if not one.before:
            gc.collect()
        for case in cases:
            begin = clock()
            found = run(case)
            took.append(clock() - begin)
            said.append(found)
    finally:
        gc.enable()
    return took[one.before :], said[one.before :]


def ratios(times: Times, name: str, base: str) -> tuple[float, float, float]:
    """How many times as long as another contender: the median over rounds, and the quartiles."""
    each = [sum(took) / sum(other[: len(took)]) for took, other in zip(times[name], times[base], strict=True)]
    low, middle, high = statistics.quantiles(each, n=4)
    return middle, low, high


def microseconds(times: Times, name: str) -> float:
    """The time for a dossier [µs]: the median over rounds."""
    return 1e6 * statistics.median(statistics.mean(took) for took in times[name])


def enough(rounds: int, missing: float | None = None) -> Workload:
    """The workload, with as many dossiers as the rounds take."""
    more = {} if missing is None else {"missing": missing}
    return workload(dossiers=WARM + rounds * A_ROUND, **more)


def alone(name: str, rounds: int) -> Times:
    """The times of a peer, and of the compiled engine, in a process of its own."""
    asked = [sys.executable, "-m", "benchmarks.engines", "--alone", name, "--rounds", str(rounds)]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=root)  # noqa: S603 - ourselves
    times: Times = json.loads(done.stdout)
    return times


def beside(made: Workload, names: Iterable[str], rounds: int, more: Iterable[Contender] = ()) -> Times:
    """Peers beside the compiled engine."""
    policy = Policy(made.rulesets[0], made.framework, made.on, made.shared)
    found = {name: peers.made(name, policy) for name in names if peers.there(name)}
    others = [contender(name, one) for name, one in found.items()]
    try:
        return measure(made, [*ours(made)[:2], *more, *others], rounds)
    finally:
        for one in found.values():
            one.close()


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: The contender.
        answers: What it says.
        took: The time of a dossier [µs].
        alike: As a ratio to the compiled engine when asked the same: the median and the quartiles.
        asked: As a ratio to the compiled engine when asked for open questions too.
    """

    name: str
    answers: str
    took: float
    alike: tuple[float, float, float]
    asked: tuple[float, float, float]


def rows(rounds: int) -> list[Row]:
    """Every contender, timed."""
    made = enough(rounds)
    together = [name for name, one in peers.PEERS.items() if not one.alone and not one.two_valued]
    times = beside(made, together, rounds, ours(made)[2:])
    found = [_row(times, name) for name in times]
    for name, entry in peers.PEERS.items():
        if not peers.there(name):
            continue
        if entry.alone:
            times = alone(name, rounds)
        elif entry.two_valued:
            times = beside(enough(rounds, missing=0), [name], rounds)
        else:
            continue
        found.append(_row(times, list(times)[-1]))
    return found


def _row(times: Times, name: str) -> Row:
    with_questions = "question" in name or name in {REFERENCE, "Python by hand"}
    answers = "statuses, questions" if with_questions else "statuses"
    alike = ratios(times, name, QUESTIONS if with_questions else STATUSES)
    return Row(name, answers, microseconds(times, name), alike, ratios(times, name, QUESTIONS))


def main() -> None:
    """Print the table, or the times of one peer in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alone", default="", help="time only this peer, and print its times as JSON")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    if asked.alone:
        print(json.dumps(beside(enough(asked.rounds), [asked.alone], asked.rounds)))
        return
    for row in rows(asked.rounds):
        alike, low, high = row.alike
        print(
            f"{row.name:66} {row.answers:20} {row.took:9.0f} µs  {alike:7.2f} ({low:.2f}..{high:.2f})"
            f"  {row.asked[0]:7.2f} ({row.asked[1]:.2f}..{row.asked[2]:.2f})"
        )


if __name__ == "__main__":
    main()
