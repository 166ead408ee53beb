"""The Rete engine: a ruleset made ready for durable_rules. It is kept, as many talks are about the same few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from ...model.outcomes import Framework
from ...model.policy import Ruleset
from ..compiled.circuit import Answered, Sides, waiting
from ..compiled.engine import Compiled, Said
from ..kept import Kept
from ..prepare import Prepared
from .answers import Possible
from .door import failed
from .matching import Matched, matched
from .network import Network, network
from .state import State
from .steps import Desk

MOST_KEPT: Final = 32
"""So many are kept; the one that has not been used for longest makes room."""


@dataclass(frozen=True)
class Rete:
    """A ruleset made ready for durable_rules; an engine as `protocol` has it. Talks and threads share it.

    Attributes:
        compiled: The ruleset, compiled: it reads dossiers, and says of each what durable_rules must say too.
    """

    compiled: Compiled

    def evaluate(self, prepared: Prepared, before: Matched | None = None) -> State:
        """What the ruleset says of a dossier that was prepared for the same decision date.

        Args:
            prepared: The dossier.
            before: What durable_rules made of it a step ago; what is still the same is not matched again.

        Raises:
            InvalidInputError: EVC-I002 when durable_rules fails, or does not say what the compiled engine says.
        """
        net, works = self.network, self.compiled.works
        outcome = works.in_python(prepared)  # it needs what was read, piece by piece
        strict, lenient = net.readings(outcome.reading)
        found = matched(net.rules, (strict, lenient) if strict != lenient else (strict,), before)
        sides = net.sides(found.surely, found.maybe)
        if sides != outcome.sides(0):
            raise failed("it does not say what the compiled engine says")
        return State(self, prepared, found, sides, works.decoders[0].decode(sides), Said(works, prepared, outcome, 0))

    def open(self, sides: Sides) -> int:
        """The leaves that are open, as bits."""
        grants, bars = waiting(sides, self.ruleset.conflicts)
        return grants | bars

    @property
    def ruleset(self) -> Ruleset:
        """The ruleset."""
        return self.compiled.rulesets[0]

    @property
    def framework(self) -> Framework:
        """The framework that it is written over."""
        return self.compiled.framework

    def __reduce__(self) -> tuple[Any, ...]:
        compiled = self.compiled
        return rete, (self.ruleset, compiled.framework, compiled.on, compiled.shared)

    @cached_property
    def network(self) -> Network:
        """The ruleset as it goes into durable_rules."""
        return network(self.compiled.works.circuit)

    @cached_property
    def desk(self) -> Desk:
        """What steps are held to."""
        nodes = self.compiled.works.circuit.nodes
        asked = {node.condition.id: node.owner for node in nodes if isinstance(node, Answered)}
        return Desk(self.framework, tuple(asked.items()))

    @cached_property
    def possible(self) -> Possible:
        """The answers that could be given."""
        return Possible(self.compiled.works.circuit, self.compiled.on)


_kept: Final[Kept[Rete]] = Kept(MOST_KEPT)


def rete(ruleset: Ruleset, framework: Framework, on: date, shared: frozenset[str]) -> Rete:
    """A ruleset made ready for durable_rules; the same one for the same objects, and for equal ones (out of a pickle).

    Raises:
        InvalidInputError: EVC-I001 when durable_rules cannot carry it.
    """

    def make() -> Rete:
        made = Rete(Compiled((ruleset,), framework, on, shared))
        _ = made.network.rules, made.desk, made.possible  # made here, so that what cannot be carried is refused here
        return made

    return _kept.get((ruleset, framework), (on, shared), make, lambda one: _alike(one, ruleset, framework, on, shared))


def _alike(kept: Rete, ruleset: Ruleset, framework: Framework, on: date, shared: frozenset[str]) -> bool:
    one = kept.compiled
    same = one.on == on and one.shared == shared and kept.ruleset.id == ruleset.id
    return same and kept.ruleset == ruleset and one.framework == framework
