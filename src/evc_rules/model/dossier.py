"""One applicant's evidence, attributes and recorded verdicts. Pseudonymous."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import cached_property
from typing import Annotated

from pydantic import PlainValidator

from .attributes import Grade, Ongoing, Value
from .base import Frozen, Id, Text
from .outcomes import Ref
from .quantities import Amount


def _known(value: object) -> object:
    if isinstance(value, Amount | date | Ongoing | str | frozenset | bool | Grade):
        return value
    raise ValueError(f"{value!r} is not a value of an attribute")


Known = Annotated[Value, PlainValidator(_known)]
Attributes = tuple[tuple[Id, Known], ...]
"""What is known, by attribute, sorted by name; what is not there is not known."""


class Carrier(Frozen):
    """Something that carries attributes.

    Attributes:
        attributes: What is known of it.
        unknown: Attributes said to be unknown, although absence would mean none.
    """

    attributes: Attributes = ()
    unknown: tuple[Id, ...] = ()

    @cached_property
    def known(self) -> dict[str, Value]:
        """What is known, by attribute."""
        return dict(self.attributes)

    @cached_property
    def keys(self) -> dict[str, Hashable]:
        """What is known as plain values that are quick to look up; of what is said to be unknown an ellipsis."""
        plain: dict[str, Hashable] = dict.fromkeys(self.unknown, ...)
        for name, value in self.attributes:
            if type(value) is Amount:
                plain[name] = value.value, value.unit
            elif type(value) is Grade:
                plain[name] = Grade, value.value, value.scale
            else:
                plain[name] = value
        return plain


class Evidence(Carrier):
    """One item of evidence.

    Attributes:
        id: Its name in the dossier.
        kind: Diploma, certificate, course, badge, work, portfolio or report.
    """

    id: Id
    kind: str


class Verdict(Carrier):
    """An assessor's recorded judgement on an outcome.

    Attributes:
        id: Its name in the dossier.
        outcome: What was assessed, at one level.
        achieved: What the assessor found.
        attributes: Instrument, number of assessors, date, and what else is declared.
    """

    id: Id
    outcome: Ref
    achieved: bool


class Answer(Frozen):
    """A person's answer to a judgement clause.

    Attributes:
        judgement: The clause.
        ruleset: The ruleset that it belongs to; nothing for a clause that an alliance shares.
        answer: Yes or no.
        by: Who answered, in a role rather than a name.
        on: When, or nothing.
    """

    judgement: Id
    ruleset: Id | None = None
    answer: bool
    by: str = ""
    on: date | None = None


class ApplicantFacts(Carrier):
    """What is known of the applicant: variant, cohort, entry qualification, employment."""

    @property
    def cohort(self) -> int | None:
        """The cohort that the applicant belongs to, or None when it is not known."""
        cohort = self.known.get("cohort")
        return int(cohort.value) if isinstance(cohort, Amount) else None


class Dossier(Frozen):
    """One applicant's file.

    Attributes:
        id: A pseudonym.
        framework: The framework that it is read by, as `id@version`, or nothing when that is said elsewhere.
        title: What kind of person this is, for examples and personas.
        illustrative: Whether the person is made up.
        applicant: What is known of the applicant.
        evidence: The items; what is not listed is not there.
        verdicts: What assessors have recorded.
        judgements: What people have answered.
    """

    id: Id
    framework: str = ""
    title: Text = Text()
    illustrative: bool = False
    applicant: ApplicantFacts = ApplicantFacts()
    evidence: tuple[Evidence, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    judgements: tuple[Answer, ...] = ()
