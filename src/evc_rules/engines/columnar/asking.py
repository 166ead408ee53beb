"""What tests say, asked of the reference; and the cohorts between which no parameter changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from ...model.conditions import CodeTest, Param, Test
from ...model.dossier import ApplicantFacts, Carrier
from ...model.quantities import Amount
from ...results.truth import Truth
from ..compiled.circuit import Circuit, Measured
from ..compiled.tables import NOBODY
from ..reference import Case, says


@dataclass(frozen=True)
class Asking:
    """Asks the reference what a test says.

    Attributes:
        circuit: What is asked.
        on: The decision date.
        turns: The cohorts at which some parameter changes.
    """

    circuit: Circuit
    on: date
    turns: tuple[int, ...]

    @classmethod
    def about(cls, circuit: Circuit, on: date) -> Asking:
        """For a circuit, on a decision date."""
        turns: set[int] = set()
        hanging = [(screen.ruleset, _value(test)) for screen in circuit.screens for test in screen.hanging]
        hanging += [(node.ruleset, node.condition.at_least) for node in circuit.nodes if isinstance(node, Measured)]
        for ruleset, value in hanging:
            if isinstance(value, Param):
                for one in circuit.rulesets[ruleset].parameter[value.parameter].values:
                    turns |= {year for year in (one.cohorts.start, one.cohorts.end) if year is not None}
        return cls(circuit, on, tuple(sorted(turns)))

    @property
    def cohorts(self) -> tuple[int | None, ...]:
        """One cohort of each class: first none that is known, then those before the first turn, and so on."""
        return (None, self.turns[0] - 1, *self.turns) if self.turns else (None,)

    def says(self, test: Test, kind: str, thing: Carrier, ruleset: int, cohort: int | None) -> Truth:
        """What a test of a ruleset says of a thing of an applicant in this cohort."""
        known = () if cohort is None else (("cohort", Amount(Decimal(cohort))),)
        somebody = NOBODY.dossier.with_(applicant=ApplicantFacts(attributes=known))
        prepared = replace(NOBODY, dossier=somebody)
        framework = self.circuit.framework
        case = Case(self.circuit.rulesets[ruleset], framework, prepared, self.on)
        return says(case, test, kind, "", thing, framework.leaves[0]).truth

    def possible(self, test: Test, ruleset: int, cohort: int | None = None) -> list[Test]:
        """The test with each value that it may have for a cohort; for none, whatever the cohort."""
        value = _value(test)
        if not isinstance(value, Param):
            return [test]
        name = "codes" if isinstance(test, CodeTest) else "value"
        return [test.with_(**{name: one}) for one in self.values(value, ruleset, cohort)]

    def values(self, value: Any, ruleset: int, cohort: int | None = None) -> tuple[Any, ...]:
        """The values that are possible for a cohort."""
        if not isinstance(value, Param):
            return (value,)
        return self.circuit.rulesets[ruleset].parameter[value.parameter].at(self.on, cohort)


def _value(test: Test) -> Any:
    return getattr(test, "codes", getattr(test, "value", None))
