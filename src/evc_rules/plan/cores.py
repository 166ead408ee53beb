"""Why there is no plan, where each constraint could be kept but not all: a smallest set that clashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..model.base import Text
from ..model.programme import Unit
from .clashes import AHEAD, names, too_little
from .durations import limits_of, too_short, within
from .path import Clash, ClashKind
from .problem import Problem
from .relax import relaxations
from .search import shortest
from .solver import Answer, Budget
from .switches import (
    BSA,
    CHOICE,
    COMPANY,
    ENTRY,
    LEAST,
    LEAVE,
    LIMIT,
    MOST,
    ORDER,
    PACE,
    UNITS,
    WISH,
    Group,
    Switches,
    of_period,
)

_PART: Final = 0.2
"""Of the time that is left, for one step of making a set of clashing constraints smaller."""


def explained(problem: Problem, budget: Budget) -> tuple[Clash, ...]:
    """What clashes, when a search has proven that there is no plan though every unit can be placed by itself."""
    clashes: list[Clash] = []
    longer = {
        group: shortest(free, budget)
        for group, free in ((LIMIT, problem.relaxed(legal=True)), (WISH, problem.relaxed(wish=True)))
        if free.limit != problem.limit
    }
    needed = {group: found.bound for group, found in longer.items() if found.slots}
    clashes += too_short(problem, needed)
    little = too_little(problem) if any(problem.floor) else None
    if little is not None:
        clashes.append(little)
    question = Switches(problem, budget)
    kept, sure = smallest(question)
    bounded = {group.what for group in kept} & {LIMIT.what, WISH.what, BSA.what, LEAST}
    far = problem.cut and not bounded
    found = clashes or [_too_far(problem) if far else _combined(problem, kept, needed, sure=sure)]
    ways = tuple(relaxations(problem, kept, question, longer))
    return (found[0].with_(relaxations=ways), *found[1:])


def _too_far(problem: Problem) -> Clash:
    """Nothing clashes that one knows of, but it takes longer than one looks ahead."""
    return Clash(
        kind="too-far",
        units=names(problem, problem.must),
        text=Text(
            nl=f"In de periodes van {AHEAD.nl} past het niet; verder is niet gekeken.",
            en=f"It does not fit in the periods of {AHEAD.en}; no further ones were looked at.",
        ),
    )


def _combined(problem: Problem, kept: frozenset[Group], needed: Mapping[Group, int], *, sure: bool) -> Clash:
    units = names(problem, sorted({group.number for group in kept if group.of_unit}))
    units = units or names(problem, range(len(problem.units)))
    parts = list(_parts(problem, kept))
    text = Text(nl="; ".join(part.nl for part in parts), en="; ".join(part.en for part in parts))
    if sure:
        text = Text(nl=f"Dit gaat niet samen: {text.nl}", en=f"These do not go together: {text.en}")
    else:
        text = Text(
            nl=f"Dit gaat niet alles samen (wat hiervan kan blijven, was in de tijd niet bekend): {text.nl}",
            en=f"Not all of this goes together (what of it can stay was not known in time): {text.en}",
        )
    kind = _kind(kept)
    for group, _ in limits_of(problem):
        if group in kept:
            least = needed.get(group)
            return Clash(kind=kind, units=units, text=within(problem, text, group, least), periods=least)
    return Clash(kind=kind, units=units, text=Text(nl=f"{text.nl}.", en=f"{text.en}."))


def _kind(kept: frozenset[Group]) -> ClashKind:
    """The kind that a clash is called after; of several bounds, a combination."""
    kinds: dict[str, ClashKind] = {
        LIMIT.what: "maximum-duration", WISH.what: "maximum-duration", LEAST: "minimum-load", BSA.what: "bsa",
    }  # fmt: skip
    named = list(dict.fromkeys(kinds[group.what] for group in sorted(kept) if group.what in kinds))
    if len(named) == 1:
        return named[0]
    if not named and any(group.what == ENTRY for group in kept):
        return "entry"
    return "combination"


def _parts(problem: Problem, kept: frozenset[Group]) -> Iterator[Text]:
    for group in sorted(kept):
        if group.of_unit:
            yield _of_unit(problem, group, problem.units[group.number])
        elif group.what == CHOICE:
            choice = problem.choices[group.number]
            chosen = next(one for one in problem.programme.electives if one.id == choice.id)
            yield Text(
                nl=f"in '{choice.id}' wordt {chosen.choose} gekozen", en=f"{chosen.choose} is chosen in '{choice.id}'"
            )
    yield from (text for group, text in _of_all(problem) if group in kept)


def _of_unit(problem: Problem, group: Group, unit: Unit) -> Text:
    if group.what == ORDER:
        first = ", ".join(names(problem, sorted(problem.after[group.number])))
        return Text(nl=f"'{unit.id}' komt na {first}", en=f"'{unit.id}' comes after {first}")
    if group.what == COMPANY:
        first = ", ".join(names(problem, sorted(problem.beside[group.number])))
        return Text(nl=f"'{unit.id}' begint niet voor {first}", en=f"'{unit.id}' does not begin before {first}")
    if group.what == ENTRY and unit.entry:
        return Text(nl=f"'{unit.id}' vraagt eerst {unit.entry.ec}", en=f"'{unit.id}' asks for {unit.entry.ec} first")
    offered = ", ".join(_offered(problem, group.number))
    long_nl = f" en duurt {unit.periods} periodes" if unit.periods > 1 else ""
    long_en = f" and takes {unit.periods} periods" if unit.periods > 1 else ""
    return Text(nl=f"'{unit.id}' begint in {offered}{long_nl}", en=f"'{unit.id}' begins in {offered}{long_en}")


def _offered(problem: Problem, unit: int) -> Iterator[str]:
    """When a unit begins, and in which study years where they differ."""
    one = problem.units[unit]
    yield from problem.offers(unit, 0)
    if one.id not in problem.wishes.assessed:
        for each in one.offered_in:
            yield from (f"{each.years} {period}" for period in each.periods)


def _of_all(problem: Problem) -> Iterator[tuple[Group, Text]]:
    terms = problem.variant
    if problem.bsa and terms.bsa:
        asked = min(terms.bsa.ec, problem.credits_of(problem.bsa.need + problem.bsa.there))
        yield (
            BSA,
            Text(
                nl=f"{asked} voor de BSA binnen {terms.bsa.years} jaar",
                en=f"{asked} for the BSA within {terms.bsa.years} year{'s' * (terms.bsa.years > 1)}",
            ),
        )
    yield LEAVE, Text(nl="het verlof", en="the leave")
    periods = problem.programme.periods
    for group in sorted({of_period(problem, MOST, period.id) for period in periods}):
        own = periods[group.number].id if group.number >= 0 else ""
        most = terms.most(own) if own else terms.load_max
        yield (
            group,
            Text(
                nl=f"hoogstens {most} {f'in {own}' if own else 'per periode'}",
                en=f"at most {most} in {own or 'a period'}",
            ),
        )
    yield PACE, Text(nl="het rustiger tempo", en="the slower pace")
    one = terms.units_max == 1
    yield (
        UNITS,
        Text(
            nl=f"hoogstens {terms.units_max} {'eenheid' if one else 'eenheden'} tegelijk",
            en=f"at most {terms.units_max} unit{'s' * (not one)} at once",
        ),
    )
    for group in sorted({of_period(problem, LEAST, period.id) for period in periods}):
        own = periods[group.number].id if group.number >= 0 else ""
        least = terms.least(own) if own else terms.load_min
        yield (
            group,
            Text(
                nl=f"minstens {least} in elke {own or 'periode'} voor de laatste",
                en=f"at least {least} in every {own or 'period'} before the last",
            ),
        )


def smallest(question: Switches) -> tuple[frozenset[Group], bool]:
    """Groups that clash, none of which can be missed, and whether there was time to find that out of each."""
    kept = list(question.literal)
    sure = True
    if question.solve_assuming(question.literal.values(), part=_PART) is Answer.NONE:
        core = question.core()
        kept = [group for group in kept if question.literal[group].index in core]
    for group in list(kept):
        fewer = [other for other in kept if other != group]
        answer = question.solve_assuming((question.literal[other] for other in fewer), part=_PART)
        sure = sure and answer is not Answer.UNDECIDED
        if answer is Answer.NONE:
            kept = fewer
    return frozenset(kept), sure
