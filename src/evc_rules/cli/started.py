"""The day from which a path counts: whether it can be, and whether it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ..errors import Finding, Severity
from ..model.dossier import Dossier
from ..model.programme import Programme

_LAST: Final = 2100
"""The last year in which a study begins."""


def start_findings(
    people: Iterable[Dossier], programmes: Iterable[Programme], on: date, start: date | None, begun: date | None
) -> Iterator[Finding]:
    """What is wrong with the start of paths, or not known of it (EVC-C001, and EVC-P011 as a warning).

    Args:
        people: Whose paths they are.
        programmes: The programmes that they may follow.
        on: The decision date.
        start: The start that was asked for, or None for the one of each dossier.
        begun: When the study began, or None for with the path.
    """
    offered = list(programmes)
    if start is not None:
        if start.year > _LAST:
            yield Finding("EVC-C001", f"--start: {start} is too far away", None, f"choose a day up to {_LAST}-12-31")
        if first := _before_all(start, offered):
            message = f"--start: {start} is before the first cohort of the programme, which is {first}"
            yield Finding("EVC-C001", message, None, f"choose a day from study year {first} on")
    for person in people:
        own = person.applicant.known.get("start")
        begins = start or (own if isinstance(own, date) else on)
        if start is None and not isinstance(own, date):
            message = f"the start of '{person.id}' is not known: the path counts from the decision date, {on}"
            help_ = "write 'start' under 'applicant' in the dossier, or choose one with --start"
            yield Finding("EVC-P011", message, None, help_, Severity.WARNING)
        elif start is None and (first := _before_all(begins, offered)):
            message = f"'{person.id}' starts on {begins}, before the first cohort of the programme, which is {first}"
            yield Finding("EVC-P011", message, None, "check the start in the dossier", Severity.WARNING)
        if begun is not None and begun > begins:
            message = f"--begun: {begun} is after {begins}, the day from which the path of '{person.id}' counts"
            yield Finding("EVC-C001", message, None, "choose the day on which the study began, or leave it out")


def _before_all(start: date, programmes: Iterable[Programme]) -> int | None:
    """The first cohort of some programmes, where a day lies in a study year before it."""
    firsts = [one.cohorts.start for one in programmes]
    known = [first for first in firsts if first is not None]
    years = [slot.study_year for one in programmes for slot in one.slots(start, 1)]
    return min(known) if years and len(known) == len(firsts) and max(years) < min(known) else None
