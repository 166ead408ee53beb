"""An explicit dossier written down, out of a solver's values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...model.attributes import APPLICANT, ONGOING, VERDICT, Grade, Value
from ...model.dossier import Answer, ApplicantFacts, Attributes, Dossier, Evidence, Verdict
from ...model.outcomes import Ref
from ...model.quantities import Amount
from .file import File
from .thing import Thing, Unknown


class Writing:
    """Writes a dossier down.

    Args:
        z3: The solver's library.
        file: The dossier as unknowns.
        model: Their values.
    """

    def __init__(self, z3: Any, file: File, model: Any) -> None:
        self._z3, self._file, self._model = z3, file, model

    def dossier(self) -> Dossier:
        """The dossier."""
        return Dossier(
            id="witness",
            illustrative=True,
            applicant=ApplicantFacts(attributes=self._attributes(self._file.applicant, APPLICANT)),
            evidence=tuple(self._evidence()),
            verdicts=tuple(self._verdicts()),
            judgements=tuple(
                Answer(judgement=name, ruleset=own, answer=self._true(answer))
                for (name, own), answer in self._file.answers.items()
            ),
        )

    def _true(self, term: Any) -> bool:
        return term if isinstance(term, bool) else self._z3.is_true(self._model.eval(term, model_completion=True))

    def _number(self, term: Any) -> Fraction:
        return Fraction(str(self._model.eval(term, model_completion=True)))

    def _evidence(self) -> Iterator[Evidence]:
        """Items are told apart by who handed them out, or by what else nobody looks at."""
        for place, thing in enumerate(self._file.items):
            for kind, is_it in thing.kinds.items():
                if self._true(is_it):
                    attributes: dict[str, Value] = dict(self._attributes(thing, kind))
                    free = self._file.telling_apart[kind]
                    attributes |= {free: f"{free}-{place + 1}"} if free else {}
                    yield Evidence(id=f"{kind}-{place + 1}", kind=kind, attributes=tuple(sorted(attributes.items())))

    def _verdicts(self) -> Iterator[Verdict]:
        file = self._file
        for place, (thing, about) in enumerate(zip(file.verdicts, file.about, strict=True)):
            if self._true(thing.there):
                leaf = next(leaf for leaf, one in about.items() if self._true(one))
                yield Verdict(
                    id=f"verdict-{place + 1}",
                    outcome=Ref(leaf.outcome, leaf.level, leaf.level),
                    achieved=self._true(file.achieved[place]),
                    attributes=self._attributes(thing, VERDICT),
                )

    def _attributes(self, thing: Thing, kind: str) -> Attributes:
        known = {name: self._value(one) for name, one in thing.values[kind].items() if self._true(one.there)}
        return tuple(sorted(known.items()))

    def _value(self, one: Unknown) -> Value:
        declared = one.declared
        match declared.type:
            case "number":
                return Amount(_decimal(self._number(one.number)), declared.unit)
            case "date":
                return ONGOING if self._true(one.flag) else date.fromordinal(int(self._number(one.number)))
            case "flag":
                return self._true(one.flag)
            case "grade":
                scale = next(name for name, mark in one.marked.items() if self._true(mark))
                return Grade(_decimal(self._number(one.number)), scale)
            case "outcomes":
                levels = ((name, int(self._number(level))) for name, level in one.marked.items())
                return frozenset(str(Ref(name, level, level)) for name, level in levels if level)
            case "codes":
                return frozenset(code for code, mark in one.marked.items() if self._true(mark))
            case "code":
                return next(code for code, mark in one.marked.items() if self._true(mark))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
