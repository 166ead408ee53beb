"""Quantities with units: credits, hours, ages, amounts, and half-open intervals. Exact decimals, never floats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Final, Self

from dateutil.relativedelta import relativedelta
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

HOURS_PER_CREDIT: Final = Decimal(28)
"""[h] of study load in one EC. Source: WHW art. 7.4 (one year is 60 EC and 1,680 hours)."""

_MAX_DIGITS: Final = 12
_YEARS: Final = range(1800, 3000)


def decimal(text: str) -> Decimal:
    """Read a plain decimal number: digits with an optional sign and a decimal point, nothing else.

    Raises:
        ValueError: When the text is anything else: an exponent, NaN, infinity, a comma, or absurdly long.
    """
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", text.strip()):
        raise ValueError(
            f"{text!r} could be thousands or decimals (write '{text.replace('.', '')}', or drop a decimal)"
        )
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text.strip()) or len(text.strip()) > _MAX_DIGITS:
        raise ValueError(f"{text!r} is not a number (write digits, with a point for decimals)")
    try:
        return Decimal(text.strip())
    except InvalidOperation as error:  # pragma: no cover - the pattern is stricter than Decimal
        raise ValueError(f"{text!r} is not a number") from error


def plain(value: Decimal) -> str:
    """Write a decimal without exponent or trailing zeros.

    >>> plain(Decimal("180.0")), plain(Decimal("2.50")), plain(Decimal("1E+2"))
    ('180', '2.5', '100')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text or "0"


def writable(value: Decimal) -> bool:
    """Whether a number can be written down and read again: finite, and no longer than any real one."""
    short = value.is_finite() and abs(value.adjusted()) < _MAX_DIGITS
    return short and len(plain(value)) <= _MAX_DIGITS


class _Written:
    """A quantity that pydantic reads from, and writes as, its written form."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(value: Any) -> Any:
            if isinstance(value, cls):
                return value
            if isinstance(value, str):
                return cls.parse(value)
            raise ValueError(f"{value!r} is not written as {cls.__name__}")

        return core_schema.no_info_plain_validator_function(
            read,
            serialization=core_schema.to_string_ser_schema(),
            json_schema_input_schema=core_schema.str_schema(),
        )


def _amount_in(text: str, unit: str, example: str) -> Decimal:
    """A number in a unit, not less than zero.

    Raises:
        ValueError: When the text is anything else.
    """
    number, _, rest = text.strip().partition(" ")
    if rest.strip() != unit:
        raise ValueError(f"{text!r} is not an amount in {unit} (write {example!r})")
    value = decimal(number)
    if value < 0:
        raise ValueError(f"{text!r} is less than zero")
    return value


@dataclass(frozen=True, slots=True, order=True)
class Credits(_Written):
    """Study credits [EC]; one EC is 28 hours of study load."""

    value: Decimal

    @classmethod
    def parse(cls, text: str) -> Credits:
        """Read `5 EC`.

        Raises:
            ValueError: When the text is not a non-negative number followed by `EC`.
        """
        return cls(_amount_in(text, "EC", "5 EC"))

    @property
    def hours(self) -> Hours:
        """The study load [h]."""
        return Hours(self.value * HOURS_PER_CREDIT)

    def __add__(self, other: Credits) -> Credits:
        return Credits(self.value + other.value)

    def __sub__(self, other: Credits) -> Credits:
        return Credits(self.value - other.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return f"{plain(self.value)} EC"


NO_CREDITS: Final = Credits(Decimal(0))


def total(credits: Any) -> Credits:  # noqa: A002 - the field's word
    """The sum of an iterable of credits [EC]."""
    return sum(credits, NO_CREDITS)


@dataclass(frozen=True, slots=True, order=True)
class Hours(_Written):
    """Time worked or studied [h]."""

    value: Decimal

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Read `800 h`.

        Raises:
            ValueError: When the text is not a non-negative number followed by `h`.
        """
        return cls(_amount_in(text, "h", "800 h"))

    def __str__(self) -> str:
        return f"{plain(self.value)} h"


@dataclass(frozen=True, slots=True, order=True)
class Euros(_Written):
    """Money [EUR]."""

    value: Decimal

    @classmethod
    def parse(cls, text: str) -> Euros:
        """Read `150 EUR`.

        Raises:
            ValueError: When the text is not a non-negative number followed by `EUR`.
        """
        return cls(_amount_in(text, "EUR", "150 EUR"))

    def __str__(self) -> str:
        return f"{plain(self.value)} EUR"


