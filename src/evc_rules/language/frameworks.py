"""Reads framework files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

from ..model.attributes import Attribute, Conversion, Fact
from ..model.base import Text
from ..model.outcomes import Framework, Outcome, Ref, Requirement
from ..model.quantities import decimal
from . import common
from .reader import Reader
from .source_map import Node
from .values import read_value

_Read = TypeVar("_Read")
_REQUIRED: Final = ("evc-framework", "framework", "version", "title", "outcomes")
_OPTIONAL: Final = ("illustrative", "note", "applies", "sources", "attributes", "facts", "conversions")


def read_framework(r: Reader, root: Node) -> Framework | None:
    """Read a framework; None when it cannot be read as a whole."""
    entries = r.entries(root, "a framework", _REQUIRED, _OPTIONAL)
    drafts = r.every(entries["outcomes"], lambda node: _outcome(r, node), "outcomes") if "outcomes" in entries else ()
    outcomes = _with_components(r, drafts)
    r.unique(outcomes, "outcome")
    terms = common.applies(r, entries.get("applies"))
    framework = r.make(
        Framework,
        root,
        id=entries.get("framework"),
        version=entries.get("version"),
        title=common.text(r, entries.get("title")),
        illustrative=common.flag(r, entries.get("illustrative"), "'illustrative'"),
        note=common.text(r, entries.get("note")),
        decisions=terms.decisions,
        cohorts=terms.cohorts,
        sources=common.sources(r, entries.get("sources")),
        outcomes=outcomes,
    )
    return None if framework is None else extended(r, framework, entries, root)


def extended(r: Reader, framework: Framework, entries: Mapping[str, Node], root: Node) -> Framework:
    """The framework with the attributes, facts and conversions that a file declares beside its own."""
    attributes = _listed(r, entries, "attributes", lambda node: _attribute(r, node))
    conversions = _listed(r, entries, "conversions", lambda node: _conversion(r, node))
    wider = framework.with_(
        attributes=(*framework.attributes, *attributes),
        conversions=(*framework.conversions, *conversions),
    )
    facts = _listed(r, entries, "facts", lambda node: _fact(r, node, wider))
    complete = wider.with_(facts=(*framework.facts, *facts))
    r.where.put(complete, root.at)
    return complete


def _listed(
    r: Reader, entries: Mapping[str, Node], what: str, read: Callable[[Node], _Read | None]
) -> tuple[_Read, ...]:
    return r.every(entries[what], read, what) if what in entries else ()


def _outcome(r: Reader, node: Node) -> dict[str, Any] | None:
    entries = r.entries(node, "an outcome", ("id", "title"), ("component", "part_of", "levels", "requires", "source"))
    if "id" not in entries:
        return None
    levels, descriptors = _levels(r, entries.get("levels"))
    return {
        "node": node,
        "id": entries["id"],
        "title": common.text(r, entries.get("title")),
        "component": entries.get("component"),
        "part_of": r.words(entries.get("part_of"), "'part_of'"),
        "requires": _requirements(r, entries.get("requires")),
        "levels": levels,
        "descriptors": descriptors,
        "source": entries.get("source"),
    }


def _levels(r: Reader, node: Node | None) -> tuple[int, tuple[Text, ...]]:
    if node is None:
        return 1, ()
    if isinstance(node.value, dict):
        count = len(node.map)
        if sorted(node.map) != sorted(str(level) for level in range(1, count + 1)):
            r.report(
                "EVC-O005",
                f"the levels {', '.join(node.map)} are not 1 to {count}",
                node.at,
                "number them from 1 without gaps",
            )
            return max(count, 1), ()
        return count, tuple(common.text(r, node.map[str(level)]) for level in range(1, count + 1))
    most = 9
    if not re.fullmatch(f"[1-{most}]", node.text or ""):
        message = f"'levels' must be a number from 1 to {most}, or the text of each level"
        r.report("EVC-O005", message, node.at, "write for example 3, or {1: …, 2: …}")
        return 1, ()
    return int(node.text or ""), ()


def _requirements(r: Reader, node: Node | None) -> tuple[Requirement, ...]:
    if node is None:
        return ()
    by_level = node.map if isinstance(node.value, dict) else {"1": node}
    found = []
    for level, listed in by_level.items():
        if not re.fullmatch("[1-9]", level):
            r.report("EVC-O005", f"'{level}' is not a level", listed.key_at, "write for example {2: [ped.relations@1]}")
            continue
        for item in listed.items:
            ref = r.parsed(Ref.parse, item, "'requires'")
            made = r.make(Requirement, item, level=int(level), ref=ref) if ref else None
            found += [made] if made else []
    return tuple(found)


def _with_components(r: Reader, drafts: tuple[dict[str, Any], ...]) -> tuple[Outcome, ...]:
    """The outcomes, each without a component taking that of the whole above it."""
    given = {draft["id"].text: draft for draft in drafts}

    def component(name: str | None) -> str | None:
        """That of the nearest whole that has one: its own first, then those that it is part of, then theirs."""
        waiting, seen = [name], {name}
        for up in waiting:  # grows while it is walked
            draft = given.get(up, {"component": None, "part_of": ()})
            if draft["component"] is not None:
                return str(draft["component"].text)
            waiting += (whole for whole in draft["part_of"] if whole not in seen)
            seen.update(draft["part_of"])
        return None

    found = []
    for draft in drafts:
        inherited = component(draft["id"].text)
        if inherited is None:
            r.report(
                "EVC-O006",
                f"the outcome '{draft['id'].text}' has no component",
                draft["node"].at,
                "give one to it, or to the whole that it is part of",
            )
            r.incomplete.add("outcomes")
            continue
        fields = {key: value for key, value in draft.items() if key not in {"node", "component"}}
        made = r.make(Outcome, draft["node"], component=draft["component"] or inherited, **fields)
        if made is None:
            r.incomplete.add("outcomes")
        else:
            found.append(made)
    return tuple(found)


def _attribute(r: Reader, node: Node) -> Attribute | None:
    entries = r.entries(
        node,
        "an attribute",
        ("id", "on", "type"),
        ("title", "unit", "range", "whole", "codes", "prefix", "absent"),
    )
    if not {"id", "on", "type"} <= set(entries):
        return None
    codes = entries.get("codes")
    listed = {} if codes is None else {key: common.text(r, title) for key, title in codes.map.items()}
    if codes is not None and not isinstance(codes.value, dict):
        listed = {code: Text() for code in r.words(codes, "'codes'", some=True)}
    low, high = _range(r, entries.get("range"))
    return r.make(
        Attribute, node, id=entries.get("id"), title=common.text(r, entries.get("title")),
        on=r.words(entries["on"], "'on'", some=True), type=entries.get("type"), unit=entries.get("unit"),
        low=low, high=high, whole=common.flag(r, entries.get("whole"), "'whole'"), codes=listed,
        prefix=common.flag(r, entries.get("prefix"), "'prefix'"), absent=entries.get("absent"),
    )  # fmt: skip


def _range(r: Reader, node: Node | None) -> tuple[Decimal, Decimal | None]:
    if node is None:
        return Decimal(0), None
    ends = [item.text or "" for item in node.items]
    if len(ends) != len(("low", "high")):
        r.report("EVC-S003", "a range is written [low, high]", node.at, "write for example [1, 8], or [0, ..]")
        return Decimal(0), None
    low, high = (
        None if end == ".." else r.parsed(decimal, item, "'range'") for end, item in zip(ends, node.items, strict=True)
    )
    return low if low is not None else Decimal(0), high


def _fact(r: Reader, node: Node, framework: Framework) -> Fact | None:
    entries = r.entries(node, "a fact", ("on", "given", "then"), ("source",))
    if not {"on", "given", "then"} <= set(entries):
        return None
    kind = entries["on"].text or ""
    given = tuple((name, r.words(body, f"'{name}'", some=True)) for name, body in entries["given"].map.items())
    if not given or not entries["then"].map:
        help_ = "write for example given: {programme: vwo}, then: {nlqf: 4}"
        r.report("EVC-S003", "a fact maps attributes to what is given, and to what follows", node.at, help_)
        return None
    then = []
    for name, body in entries["then"].map.items():
        value = read_value(r, framework.vocabulary, kind, name, body)
        if value is None:
            return None
        then.append((name, value))
    return r.make(Fact, node, on=kind, given=given, then=tuple(then), source=entries.get("source"))


def _conversion(r: Reader, node: Node) -> Conversion | None:
    entries = r.entries(node, "a conversion", ("from", "to", "marks"), ("source",))
    marks = []
    for mark, other in entries["marks"].map.items() if "marks" in entries else ():
        pair = (
            r.parsed(decimal, Node(mark, other.key_at, other.key_at), "a mark"),
            r.parsed(decimal, other, "a mark"),
        )
        if None not in pair:
            marks.append(pair)
    return r.make(
        Conversion,
        node,
        from_scale=entries.get("from"),
        to_scale=entries.get("to"),
        marks=tuple(marks),
        source=entries.get("source"),
    )
