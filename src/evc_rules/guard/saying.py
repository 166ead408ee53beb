"""What a ruleset, or a mutant of it, says of dossiers: made ready once a day, and asked of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..engines.compiled import Compiled, compile_rulesets
from ..engines.prepare import Prepared, prepare
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..results.status import Statuses


@dataclass(frozen=True, slots=True)
class Person:
    """A dossier on a decision date, prepared once.

    Attributes:
        dossier: The dossier.
        on: The decision date.
        prepared: What counts of it on that date.
    """

    dossier: Dossier
    on: date
    prepared: Prepared

    @classmethod
    def of(cls, dossier: Dossier, on: date, framework: Framework) -> Person:
        """A dossier on a decision date."""
        return cls(dossier, on, prepare(dossier, framework.vocabulary, on))


@dataclass
class Saying:
    """A ruleset by the compiled engine, which says the same as the reference, sooner.

    Attributes:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        shared: The judgements that one answer settles for all rulesets.
    """

    ruleset: Ruleset
    framework: Framework
    shared: frozenset[str]
    _days: dict[date, Compiled] = field(default_factory=dict)

    def of(self, person: Person) -> Mapping[Leaf, Statuses]:
        """The statuses of every leaf for somebody."""
        if person.on not in self._days:
            self._days[person.on] = compile_rulesets([self.ruleset], self.framework, person.on, shared=self.shared)
        return self._days[person.on].evaluate(person.prepared)[0].statuses
