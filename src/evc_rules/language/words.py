"""Words that texts for people are made of, in Dutch and English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from ..model.base import Lang
from ..model.programme import Slot
from ..model.quantities import Age, Amount, Credits, Euros, plain
from ..results.status import Status

_MONTHS: Final = 12

KIND: Final[dict[str, tuple[str, str]]] = {
    "diploma": ("een diploma", "a diploma"),
    "certificate": ("een certificaat", "a certificate"),
    "course": ("een vak", "a course"),
    "badge": ("een badge", "a badge"),
    "work": ("werkervaring", "work experience"),
    "portfolio": ("een portfolio-onderdeel", "a portfolio item"),
    "report": ("een ervaringscertificaat", "a certificate of experience"),
}
"""What each kind of evidence is called, with its article."""

KINDS: Final[dict[str, tuple[str, str]]] = {
    "diploma": ("diploma's", "diplomas"),
    "certificate": ("certificaten", "certificates"),
    "course": ("vakken", "courses"),
    "badge": ("badges", "badges"),
    "work": ("banen", "jobs"),
    "portfolio": ("portfolio-onderdelen", "portfolio items"),
    "report": ("ervaringscertificaten", "certificates of experience"),
}
"""The same for several."""

COMPONENT: Final[dict[str, tuple[str, str]]] = {
    "pedagogical-didactic": ("pedagogisch-didactisch", "pedagogical-didactic"),
    "subject-didactic": ("vakdidactisch", "subject-didactic"),
    "subject-content": ("vakinhoudelijk", "subject content"),
    "professional": ("professioneel", "professional"),
    "admission": ("toelating", "admission"),
    "route": ("route", "route"),
}
"""What each component is called."""

COMPARISON: Final[dict[str, tuple[str, str]]] = {
    "<=": ("ten hoogste", "at most"),
    "<": ("minder dan", "less than"),
    ">=": ("ten minste", "at least"),
    ">": ("meer dan", "more than"),
    "==": ("", ""),
    "!=": ("niet", "not"),
}
"""How a comparison is said before a number."""

ON_CALENDAR: Final[dict[str, tuple[str, str]]] = {
    "<=": ("op of voor", "on or before"),
    "<": ("voor", "before"),
    ">=": ("op of na", "on or after"),
    ">": ("na", "after"),
    "==": ("op", "on"),
    "!=": ("niet op", "not on"),
}
"""How a comparison is said before a day."""

STATUS: Final[dict[Status, tuple[str, str]]] = {
    Status.EXEMPT: ("vrijgesteld", "exempt"),
    Status.NOT_COVERED: ("niet geregeld", "not covered"),
    Status.REFUSED: ("geweigerd", "refused"),
    Status.CONFLICT: ("in strijd", "in conflict"),
    Status.OPEN: ("open", "open"),
}
"""What each status is called."""


def in_study_year(slot: Slot) -> str:
    """A period with its study year: `2028-2029 D`, so that nobody takes the first year for that of a date in spring."""
    return f"{slot.study_year}-{slot.study_year + 1} {slot.period}"


def say(lang: Lang, nl: str, en: str) -> str:
    """One of two texts, by language."""
    return nl if lang == "nl" else en


def pick(lang: Lang, words: tuple[str, str]) -> str:
    """One of a pair of words, Dutch first."""
    return words[0] if lang == "nl" else words[1]


def one_of(lang: Lang, words: Sequence[str]) -> str:
    """`a, b or c`."""
    return _listed(words, say(lang, "of", "or"))


def all_of(lang: Lang, words: Sequence[str]) -> str:
    """`a, b and c`."""
    return _listed(words, say(lang, "en", "and"))


def _listed(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def on_one_line(text: str) -> str:
    """A text without the breaks that it was written with, for where a line can have none."""
    return " ".join(text.split())


def number(lang: Lang, value: Decimal) -> str:
    """A number as it is written in a language: with a comma for decimals in Dutch."""
    return plain(value).replace(".", ",") if lang == "nl" else plain(value)


def amount(lang: Lang, value: Amount) -> str:
    """A number with its unit."""
    return f"{number(lang, value.value)} {unit(lang, value.unit)}".rstrip()


def unit(lang: Lang, written: str) -> str:
    """A unit as it is said."""
    said = {"h": ("uur", "hours"), "days/week": ("dagen per week", "days a week")}
    return pick(lang, said[written]) if written in said else written


def credits_(lang: Lang, value: Credits) -> str:
    """An amount of credits [EC]."""
    return f"{number(lang, value.value)} EC"


def length(lang: Lang, value: Age) -> str:
    """A length of calendar time."""
    if lang == "en":
        return str(value)
    years, months = divmod(value.months, _MONTHS)
    parts = [f"{years} jaar"] * bool(years)
    parts += [f"{months} {'maand' if months == 1 else 'maanden'}"] * bool(months or not years)
    return " en ".join(parts)


_MONTH: Final = (
    ("januari", "January"),
    ("februari", "February"),
    ("maart", "March"),
    ("april", "April"),
    ("mei", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augustus", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
)


def on_day(lang: Lang, one: date, *, short: bool = False) -> str:
    """A day as it is said: `1 februari 2027`, or `1 feb 2027` where there is little room."""
    month = pick(lang, _MONTH[one.month - 1])
    # "mrt" is how March is cut short in Dutch, to keep it apart from "mei".
    brief = "mrt" if month == "maart" else month[:3]
    return f"{one.day} {brief if short else month} {one.year}"


def amount_of(lang: Lang, count: int, one: tuple[str, str], several: tuple[str, str]) -> str:
    """A count with its noun: `1 periode`, `14 perioden`."""
    return f"{count} {pick(lang, one if count == 1 else several)}"


def money(lang: Lang, value: Euros) -> str:
    """An amount of money [EUR], in whole euros where it is."""
    written = f"{value.value:,.2f}" if value.value % 1 else f"{value.value:,.0f}"
    return f"€ {written.translate(str.maketrans(',.', '.,'))}" if lang == "nl" else f"€{written}"
