"""Whether later dates can only help, seen by the form of conditions, where no solver can be asked."""

from __future__ import annotations

from ...model.attributes import Vocabulary
from ...model.conditions import AgeTest, Assessed, Condition, DateTest, Exists, Not, Span, Sum, parts_of
from .ageing import timed


def later_helps(condition: Condition, vocabulary: Vocabulary, *, helps: bool = True) -> bool:
    """Whether a condition never gets less true when evidence was obtained later; or never truer, when it must not help.

    Each test on when something was obtained has to go the same way, as often as it stands under a negation. Items that
    pass more tests add to what is counted, unless what they add can be less than nothing.

    Args:
        condition: The condition, as rules were lowered to it.
        vocabulary: What is declared.
        helps: Whether it must not get less true.
    """
    match condition:
        case Exists() | Assessed():
            return _all_go(condition, helps=helps)
        case Span(as_of=as_of):  # what moves together covers as much, but for what is counted to another day
            return as_of == "decision" and _all_go(condition, helps=helps)
        case Sum(of=of):
            declared = (one.low >= 0 for one in vocabulary.attributes if one.id == of)
            return _all_go(condition, helps=helps) and (not timed(condition) or all(declared))
        case Not(of=part):
            return later_helps(part, vocabulary, helps=not helps)
        case _:
            return all(later_helps(part, vocabulary, helps=helps) for part in parts_of(condition))


def _all_go(condition: Condition, *, helps: bool) -> bool:
    return all(_goes(test) is helps for test in timed(condition))


def _goes(test: AgeTest | DateTest) -> bool | None:
    """Whether a later day passes a test where an earlier one does; or the other way around; None when it is neither."""
    if isinstance(test, AgeTest):
        return test.op in {"<=", "<"}
    return test.op in {">=", ">"} if test.op in {"<=", "<", ">=", ">"} else None
