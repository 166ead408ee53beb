"""Conditions, and the pieces that all files share, written back as an author would: the inverse of sugar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

from ..model.base import Text
from ..model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    Exempt,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
)
from ..model.outcomes import Reach, Ref
from ..model.quantities import Cohorts, Dates, plain


class Plain(str):
    """A number that is written without quotes."""

    __slots__ = ()


def number(value: Decimal | int) -> Plain:
    """A number as it is written."""
    return Plain(plain(Decimal(value)))


def text(value: Text) -> Any:
    """A text for people: one text when both languages are the same."""
    if value.nl == value.en:
        return value.nl
    return {lang: said for lang, said in (("nl", value.nl), ("en", value.en)) if said}


def one_or_list(values: Iterable[Any]) -> Any:
    """A list, or its only item."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else listed


def reach(listed: Reach) -> Any:
    """Outcomes by name and selectors."""
    written: list[Any] = []
    for one in listed:
        if isinstance(one, Ref):
            written.append(str(one))
            continue
        fields: dict[str, Any] = {
            "part_of": one.part_of,
            "component": one.component,
            "level": _levels(one.low, one.high),
        }
        if one.except_:
            fields["except"] = [str(ref) for ref in one.except_]
        chosen = {key: value for key, value in fields.items() if value}
        written.append(chosen if set(chosen) - {"except"} else {"any": True, **chosen})
    return one_or_list(written) if written else []


def _levels(low: int, high: int) -> str:
    if low == high:
        return str(low)
    return ", ".join([f">= {low}"] * (low > 1) + [f"<= {high}"] * bool(high))


def condition(one: Condition) -> Any:
    """A condition as an author would write it."""
    match one:
        case All(of=of):
            return {"all": [condition(part) for part in of]}
        case Any_(of=of):
            return {"any": [condition(part) for part in of]}
        case Not(of=part):
            return {"not": condition(part)}
        case AtLeast(k=k, of=of):
            return {"at_least": {"k": number(k), "of": [condition(part) for part in of]}}
        case Exists(filter=items, count=count):
            return _filter(items, {"count": number(count)} if count > 1 else {})
        case Sum(of=of, over=over, at_least=least):
            return {"sum": {"of": of, "over": _filter(over, {}), "at_least": value(least)}}
        case Span(over=over, at_least=least, as_of=as_of):
            return {"span": {"over": _filter(over, {}), "at_least": value(least), **_as_of(as_of)}}
        case Assessed(tests=tests, outcome=outcome):
            return {"assessed": {**({"outcome": str(outcome)} if outcome else {}), **tests_of(tests)}}
        case Judgement(id=name, asks=asks, by=by, ruleset=ruleset):
            more = {"asks": text(asks), "by": text(by), "ruleset": ruleset}
            return {"judgement": name, **{key: said for key, said in more.items() if said}}
        case Exempt(outcome=outcome):
            return {"exempt": str(outcome)}
        case Applicant(tests=tests):
            return {"applicant": tests_of(tests)}
        case _:
            assert_never(one)


def _filter(items: Filter, more: dict[str, Any]) -> Any:
    tests = {**tests_of(items.tests), **more}
    if len(items.kinds) == 1:
        return {items.kinds[0]: tests}
    return {"evidence": {"kind": list(items.kinds), **tests} if items.kinds else tests}


def tests_of(tests: Iterable[Test]) -> dict[str, Any]:
    """Tests as an author would write them, by attribute.

    Raises:
        ValueError: When two tests on one attribute cannot stand in one mapping (all but comparisons).
    """
    written: dict[str, Any] = {}
    for one in tests:
        if isinstance(one, AgeTest):
            counted = _as_of(one.as_of)
            if "age" in written and counted != {key: said for key, said in written.items() if key == "as_of"}:
                raise ValueError("a filter with two ages that count to different days cannot be written as one mapping")
            _compare(written, "age", one.op, one.value)
            written.update(counted)
        elif isinstance(one, NumberTest) and one.scale:
            inner = written.setdefault(one.attribute, {"scale": one.scale})
            if not isinstance(inner, dict) or inner["scale"] != one.scale:
                raise _twice(one.attribute)
            _compare(inner, "value", one.op, one.value)
        elif isinstance(one, NumberTest | DateTest):
            _compare(written, one.attribute, one.op, one.value)
        elif isinstance(one, CodeTest):
            codes = value(one.codes) if isinstance(one.codes, Param) else _codes(one.codes)
            key = {"all": "all", "none": "not"}.get(one.match)
            _put(written, one.attribute, {key: codes} if key else codes)
        elif isinstance(one, FlagTest):
            _put(written, one.attribute, one.value)
        elif isinstance(one, CoversTest):
            _put(written, one.attribute, str(one.outcome) if one.outcome else "target")
    return written


def _codes(codes: tuple[str, ...]) -> Any:
    """Codes as one or a list; a list of one where the code would be taken for the name of a parameter."""
    return list(codes) if codes[0].startswith("$") else one_or_list(codes)


def _twice(attribute: str) -> ValueError:
    return ValueError(f"a filter with two tests on '{attribute}' cannot be written as one mapping")


def _put(written: dict[str, Any], key: str, said: Any) -> None:
    if key in written:
        raise _twice(key)
    written[key] = said


def _compare(written: dict[str, Any], key: str, op: str, against: Any) -> None:
    said = f"{op} {value(against)}"
    if not isinstance(written.get(key, ""), str):
        raise _twice(key)
    written[key] = f"{written[key]}, {said}" if key in written else said


def value(one: Any) -> Any:
    """A value, or the name of a parameter."""
    return f"${one.parameter}" if isinstance(one, Param) else str(one)


def _as_of(as_of: str | date) -> dict[str, Any]:
    return {} if as_of == "decision" else {"as_of": as_of}


def some(**fields: Any) -> dict[str, Any]:
    """The fields that say something; `_` at the end of a name keeps it from being a word of Python."""
    return {key.rstrip("_"): value for key, value in fields.items() if value not in (None, "", (), [], {}, False)}


def interval(value: Dates | Cohorts) -> str | None:
    """An interval as it is written, or None for one that holds everything."""
    return None if value in (Dates(), Cohorts()) else str(value)
