"""What an applicant asks of a path, as options of a command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Final, TypeVar, get_args

import typer

from ..errors import Finding, refuse
from ..language.reader import did_you_mean
from ..model.programme import Programme
from ..model.quantities import Credits, Dates, day
from ..plan import GOALS, Goal, Pace, Wishes

_Read = TypeVar("_Read")

Goals = Annotated[
    str,
    typer.Option(
        "--goals",
        metavar="GOAL,…",
        help=f"What matters, the most important first: {', '.join(get_args(Goal))}. `peak` is the load of the heaviest "
        "period, `early` early credits, `smooth` an even load.",
    ),
]
Leave = Annotated[
    list[str] | None,
    typer.Option("--leave", metavar="FROM/TO", help="Days on which nothing is followed; repeatable."),
]
AtPace = Annotated[
    list[str] | None,
    typer.Option(
        "--pace", metavar="FROM/TO=EC", help="The most load of the periods that begin then, as 2027-09-01/..=7.5EC."
    ),
]
ByAssessment = Annotated[
    list[str] | None,
    typer.Option("--by-assessment", metavar="UNIT", help="Completed by assessment only; repeatable."),
]
Done = Annotated[
    list[str] | None, typer.Option("--done", metavar="UNIT", help="Completed on the way already; repeatable.")
]
Begun = Annotated[
    str | None, typer.Option("--begun", metavar="DATE", help="When the study began; without it, with the path.")
]
FinishBy = Annotated[
    str | None,
    typer.Option(
        "--finish-by", metavar="DATE", help="The last day on which all must be done; a period may end with it."
    ),
]

_EXAMPLE: Final = {
    "--leave": "write 2027-09-01/2027-12-01",
    "--pace": "write 2027-09-01/2028-02-01=7.5EC",
    "--begun": "write YYYY-MM-DD",
    "--finish-by": "write YYYY-MM-DD",
}
_ONE_OF_BOTH: Final = "choose one of --done and --by-assessment"
DEFAULT_GOALS = ",".join(GOALS)


def wishes(  # noqa: PLR0917 - one for each option
    goals: str,
    leave: Iterable[str] | None,
    pace: Iterable[str] | None,
    assessed: Iterable[str] | None,
    done: Iterable[str] | None,
    begun: str | None,
    finish_by: str | None,
    programmes: Iterable[Programme],
) -> Wishes:
    """The wishes that options say.

    Raises:
        InvalidInputError: EVC-C001, EVC-P002, EVC-P010 and EVC-P013, all that is wrong with them at once.
    """
    found: list[Finding] = []

    def read(option: str, parse: Callable[[str], _Read], text: str) -> _Read | None:
        try:
            return parse(text)
        except ValueError as error:
            said, _, example = str(error).partition(" (write ")
            help_ = f"write {example.removesuffix(')')}" if example else _EXAMPLE[option]
            found.append(Finding("EVC-C001", f"{option}: {said}", None, help_))
            return None

    asked = tuple(goal.strip() for goal in goals.split(","))
    known = get_args(Goal)
    found += [
        Finding("EVC-C001", f"--goals: '{goal}' is no goal", None, did_you_mean(goal, known))
        for goal in asked
        if goal not in known
    ]
    away = [read("--leave", Dates.parse, text) for text in leave or ()]
    slower = [read("--pace", _pace, text) for text in pace or ()]
    since = read("--begun", day, begun) if begun else None
    until = read("--finish-by", day, finish_by) if finish_by else None
    offered = list(programmes)
    found += unknown_units((*(assessed or ()), *(done or ())), offered)
    found += [
        Finding("EVC-C001", f"'{name}' is said to be done and still to be completed by assessment", None, _ONE_OF_BOTH)
        for name in dict.fromkeys(assessed or ())
        if name in (done or ())
    ]
    found += _unassessed(assessed or (), offered)
    priced = any(terms.fees for programme in offered for terms in programme.variants)
    if "cost" in asked and offered and not priced:
        message = "--goals: no programme here says what it costs, so that the cost can be no goal"
        found.append(Finding("EVC-P013", message, None, "leave `cost` out, or write the fees of its variants"))
    refuse(found)
    return Wishes(
        goals=asked,
        leave=tuple(one for one in away if one),
        pace=tuple(one for one in slower if one),
        assessed=tuple(assessed or ()),
        done=tuple(done or ()),
        begun=since,
        finish_by=until,
    )


def _pace(text: str) -> Pace:
    dates, equals, most = text.partition("=")
    if not equals:
        raise ValueError(f"{text!r} is no pace (write 2027-09-01/2028-02-01=7.5EC)")
    amount = most.strip().removesuffix("EC").strip()
    whole = f"{amount} EC" if amount.removeprefix("-").replace(".", "", 1).isdecimal() else most.strip()
    return Pace(dates=Dates.parse(dates), most=Credits.parse(whole))


def unknown_units(names: Iterable[str], programmes: list[Programme]) -> Iterator[Finding]:
    """Names of units that no programme has (EVC-P002)."""
    units = [unit for programme in programmes for unit in programme.unit]
    for name in dict.fromkeys(names):
        if name not in units:
            yield Finding("EVC-P002", f"no programme here has a unit '{name}'", None, did_you_mean(name, units))


def _unassessed(names: Iterable[str], programmes: list[Programme]) -> Iterator[Finding]:
    """Units that some programme has, and none has an assessment of (EVC-P010)."""
    units = [unit for programme in programmes for unit in programme.units]
    able = list(dict.fromkeys(unit.id for unit in units if unit.assessment))
    help_ = f"these can: {', '.join(able)}" if able else "no programme here says of a unit how"
    there = {unit.id for unit in units}
    for name in dict.fromkeys(names):
        if name in there and name not in able:
            yield Finding("EVC-P010", f"'{name}' has no assessment by itself", None, help_)
