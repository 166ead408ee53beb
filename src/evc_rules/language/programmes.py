"""Reads programme files."""

from __future__ import annotations

import re
from typing import Final

from ..model.outcomes import Framework
from ..model.programme import Period, Programme, Unit, Variant
from . import common
from .reader import Reader
from .source_map import Node

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
_OPTIONAL: Final = ("illustrative", "source", "cohorts", "note")
_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")


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
    r.unique(periods, "period")
    r.unique(units, "unit")
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
    if not match:
        raise ValueError(f"{text!r} is not a day of every year (write MM-DD, up to day 28)")
    return int(match[1]), int(match[2])


def _variants(r: Reader, node: Node) -> tuple[Variant, ...]:
    if not isinstance(node.value, dict):
        help_ = "write for example {full-time: {total: 240 EC, load: {max: 15 EC}}}"
        r.report("EVC-S003", "'variants' must map the name of each variant to its terms", node.at, help_)
    found = tuple(one for name, body in node.map.items() if (one := _variant(r, name, body)))
    if not isinstance(node.value, dict) or len(found) < len(node.map):
        r.incomplete.add("variants")
    return found


def _variant(r: Reader, name: str, node: Node) -> Variant | None:
    entries = r.entries(node, f"the variant '{name}'", ("total", "load"), ("years_max",))
    load = r.entries(entries["load"], "'load'", ("max",), ("min",)) if "load" in entries else {}
    years = r.whole_number(entries.get("years_max"), "'years_max'")
    if "total" not in entries or "max" not in load or ("years_max" in entries and years is None):
        return None
    fields = {"load_min": load.get("min"), "load_max": load["max"], "years_max": years}
    return r.make(Variant, node, id=Node(name, node.key_at, node.key_at), total=entries["total"], **fields)


def _unit(r: Reader, node: Node, periods: tuple[Period, ...]) -> Unit | None:
    entries = r.entries(node, "a unit", ("id", "outcomes", "ec", "offered"), ("title", "requires", "variants", "phase"))
    if not {"id", "outcomes", "ec", "offered"} <= set(entries):
        return None
    offered = entries["offered"]
    named = offered.text != "any"
    listed = r.words(offered, "'offered'", some=True) if named else tuple(period.id for period in periods)
    return r.make(
        Unit,
        node,
        id=entries.get("id"),
        title=common.text(r, entries.get("title")),
        outcomes=common.reach(r, entries["outcomes"]),
        ec=entries.get("ec"),
        offered=listed,
        requires=r.words(entries.get("requires"), "'requires'"),
        variants=r.words(entries.get("variants"), "'variants'", some=True),
        phase=entries.get("phase"),
    )
