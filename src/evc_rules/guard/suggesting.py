"""Writes the cases to add to a file: each with what it was made for, and a request to check what it expects."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..language.dump_cases import dump_cases
from ..language.render import Prose
from ..language.source_map import SourceMap
from ..language.words import STATUS, one_of, pick, say
from ..model.base import Lang
from ..model.cases import Expectation
from ..results.status import Status
from .mutation import Mutation, Suggested
from .told import Told

_FEW: Final = 3
"""So many outcomes are asked about; the others of a case go with them."""


def written(found: Mutation, where: SourceMap, ruleset: Path, out: Path, lang: Lang) -> str:
    """The cases to add, as a file of cases.

    Args:
        found: What the cases of a ruleset notice.
        where: Where the rules stand.
        ruleset: The file of the ruleset.
        out: The file that is written.
        lang: The language of comments.
    """
    head = (
        say(
            lang,
            "Voorstellen van evc-rules test: elk geval merkt een vergissing op die nu niemand merkt.",
            "Proposed by evc-rules test: each case notices a slip that nobody notices now.",
        ),
        say(
            lang,
            "Wat verwacht wordt, is wat de regeling nu zegt. Of zij dat ook bedoelt, weet de software niet: controleer",
            "What is expected is what the regulation says now. Whether it means that the software cannot know: check",
        ),
        say(
            lang,
            "elk geval, en verplaats het naar cases.yaml.",
            "each case, and move it to cases.yaml.",
        ),
    )
    cases = [(one.case, tuple(_comment(found, one, where, lang))) for one in found.suggested]
    beside = Path(os.path.relpath(ruleset, out.parent)).as_posix()
    return dump_cases(found.subject.framework.name, beside, cases, *head)


def _comment(found: Mutation, one: Suggested, where: SourceMap, lang: Lang) -> Sequence[str]:
    ruleset, framework = found.subject.ruleset, found.subject.framework
    told, prose = Told(framework, ruleset, lang, one.case.on), Prose(framework, lang, ruleset, one.case.on)
    at = where(*one.mutant.about)
    articles = [text for name in one.mutant.rules if name in ruleset.by_id for text in ruleset.by_id[name].articles]
    cited = f" [{', '.join(dict.fromkeys(articles))}]" if articles else ""
    place = f" ({Path(at.file).name}:{at.line})" if at else ""
    changed = f"{', '.join(one.mutant.rules) or ruleset.id}{place}{cited}: {told.change(one.mutant)}"
    asked = [_asked(each, prose, lang) for each in one.case.expect[:_FEW]]
    if one.case.awards or one.case.path:
        asked.append(say(lang, "is dit wat de vrijstellingen waard zijn", "is this what the exemptions are worth"))
    head = say(lang, "Controleer", "Check")
    return changed.replace("\n", " "), f"{head}: {'; '.join(asked)}?"


def _asked(expected: Expectation, prose: Prose, lang: Lang) -> str:
    said = [pick(lang, STATUS[each]) for each in Status if str(each) in expected.statuses]
    statuses, outcome = one_of(lang, said), prose.outcome(expected.outcome)
    return say(lang, f"{outcome} is hier {statuses}", f"{outcome} is {statuses} here")
