"""Logic to try: gates over inputs, drawn or large."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from hypothesis import strategies as st

from evc_rules.engines.rete import matching
from evc_rules.engines.rete.blocks import laid_out
from evc_rules.engines.rete.clauses import clauses_of
from evc_rules.engines.rete.groups import Rules
from evc_rules.engines.rete.logic import Drafting, Logic
from evc_rules.results import truth as kleene
from evc_rules.results.truth import Truth


@st.composite
def logics(draw, *, max_inputs=6, max_gates=10):
    drafting = Drafting(draw(st.integers(1, max_inputs)))
    numbers = list(range(drafting.inputs))
    signed = st.deferred(lambda: st.sampled_from(numbers).flatmap(lambda one: st.sampled_from((one, one, -1 - one))))
    for _ in range(draw(st.integers(0, max_gates))):
        parts = draw(st.lists(signed, max_size=6))
        gate = drafting.at_least(draw(st.integers(0, len(parts) + 1)), parts)
        numbers.append(max(gate, -1 - gate))
        if draw(st.integers(0, 3)) == 3:
            drafting.outcome(gate)
    return drafting.done(draw(st.lists(signed, min_size=1, max_size=4)))


def large(seed: int, inputs: int = 500, gates: int = 250) -> Logic:
    """Logic that takes several messages and hundreds of rules."""
    random = Random(seed)  # noqa: S311 - the same every time
    drafting = Drafting(inputs)
    numbers = list(range(inputs))
    for _ in range(gates):
        parts = [random.choice(numbers) for _ in range(random.randint(1, 6))]
        parts = [one if random.random() < 0.8 else -1 - one for one in parts]
        gate = drafting.at_least(random.choice((1, 1, 2, len(parts))), parts)
        numbers.append(max(gate, -1 - gate))
        if random.random() < 0.2:
            drafting.outcome(gate)
    return drafting.done([random.choice(numbers) for _ in range(gates // 2)])


def rules_of(logic: Logic) -> Rules:
    return laid_out(clauses_of(logic), logic.asked)


def concluded(rules: Rules, holding: Iterable[int]) -> frozenset[int]:
    """What durable_rules concludes in one reading."""
    return matching.matched(rules, (rules.reading(holding),)).surely


def matched(
    logic: Logic, values: list[Truth], rules: Rules | None = None, before: matching.Matched | None = None
) -> list[Truth]:
    """What durable_rules makes of logic."""
    rules = rules or rules_of(logic)
    strict, lenient = readings(values)
    found = matching.matched(rules, (rules.reading(strict), rules.reading(lenient)), before)
    return [Truth.TRUE if one in found.surely else Truth(one in found.maybe) for one in logic.asked]


def evaluate(logic: Logic, values: Sequence[Truth]) -> list[Truth]:
    """The truth of everything that is asked for, worked out gate by gate.

    Slow and plain: it says what rules over the same logic must come out at.
    """
    found = list(values)

    def of(part: int) -> Truth:
        return found[part] if part >= 0 else ~found[-1 - part]

    for gate in logic.gates:
        found.append(kleene.at_least(gate.k, map(of, gate.parts)))  # noqa: PERF401 - each rests on those before
    return [of(part) for part in logic.asked]


def readings(values: Iterable[Truth]) -> tuple[frozenset[int], frozenset[int]]:
    """The strict reading, of what surely holds or surely does not, and the lenient one, of what may."""
    strict: list[int] = []
    lenient: list[int] = []
    for number, value in enumerate(values):
        strict += [number] * (value is Truth.TRUE) + [-1 - number] * (value is Truth.FALSE)
        lenient += [number] * (value is not Truth.FALSE) + [-1 - number] * (value is not Truth.TRUE)
    return frozenset(strict), frozenset(lenient)
