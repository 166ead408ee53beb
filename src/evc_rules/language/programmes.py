"""Reads programme files."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final, TypeVar

from ..model.outcomes import Framework
from ..model.programme import (
    Assessment,
    Bsa,
    Elective,
    Entry,
    Fees,
    Offer,
    Period,
    PeriodLoad,
    Programme,
    Unit,
    Variant,
)
from ..model.quantities import Cohorts, Credits, year
from . import common
from .reader import Reader
from .source_map import Node

_Model = TypeVar("_Model", Unit, Elective, Variant)

_REQUIRED: Final = (
    "evc-programme",
    "programme",
    "title",
    "institution",
    "framework",
    "periods",
    "variants",
    "units",
)
_OPTIONAL: Final = ("illustrative", "source", "cohorts", "electives", "note")
_UNIT: Final = ("id", "outcomes", "ec", "offered")
_UNIT_OPTIONAL: Final = (
    "title", "periods", "load", "within_year", "requires", "alongside", "entry", "assessment", "variants", "phase",
)  # fmt: skip
_EVERY_YEAR: Final = "every"
_MONTH_DAY: Final = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_A_YEAR: Final = 2027
"""A year without a 29 February: its days are those of every year."""


def read_programme(r: Reader, root: Node, framework: Framework) -> Programme | None:
    """Read a programme over a framework; None when it cannot be read as a whole."""
    entries = r.entries(root, "a programme", _REQUIRED, _OPTIONAL)
    named = entries.get("framework")
    if named is not None and named.text != framework.name:
        r.report(
            "EVC-O008",
            f"the programme is written over '{named.text}', the framework here is '{framework.name}'",
            named.at,
            "name the version that is there, or put the other one in frameworks/",
        )
    periods = r.every(entries["periods"], lambda node: _period(r, node), "periods") if "periods" in entries else ()
    variants = _variants(r, entries["variants"]) if "variants" in entries else ()
    units = r.every(entries["units"], lambda node: _unit(r, node, periods), "units") if "units" in entries else ()
    electives = (
        r.every(entries["electives"], lambda node: _elective(r, node), "electives") if "electives" in entries else ()
    )
    r.unique(periods, "period")
    r.unique(units, "unit")
    r.unique(electives, "elective")
    return (
        r.make(
            Programme,
            root,
            id=entries.get("programme"),
            title=common.text(r, entries.get("title")),
            institution=entries.get("institution"),
            illustrative=common.flag(r, entries.get("illustrative"), "'illustrative'"),
            framework=named,
            cohorts=entries.get("cohorts"),
            periods=periods,
            variants=variants,
            units=units,
            electives=electives,
            note=common.text(r, entries.get("note")),
            source=entries.get("source"),
        )
        if entries
        else None
    )


def _period(r: Reader, node: Node) -> Period | None:
    entries = r.entries(node, "a period", ("id", "from", "to"))
    if len(entries) < len(("id", "from", "to")):
        return None
    first, after = (r.parsed(_month_day, entries[key], f"'{key}'") for key in ("from", "to"))
    return r.make(Period, node, id=entries["id"], first=first, after=after) if first and after else None


def _month_day(text: str) -> tuple[int, int]:
    match = _MONTH_DAY.fullmatch(text)
    try:
        day = date(_A_YEAR, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"{text!r} is not a day of every year (write MM-DD, such as 09-01)")
    return day.month, day.day


def _variants(r: Reader, node: Node) -> tuple[Variant, ...]:
    if not isinstance(node.value, dict):
        help_ = "write for example {full-time: {total: 240 EC, load: {max: 15 EC}}}"
        r.report("EVC-S003", "'variants' must map the name of each variant to its terms", node.at, help_)
    found = tuple(one for name, body in node.map.items() if (one := _variant(r, name, body)))
    if not isinstance(node.value, dict) or len(found) < len(node.map):
        r.incomplete.add("variants")
    return found


def _variant(r: Reader, name: str, node: Node) -> Variant | None:
    optional = ("units_max", "years_max", "bsa", "fees")
    entries = r.entries(node, f"the variant '{name}'", ("total", "load"), optional)
    load = r.entries(entries["load"], "'load'", ("max",), ("min", "in")) if "load" in entries else {}
    numbers = {key: r.whole_number(entries.get(key), f"'{key}'") for key in ("units_max", "years_max")}
    terms = _bsa(r, entries.get("bsa")), _fees(r, entries.get("fees"))
    own = _loads_in(r, load["in"]) if "in" in load else ()
    unread = [key for key, value in (*numbers.items(), *zip(("bsa", "fees"), terms, strict=True)) if value is None]
    if "total" not in entries or "max" not in load or own is None or any(key in entries for key in unread):
        return None
    return _written(
        r,
        Variant,
        node,
        id=Node(name, node.key_at, node.key_at),
        total=entries["total"],
        load_min=load.get("min"),
        load_max=load["max"],
        load_in=own,
        bsa=terms[0],
        fees=terms[1],
        **numbers,
    )


def _loads_in(r: Reader, node: Node) -> tuple[PeriodLoad, ...] | None:
    if not isinstance(node.value, dict):
        help_ = "write for example {in: {P4: {max: 17.5 EC}}}"
        r.report("EVC-S003", "'in' must map periods to their load", node.at, help_)
        return None
    found = []
    for period, body in node.map.items():
        entries = r.entries(body, f"the load of '{period}'", (), ("min", "max"))
        name = Node(period, body.key_at, body.key_at)
        found.append(r.make(PeriodLoad, body, period=name, least=entries.get("min"), most=entries.get("max")))
    read = tuple(one for one in found if one)
    return read if len(read) == len(found) else None


def _bsa(r: Reader, node: Node | None) -> Bsa | None:
    if node is None:
        return None
    entries = r.entries(node, "'bsa'", ("ec",), ("years", "phase"))
    years = r.whole_number(entries.get("years"), "'years'")
    if "ec" not in entries or (years is None and "years" in entries):
        return None
    return r.make(Bsa, node, ec=entries["ec"], years=years, phase=entries.get("phase"))


def _fees(r: Reader, node: Node | None) -> Fees | None:
    entries = r.entries(node, "'fees'", (), ("ec", "assessment")) if node else {}
    return r.make(Fees, node, **entries) if node and entries else None


def _unit(r: Reader, node: Node, periods: tuple[Period, ...]) -> Unit | None:
    entries = r.entries(node, "a unit", _UNIT, _UNIT_OPTIONAL)
    if not set(_UNIT) <= set(entries):
        return None
    spread = [r.parsed(Credits.parse, item, "a load") for item in entries["load"].items] if "load" in entries else []
    length = r.whole_number(entries.get("periods"), "'periods'")
    entry, assessment = _entry(r, entries.get("entry")), _assessment(r, entries.get("assessment"), periods)
    if None in spread or (length is None and "periods" in entries):
        return None
    if (entry is None and "entry" in entries) or (assessment is None and "assessment" in entries):
        return None
    if length == 0 or (length is not None and spread and length != len(spread)):
        help_ = "write a load for each period, or 'periods' without 'load'; a unit takes at least one"
        r.report(
            "EVC-S004",
            f"'periods' is {length}" + (f", and 'load' says {len(spread)}" if spread else ""),
            entries["periods"].at,
            help_,
        )
        return None
    offered, offered_in = _offers(r, entries["offered"], periods)
    return _written(
        r,
        Unit,
        node,
        id=entries.get("id"),
        title=common.text(r, entries.get("title")),
        outcomes=common.reach(r, entries["outcomes"]),
        ec=entries.get("ec"),
        offered=offered,
        offered_in=offered_in,
        periods=len(spread) or length,
        spread=tuple(spread),
        within_year=common.flag(r, entries.get("within_year"), "'within_year'"),
        requires=r.words(entries.get("requires"), "'requires'"),
        alongside=r.words(entries.get("alongside"), "'alongside'"),
        entry=entry,
        assessment=assessment,
        variants=r.words(entries.get("variants"), "'variants'", some=True),
        phase=entries.get("phase"),
    )


def _offers(r: Reader, node: Node, periods: tuple[Period, ...]) -> tuple[tuple[str, ...], tuple[Offer, ...]]:
    """When a unit begins, every year and in the years that are named."""
    if not isinstance(node.value, dict):
        return _offer(r, node, periods), ()
    offers = []
    for name, body in node.map.items():
        if name == _EVERY_YEAR:
            continue
        years = r.parsed(_years, Node(name, body.key_at, body.key_at), "a study year")
        if years is not None:
            offers.append(Offer(years=years, periods=_offer(r, body, periods, some=False)))
    every = node.map.get(_EVERY_YEAR)
    return (_offer(r, every, periods) if every else ()), tuple(offers)


def _offer(r: Reader, node: Node, periods: tuple[Period, ...], *, some: bool = True) -> tuple[str, ...]:
    if node.text == "any":
        return tuple(period.id for period in periods)
    return r.words(node, "'offered'", some=some)


def _years(text: str) -> Cohorts:
    if "/" in text:
        return Cohorts.parse(text)
    try:
        return Cohorts(year(text), year(text) + 1)
    except ValueError as error:
        raise ValueError(f"{text!r} is no study year (write 2027, 2027/.. or every)") from error


def _entry(r: Reader, node: Node | None) -> Entry | None:
    entries = r.entries(node, "'entry'", (), ("ec", "phase")) if node else {}
    if node and not entries:
        r.report("EVC-S003", "'entry' asks for nothing", node.at, "write {ec: 45 EC}, {phase: propedeuse} or both")
    return r.make(Entry, node, ec=entries.get("ec"), phase=entries.get("phase")) if node and entries else None


def _assessment(r: Reader, node: Node | None, periods: tuple[Period, ...]) -> Assessment | None:
    entries = r.entries(node, "'assessment'", ("load", "offered"), ("fee",)) if node else {}
    if node is None or not {"load", "offered"} <= set(entries):
        return None
    offered = _offer(r, entries["offered"], periods)
    return r.make(Assessment, node, load=entries["load"], offered=offered, fee=entries.get("fee"))


def _elective(r: Reader, node: Node) -> Elective | None:
    entries = r.entries(node, "an elective", ("id", "choose", "from"), ("title", "variants"))
    if not {"id", "choose", "from"} <= set(entries):
        return None
    return _written(
        r,
        Elective,
        node,
        id=entries["id"],
        title=common.text(r, entries.get("title")),
        choose=entries["choose"],
        units=r.words(entries["from"], "'from'", some=True),
        variants=r.words(entries.get("variants"), "'variants'", some=True),
    )


def _written(r: Reader, model: type[_Model], node: Node, **fields: Any) -> _Model | None:
    """Make a thing, and remember how it was written: findings point at the names in it."""
    made = r.make(model, node, **fields)
    if made is not None:
        r.where.put_written(made, node)
    return made
