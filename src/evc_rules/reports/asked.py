"""Open questions as people are asked them: what is alike together, and what settles most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..advice import Recommendation
from ..advice.answers import Reply
from ..advice.recommendation import spoken
from ..language.render import Prose
from ..language.words import say
from ..model.base import Lang
from ..model.outcomes import Leaf
from ..results.questions import Assessment, MissingFact, Question

_VALUES: Final = 3
"""So many values of a set are shown."""


@dataclass(frozen=True)
class Asked:
    """Questions that are asked together.

    Attributes:
        text: What is asked, in a sentence.
        questions: The questions.
        leaves: The leaves that they would help to settle, in the order of the framework.
    """

    text: str
    questions: tuple[Question, ...]
    leaves: tuple[Leaf, ...]


def asked(advice: Recommendation, lang: Lang) -> Iterator[Asked]:
    """The open questions, those that settle most first; what is alike is asked together."""
    prose = spoken(advice.prose, lang)
    together: dict[tuple[object, ...], tuple[list[Question], list[Leaf]]] = {}
    for question, leaves in advice.questions.items():
        key: tuple[object, ...]
        match question:
            case MissingFact(item=item):
                key, about = ("fact", item), leaves
            case Assessment(outcome=outcome, tests=tests):
                key, about = ("assessment", tests), (outcome,)
            case _:
                key, about = ("judgement", question), leaves
        alike, settled = together.setdefault(key, ([], []))
        alike.append(question)
        settled.extend(about)
    order = {leaf: place for place, leaf in enumerate(advice.framework.leaves)}
    for alike, settled in sorted(together.values(), key=lambda pair: -len(set(pair[1]))):
        yield Asked(_text(alike, prose), tuple(alike), tuple(sorted(set(settled), key=order.__getitem__)))


def _text(alike: Sequence[Question], prose: Prose) -> str:
    first = alike[0]
    if isinstance(first, Assessment):
        how = prose.verdict(first.tests)
        return say(prose.lang, f"Te beoordelen{how}", f"To be assessed{how}")
    if isinstance(first, MissingFact):
        return prose.missing(first.item, [one.attribute for one in alike if isinstance(one, MissingFact)])
    return prose.question(first, short=True)


def answer_said(reply: Reply, lang: Lang) -> str:
    """An answer to an open question as it would be given."""
    value = reply.value
    if isinstance(value, bool):
        return say(lang, "ja", "yes") if value else say(lang, "nee", "no")
    listed = sorted(value) if isinstance(value, frozenset) else [str(value)]
    shown = ", ".join(listed[:_VALUES])
    if len(listed) > _VALUES:
        shown += say(lang, f" en nog {len(listed) - _VALUES}", f" and {len(listed) - _VALUES} more")
    return say(lang, f"bijv. {shown}", f"e.g. {shown}") if isinstance(reply.question, MissingFact) else shown
