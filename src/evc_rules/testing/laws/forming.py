"""Whether later dates can only help, seen by the form of conditions, where no solver can be asked."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.attributes import EVIDENCE_KINDS, Vocabulary
from ...model.conditions import AgeTest, Assessed, Condition, DateTest, Exists, Not, Span, Sum, Test, parts_of


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
        case Exists(filter=items):
            return _all_go(items.tests, items.kinds, helps=helps)
        case Span(over=items):
            return _all_go(items.tests, items.kinds, helps=helps)
        case Sum(over=items, of=of):
            declared = (one.low >= 0 for one in vocabulary.attributes if one.id == of)
            return _all_go(items.tests, items.kinds, helps=helps) and (not _timed(items.tests) or all(declared))
        case Assessed(tests=tests):
            return _all_go(tests, (), helps=helps)
        case Not(of=part):
            return later_helps(part, vocabulary, helps=not helps)
        case _:
            return all(later_helps(part, vocabulary, helps=helps) for part in parts_of(condition))


def _all_go(tests: Iterable[Test], kinds: tuple[str, ...], *, helps: bool) -> bool:
    if set(kinds or EVIDENCE_KINDS) == {"work"}:
        return True  # work is as old as its end, which is not what differs
    return all(_goes(test) is helps for test in _timed(tests))


def _timed(tests: Iterable[Test]) -> list[Test]:
    return [one for one in tests if isinstance(one, AgeTest) or one.attribute == "date"]


def _goes(test: Test) -> bool | None:
    """Whether a later day passes a test where an earlier one does; or the other way around; None when it is neither."""
    if isinstance(test, AgeTest):
        return test.op in {"<=", "<"}
    if isinstance(test, DateTest) and test.op in {"<=", "<", ">=", ">"}:
        return test.op in {">=", ">"}
    return None
