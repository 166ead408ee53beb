"""A dossier as the reference has it, for the tests that hang on the applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ...model.dossier import Carrier
from ...results.trace import TestStep
from .. import reference
from ..prepare import Prepared
from ..reference import Case
from .circuit import Circuit


@dataclass(frozen=True)
class Cases:
    """The dossier as the reference has it, for the tests that hang on the applicant.

    Attributes:
        circuit: The rulesets.
        on: The decision date.
        prepared: The dossier.
    """

    circuit: Circuit
    on: date
    prepared: Prepared

    def case(self, ruleset: int) -> Case:
        """The dossier under a ruleset."""
        circuit = self.circuit
        return Case(circuit.rulesets[ruleset], circuit.framework, self.prepared, self.on, circuit.shared)

    def hanging(self, screen: int, kind: str, name: str | None, thing: Carrier) -> list[TestStep]:
        """What the tests of a screen say that hang on the applicant too."""
        one = self.circuit.screens[screen]
        case = self.case(one.ruleset)
        leaf = self.circuit.leaves[0]
        return [reference.says(case, test, kind, name, thing, leaf) for test in one.hanging]
