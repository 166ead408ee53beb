"""Attributes: what can be said of evidence, verdicts and applicants; declared, typed, and nothing else is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Final, Literal

from .base import Code, Frozen, Id, Text
from .quantities import Amount, plain

EVIDENCE_KINDS: Final = ("diploma", "certificate", "course", "badge", "work", "portfolio", "report")
"""The kinds of evidence; a report is an EVC certificate of experience (ervaringscertificaat) or the like."""

APPLICANT: Final = "applicant"
VERDICT: Final = "verdict"
BEARERS: Final = (*EVIDENCE_KINDS, VERDICT, APPLICANT)
"""What can carry an attribute."""

COHORTS: Final = range(1990, 2101)
"""The years that a cohort can be."""


class Ongoing(Enum):
    """The end of something that has not ended."""

    ONGOING = "ongoing"

    def __str__(self) -> str:
        return self.value


ONGOING: Final = Ongoing.ONGOING


@dataclass(frozen=True, slots=True)
class Grade:
    """A mark on a scale; marks on different scales cannot be compared without a declared conversion."""

    value: Decimal
    scale: str

    def __str__(self) -> str:
        return f"{plain(self.value)} on {self.scale}"


SCALES: Final[dict[str, tuple[Decimal, Decimal]]] = {
    "nl-10": (Decimal(1), Decimal(10)),
    "de-6": (Decimal(1), Decimal(6)),
}
"""The least and the most mark of scales that are well known; of any other scale every mark is believed."""

Value = Amount | date | Ongoing | str | frozenset[str] | bool | Grade
"""A known value of an attribute. A value that is not known is not there."""

ValueType = Literal["number", "date", "code", "codes", "flag", "grade", "outcomes"]
"""The types of attributes: `codes` is a set of codes, `outcomes` a set of references to outcomes."""


class Attribute(Frozen):
    """A declaration of what can be said of evidence, verdicts or applicants.

    Attributes:
        id: Its name, such as `nlqf`.
        title: Its name for people.
        on: What carries it: kinds of evidence, `verdict`, `applicant`.
        type: The type of its values.
        unit: The unit of numbers, or nothing for plain numbers.
        low: The least that a number can be.
        high: The most that a number can be, or None for no bound.
        whole: Whether numbers are whole.
        codes: The codes that can occur, with their titles; empty when the list is open.
        prefix: Whether a code includes every longer code that begins with it (ISCED-F fields).
        absent: What absence means: `unknown`, or `none` when the thing is then not there.
    """

    id: Id
    title: Text = Text()
    on: tuple[str, ...]
    type: ValueType
    unit: str = ""
    low: Decimal = Decimal(0)
    high: Decimal | None = None
    whole: bool = False
    codes: dict[Code, Text] = {}
    prefix: bool = False
    absent: Literal["unknown", "none"] = "unknown"


class Fact(Frozen):
    """A fact of the world: whatever has these codes has those values too (a Dutch hbo bachelor is at NLQF 6).

    Attributes:
        on: The kind of evidence that it is about.
        given: For each attribute the codes of which one must be there.
        then: What follows, by attribute.
        source: Where the fact was found.
    """

    on: str
    given: tuple[tuple[Id, tuple[Code, ...]], ...]
    then: tuple[tuple[Id, Any], ...]
    source: str = ""


class Conversion(Frozen):
    """A declared conversion of marks from one scale to another, mark by mark; other marks do not convert."""

    from_scale: Code
    to_scale: Code
    marks: tuple[tuple[Decimal, Decimal], ...]
    source: str = ""


class Vocabulary(Frozen):
    """All attributes, facts and conversions that hold somewhere."""

    attributes: tuple[Attribute, ...]
    facts: tuple[Fact, ...] = ()
    conversions: tuple[Conversion, ...] = ()

    @staticmethod
    @lru_cache(maxsize=1)
    def standard() -> Vocabulary:
        """The built-in attributes."""
        return Vocabulary(attributes=_STANDARD)

    def extended(
        self,
        attributes: Iterable[Attribute] = (),
        facts: Iterable[Fact] = (),
        conversions: Iterable[Conversion] = (),
    ) -> Vocabulary:
        """This vocabulary with more declared."""
        return Vocabulary(
            attributes=(*self.attributes, *attributes),
            facts=(*self.facts, *facts),
            conversions=(*self.conversions, *conversions),
        )

    def find(self, attribute: str, bearer: str | None = None) -> Attribute | None:
        """The declaration of an attribute (as carried by a bearer), or None."""
        return self._declared.get((attribute, bearer))

    @cached_property
    def _declared(self) -> dict[tuple[str, str | None], Attribute]:
        found: dict[tuple[str, str | None], Attribute] = {}
        for one in self.attributes:
            for bearer in (None, *one.on):
                found.setdefault((one.id, bearer), one)
        return found

    def carried_by(self, bearer: str) -> Iterator[Attribute]:
        """The attributes that a kind of evidence, a verdict or an applicant can carry."""
        return (one for one in self.attributes if bearer in one.on)

    def convert(self, grade: Grade, scale: str) -> Decimal | None:
        """The mark on another scale, or None when no conversion is declared for it."""
        if grade.scale == scale:
            return grade.value
        for one in self.conversions:
            if (one.from_scale, one.to_scale) == (grade.scale, scale):
                return dict(one.marks).get(grade.value)
        return None


def _attribute(id_: str, nl: str, en: str, on: Iterable[str], type_: ValueType, **more: Any) -> Attribute:
    return Attribute(id=id_, title=Text(nl=nl, en=en), on=tuple(on), type=type_, **more)


def _codes(*codes: tuple[str, str, str]) -> dict[str, Text]:
    return {code: Text(nl=nl, en=en) for code, nl, en in codes}


_LEARNED: Final = ("diploma", "certificate", "course", "badge", "report")
_OBTAINED: Final = tuple(kind for kind in EVIDENCE_KINDS if kind != "work")

_STANDARD: Final = (
    _attribute("nlqf", "NLQF-niveau", "NLQF level", _LEARNED, "number", low=1, high=8, whole=True),
    _attribute("field", "ISCED-F-veld", "ISCED-F field", _LEARNED, "code", prefix=True),
    _attribute("programme", "opleiding", "programme", ("diploma", "certificate", "report"), "code"),
    _attribute("course", "vakcode", "course code", ("course",), "code"),
    _attribute("issuer", "uitgever", "issuer", EVIDENCE_KINDS, "code"),
    _attribute("country", "land", "country", (*_LEARNED, "work"), "code"),
    _attribute("grade", "cijfer", "grade", ("diploma", "certificate", "course"), "grade"),
    _attribute("subjects", "eindexamenvakken", "final examination subjects", ("diploma", "certificate"), "codes"),
    _attribute("ec", "studiepunten", "credits", _LEARNED, "number", unit="EC", high=480),
    _attribute("hours", "uren", "hours", (*_LEARNED, "work"), "number", unit="h", high=100000),
    _attribute("covers", "dekt leeruitkomsten", "outcomes covered", EVIDENCE_KINDS, "outcomes"),
    _attribute("sector", "sector", "sector", ("work",), "code"),
    _attribute("role", "functie", "role", ("work",), "code"),
    _attribute("days", "dagen per week", "days a week", ("work",), "number", unit="days/week", high=7),
    _attribute("accredited", "geaccrediteerd", "accredited", _LEARNED, "flag"),
    _attribute("date", "behaald op", "obtained on", _OBTAINED, "date"),
    _attribute("from", "vanaf", "from", ("work", "course"), "date"),
    _attribute("to", "tot", "to", ("work",), "date"),
    _attribute("instrument", "instrument", "instrument", (VERDICT,), "code"),
    _attribute("assessors", "assessoren", "assessors", (VERDICT,), "number", low=1, high=20, whole=True),
    _attribute("date", "datum", "date", (VERDICT,), "date"),
    _attribute(
        "variant",
        "variant",
        "variant",
        (APPLICANT,),
        "code",
        codes=_codes(
            ("full-time", "voltijd", "full-time"),
            ("part-time", "deeltijd", "part-time"),
            ("dual", "duaal", "dual"),
            ("lateral-entry", "zij-instroom", "lateral entry"),
        ),
    ),
    _attribute("cohort", "cohort", "cohort", (APPLICANT,), "number", low=COHORTS[0], high=COHORTS[-1], whole=True),
    _attribute("start", "start van de opleiding", "start of the programme", (APPLICANT,), "date"),
    _attribute("entry", "vooropleiding", "entry qualification", (APPLICANT,), "code"),
    _attribute(
        "employment",
        "aanstelling op een school",
        "employment at a school",
        (APPLICANT,),
        "flag",
    ),
    _attribute("years-old", "leeftijd", "age in years", (APPLICANT,), "number", low=0, high=120, whole=True),
)
