"""The differences between paths in sentences: how much sooner, which units make it so, and what decides the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from ...advice.lanes import Course, Lane, UnitGap, gaps_between
from ...language import words
from ...language.words import say
from ...model.base import Lang
from ...model.outcomes import Framework
from ...model.quantities import Credits
from ..variants import variant_said

_FEW: Final = 5
_PERIOD: Final = (("periode", "period"), ("perioden", "periods"))


def against(one: Lane, lanes: Sequence[Lane]) -> Lane | None:
    """What a lane is laid beside: its own policy beside the offered programme, a harmonised policy beside its own."""
    way = {"offered": None, "own": "offered", "harmonised": "own"}[one.way]
    return next((each for each in lanes if _place(each) == _place(one) and each.way == way), None)


def gaps(one: Lane, beside: Lane | None) -> tuple[UnitGap, ...]:
    """The units that make the difference between two lanes of one programme."""
    if beside is None or one.now is None or beside.now is None or one.programme is None:
        return ()
    return gaps_between(beside.now, one.now, one.programme)


def _place(one: Lane) -> tuple[str, str]:
    return one.institution, one.variant


def way_said(one: Lane, lang: Lang) -> str:
    """By what a lane is planned."""
    match one.way:
        case "offered":
            return say(lang, "zonder vrijstellingen", "nobody exempt")
        case "own":
            return say(lang, "eigen regels", "own policy")
        case "harmonised":
            return one.strategy


def said(lanes: Sequence[Lane], framework: Framework, lang: Lang) -> Iterator[str]:
    """What the differences come to: lane by lane, then institutions beside each other, then variants."""
    for one in lanes:
        beside = against(one, lanes)
        if beside and one.now and beside.now and one.now.path.finish and beside.now.path.finish:
            yield _pair(_name(one, lanes, framework, lang), one, beside, one.now, beside.now, lang)
    yield from _institutions(lanes, framework, lang)
    yield from _variants(lanes, framework, lang)
    for one in lanes:
        if one.way == "own" and one.now is None:
            why = "; ".join(each.in_(lang) for each in one.why)
            said_ = why if one.late else f"{say(lang, 'geen pad', 'no path')} ({why})"
            yield f"{_name(one, lanes, framework, lang)}: {said_}."


def _pair(named: str, one: Lane, beside: Lane, here: Course, there: Course, lang: Lang) -> str:
    saved = len(there.path.periods) - len(here.path.periods)
    way, other = way_said(one, lang), way_said(beside, lang)
    name = f"{named}, {way}"
    if not saved:
        first = say(lang, f"{name}: even laat klaar als {other}", f"{name}: ends when {other} does")
    else:
        much = words.amount_of(lang, abs(saved), *_PERIOD)
        sooner = say(lang, "eerder", "earlier") if saved > 0 else say(lang, "later", "later")
        first = say(lang, f"{name}: {much} {sooner} dan {other}", f"{name}: {much} {sooner} than {other}")
    parts = [first, *_units(gaps(one, beside), one, lang)]
    how = decided(here, one, lang)
    if one.way == "own" or how != decided(there, beside, lang):
        parts.append(how)
    return ". ".join(parts) + "."


def _units(found: Sequence[UnitGap], one: Lane, lang: Lang) -> Iterator[str]:
    for less in (True, False):
        some = [gap for gap in found if (gap.after < gap.before) == less]
        if not some:
            continue
        listed = [_unit(gap, one, lang) for gap in some[:_FEW]]
        if more := len(some) - len(listed):
            listed.append(say(lang, f"nog {more}", f"{more} more"))
        what = words.all_of(lang, listed)
        less_said = say(lang, f"Minder te doen: {what}", f"Less to do: {what}")
        yield less_said if less else say(lang, f"Meer te doen: {what}", f"More to do: {what}")


def _unit(gap: UnitGap, one: Lane, lang: Lang) -> str:
    title = _title(gap.unit, one, lang)
    by = Credits(abs(gap.before.value - gap.after.value))
    chained = say(lang, ", op de langste keten", ", on the longest chain") if gap.holds_up else ""
    return f"{title} ({words.credits_(lang, by)}{chained})"


def _title(unit: str, one: Lane, lang: Lang) -> str:
    found = one.programme.unit[unit] if one.programme else None
    return (found.title.in_(lang) if found else "") or unit


def decided(course: Course, lane: Lane, lang: Lang) -> str:
    """What decides when a path ends."""
    found = course.decisive
    if found is None:
        return say(lang, "Er blijft niets over", "Nothing is left")
    chain = " → ".join(_title(unit, lane, lang) for unit in found.chain[:_FEW])
    if more := len(found.chain[_FEW:]):
        chain += say(lang, f" → nog {more}", f" → {more} more")
    match found.work, found.order:
        case True, False:
            return say(
                lang,
                "Het einde hangt af van de hoeveelheid werk, niet van de volgorde",
                "The end hangs on the amount of work, not on the order",
            )
        case False, True:
            return say(
                lang,
                f"Het einde hangt af van de volgorde: {chain}",
                f"The end hangs on the order: {chain}",
            )
        case True, True:
            return say(
                lang,
                f"Het einde hangt af van de hoeveelheid werk en ook van de volgorde: {chain}",
                f"The end hangs on the amount of work, and on the order too: {chain}",
            )
        case _:
            return say(
                lang,
                "Het einde hangt af van werk, volgorde en aanbod samen",
                "The end hangs on work, order and offer together",
            )


def _institutions(lanes: Sequence[Lane], framework: Framework, lang: Lang) -> Iterator[str]:
    """Which institution ends first, for each variant and policy; others with how much later they end."""
    several = len({one.variant for one in lanes if one.now}) > 1
    for (variant, way, strategy), group in groupby(
        sorted(lanes, key=lambda one: (one.variant, one.way != "own", one.strategy)),
        key=lambda one: (one.variant, one.way, one.strategy),
    ):
        there = [one for one in group if one.now and one.now.path.finish]
        if way == "offered" or len(there) < 2 or not variant:  # noqa: PLR2004 - one has nothing beside it
            continue
        by_end = sorted(there, key=_finish)
        how = way_said(by_end[0], lang)
        listed = ", ".join(f"{one.title.in_(lang) or one.institution} {_finish(one)}" for one in by_end)
        what = strategy or how
        if several:
            what += f"; {variant_said(framework, variant, lang)}"
        yield say(lang, f"Wie het eerst klaar is ({what}): {listed}.", f"Who ends first ({what}): {listed}.")


def _variants(lanes: Sequence[Lane], framework: Framework, lang: Lang) -> Iterator[str]:
    """The variants of an institution beside each other, by its own policy."""
    own = [one for one in lanes if one.way == "own" and one.now and one.now.path.finish]
    for _, group in groupby(sorted(own, key=lambda one: one.institution), key=lambda one: one.institution):
        there = sorted(group, key=_finish)
        if len(there) > 1:
            listed = ", ".join(f"{variant_said(framework, one.variant, lang)} {_finish(one)}" for one in there)
            name = there[0].title.in_(lang) or there[0].institution
            yield say(lang, f"{name}, per vorm: {listed}.", f"{name}, by variant: {listed}.")


def _finish(one: Lane) -> str:
    return str(one.now.path.finish) if one.now else ""


def _name(one: Lane, lanes: Sequence[Lane], framework: Framework, lang: Lang) -> str:
    name = one.title.in_(lang) or one.institution
    several = len({each.variant for each in lanes if each.variant}) > 1
    return f"{name} ({variant_said(framework, one.variant, lang)})" if several and one.variant else name
