"""What a study plan comes to: when it ends, what is left, and what open questions could still do, in short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ...advice.lanes import fees_of
from ...language import words
from ...language.words import say
from ...model.base import Lang
from ...model.quantities import Credits
from ...plan import Path
from .planned import Planned
from .view import Fact, Part, Share

_PERIOD: Final = (("periode", "period"), ("perioden", "periods"))


def headline(path: Path, lang: Lang) -> str:
    """When it ends, or that there is no plan."""
    if path.finish is None:
        return (
            say(lang, "Er is geen plan dat aan alles voldoet", "There is no plan that keeps everything")
            if path.impossible
            else say(lang, "Er is nog geen plan gevonden", "No plan was found yet")
        )
    if not path.periods:
        return say(lang, "Er blijft niets over", "Nothing is left")
    return say(lang, "Klaar op ", "Finished on ") + words.on_day(lang, path.finish)


def lead(one: Planned, lang: Lang) -> Iterable[str]:
    """What is exempt, what is left, and how long that takes."""
    worth, path, free, done = one.worth, one.path, one.free, one.done
    whole, less = words.credits_(lang, worth.total), words.credits_(lang, free)
    yield (
        say(
            lang,
            f"Van de {whole} van de opleiding hoef je volgens dit advies {less} niet meer te doen.",
            f"By this recommendation you need not do {less} of the {whole} of the programme any more.",
        )
        if free
        else say(
            lang,
            f"De opleiding is {whole}. Er is nu nog geen onderdeel waarvoor je zeker vrijstelling krijgt.",
            f"The programme is {whole}. As yet there is no unit for which an exemption is certain.",
        )
    )
    if done:
        passed = words.credits_(lang, done)
        yield say(lang, f"Onderweg heb je al {passed} gehaald.", f"On the way you completed {passed} already.")
    if path.finish is None or not path.periods:
        return
    left, work = worth.total - free - done, path.load
    hours = f"{words.number(lang, work.hours.value)} {say(lang, 'uur', 'hours')}"
    if work < left:
        yield say(
            lang,
            f"Er blijft {words.credits_(lang, left)} over. Van sommige onderdelen ken je al een deel: daarom is het "
            f"{words.credits_(lang, work)} werk ({hours}).",
            f"That leaves {words.credits_(lang, left)}. Of some units you know a part already: so it is "
            f"{words.credits_(lang, work)} of work ({hours}).",
        )
    else:
        yield say(
            lang,
            f"Er blijft {words.credits_(lang, work)} over ({hours}).",
            f"That leaves {words.credits_(lang, work)} ({hours}).",
        )
    fees = fees_of(path, worth.programme)
    if fees is not None:
        cost = words.money(lang, fees)
        yield say(lang, f"Volgens de opleiding kost dat {cost}.", f"By what the programme says, that costs {cost}.")
    count, first = len(path.periods), words.on_day(lang, path.periods[0].slot.start)
    periods = words.amount_of(lang, count, *_PERIOD)
    yield say(
        lang,
        f"Dat kan in {periods}. De eerste begint op {first}.",
        f"That can be done in {periods}. The first begins on {first}.",
    )
    if empty := sum(not each.units and not each.running for each in path.periods):
        free_ones = words.amount_of(lang, empty, *_PERIOD)
        yield say(lang, f"In {free_ones} doe je niets.", f"In {free_ones} you do nothing.")


def numbers(one: Planned, lang: Lang) -> Iterable[Fact]:
    """The three or four numbers that matter."""
    path, free = one.path, one.free
    if path.finish is None:
        return
    if path.periods:
        yield Fact(say(lang, "klaar", "finished"), words.on_day(lang, path.finish, short=True))
    yield Fact(say(lang, "hoeft niet meer", "need not be done"), words.credits_(lang, free))
    yield Fact(say(lang, "nog aan werk", "of work left"), words.credits_(lang, path.load))
    yield Fact(say(lang, "zwaarste periode", "heaviest period"), words.credits_(lang, path.highest))


def shares(one: Planned, lang: Lang) -> Iterable[Share]:
    """The whole programme, part by part."""
    worth, done = one.worth, set(one.wishes.done)
    exempt = one.counted(worth.certain.award.awarded)
    passed = one.counted({*worth.certain.award.awarded, *done}) - exempt
    most = one.counted({*worth.certain.award.awarded, *worth.hoped.award.awarded, *done})
    perhaps = most - exempt - passed
    parts: tuple[tuple[str, Credits, Part], ...] = (
        (say(lang, "vrijgesteld", "exempt"), exempt, "exempt"),
        (say(lang, "onderweg gehaald", "completed on the way"), passed, "done"),
        (say(lang, "hangt af van open vragen", "hangs on open questions"), perhaps, "perhaps"),
        (say(lang, "blijft zeker over", "surely left"), worth.total - exempt - passed - perhaps, "left"),
    )
    for name, ec, kind in parts:
        if ec:
            percent = round(float(100 * ec.value / worth.total.value), 2)
            yield Share(name, words.credits_(lang, ec), percent, kind)


def hope(one: Planned, lang: Lang) -> str:
    """What it comes to if every open question comes out well; nothing where nothing is open."""
    now, best = one.path, one.best
    if one.hoped or best is None or best.finish is None or not one.advice.questions:
        return ""
    if (best.finish, best.load) == (now.finish, now.load):
        return say(
            lang,
            "Voor hoeveel je moet doen en wanneer je klaar bent, maken deze vragen niet uit.",
            "For how much you must do, and when you finish, these questions make no difference.",
        )
    day = words.on_day(lang, best.finish)
    if now.finish is None:
        return say(
            lang,
            f"Vallen alle open vragen goed uit, dan is er wel een plan: klaar op {day}.",
            f"If all open questions come out well, there is a plan: finished on {day}.",
        )
    less = words.credits_(lang, now.load - best.load) if best.load < now.load else ""
    if best.finish < now.finish:
        sooner = words.amount_of(lang, len(now.periods) - len(best.periods), *_PERIOD)
        return say(
            lang,
            f"Vallen alle open vragen goed uit, dan kun je op {day} klaar zijn: {sooner} eerder"
            + (f", en {less} minder werk." if less else "."),
            f"If all open questions come out well, you can finish on {day}: {sooner} earlier"
            + (f", and {less} less work." if less else "."),
        )
    return say(
        lang,
        "Ook als alle open vragen goed uitvallen, blijft de einddatum dezelfde."
        + (f" Je hebt dan wel {less} minder werk." if less else ""),
        "Even if all open questions come out well, the end stays the same."
        + (f" But you then have {less} less work." if less else ""),
    )