_AGE: Final = re.compile(r"(?:([0-9]{1,3}) years?)?\s*(?:([0-9]{1,4}) months?)?")
_MONTHS_PER_YEAR: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Age(_Written):
    """A length of calendar time in whole months, written in years and months."""

    months: int

    @classmethod
    def parse(cls, text: str) -> Age:
        """Read `5 years`, `24 months` or `1 year 9 months`.

        Raises:
            ValueError: When the text is anything else.
        """
        match = _AGE.fullmatch(text.strip())
        if not match or not any(match.groups()):
            raise ValueError(f"{text!r} is not a length of time (write '5 years' or '1 year 9 months')")
        return cls(int(match[1] or 0) * _MONTHS_PER_YEAR + int(match[2] or 0))

    def after(self, day: date) -> date:
        """The day on which something of this date reaches this age; a 29 February comes back as a 28th.

        >>> Age.parse("1 year").after(date(2024, 2, 29))
        datetime.date(2025, 2, 28)
        """
        return day + relativedelta(months=self.months)

    @property
    def days(self) -> int:
        """The fewest days that this many consecutive calendar months can have, from 1901 to 2099 [days]."""
        return _fewest_days(self.months)

    def __str__(self) -> str:
        years, months = divmod(self.months, _MONTHS_PER_YEAR)
        parts = [f"{years} year{'s' * (years != 1)}"] * bool(years)
        parts += [f"{months} month{'s' * (months != 1)}"] * bool(months or not years)
        return " ".join(parts)


@lru_cache(maxsize=1024)
def _fewest_days(months: int) -> int:
    def begins(month: int) -> int:
        return date(2001 + month // _MONTHS_PER_YEAR, month % _MONTHS_PER_YEAR + 1, 1).toordinal()

    def fewest(month: int) -> int:
        """From the last day of a month it is as much less as the month in which it ends is shorter."""
        first, end = (begins(one + 1) - begins(one) for one in (month, month + months))
        return begins(month + months) - begins(month) - max(0, first - end)

    return min(map(fewest, range(4 * _MONTHS_PER_YEAR)))


_AMOUNT: Final = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)(?: ([A-Za-z%][A-Za-z%/ ]*))?")


@dataclass(frozen=True, slots=True, order=True)
class Amount(_Written):
    """A number with the unit of the attribute that it is about; the unit is empty for plain numbers."""

    value: Decimal
    unit: str = ""

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Read `800 h`, `5 EC`, `3 days/week` or `6`.

        Raises:
            ValueError: When the text is not a number with an optional unit.
        """
        match = _AMOUNT.fullmatch(text.strip())
        if not match:
            raise ValueError(f"{text!r} is not a number with a unit (write '800 h' or '6')")
        return cls(decimal(match[1]), match[2] or "")

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True, order=True)
class Dates(_Written):
    """A half-open interval of days, written `2026-09-01/2027-09-01`; an end left open is written `..`."""

    start: date | None = None
    end: date | None = None

    @classmethod
    def parse(cls, text: str) -> Dates:
        """Read `2026-09-01/..`, `../2027-09-01` or both ends.

        Raises:
            ValueError: When an end is no date, or the interval is empty.
        """
        first, slash, second = text.strip().partition("/")
        if not slash:
            raise ValueError(f"{text!r} is not an interval (write '2026-09-01/..' or '2026-09-01/2027-09-01')")
        start, end = (None if side.strip() in {"..", ""} else day(side) for side in (first, second))
        if start and end and start >= end:
            raise ValueError(f"{text!r} is an empty interval: its end does not belong to it")
        return cls(start, end)

    def __contains__(self, moment: date) -> bool:
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end or '..'}"


@dataclass(frozen=True, slots=True, order=True)
class Cohorts(_Written):
    """A half-open interval of cohorts (the year in which a study year begins), written `2024/..`."""

    start: int | None = None
    end: int | None = None

    @classmethod
    def parse(cls, text: str) -> Cohorts:
        """Read `2024/..`, `../2026` or `2024/2026` (the last one does not belong to it).

        Raises:
            ValueError: When an end is no year, or the interval is empty.
        """
        first, slash, second = text.strip().partition("/")
        if not slash:
            raise ValueError(f"{text!r} is not an interval of cohorts (write '2024/..' or '2024/2026')")
        start, end = (None if side.strip() in {"..", ""} else year(side) for side in (first, second))
        if start and end and start >= end:
            raise ValueError(f"{text!r} is an empty interval: its end does not belong to it")
        return cls(start, end)

    def __contains__(self, cohort: int) -> bool:
        return (self.start is None or self.start <= cohort) and (self.end is None or cohort < self.end)

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end or '..'}"


def day(text: str) -> date:
    """Read a date as YYYY-MM-DD.

    Raises:
        ValueError: When there is no such day, or it lies outside the years 1800 to 2999: a slip, or "no end".
    """
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        raise ValueError(f"{text!r} is not a date (write YYYY-MM-DD)")
    try:
        read = date.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day of the calendar") from error
    if not occurs(read):
        raise ValueError(f"{text!r} is no day that occurs here (leave out an end that is not there)")
    return read


def occurs(one: date) -> bool:
    """Whether a day lies in the years 1800 to 2999; others are slips, or stand for "no end"."""
    return one.year in _YEARS


def year(text: str) -> int:
    """Read a year of four digits.

    Raises:
        ValueError: When the text is anything else.
    """
    if not re.fullmatch(r"[0-9]{4}", text.strip()):
        raise ValueError(f"{text!r} is not a year (write YYYY)")
    return int(text)
