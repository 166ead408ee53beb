"""A study plan as a calendar that others can read in: iCalendar, RFC 5545.

Every event lasts whole days; its end is the first day after it, as the RFC has it and as periods have it here. An
event is known by what it is of, so that a plan that was made again takes the place of the one before.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, uuid5

from ...errors import MissingExtraError
from ..build import VERSION
from .heads import heads
from .view import Period, Span, StudyPlan

if TYPE_CHECKING:
    from icalendar import Calendar

_DAY: Final = timedelta(days=1)


def calendar(plan: StudyPlan) -> bytes:
    """The periods, the units and the end of a study plan as events.

    Raises:
        MissingExtraError: icalendar is not installed.
    """
    try:
        from icalendar import Calendar  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("report", "writing a calendar") from error
    said = heads(plan.lang)
    made = Calendar()
    made.add("prodid", f"-//evc_rules//{VERSION}//{plan.lang.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{plan.title} {plan.place}")
    made.add("x-wr-caldesc", plan.board)
    for period in plan.periods:
        _event(
            made, plan, f"period/{period.key}", period.start, period.end,
            f"{period.name}: {period.load}", _listed(period, said["nothing"]), said["period"],
        )  # fmt: skip
    for span in plan.spans:
        what = said["assessed" if span.assessed else "unit"]
        title = f"{what.capitalize()}: {span.title}" if span.assessed else span.title
        _event(made, plan, f"unit/{span.unit}", span.start, span.end, title, _unit(span, plan), what.capitalize())
    if plan.finish is not None:
        _event(
            made, plan, "finish", plan.finish, plan.finish + _DAY,
            said["finish"], " ".join(plan.sure), said["finish"],
        )  # fmt: skip
    return bytes(made.to_ical())


def _event(  # noqa: PLR0917 - one for each property
    made: Calendar, plan: StudyPlan, what: str, start: date, end: date, title: str, text: str, kind: str
) -> None:
    from icalendar import Event  # noqa: PLC0415 - an extra

    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'evc-rules:{plan.key}/{what}')}")
    # When the plan was made is the decision date: the same question has the same answer, to the byte.
    event.add("dtstamp", datetime.combine(plan.on, time(), UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", title)
    event.add("description", f"{text}\n{plan.board}")
    event.add("categories", [kind])
    event.add("transp", "TRANSPARENT")  # nobody is busy for ten weeks on end
    made.add_component(event)


def _listed(period: Period, nothing: str) -> str:
    return "\n".join(f"- {block.title} ({block.load})" for block in period.blocks) or nothing


def _unit(span: Span, plan: StudyPlan) -> str:
    names = [period.name for period in plan.periods]
    when = names[span.first] if span.first == span.last else f"{names[span.first]} - {names[span.last]}"
    return f"{span.load}, {when}"
