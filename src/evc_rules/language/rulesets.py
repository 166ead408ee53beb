"""Reads ruleset files."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from ..model.attributes import Vocabulary
from ..model.conditions import TRUE
from ..model.outcomes import Framework
from ..model.policy import Limit, Parameter, ParameterValue, Provenance, Rule, Ruleset
from ..model.quantities import Age, Amount, Cohorts, Dates, day
from . import common
from .reader import Reader, shown
from .source_map import Node
from .sugar import ConditionReader

_REQUIRED: Final = ("evc-rules", "ruleset", "title", "institution", "framework", "rules")
_OPTIONAL: Final = (
    "illustrative", "applies", "sources", "parameters", "conflicts", "units", "bsa", "limits", "cases", "harmonised",
    "note",
)  # fmt: skip
_EFFECTS: Final = ("grant", "bar", "waives")
_BSA: Final = {"counts": True, "does-not-count": False}


def read_ruleset(r: Reader, root: Node, framework: Framework, vocabulary: Vocabulary | None = None) -> Ruleset | None:
    """Read a ruleset over a framework; None when it cannot be read as a whole."""
    entries = r.entries(root, "a ruleset", _REQUIRED, _OPTIONAL)
    conditions = ConditionReader(r, vocabulary or framework.vocabulary)
    named = entries.get("framework")
    if named is not None and named.text != framework.name:
        r.report(
            "EVC-O008",
            f"the ruleset is written over '{named.text}', the framework here is '{framework.name}'",
            named.at,
            "name the version that is there, or put the other one in frameworks/",
        )
    rules = r.every(entries["rules"], lambda node: _rule(r, node, conditions), "rules") if "rules" in entries else ()
    r.unique(rules, "rule")
    limits = r.every(entries["limits"], lambda node: _limit(r, node), "limits") if "limits" in entries else ()
    counts = entries.get("bsa")
    if counts is not None and counts.text not in _BSA:
        r.report(
            "EVC-S004",
            f"{shown(counts)} does not say whether exempt credits count",
            counts.at,
            f"write one of: {', '.join(_BSA)}",
        )
    return r.make(
        Ruleset,
        root,
        id=entries.get("ruleset"),
        title=common.text(r, entries.get("title")),
        institution=entries.get("institution"),
        illustrative=common.flag(r, entries.get("illustrative"), "'illustrative'"),
        framework=named,
        applies=common.applies(r, entries.get("applies")),
        sources=common.sources(r, entries.get("sources")),
        parameters=_parameters(r, entries.get("parameters")),
        conflicts=entries.get("conflicts", "report"),
        units=entries.get("units", "whole"),
        bsa=_BSA.get(counts.text or "") if counts else None,
        rules=rules,
        limits=limits,
        cases=entries.get("cases", ""),
        provenance=_provenance(r, entries.get("harmonised")),
        note=common.text(r, entries.get("note")),
    )


def _rule(r: Reader, node: Node, conditions: ConditionReader) -> Rule | None:
    entries = r.entries(
        node, "a rule", ("id",), (*_EFFECTS, "title", "article", "when", "overrides", "applies", "note")
    )
    if not entries:
        return None
    effects = [key for key in _EFFECTS if key in entries]
    if len(effects) != 1:
        found = "has no effect" if not effects else f"has {' and '.join(effects)}"
        r.report(
            "EVC-R009",
            f"the rule '{_name(entries)}' {found}",
            node.at,
            "give it one of 'grant', 'bar' and 'waives'",
        )
        return None
    (effect,) = effects
    if effect == "waives" and "overrides" in entries:
        r.report(
            "EVC-R009",
            f"the rule '{_name(entries)}' has both 'waives' and 'overrides'",
            entries["overrides"].key_at,
            "put all the rules that it waives under 'waives'",
        )
    overrides = entries["waives"] if effect == "waives" else entries.get("overrides")
    when = conditions.condition(entries["when"]) if "when" in entries else TRUE
    if when == TRUE and "when" in entries:
        help_ = "name a condition; for a rule that always holds, leave 'when' out"
        r.report("EVC-S003", f"the condition of '{_name(entries)}' is empty", entries["when"].at, help_)
        return None
    if when is None:
        return None
    return r.make(
        Rule,
        node,
        id=entries.get("id"),
        title=common.text(r, entries.get("title")),
        articles=r.words(entries.get("article"), "'article'"),
        effect=effect.removesuffix("s"),
        reach=() if effect == "waives" else common.reach(r, entries[effect]),
        when=when,
        overrides=r.words(overrides, "'waives'" if effect == "waives" else "'overrides'", some=True),
        applies=common.applies(r, entries.get("applies")),
        note=common.text(r, entries.get("note")),
    )


def _name(entries: dict[str, Node]) -> str:
    return (entries["id"].text if "id" in entries else "") or "?"


def _limit(r: Reader, node: Node) -> Limit | None:
    entries = r.entries(node, "a limit", ("at_most", "of"), ("among", "article"))
    of = entries.get("of")
    if of is not None and of.text != "exempted":
        r.report("EVC-S004", f"{shown(of)} is nothing that can be limited", of.at, "write 'exempted'")
    among = common.reach(r, entries["among"]) if "among" in entries else ()
    if "at_most" not in entries:
        return None
    if "among" in entries and not among:
        r.report("EVC-O007", "'among' names no outcomes", entries["among"].at, "name some, or take 'among' out")
    articles = r.words(entries.get("article"), "'article'")
    return r.make(Limit, node, at_most=entries["at_most"], among=among, articles=articles)


def _parameters(r: Reader, node: Node | None) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    if not isinstance(node.value, dict):
        help_ = "write for example {hours: [{value: 800 h}]}"
        r.report("EVC-S003", "'parameters' must map a name to a list of values", node.at, help_)
    found = []
    for name, body in node.map.items():
        values = tuple(one for item in body.items if (one := _parameter_value(r, item)))
        parameter = r.make(Parameter, body, id=name, values=_with_ends(r, values))
        if parameter:
            r.where.put(parameter, body.key_at)
            found.append(parameter)
    return tuple(found)


def _parameter_value(r: Reader, node: Node) -> ParameterValue | None:
    entries = r.entries(node, "a value of a parameter", ("value",), ("from", "until", "cohorts"))
    if "value" not in entries:
        return None
    value = entries["value"]
    words = r.words(value, "'value'", some=True)
    if not words:
        return None
    read = words if isinstance(value.value, list) else _any_value(words[0])
    return r.make(
        ParameterValue,
        node,
        start=r.parsed(day, entries["from"], "'from'") if "from" in entries else None,
        until=r.parsed(day, entries["until"], "'until'") if "until" in entries else None,
        cohorts=r.parsed(Cohorts.parse, entries["cohorts"], "'cohorts'") if "cohorts" in entries else Cohorts(),
        value=read,
    )


def _any_value(text: str) -> Age | Amount | date | tuple[str, ...]:
    """The value that a text is, by its form; anything else is a code."""
    for parse in (Age.parse, Amount.parse, day):
        try:
            read: Any = parse(text)
        except ValueError:
            continue
        return read  # type: ignore[no-any-return]
    return (text,)


def _with_ends(r: Reader, values: tuple[ParameterValue, ...]) -> tuple[ParameterValue, ...]:
    """The values in order of time, each that has no end ending where the next one for its cohorts begins."""
    listed = sorted(values, key=lambda one: (one.start or date.min, one.cohorts.start or 0))
    ended = []
    for one in listed:
        later = [
            other.start
            for other in listed
            if other.start and other.start > (one.start or date.min) and overlap(one.cohorts, other.cohorts)
        ]
        until = one.until or min(later, default=None)
        complete = one.with_(until=until)
        r.where.put(complete, r.where(one) or r.where())  # type: ignore[arg-type]
        ended.append(complete)
    return tuple(ended)


def overlap(one: Cohorts | Dates, other: Cohorts | Dates) -> bool:
    """Whether two half-open intervals share anything."""
    return not (_before(one, other) or _before(other, one))


def _before(one: Cohorts | Dates, other: Cohorts | Dates) -> bool:
    return one.end is not None and other.start is not None and one.end <= other.start  # type: ignore[operator]


def _provenance(r: Reader, node: Node | None) -> Provenance | None:
    if node is None:
        return None
    entries = r.entries(node, "'harmonised'", ("strategy", "members", "on", "limits"), ("cohort", "shared"))
    needed = ("strategy", "members", "on", "limits")
    on = r.parsed(day, entries["on"], "'on'") if set(needed) <= set(entries) else None
    if on is None:
        return None
    return r.make(
        Provenance,
        node,
        strategy=entries.get("strategy"),
        members=r.words(entries["members"], "'members'"),
        on=on,
        cohort=r.whole_number(entries.get("cohort"), "'cohort'"),
        limits=entries.get("limits"),
        shared=r.words(entries["shared"], "'shared'") if "shared" in entries else (),
    )
