"""Readers of the pieces that files of every kind share: texts, sources, references, selectors, intervals."""

from __future__ import annotations

import re
from typing import Final

from ..model.base import Text
from ..model.outcomes import COMPONENTS, Reach, Ref, Selector
from ..model.policy import Applies
from ..model.quantities import Cohorts, Dates
from ..model.sources import Source
from .reader import Reader, did_you_mean
from .source_map import Node
from .sugar import text_fields

_LEVEL: Final = re.compile(r"(<=|>=|<|>|==)?\s*([1-9][0-9]?)")


def text(r: Reader, node: Node | None) -> Text:
    """A text for people; an empty one when there is none or it cannot be read."""
    if node is None:
        return Text()
    if isinstance(node.value, dict):
        r.entries(node, "a text", (), ("nl", "en"))
    elif isinstance(node.value, list):
        r.report("EVC-S003", "one text, or {nl: …, en: …}, is needed here", node.at, "write one text")
        return Text()
    fields = {key: value for key, value in text_fields(node).items() if key in {"nl", "en"} and value.value is not None}
    return r.make(Text, node, **fields) or Text()


def sources(r: Reader, node: Node | None) -> dict[str, Source]:
    """The sources of a file, by id."""
    found: dict[str, Source] = {}
    if node is None:
        return found
    if not isinstance(node.value, dict):
        r.report("EVC-S003", "'sources' must map an id to each source", node.at, "write for example {oer: {title: …}}")
    for key, body in node.map.items():
        entries = r.entries(body, f"the source '{key}'", ("title",), ("publisher", "page", "note", "articles"))
        articles = entries.get("articles")
        if articles is not None and not isinstance(articles.value, dict):
            help_ = "write for example {art-4.3: its title}"
            r.report("EVC-S003", "'articles' must map an id to the title of each article", articles.at, help_)
        source = r.make(
            Source,
            body,
            title=text(r, entries.get("title")),
            publisher=entries.get("publisher"),
            page=entries.get("page"),
            note=text(r, entries.get("note")),
            articles={name: text(r, title) for name, title in articles.map.items()} if articles else {},
        )
        if source:
            found[key] = source
    return found


def reach(r: Reader, node: Node) -> Reach:
    """Outcomes by name, selectors, or a list of both."""
    read = (
        _selector(r, item) if isinstance(item.value, dict) else r.parsed(Ref.parse, item, "an outcome")
        for item in node.items
    )
    return tuple(one for one in read if one is not None)


def _selector(r: Reader, node: Node) -> Selector | None:
    entries = r.entries(node, "a selector", (), ("any", "part_of", "component", "level", "except"))
    if not set(entries) - {"except"}:
        r.report(
            "EVC-S003",
            "a selector needs something to select by",
            node.at,
            "write {part_of: …}, {component: …} or {any: true}",
        )
        return None
    if "any" in entries and (entries["any"].text not in {"true", "yes"} or not set(entries) <= {"any", "except"}):
        help_ = "take 'any' out, or all but 'any' and 'except'"
        r.report("EVC-S004", "'any' is written {any: true}, alone or with 'except'", entries["any"].at, help_)
    component = entries.get("component")
    if component is not None and component.text not in COMPONENTS:
        r.report(
            "EVC-S004",
            f"'{component.text}' is not a component",
            component.at,
            did_you_mean(component.text or "", COMPONENTS),
        )
        return None
    low, high = _levels(r, entries.get("level"))
    without = entries.get("except")
    refs = [r.parsed(Ref.parse, item, "'except'") for item in without.items] if without else []
    return r.make(
        Selector,
        node,
        part_of=entries.get("part_of"),
        component=component,
        low=low,
        high=high,
        except_=tuple(ref for ref in refs if ref),
    )


def _levels(r: Reader, node: Node | None) -> tuple[int, int]:
    low, high = 1, 0
    for part in (node.text or "").split(",") if node else ():
        match = _LEVEL.fullmatch(part.strip())
        if not match:
            r.report(
                "EVC-S004",
                f"{part.strip()!r} is not a test on the level",
                node.at if node else None,
                'write for example "<= 2"',
            )
            continue
        op, level = match[1] or "==", int(match[2])
        if op in {">=", ">", "=="}:
            low = max(low, level + (op == ">"))
        if op in {"<=", "<", "=="}:
            high = min(high or level, level - (op == "<"))
            if not high:
                r.report(
                    "EVC-S004",
                    "no level is lower than 1",
                    node.at if node else None,
                    'write for example "<= 1"',
                )
    return low, high


def applies(r: Reader, node: Node | None) -> Applies:
    """When and for whom something is in force."""
    if node is None:
        return Applies()
    entries = r.entries(node, "'applies'", (), ("decisions", "cohorts", "variants"))
    read = r.make(
        Applies,
        node,
        decisions=r.parsed(Dates.parse, entries["decisions"], "'decisions'") or Dates()
        if "decisions" in entries
        else Dates(),
        cohorts=r.parsed(Cohorts.parse, entries["cohorts"], "'cohorts'") or Cohorts()
        if "cohorts" in entries
        else Cohorts(),
        variants=r.words(entries.get("variants"), "'variants'", some=True),
    )
    return read or Applies()


def flag(r: Reader, node: Node | None, what: str) -> bool:
    """Yes or no; no when it is not there."""
    return node is not None and bool(r.yes_or_no(node, what))
