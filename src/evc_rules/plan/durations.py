"""What takes longer than the maximum duration or the wish to finish, where a look at the numbers shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ..model.base import Text
from ..model.quantities import total
from .bounds import chain, earliest
from .clashes import because, names
from .path import Clash
from .problem import Problem
from .switches import LIMIT, WISH, Group


def limits_of(problem: Problem) -> tuple[tuple[Group, int], ...]:
    """The bounds of the length of a plan, the shortest first."""
    both = ((LIMIT, problem.legal), (WISH, problem.wish))
    return tuple(sorted(((group, count) for group, count in both if count is not None), key=lambda one: one[1]))


def too_short(problem: Problem, needed: Mapping[Group, int]) -> Iterator[Clash]:
    """What takes longer than the maximum duration or the wish: a chain of units, or everything together.

    Args:
        problem: What cannot be placed.
        needed: How many periods a plan needs at least without such a bound, where that is known.
    """
    for group, limit in limits_of(problem):
        if _end(problem) > limit:
            yield _too_late(problem, group, limit, needed.get(group))
        if _room_is_short(limit, problem):
            asked = total(part for unit in problem.must for part in problem.credits[unit])
            room = problem.load(sum(problem.room[:limit]))
            why = because(problem, partial(_room_is_short, limit))
            of, ends = _bound(problem, group), _without(group, needed.get(group))
            yield Clash(
                kind="maximum-duration",
                units=names(problem, problem.must),
                periods=needed.get(group),
                text=Text(
                    nl=f"Samen vragen de eenheden {asked}, en in {of.nl} {_periods(limit, 'past', 'passen').nl} "
                    f"met plaats voor {room}{why.nl}{ends.nl}.",
                    en=f"Together the units ask {asked}, and {of.en} holds {_periods(limit).en} "
                    f"with room for {room}{why.en}{ends.en}.",
                ),
            )


def _end(problem: Problem) -> int:
    """The first period in which all that must be done can be over, by order and offer alone."""
    first = earliest(problem, problem.loose)
    return max((first[unit] + problem.length[unit] for unit in problem.must), default=0)


def _room_is_short(limit: int, problem: Problem) -> bool:
    return sum(problem.loads[unit] for unit in problem.must) > sum(problem.room[:limit])


def _too_late(problem: Problem, group: Group, limit: int, needed: int | None) -> Clash:
    first, following = earliest(problem, problem.loose), chain(problem, problem.loose)
    links = names(problem, following)
    shown, least, takes = " → ".join(links), first[following[-1]] + 1, problem.length[following[-1]]
    why = because(problem, lambda eased: _end(eased) > limit)
    text = Text(
        nl=f"{shown}{_if_more(links, ' volgen op elkaar; de laatste')} begint op zijn vroegst "
        f"in periode {least} vanaf het begin{f' en duurt {takes} periodes' if takes > 1 else ''}{why.nl}",
        en=f"{shown}{_if_more(links, ' follow on one another; the last')} begins in period {least} "
        f"from the start at the earliest{f' and takes {takes} periods' if takes > 1 else ''}{why.en}",
    )
    return Clash(kind="maximum-duration", units=links, text=within(problem, text, group, needed), periods=needed)


def within(problem: Problem, text: Text, group: Group, needed: int | None) -> Text:
    """A sentence about what does not fit, with the maximum duration or the wish, and what would be enough."""
    limit = dict(limits_of(problem))[group]
    of, ends = _bound(problem, group), _without(group, needed)
    return Text(
        nl=f"{text.nl}, maar in {of.nl} {_periods(limit, 'past', 'passen').nl}{ends.nl}.",
        en=f"{text.en}, but {of.en} holds {_periods(limit).en}{ends.en}.",
    )


def _bound(problem: Problem, group: Group) -> Text:
    if group == WISH:
        until = problem.wishes.finish_by
        return Text(nl=f"de tijd tot {until}", en=f"the time until {until}")
    years = problem.variant.years_max
    return Text(
        nl=f"de maximale duur van {years} jaar", en=f"the maximum duration of {years} {_fit(years, 'year', 'years')}"
    )


def _periods(count: int, one: str = "", more: str = "") -> Text:
    verb = f"{_fit(count, one, more)} " if one else ""
    return Text(
        nl=f"{verb}{count} {_fit(count, 'periode', 'periodes')}", en=f"{count} {_fit(count, 'period', 'periods')}"
    )


def _without(group: Group, needed: int | None) -> Text:
    if not needed:
        return Text()
    nl, en = ("die wens", "that wish") if group == WISH else ("dat maximum", "that maximum")
    are = _fit(needed, "is", "zijn"), _fit(needed, "is", "are")
    periods = _periods(needed)
    return Text(
        nl=f"; zonder {nl} {are[0]} er minstens {periods.nl} nodig",
        en=f"; without {en} at least {periods.en} {are[1]} needed",
    )


def _if_more(units: Sequence[str], text: str) -> str:
    return text if len(units) > 1 else ""


def _fit(number: int | None, one: str, more: str) -> str:
    return one if number == 1 else more
