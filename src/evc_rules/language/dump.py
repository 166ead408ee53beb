"""Writes models back as YAML: what is dumped and loaded again is the same."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ..model.attributes import Attribute, Conversion, Fact, Grade, Ongoing, Value
from ..model.dossier import Carrier, Dossier
from ..model.outcomes import Framework, Outcome
from ..model.policy import Applies, Limit, Parameter, Rule, Ruleset
from ..model.programme import Programme
from ..model.quantities import Age, Amount
from ..model.sources import Source
from .anchors import Repeats
from .dump_programmes import programme
from .unsugar import Plain, condition, interval, number, one_or_list, reach, some, text

_WIDTH: Final = 110

Dumpable = Framework | Ruleset | Programme | Dossier


def dump(model: Dumpable) -> str:
    """A framework, ruleset, programme or dossier as YAML. Comments of a file it was loaded from are not kept."""
    data = plain_data(model)
    laid_out = _laid_out(data, 0)
    if isinstance(model, Ruleset) and model.provenance:  # made by an alliance: the same grounds come back often
        conditions = [rule["when"] for rule in data["rules"] if "when" in rule]
        repeats = Repeats(conditions, lambda size: size <= _WIDTH - 30, lambda value: _safe(value, flow=True))
        for rule, plain in zip(laid_out["rules"], data["rules"], strict=True):
            if "when" in plain:
                rule["when"] = repeats.laid_out(plain["when"])
    return _written(laid_out, _WIDTH)


def on_one_line(data: Any) -> str:
    """Plain data as it can stand between braces or brackets, and behind a key."""
    line = _written(_laid_out([data], 0, flow=True), 1_000_000).strip()[1:-1].strip()
    # A mapping of one key is written without braces where it is an item of a list; behind a key it needs them.
    return f"{{{line}}}" if isinstance(data, Mapping) and not line.startswith("{") else line


def on_lines(data: Any, column: int) -> str:
    """Plain data (an entry of a mapping, or an item of a list) on lines of its own that begin in a column.

    It goes between other lines, which could not know an anchor: what occurs again is written twice.
    """
    text = _written(_laid_out(data, int(isinstance(data, Mapping))), _WIDTH - column, twice=True)
    lines = text.rstrip("\n").split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip())
    return "".join(f"{' ' * column}{line[margin:]}".rstrip() + "\n" for line in lines)


def _written(laid_out: Any, width: int, *, twice: bool = False) -> str:
    """As text; what occurs again is referred to, or written twice."""
    stream, yaml = io.StringIO(), YAML()
    yaml.width = width
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(Plain, _plain)
    if twice:
        yaml.representer.ignore_aliases = _always
    yaml.dump(laid_out, stream)
    return stream.getvalue()


def plain_data(model: Dumpable) -> dict[str, Any]:
    """The same as plain data: what `dump` writes, and what digests are taken of."""
    match model:
        case Framework():
            return _framework(model)
        case Ruleset():
            return _ruleset(model)
        case Programme():
            return programme(model)
        case Dossier():
            return _dossier(model)


def _always(_: object) -> bool:
    return True


def _plain(representer: Any, value: Plain) -> ScalarNode:
    tag = "tag:yaml.org,2002:float" if "." in value else "tag:yaml.org,2002:int"
    node: ScalarNode = representer.represent_scalar(tag, str(value))
    return node


def _laid_out(data: Any, depth: int, *, flow: bool = False) -> Any:
    """The same with short mappings and lists on one line."""
    if isinstance(data, Mapping):
        flow = flow or (depth > 1 and _short(data))
        entries = CommentedMap(
            {_safe(key, flow=flow): _laid_out(value, depth + 1, flow=flow) for key, value in data.items()}
        )
        if flow:
            entries.fa.set_flow_style()
        return entries
    if isinstance(data, list):
        nested = any(isinstance(value, Mapping | list) for value in data)
        flow = flow or not nested or (depth > 1 and _short(data))
        items = CommentedSeq([_laid_out(value, depth + 1, flow=flow) for value in data])
        if flow:
            items.fa.set_flow_style()
        return items
    return _safe(data, flow=flow)


def _safe(data: Any, *, flow: bool) -> Any:
    """A text that the parser would take for more than a text within braces or brackets, in quotes."""
    risky = flow and isinstance(data, str) and not isinstance(data, Plain) and set("?:") & set(data)
    return DoubleQuotedScalarString(data) if risky else data


def _short(data: Any) -> bool:
    return len(str(data)) <= _WIDTH - 30


def _applies(one: Applies) -> dict[str, Any]:
    return some(decisions=interval(one.decisions), cohorts=interval(one.cohorts), variants=list(one.variants))


def _sources(sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        name: some(
            title=text(one.title), publisher=one.publisher, page=one.page, note=text(one.note),
            articles={key: text(title) for key, title in one.articles.items()},
        )
        for name, one in sources.items()
    }  # fmt: skip


def _framework(one: Framework) -> dict[str, Any]:
    terms = Applies(decisions=one.decisions, cohorts=one.cohorts)
    return {
        "evc-framework": Plain("1"),
        "framework": one.id,
        "version": one.version,
        "title": text(one.title),
        **some(
            illustrative=one.illustrative,
            note=text(one.note),
            applies=_applies(terms),
            sources=_sources(one.sources),
        ),
        "outcomes": [_outcome(outcome) for outcome in one.outcomes],
        **some(
            attributes=[_attribute(attribute) for attribute in one.attributes],
            facts=[_fact(fact) for fact in one.facts],
            conversions=[_conversion(conversion) for conversion in one.conversions],
        ),
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    levels: Any = number(one.levels) if one.levels > 1 else None
    if one.descriptors:
        levels = {Plain(str(level)): text(said) for level, said in enumerate(one.descriptors, 1)}
    requires: dict[str, list[str]] = {}
    for need in one.requires:
        requires.setdefault(str(need.level), []).append(str(need.ref))
    return some(
        id=one.id, title=text(one.title), component=one.component, part_of=one_or_list(one.part_of), levels=levels,
        requires={Plain(level): refs for level, refs in requires.items()}, source=one.source,
    )  # fmt: skip


def _attribute(one: Attribute) -> dict[str, Any]:
    ranged = one.low or one.high is not None
    codes: Any = (
        {code: text(title) for code, title in one.codes.items()} if any(one.codes.values()) else list(one.codes)
    )
    return some(
        id=one.id, title=text(one.title), on=one_or_list(one.on), type=one.type, unit=one.unit,
        range=[number(one.low), ".." if one.high is None else number(one.high)] if ranged else None,
        whole=one.whole, codes=codes, prefix=one.prefix, absent="none" if one.absent == "none" else None,
    )  # fmt: skip


def _fact(one: Fact) -> dict[str, Any]:
    given = {name: one_or_list(codes) for name, codes in one.given}
    return some(on=one.on, given=given, then={name: _value(value) for name, value in one.then}, source=one.source)


def _conversion(one: Conversion) -> dict[str, Any]:
    marks = {number(mark): number(other) for mark, other in one.marks}
    return some(from_=one.from_scale, to=one.to_scale, marks=marks, source=one.source)


def _ruleset(one: Ruleset) -> dict[str, Any]:
    bsa = {True: "counts", False: "does-not-count", None: None}[one.bsa]
    made = one.provenance
    return {
        "evc-rules": Plain("1"),
        "ruleset": one.id,
        "title": text(one.title),
        "institution": one.institution,
        **some(illustrative=one.illustrative),
        "framework": one.framework,
        **some(
            applies=_applies(one.applies),
            harmonised=some(
                strategy=made.strategy, members=list(made.members), on=made.on, limits=made.limits,
                cohort=None if made.cohort is None else number(made.cohort), shared=list(made.shared),
            ) if made else None,
            note=text(one.note),
            sources=_sources(one.sources),
            parameters={parameter.id: _parameter(parameter) for parameter in one.parameters},
            conflicts=None if one.conflicts == "report" else one.conflicts,
            units=None if one.units == "whole" else one.units,
            bsa=bsa,
        ),
        "rules": [_rule(rule) for rule in one.rules],
        **some(limits=[_limit(limit) for limit in one.limits], cases=one.cases),
    }  # fmt: skip


def _parameter(one: Parameter) -> list[dict[str, Any]]:
    return [
        some(
            from_=value.start,
            until=value.until,
            cohorts=interval(value.cohorts),
            value=_value_of_parameter(value.value),
        )
        for value in one.values
    ]


def _value_of_parameter(value: Amount | Age | date | tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Amount) and not value.unit:
        return number(value.value)
    return value if isinstance(value, date) else str(value)


def _rule(one: Rule) -> dict[str, Any]:
    effect = "waives" if one.effect == "waive" else one.effect
    trivial = one.when.form == "all" and not one.when.of
    return {
        "id": one.id,
        **some(title=text(one.title), article=one_or_list(one.articles)),
        effect: list(one.overrides) if one.effect == "waive" else reach(one.reach),
        **some(
            overrides=list(one.overrides) if one.effect != "waive" else None,
            applies=_applies(one.applies),
            when=None if trivial else condition(one.when),
            note=text(one.note),
        ),
    }


def _limit(one: Limit) -> dict[str, Any]:
    among = reach(one.among) if one.among else None
    return {
        "at_most": str(one.at_most),
        "of": "exempted",
        **some(among=among, article=one_or_list(one.articles)),
    }


def _dossier(one: Dossier) -> dict[str, Any]:
    judgements = [
        some(judgement=each.judgement, ruleset=each.ruleset, by=each.by, date=each.on) | {"answer": each.answer}
        for each in one.judgements
    ]
    return {
        "evc-dossier": Plain("1"),
        "dossier": one.id,
        **some(
            framework=one.framework,
            title=text(one.title),
            illustrative=one.illustrative,
            applicant=_values(one.applicant),
            evidence=[{"id": item.id, item.kind: _values(item)} for item in one.evidence],
            verdicts=[
                {"id": each.id, "outcome": str(each.outcome), "achieved": each.achieved, **_values(each)}
                for each in one.verdicts
            ],
            judgements=judgements,
        ),
    }


def _values(one: Carrier) -> dict[str, Any]:
    return {**{name: _value(value) for name, value in one.attributes}, **dict.fromkeys(one.unknown)}


def _value(value: Value) -> Any:
    if isinstance(value, bool | date):
        return value
    if isinstance(value, Amount):
        return str(value) if value.unit else number(value.value)
    if isinstance(value, Grade):
        return {"value": number(value.value), "scale": value.scale}
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, Ongoing) else value
