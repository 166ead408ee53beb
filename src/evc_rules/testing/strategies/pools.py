"""The small worlds that strategies draw from: codes, extra attributes, facts, conversions, thresholds, dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from ...model.attributes import Attribute, Conversion, Fact
from ...model.base import Text
from ...model.quantities import Age, Amount

DECISIONS: Final = (date(2026, 9, 1), date(2027, 2, 28), date(2028, 2, 29), date(2025, 8, 31))
"""Decision dates: an ordinary one, the end of a short month, a leap day, and one before most things begin."""

TURNS: Final = (date(2026, 1, 1), date(2026, 9, 1), date(2027, 2, 28))
"""Days on which rules, rulesets and parameters begin or end; some of them are decision dates."""

COHORTS: Final = (2024, 2025, 2026)

AGES: Final = tuple(map(Age.parse, ("1 year", "5 years", "2 years", "1 year 9 months", "6 months")))

SPANS: Final = tuple(map(Age.parse, ("6 months", "12 months", "24 months", "1 month")))

JUDGEMENTS: Final = ("hardship", "equivalent", "relevant")

SCALES: Final[dict[str, tuple[str, ...]]] = {
    "nl-10": ("5.5", "6", "8", "10"),
    "de-6": ("1", "2", "4"),
    "pass-fail": ("0", "1"),
}

_CODES: Final[dict[str, tuple[str, ...]]] = {
    "field": ("0113", "0112", "0231", "011", "02"),
    "programme": ("prog-a", "prog-b", "prog-c"),
    "country": ("nl", "de"),
    "subjects": ("geography", "history", "biology"),
    "instrument": ("portfolio", "interview", "work-sample"),
    "path": ("a", "a1", "a12", "b"),
}

_NUMBERS: Final[dict[str, tuple[str, ...]]] = {
    "nlqf": ("6", "4", "5"),
    "ec": ("30", "5", "7.5", "60"),
    "hours": ("800", "100", "1680"),
    "days": ("3", "1"),
    "assessors": ("2", "1"),
    "cohort": ("2025", "2026", "2024"),
    "years-old": ("21", "30"),
    "score": ("4", "2", "10"),
    "lessons": ("10", "0.5", "40"),
}


def _title(text: str) -> Text:
    return Text(nl=text, en=text)


ATTRIBUTES: Final = (
    Attribute(id="vog", title=_title("conduct"), on=("applicant",), type="flag"),
    Attribute(id="lessons", on=("work", "portfolio"), type="number", unit="lessons", high=Decimal(500), absent="none"),
    Attribute(id="score", on=("report", "verdict"), type="number", low=Decimal(1), high=Decimal(10), whole=True),
    Attribute(id="points", on=("badge", "course"), type="number"),
    Attribute(id="stage", on=("portfolio", "course"), type="code", codes={"first": Text(), "last": Text()}),
    Attribute(id="tags", on=("badge", "work"), type="codes", absent="none"),
    Attribute(id="path", on=("badge", "applicant"), type="code", prefix=True),
    Attribute(id="mark", on=("report", "portfolio"), type="grade"),
    Attribute(id="shows", on=("work",), type="outcomes", absent="none"),
    Attribute(id="renewed", on=("badge", "verdict", "report"), type="date"),
    Attribute(id="recorded", on=("verdict", "applicant"), type="flag", absent="none"),
)
"""Attributes that a framework may declare: every type, some where absence means none, some with a range."""

FACTS: Final = (
    Fact(on="diploma", given=(("programme", ("prog-a",)),), then=(("nlqf", Amount(Decimal(6))),)),
    Fact(on="diploma", given=(("programme", ("prog-b", "prog-c")),), then=(("field", "0113"),)),
    Fact(on="diploma", given=(("field", ("0113",)),), then=(("accredited", True),)),
    Fact(
        on="certificate",
        given=(("issuer", ("a",)), ("country", ("nl",))),
        then=(("accredited", True), ("nlqf", Amount(Decimal(4)))),
    ),
)
"""Facts that a framework may declare; two of them form a chain."""

CONVERSIONS: Final = (
    Conversion(from_scale="de-6", to_scale="nl-10", marks=((Decimal(1), Decimal(10)), (Decimal(2), Decimal(8)))),
    Conversion(from_scale="pass-fail", to_scale="nl-10", marks=((Decimal(1), Decimal("5.5")),)),
)
"""Conversions that a framework may declare; not every mark converts."""


def codes(attribute: Attribute) -> tuple[str, ...]:
    """The codes that are drawn for an attribute."""
    return tuple(attribute.codes) or _CODES.get(attribute.id, ("a", "b"))


def numbers(attribute: Attribute) -> Sequence[Amount]:
    """The thresholds that are drawn for a numeric attribute, within its range."""
    return [Amount(Decimal(text), attribute.unit) for text in _NUMBERS.get(attribute.id, ("2", "1", "5"))]
