"""What is said of a case that does not come out: expected, got, why, and the lines of the rules in their file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..advice.why import Why, missed
from ..errors import Position
from ..language.dutch import said
from ..language.render import Prose
from ..language.words import say
from ..model.base import Lang
from ..results.trace import LeafTrace
from ..results.truth import Truth
from .cases import CaseResult
from .suites import Suite

_FEW: Final = 3
"""So many outcomes, and rules, are told of."""
_MOST_LINES: Final = 14
"""So many lines of a rule are shown."""


def failure(suite: Suite, result: CaseResult, lang: Lang) -> Iterator[str]:
    """What came out otherwise than expected, line by line."""
    if result.finding is not None:
        yield said(result.finding, lang)
    yield f"  {say(lang, 'verwacht', 'expected')}: {', '.join(result.expected) or '-'}"
    yield f"  {say(lang, 'gekregen', 'got')}:      {', '.join(result.got) or '-'}"
    subject, case = suite.subject, result.case
    prose = Prose(subject.framework, lang, subject.ruleset, case.on, case.dossier.applicant.cohort)
    for one in result.traces[:_FEW]:
        yield f"  {say(lang, 'want', 'because')}: {Why(prose).leaf(one)}"
    for name in _told_of(result.traces):
        at = suite.where(subject.ruleset.by_id[name])
        yield from source(at) if at else ()


def _told_of(traces: tuple[LeafTrace, ...]) -> list[str]:
    """The rules that act or may; where none does, those that come nearest."""
    steps = [step for one in traces for step in (*one.grants, *one.bars)]
    near = [step for step in steps if step.truth is not Truth.FALSE] or sorted(steps, key=missed)
    return list(dict.fromkeys(step.rule for step in near))[:_FEW]


def source(at: Position) -> Iterator[str]:
    """The lines of a file from a place on, as far as what begins there goes."""
    try:
        lines = Path(at.file).read_text(encoding="utf-8").splitlines()[at.line - 1 :]
    except OSError:
        return
    yield f"  {at}:"
    inside = [lines[0], *_further_in(lines[1:], at.column - 1)] if lines else []
    margin = len(inside[0]) - len(inside[0].lstrip()) if inside else 0
    for number, line in enumerate(inside[:_MOST_LINES]):
        yield f"    {at.line + number:>4} | {line[margin:]}".rstrip()
    if len(inside) > _MOST_LINES:
        yield f"    {'…':>4} |"


def _further_in(lines: list[str], column: int) -> Iterator[str]:
    """The lines that begin no further to the left than a column; comments and empty lines end it too."""
    for line in lines:
        text = line.lstrip()
        if len(line) - len(text) < column or not text or text.startswith("#"):
            return
        yield line
