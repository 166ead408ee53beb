"""Whether one piece of a condition decides by itself: had it come out otherwise, so would the whole condition."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.attributes import APPLICANT, EVIDENCE_KINDS
from ..model.conditions import Applicant, AtLeast, Condition, Exists, Test, every, parts_of
from ..results import truth as kleene
from ..results.trace import ItemStep, Step
from ..results.truth import Truth

Place = tuple[int, ...]
"""Which part of which part a piece is; of a filter, or of tests on the applicant, which test."""

FALSE, UNKNOWN, TRUE = Truth


def elements(condition: Condition, place: Place = ()) -> Iterator[tuple[Place, Condition | Test, tuple[str, ...]]]:
    """The elementary pieces of a condition, with what they are about.

    Those are the tests that some item must pass, or the applicant; and every other condition without parts: a total,
    a span, a verdict, a judgement, an exemption, an item of a kind of which nothing more is asked.
    """
    parts = parts_of(condition)
    for number, part in enumerate(parts):
        yield from elements(part, (*place, number))
    if parts or len(every(condition)) > 1:
        return
    match condition:
        case Exists(filter=items) if items.tests:
            for number, test in enumerate(items.tests):
                yield (*place, number), test, items.kinds or EVIDENCE_KINDS
        case Applicant(tests=tests):
            for number, test in enumerate(tests):
                yield (*place, number), test, (APPLICANT,)
        case _ if condition.form in {"all", "any"}:
            return
        case _:
            yield place, condition, EVIDENCE_KINDS


def seen(step: Step, place: Place) -> Iterator[Truth]:
    """What a piece came out as: a test as often as there are items."""
    inner = step
    for number in place:
        if inner.steps and not inner.items:
            inner = inner.steps[number]
        else:
            yield from (item.tests[number].truth for item in inner.items)
            return
    yield inner.truth


def decides(step: Step, place: Place) -> Truth | None:
    """What a piece came out as, when it decided by itself what the condition came out as; else None."""
    for was, other in ((TRUE, FALSE), (FALSE, TRUE)):
        if step.truth in {was, other} and was in seen(step, place):
            without = _had_it_been(step, place, other)
            if without is not step.truth and without is not UNKNOWN:
                return was
    return None


def _had_it_been(step: Step, place: Place, value: Truth) -> Truth:
    """What a condition would have come out as, had a piece of it come out as something else."""
    if not place:
        return value
    first, rest = place[0], place[1:]
    if isinstance(step.condition, Exists | Applicant):
        passing = [_passing(item, first, value) for item in step.items]
        return kleene.at_least(step.condition.count if isinstance(step.condition, Exists) else 1, passing)
    truths = [_had_it_been(one, rest, value) if n == first else one.truth for n, one in enumerate(step.steps)]
    match step.condition.form:
        case "all":
            return kleene.every(truths)
        case "any":
            return kleene.some(truths)
        case "not":
            return ~truths[0]
        case _:
            return kleene.at_least(step.condition.k if isinstance(step.condition, AtLeast) else 1, truths)


def _passing(item: ItemStep, place: int, value: Truth) -> Truth:
    return kleene.every(value if n == place else one.truth for n, one in enumerate(item.tests))
