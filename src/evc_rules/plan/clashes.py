"""What no plan can keep, where a look at the numbers is enough to see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import networkx as nx

from ..model.base import Text
from ..model.quantities import total
from .bounds import chain, earliest, fewest
from .path import Clash
from .problem import Problem


def certain(problem: Problem) -> tuple[Clash, ...]:
    """Units that cannot be placed at all, whatever the length of the plan."""
    return (*_too_large(problem), *_never_offered(problem), *_circles(problem))


def _too_large(problem: Problem) -> Iterator[Clash]:
    for unit, load, credits_ in zip(problem.units, problem.loads, problem.credits, strict=True):
        if load > problem.most:
            most = problem.variant.load_max
            yield Clash(
                kind="unit-too-large",
                units=(unit.id,),
                text=Text(
                    nl=f"'{unit.id}' vraagt {credits_}; een periode heeft plaats voor hoogstens {most}.",
                    en=f"'{unit.id}' asks {credits_}; a period holds at most {most}.",
                ),
            )


def _never_offered(problem: Problem) -> Iterator[Clash]:
    for unit, places in zip(problem.units, problem.offered, strict=True):
        if not places:
            yield Clash(
                kind="unit-never-offered",
                units=(unit.id,),
                text=Text(
                    nl=f"'{unit.id}' begint in geen enkele periode van het studiejaar.",
                    en=f"'{unit.id}' begins in no period of the study year.",
                ),
            )


def _circles(problem: Problem) -> Iterator[Clash]:
    knots = [knot for knot in nx.strongly_connected_components(problem.order) if len(knot) > 1]
    for knot in sorted(knots, key=min):
        # From the first unit of the knot the shortest way round, so that the circle can be read in one go.
        first = min(knot)
        within = problem.order.subgraph(knot)
        ways = (nx.shortest_path(within, unit, first) for unit in sorted(within.successors(first)))
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


def too_short(problem: Problem, needed: int | None) -> Iterator[Clash]:
    """What takes longer than the maximum duration: a chain of units, or everything together."""
    limit = problem.limit
    if limit is None:
        return
    first = earliest(problem)
    if max(first) >= limit:
        links = names(problem, chain(problem))
        shown, least = " → ".join(links), max(first) + 1
        yield _duration(
            problem,
            needed,
            links,
            Text(
                nl=f"{shown}{_if_more(links, ' volgen op elkaar; de laatste')} begint op zijn vroegst "
                f"in periode {least} vanaf het begin",
                en=f"{shown}{_if_more(links, ' follow on one another; the last')} begins in period {least} "
                f"from the start at the earliest",
            ),
        )
    most = problem.variant.load_max
    if sum(problem.loads) > problem.most * limit:
        asked = total(problem.credits)
        yield _duration(
            problem,
            needed,
            names(problem, range(len(problem.units))),
            Text(
                nl=f"Samen vragen de eenheden {asked}, en een periode heeft plaats voor hoogstens {most}",
                en=f"Together the units ask {asked}, and a period holds at most {most}",
            ),
        )


def _duration(problem: Problem, needed: int | None, units: tuple[str, ...], text: Text) -> Clash:
    return Clash(kind="maximum-duration", units=units, text=within_years(problem, text, needed), periods=needed)


def within_years(problem: Problem, text: Text, needed: int | None) -> Text:
    """A sentence about what does not fit, with the maximum duration and what would be enough."""
    years, limit = problem.variant.years_max, problem.limit
    ends_nl = f"; zonder dat maximum zijn er minstens {needed} periodes nodig" if needed else ""
    ends_en = f"; without that maximum at least {needed} periods are needed" if needed else ""
    return Text(
        nl=f"{text.nl}, maar in de maximale duur van {years} jaar {_fit(limit, 'past', 'passen')} "
        f"{limit} {_fit(limit, 'periode', 'periodes')}{ends_nl}.",
        en=f"{text.en}, but the maximum duration of {years} {_fit(years, 'year', 'years')} holds "
        f"{limit} {_fit(limit, 'period', 'periods')}{ends_en}.",
    )


def too_little(problem: Problem) -> Clash | None:
    """The first period, not the last, in which too few units can be followed for the minimum load."""
    first = earliest(problem)
    for slot in range(fewest(problem.relaxed(least=True)) - 1):
        possible = [unit for unit in range(len(problem.units)) if first[unit] <= slot and problem.opens(unit, slot)]
        fullest = _fullest(problem, possible)
        if sum(problem.loads[unit] for unit in fullest) < problem.least:
            when = problem.slots(slot + 1)[slot]
            listed = names(problem, possible)
            reached = total(problem.credits[unit] for unit in fullest)
            most, least = problem.variant.load_max, problem.variant.load_min
            return Clash(
                kind="minimum-load",
                units=listed,
                text=Text(
                    nl=f"In {when.period} (vanaf {when.start}) kan binnen {most} per periode hoogstens "
                    f"{reached} worden gevolgd{_named(listed)}; elke periode voor de laatste vraagt "
                    f"minstens {least}.",
                    en=f"In {when.period} (from {when.start}), within {most} a period, at most {reached} "
                    f"can be followed{_named(listed)}; every period before the last asks at least {least}.",
                ),
            )
    return None


def _fullest(problem: Problem, units: Iterable[int]) -> tuple[int, ...]:
    """The units out of these that fill a period the most."""
    by_load: dict[int, tuple[int, ...]] = {0: ()}
    for unit in units:
        for load, chosen in list(by_load.items()):
            if load + problem.loads[unit] <= problem.most:
                by_load.setdefault(load + problem.loads[unit], (*chosen, unit))
    return by_load[max(by_load)]


def names(problem: Problem, units: Iterable[int]) -> tuple[str, ...]:
    """The ids of units."""
    return tuple(problem.units[unit].id for unit in units)


def _named(units: Sequence[str]) -> str:
    return f" ({', '.join(units)})" if units else ""


def _if_more(units: Sequence[str], text: str) -> str:
    return text if len(units) > 1 else ""


def _fit(number: int | None, one: str, more: str) -> str:
    return one if number == 1 else more
