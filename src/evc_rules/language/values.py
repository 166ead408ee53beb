"""Reads values of attributes: a number is a number and a text is a text, by the type that the attribute declares."""

from __future__ import annotations

from typing import Final

from ..model.attributes import ONGOING, SCALES, Attribute, Grade, Value, Vocabulary
from ..model.outcomes import Ref
from ..model.quantities import Amount, day, decimal, plain
from .reader import Reader, did_you_mean, shown
from .source_map import Node

_LONGEST: Final = 200


def read_value(r: Reader, vocabulary: Vocabulary, bearer: str, name: str, node: Node) -> Value | None:
    """The value of an attribute, or None when it is unknown (left empty) or cannot be read (which is reported)."""
    declared = vocabulary.find(name, bearer)
    if declared is None:
        elsewhere = vocabulary.find(name)
        if elsewhere:
            r.report(
                "EVC-A002",
                f"'{name}' is not carried by {bearer}",
                node.key_at,
                f"it is carried by {', '.join(elsewhere.on)}",
            )
        else:
            known = [one.id for one in vocabulary.carried_by(bearer)]
            r.report(
                "EVC-A001",
                f"the attribute '{name}' is not declared for {bearer}",
                node.key_at,
                did_you_mean(name, known),
            )
        return None
    if node.value is None:
        return None
    return _typed(r, declared, node)


def _typed(r: Reader, declared: Attribute, node: Node) -> Value | None:
    name = f"'{declared.id}'"
    match declared.type:
        case "number":
            return _number(r, declared, node)
        case "date":
            return ONGOING if declared.id == "to" and node.text == "ongoing" else r.parsed(day, node, name)
        case "code":
            return _code(r, declared, node)
        case "codes":
            codes = [_code(r, declared, item) for item in node.items]
            return frozenset(code for code in codes if code is not None)
        case "outcomes":
            refs = [r.parsed(Ref.parse, item, name) for item in node.items]
            return frozenset(str(ref) for ref in refs if ref is not None)
        case "flag":
            return r.yes_or_no(node, name)
        case "grade":
            entries = r.entries(node, f"the value of {name}", ("value", "scale"))
            value = r.parsed(decimal, entries["value"], name) if "value" in entries else None
            scale = r.parsed(str, entries["scale"], "'scale'") if "scale" in entries else None
            grade = Grade(value, scale) if value is not None and scale else None
            low, high = SCALES.get(scale or "", (None, None))
            if grade and low is not None and high is not None and not low <= grade.value <= high:
                problem = f"{name} is {plain(grade.value)}, outside {low} to {high} of the scale {scale}"
                r.report("EVC-A005", problem, node.at, "check the mark, and its decimal point")
                return None
            return grade


def _number(r: Reader, declared: Attribute, node: Node) -> Amount | None:
    if node.quoted:
        r.report(
            "EVC-A003",
            f"'{declared.id}' is a number, and {node.text!r} is a text",
            node.at,
            "write it without quotes",
        )
        return None
    amount = r.parsed(Amount.parse, node, f"'{declared.id}'")
    if amount is None:
        return None
    if amount.unit != declared.unit:
        r.report(
            "EVC-A004",
            f"'{declared.id}' is written in {declared.unit or 'plain numbers'}",
            node.at,
            f"write '{Amount(amount.value, declared.unit)}'",
        )
        return None
    problem = outside(declared, amount)
    if problem:
        r.report("EVC-A005", problem, node.at, "check the number; leave it out when it is not known")
        return None
    return amount


def outside(declared: Attribute, amount: Amount) -> str:
    """What is wrong with a number as a value of an attribute, or nothing."""
    high = declared.high
    if amount.value < declared.low or (high is not None and amount.value > high):
        return f"'{declared.id}' is {amount}, outside {declared.low} to {high if high is not None else '..'}"
    if declared.whole and amount.value != int(amount.value):
        return f"'{declared.id}' is {amount}, and must be a whole number"
    return ""


def _code(r: Reader, declared: Attribute, node: Node) -> str | None:
    if node.text is None:
        r.report("EVC-S003", f"'{declared.id}' is {shown(node)}, and must be a code", node.at, "write one word")
        return None
    if len(node.text) > _LONGEST or node.text.strip() != node.text or "\n" in node.text or not node.text:
        help_ = f"write at most {_LONGEST} characters on one line, without space around them"
        r.report("EVC-S004", f"'{node.text}' is no code", node.at, help_)
        return None
    if declared.id == "country" and node.text != node.text.lower():
        help_ = f"write '{node.text.lower()}': countries are in small letters (ISO 3166-1)"
        r.report("EVC-A006", f"'{node.text}' is not how a country is written here", node.at, help_)
        return None
    if declared.codes and node.text not in declared.codes:
        r.report(
            "EVC-A006",
            f"'{node.text}' is not a code of '{declared.id}'",
            node.at,
            did_you_mean(node.text, declared.codes),
        )
        return None
    return node.text
