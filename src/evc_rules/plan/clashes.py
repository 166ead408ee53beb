"""What no plan can keep, where a look at the numbers is enough to see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

import networkx as nx

from ..model.base import Text
from ..model.quantities import total
from .bounds import earliest, fewest
from .path import Clash, ClashKind
from .problem import YEARS_AHEAD, Problem
from .switches import LEAST, of_period

AHEAD: Final = Text(nl=f"de eerste {YEARS_AHEAD} jaar", en=f"the first {YEARS_AHEAD} years")
_A_YEAR: Final = Text(nl="het studiejaar", en="the study year")


def certain(problem: Problem) -> tuple[Clash, ...]:
    """Units that cannot be placed at all, whatever the length of the plan, and what can never be achieved or chosen."""
    return (
        *_too_large(problem),
        *_never_offered(problem),
        *_never_open(problem),
        *_circles(problem),
        *_never_achieved(problem),
        *_never_chosen(problem),
    )


def _most(problem: Problem) -> int:
    """The most that any period of the year holds, in steps; every one of them when there is none."""
    return max((problem.rooms[period.id] for period in problem.programme.periods), default=max(problem.loads))


def _of(kind: ClashKind, units: Iterable[str], nl: str, en: str) -> Clash:
    return Clash(kind=kind, units=tuple(units), text=Text(nl=nl, en=en))


def _too_large(problem: Problem) -> Iterator[Clash]:
    for unit in problem.must:
        asked = max(problem.credits[unit])
        if max(problem.parts[unit]) > _most(problem):
            name = problem.units[unit].id
            most = max(problem.variant.most(period.id) for period in problem.programme.periods)
            part_nl, part_en = (" in een periode", " in a period") if problem.length[unit] > 1 else ("", "")
            yield _of(
                "unit-too-large",
                [name],
                f"'{name}' vraagt {asked}{part_nl}; een periode heeft plaats voor hoogstens {most}.",
                f"'{name}' asks {asked}{part_en}; a period holds at most {most}.",
            )


def _is_offered(problem: Problem, unit: int) -> bool:
    return any(problem.offered(unit, slot) for slot in range(len(problem.calendar)))


def _never_offered(problem: Problem) -> Iterator[Clash]:
    for unit in problem.must:
        if not _is_offered(problem, unit):
            one = problem.units[unit]
            later = {*one.offered, *(period for each in one.offered_in for period in each.periods)}
            when = AHEAD if later & {period.id for period in problem.programme.periods} else _A_YEAR
            yield _of(
                "unit-never-offered",
                [one.id],
                f"'{one.id}' begint in geen enkele periode van {when.nl}.",
                f"'{one.id}' begins in no period of {when.en}.",
            )


def _never_open(problem: Problem) -> Iterator[Clash]:
    """Units that are offered, but only where leave, pace or load leaves no room: together where one thing does."""
    kept: dict[Text, list[str]] = {}
    for unit in problem.must:
        large = max(problem.parts[unit]) > _most(problem)
        if not large and _is_offered(problem, unit) and _closed(unit, problem):
            kept.setdefault(because(problem, partial(_closed, unit)), []).append(problem.units[unit].id)
    for why, units in kept.items():
        ever = Text(nl=f" in {AHEAD.nl}", en=f" in {AHEAD.en}") if problem.cut and why != Text() else Text()
        load = Text(nl=", door de studielast die daar mag", en=", by the load that is allowed there")
        cause = load if why == Text() else why
        listed = ", ".join(f"'{name}'" for name in units)
        one = len(units) == 1
        yield _of(
            "unit-never-open",
            units,
            f"Voor {listed} is nooit plaats waar die {'begint' if one else 'beginnen'}{ever.nl}{cause.nl}.",
            f"There is never room for {listed} where {'it begins' if one else 'they begin'}{ever.en}{cause.en}.",
        )


def _closed(unit: int, problem: Problem) -> bool:
    return problem.next_opening(unit, 0) == len(problem.calendar)


def because(problem: Problem, clashes: Callable[[Problem], bool]) -> Text:
    """Which of leave and slower pace makes a clash, or nothing when it is there without them too."""
    wishes = problem.wishes
    named = {
        "leave": (wishes.leave, "het verlof", "the leave"),
        "pace": (wishes.pace, "het rustiger tempo", "the slower pace"),
    }
    asked = [name for name, (wish, _, _) in named.items() if wish]
    for causes in [*([name] for name in asked), asked]:
        if causes and not clashes(problem.relaxed(leave="leave" in causes, pace="pace" in causes)):
            nl = " en ".join(named[name][1] for name in causes)
            en = " and ".join(named[name][2] for name in causes)
            return Text(nl=f", door {nl}", en=f", because of {en}")
    return Text()


def _never_achieved(problem: Problem) -> Iterator[Clash]:
    for unit in problem.must:
        entry, asked = problem.entries[unit], problem.units[unit].entry
        if entry and asked and sum(problem.worth[other] for other in entry.among) < entry.need:
            name = problem.units[unit].id
            yield _of(
                "entry",
                [name],
                f"'{name}' vraagt eerst {asked.ec}, en zoveel is er niet te behalen.",
                f"'{name}' asks for {asked.ec} first, and there is not so much to achieve.",
            )


def _never_chosen(problem: Problem) -> Iterator[Clash]:
    for choice in problem.choices:
        if sum(problem.worth[unit] for unit in choice.among) < choice.need:
            yield _of(
                "elective",
                names(problem, sorted(choice.among)),
                f"In '{choice.id}' valt te weinig te kiezen.",
                f"There is too little to choose in '{choice.id}'.",
            )


def _circles(problem: Problem) -> Iterator[Clash]:
    parts = nx.strongly_connected_components(problem.company.subgraph(problem.must))
    knots = [knot for knot in parts if len(knot) > 1]
    for knot in sorted(knots, key=min):
        within = problem.company.subgraph(knot)
        strict = sorted(edge for edge in within.edges if edge in problem.order.edges)
        if not strict:
            continue  # they begin together
        # The shortest way round over what must come before, so that the circle can be read in one go.
        first = min(edge[0] for edge in strict)
        ways = (nx.shortest_path(within, unit, first) for one, unit in strict if one == first)
        circle = names(problem, [first, *min(ways, key=len)[:-1]])
        shown = " → ".join([*circle, circle[0]])
        yield Clash(
            kind="circle",
            units=circle,
            text=Text(
                nl=f"Deze eenheden moeten elk na de vorige komen, in een kring: {shown}.",
                en=f"These units must each come after the one before, in a circle: {shown}.",
            ),
        )


def too_little(problem: Problem) -> Clash | None:
    """The first period, not the last, in which too few units can be followed for the minimum load.

    It is only looked for where every unit takes one period.
    """
    if problem.chosen or max(problem.length) > 1:
        return None
    first = earliest(problem)
    for slot in range(fewest(problem.relaxed(least=True)) - 1):
        possible = [unit for unit in range(len(problem.units)) if first[unit] <= slot and problem.opens(unit, slot)]
        fullest = _fullest(problem, possible, problem.room[slot])
        if sum(problem.loads[unit] for unit in fullest) < problem.floor[slot]:
            when = problem.slots(slot + 1)[slot]
            listed = names(problem, possible)
            reached = total(part for unit in fullest for part in problem.credits[unit])
            most, least = problem.variant.most(when.period), problem.variant.least(when.period)
            own = of_period(problem, LEAST, when.period).number >= 0
            which_nl, which_en = (
                f"elke {when.period if own else 'periode'}",
                f"every {when.period if own else 'period'}",
            )
            return Clash(
                kind="minimum-load",
                units=listed,
                text=Text(
                    nl=f"In {when.period} (vanaf {when.start}) kan binnen {most} per periode hoogstens "
                    f"{reached} worden gevolgd{_named(listed)}; {which_nl} voor de laatste vraagt "
                    f"minstens {least}.",
                    en=f"In {when.period} (from {when.start}), within {most} a period, at most {reached} "
                    f"can be followed{_named(listed)}; {which_en} before the last asks at least {least}.",
                ),
            )
    return None


def _fullest(problem: Problem, units: Iterable[int], room: int) -> tuple[int, ...]:
    """The units out of these that fill a period the most."""
    by_load: dict[int, tuple[int, ...]] = {0: ()}
    for unit in units:
        for load, chosen in list(by_load.items()):
            if load + problem.loads[unit] <= room:
                by_load.setdefault(load + problem.loads[unit], (*chosen, unit))
    return by_load[max(by_load)]


def names(problem: Problem, units: Iterable[int]) -> tuple[str, ...]:
    """The ids of units."""
    return tuple(problem.units[unit].id for unit in units)


def _named(units: Sequence[str]) -> str:
    return f" ({', '.join(units)})" if units else ""
