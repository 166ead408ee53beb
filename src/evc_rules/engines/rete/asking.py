"""Which question is best asked next: the one that settles most, whatever the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ...model.outcomes import Leaf
from ...results.questions import Assessment, JudgementNeeded, MissingFact, Question

MOST_TRIED: Final = 6
"""So many answers are tried in all; the questions that are left count by the leaves that they would help to settle."""


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The question that is best asked next.

    Attributes:
        question: The question.
        leaves: The open leaves that it would help to settle.
        least: How many open leaves are settled whatever the answer, of the answers that were tried.
        most: How many are settled by the best of them.
        tried: How many answers were tried; when none was, it stands behind those of which some was.
    """

    question: Question
    leaves: tuple[Leaf, ...]
    least: int
    most: int
    tried: int


Trying = Callable[[Question], Iterable[int]]
"""For a question how many open leaves each answer settles that is tried."""


def best(questions: Mapping[Question, tuple[Leaf, ...]], trying: Trying) -> NextQuestion | None:
    """The question that is best asked next, or None when nothing is open.

    Best is what settles most open leaves in the worst case; of these, what settles most at best; what helps to settle
    most; what takes least effort (a fact, then a judgement, then an assessment); and then the order of their names.
    Questions are tried in the order of the leaves that they help to settle, until those that are left help with fewer
    than one that was tried settles for sure, or until enough answers were tried.
    """
    left, ahead = MOST_TRIED, -1
    found: list[tuple[tuple[int, int, int, int, str, str], NextQuestion]] = []
    for question, leaves in sorted(questions.items(), key=lambda one: (-len(one[1]), *_order(one[0]))):
        if len(leaves) < ahead:
            break
        settled = list(trying(question)) if left > 0 else []
        left -= len(settled)
        least, most = (min(settled), max(settled)) if settled else (0, 0)
        ahead = max(ahead, least)
        one = NextQuestion(question, leaves, least, most, len(settled))
        found.append(((-least, -most, -len(leaves), *_order(question)), one))
    return min(found, key=lambda one: one[0])[1] if found else None


def _order(question: Question) -> tuple[int, str, str]:
    match question:
        case MissingFact(item=item, attribute=attribute):
            return 0, item or "", attribute
        case JudgementNeeded(judgement=name, ruleset=ruleset):
            return 1, name, ruleset or ""
        case Assessment(outcome=leaf):
            return 2, leaf.outcome, str(leaf.level)
