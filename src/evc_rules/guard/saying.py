"""What a ruleset, or a mutant of it, says of dossiers: made ready once a day, and asked of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ..engines.compiled import Compiled, Said, compile_rulesets
from ..engines.prepare import Prepared, prepare
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..results.status import Statuses
from ..testing.cases import Subject


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
class Together:
    """Rulesets that are mostly alike by the compiled engine, which says the same as the reference, sooner.

    What they ask alike is worked out once, for all of them and for everybody they are asked about.

    Attributes:
        rulesets: The rulesets.
        framework: The framework that they are written over.
        shared: The judgements that one answer settles for all rulesets.
    """

    rulesets: tuple[Ruleset, ...]
    framework: Framework
    shared: frozenset[str]
    _days: dict[date, Compiled] = field(default_factory=dict)
    _said: dict[int, tuple[Person, tuple[Said, ...]]] = field(default_factory=dict)

    def of(self, person: Person) -> tuple[Said, ...]:
        """What each says of somebody."""
        if id(person) not in self._said:
            if person.on not in self._days:
                self._days[person.on] = compile_rulesets(self.rulesets, self.framework, person.on, shared=self.shared)
            self._said[id(person)] = person, self._days[person.on].evaluate(person.prepared)
        return self._said[id(person)][1]


@dataclass(frozen=True)
class Saying:
    """What one of some rulesets says.

    Attributes:
        together: The rulesets.
        place: Which of them.
    """

    together: Together
    place: int = 0

    def of(self, person: Person) -> Mapping[Leaf, Statuses]:
        """The statuses of every leaf for somebody."""
        return self.together.of(person)[self.place].statuses


def saying(subject: Subject, *rulesets: Ruleset) -> list[Saying]:
    """What each of some rulesets says, of what the ruleset of a subject is about."""
    together = Together(rulesets, subject.framework, subject.shared)
    return [Saying(together, place) for place in range(len(rulesets))]
