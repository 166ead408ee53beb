"""Whether one test on an attribute is never truer than another, whatever the item, known or not.

An attribute that is missing makes both unknown; one that is not there makes both false (both true for "none of
these"). So the two must be about the same attribute, and then only what they say of known values matters.
"""

from __future__ import annotations

from typing import Any

from ..model.attributes import Attribute, Vocabulary
from ..model.conditions import COMPARE, AgeTest, CodeTest, CoversTest, DateTest, NumberTest, Param, Test
from ..model.outcomes import Ref
from ..model.quantities import Age, Amount


def narrower(f: Test, g: Test, vocabulary: Vocabulary | None = None) -> bool:
    """Whether the first test is never truer than the second."""
    if f == g:
        return True
    match f, g:
        case NumberTest(value=Amount() as one), NumberTest(value=Amount() as other):
            alike = (f.attribute, f.scale, one.unit) == (g.attribute, g.scale, other.unit)
            return alike and _within(f.op, one.value, g.op, other.value)
        case DateTest(), DateTest():
            return f.attribute == g.attribute and _within(f.op, f.value, g.op, g.value)
        case AgeTest(value=Age() as one), AgeTest(value=Age() as other):
            return f.as_of == g.as_of and _within(f.op, one.months, g.op, other.months)
        case CodeTest(), CodeTest():
            return f.attribute == g.attribute and _codes(f, g, _declared(f.attribute, vocabulary))
        case CoversTest(outcome=Ref() as one), CoversTest(outcome=Ref() as other):
            return f.attribute == g.attribute and reaches_up_to(one, other)
        case _:
            return False


def reaches_up_to(one: Ref, other: Ref) -> bool:
    """Whether what covers (or achieves) one outcome does the other: the same outcome, up to no lower a level."""
    if one.outcome != other.outcome:
        return False
    return not one.high or bool(other.high and one.high >= other.high)


def never_negative(attribute: str, vocabulary: Vocabulary | None) -> bool:
    """Whether an amount is declared never to be less than zero."""
    declared = _declared(attribute, vocabulary)
    return bool(declared) and all(one.low >= 0 for one in declared)


def _declared(attribute: str, vocabulary: Vocabulary | None) -> tuple[Attribute, ...]:
    """Every declaration of an attribute: different things may carry it under different ones."""
    return tuple(one for one in vocabulary.attributes if one.id == attribute) if vocabulary else ()


def _within(op: str, value: Any, other_op: str, other: Any) -> bool:
    """Whether every x with `x op value` has `x other_op other`, over an order without gaps or ends."""
    if isinstance(value, Param) or isinstance(other, Param):
        return False
    match op, other_op:
        case "==", _:
            return bool(COMPARE[other_op](value, other))
        case (("<" | "<="), ("<" | "<=")):
            return value < other or (value == other and (op == "<" or other_op == "<="))
        case ((">" | ">="), (">" | ">=")):
            return value > other or (value == other and (op == ">" or other_op == ">="))
        case (("<" | "<="), "!="):
            return value < other or (value == other and op == "<")
        case ((">" | ">="), "!="):
            return value > other or (value == other and op == ">")
        case _:
            return False


def _codes(f: CodeTest, g: CodeTest, declared: tuple[Attribute, ...]) -> bool:
    if isinstance(f.codes, Param) or isinstance(g.codes, Param):
        return False
    prefix = bool(declared) and all(one.prefix for one in declared)

    def under(code: str, other: str) -> bool:
        return code.startswith(other) if prefix else code == other

    match f.match, g.match:
        case "any", "any":
            return all(any(under(code, other) for other in g.codes) for code in f.codes)
        case "any", "all":
            return all(under(code, other) for code in f.codes for other in g.codes)
        case "all", "any":
            return any(under(code, other) for code in f.codes for other in g.codes)
        case "all", "all":
            return all(any(under(code, other) for code in f.codes) for other in g.codes)
        case "none", "none":
            return all(any(under(other, code) for code in f.codes) for other in g.codes)
        case "any", "none":
            single = bool(declared) and all(one.type == "code" for one in declared)
            apart = not any(code.startswith(other) or other.startswith(code) for code in f.codes for other in g.codes)
            return single and apart
        case _:
            return False
