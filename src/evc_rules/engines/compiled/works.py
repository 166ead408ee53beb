"""What a compiled ruleset is made of, each part made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...model.outcomes import Framework, Leaf
from ...model.policy import Ruleset
from ...results.questions import Question
from ...results.status import Statuses
from ...results.trace import LeafTrace, Reaching
from ..prepare import Prepared
from ..reference import reaching
from .circuit import Circuit, Sides
from .decode import Decoder, Sets
from .emit import Run, run_of
from .native import Core, Read, core
from .number import number
from .questions import Asked
from .read import Reader, Reading
from .routes import Routes
from .tracing import Tracing


@dataclass(frozen=True)
class Works:
    """Rulesets made ready for a decision date.

    Attributes:
        rulesets: The rulesets.
        framework: The framework that they are written over.
        on: The decision date.
        shared: The judgements that one answer settles for all of them.
    """

    rulesets: tuple[Ruleset, ...]
    framework: Framework
    on: date
    shared: frozenset[str]

    @cached_property
    def circuit(self) -> Circuit:
        """The rulesets as a circuit."""
        return number(self.rulesets, self.framework, self.on, self.shared)

    @cached_property
    def run(self) -> Run:
        """The function of the circuit."""
        return run_of(self.circuit)

    @cached_property
    def reader(self) -> Reader:
        """What reads dossiers for the circuit."""
        return Reader(self.circuit, self.on)

    @cached_property
    def routes(self) -> Routes:
        """The ways from rules back to inputs."""
        return Routes(self.circuit, self.sets)

    @cached_property
    def decoders(self) -> tuple[Decoder, ...]:
        """For each ruleset what makes statuses of vectors."""
        leaves = self.framework.leaves
        made = {one.conflicts: Decoder.of(leaves, one.conflicts) for one in self.rulesets}
        return tuple(made[one.conflicts] for one in self.rulesets)

    @cached_property
    def tracing(self) -> tuple[Tracing, ...]:
        """For each ruleset what of its traces hangs on it alone."""
        return tuple(
            Tracing(one, self.framework, self.on, self.shared, reaching(one, self.framework)) for one in self.rulesets
        )

    @cached_property
    def sets(self) -> Sets:
        """The leaves of vectors."""
        return Sets(self.framework.leaves)

    @cached_property
    def core(self) -> Core | None:
        """The native core for them, where there is one."""
        return core(self.reader, self.routes, self.decoders)

    def outcome(self, prepared: Prepared) -> Outcome | Read:
        """What comes of a dossier."""
        found = None if self.core is None else self.core.read(prepared)
        return self.in_python(prepared) if found is None else found

    def in_python(self, prepared: Prepared) -> Outcome:
        """The same, whether there is a native core or not."""
        reading = self.reader.read(prepared)
        return Outcome(self, prepared, reading, *self.run(reading.surely, reading.maybe, reading.vectors))


@dataclass(frozen=True)
class Outcome:
    """What came of a dossier under all rulesets.

    Attributes:
        works: The rulesets, made ready.
        prepared: The dossier.
        reading: The dossier as inputs.
        surely: What surely holds, gates included, as bits.
        maybe: What maybe holds.
        all_sides: For each ruleset where it grants surely, grants maybe, bars surely, bars maybe.
        acts: Where rules act that act on some of their targets only, surely and maybe, by place: those that are open.
        gates: Where gates hold that speak of the target: those that are open.
    """

    works: Works
    prepared: Prepared
    reading: Reading
    surely: int
    maybe: int
    all_sides: list[Sides]
    acts: dict[int, tuple[int, int]]
    gates: dict[int, tuple[int, int]]

    def statuses(self, place: int) -> dict[Leaf, Statuses]:
        """The statuses of all leaves under a ruleset."""
        return self.works.decoders[place].decode(self.all_sides[place])

    def sides(self, place: int) -> Sides:
        """Where a ruleset grants surely, grants maybe, bars surely, bars maybe."""
        return self.all_sides[place]

    def questions(self, place: int) -> dict[Question, tuple[Leaf, ...]]:
        """The open questions of a ruleset, with the leaves that they would help to settle."""
        return self._asked[place]

    def traces(self, place: int, later: Callable[[Leaf], Reaching]) -> dict[Leaf, LeafTrace]:
        """The traces of all leaves under a ruleset, of which the rules that reach them are made later."""
        return self.works.decoders[place].traces(self.all_sides[place], later)

    @cached_property
    def _asked(self) -> list[dict[Question, tuple[Leaf, ...]]]:
        return Asked(self).questions()
