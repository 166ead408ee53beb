"""How sure a path is, what made it so long, and what it takes for granted: in short sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...advice.credits import CreditAdvice
from ...language import words
from ...language.words import say
from ...model.base import Lang
from ...model.quantities import Euros
from ...plan import GOALS, Objective, Path, Wishes


@dataclass(frozen=True)
class Sure:
    """Tells of a path in one language.

    Attributes:
        path: The path.
        worth: What exemptions are worth, with the programme and its terms.
        wishes: What was asked of the path.
        lang: The language.
        hoped: Whether the plan counts on every open question coming out well.
        cohort_asked: Whether something hangs on the cohort, and that is not known.
        start_known: Whether the start is known; where not, the plan counts from the decision date.
    """

    path: Path
    worth: CreditAdvice
    wishes: Wishes
    lang: Lang
    hoped: bool
    start_known: bool = True
    cohort_asked: bool = False

    def sentences(self) -> Iterator[str]:
        """How sure the end is, what was asked, what the terms did, and what is taken for granted."""
        if self.path.finish is None:
            if not self.path.proven:
                yield say(
                    self.lang,
                    "Binnen de rekentijd is geen plan gevonden. Of er een is, is nog niet bekend.",
                    "No plan was found within the time for computing. Whether there is one is not known yet.",
                )
            return
        if self.hoped:
            yield say(
                self.lang,
                "Dit plan rekent erop dat alle open vragen goed uitvallen. Dat is nog niet zeker.",
                "This plan counts on all open questions coming out well. That is not certain yet.",
            )
        if not self.start_known:
            day = words.on_day(self.lang, self.path.start)
            yield say(
                self.lang,
                f"Wanneer je begint, is niet bekend. Dit plan telt vanaf de dag van het advies: {day}.",
                f"When you begin is not known. This plan counts from the day of the recommendation: {day}.",
            )
        if self.cohort_asked:
            yield cohort_said(self.lang)
        if self.path.periods:
            yield self._end()
            yield from self._asked()
            yield from self._terms()
            yield say(
                self.lang,
                "Het plan gaat ervan uit dat je elk onderdeel in één keer haalt, en dat de opleiding de onderdelen "
                "aanbiedt zoals nu bekend is. Verandert er iets? Laat dan een nieuw plan maken.",
                "The plan takes for granted that you pass every unit the first time, and that the programme offers its "
                "units as is known now. Does something change? Then have a new plan made.",
            )

    def _end(self) -> str:
        finish, bound = self.path.finish, self.path.bound
        if bound == finish and self.path.finish_if_counted is not None:
            return say(
                self.lang,
                "Eerder klaar zijn kan niet zolang vrijgestelde EC niet meetellen voor het BSA. Dat is bewezen.",
                "You cannot finish earlier as long as exempt EC do not count toward the BSA. That is proven.",
            )
        if bound == finish:
            return say(
                self.lang,
                "Eerder klaar zijn kan niet. Dat is bewezen: geen enkele andere volgorde is eerder klaar.",
                "You cannot finish earlier. That is proven: no other order of units ends earlier.",
            )
        if self.wishes.goals[0] != "finish":
            return say(
                self.lang,
                "Eerder klaar zijn kan misschien wel, maar past minder goed bij wat je belangrijker vond.",
                "Finishing earlier may be possible, but it suits less well what you found more important.",
            )
        said = say(
            self.lang,
            "Misschien kun je eerder klaar zijn: dat is niet uitgesloten.",
            "Perhaps you can finish earlier: that is not ruled out.",
        )
        if bound is None:
            return said
        day = words.on_day(self.lang, bound)
        return said + say(self.lang, f" Eerder dan {day} kan zeker niet.", f" Surely not earlier than {day}.")

    def _asked(self) -> Iterator[str]:
        """The load of the heaviest period, and what else was asked for by name."""
        for one in self.path.objectives:
            said = self._goal(one)
            if said is None or (one.goal != "peak" and self.wishes.goals == GOALS):
                continue
            best = say(self.lang, "beter kan niet", "it cannot be better")
            least = say(self.lang, "of het beter kan, is niet zeker", "whether it can be better is not certain")
            yield f"{said} ({best if one.proven else least})."

    def _goal(self, one: Objective) -> str | None:
        ec = f"{words.number(self.lang, one.value)} EC"
        match one.goal:
            case "peak":
                return say(self.lang, f"In de zwaarste periode doe je {ec}", f"In the heaviest period you do {ec}")
            case "smooth":
                return say(
                    self.lang,
                    f"Van periode op periode verandert de hoeveelheid werk samen met {ec}",
                    f"From period to period the amount of work changes by {ec} in all",
                )
            case "cost":
                cost = words.money(self.lang, Euros(one.value))
                return say(self.lang, f"Het kost je {cost}", f"It costs you {cost}")
            case "keep":
                count = int(one.value)
                return say(self.lang, f"Onderdelen die schuiven: {count}", f"Units that move: {count}")
            case _:
                return None

    def _terms(self) -> Iterator[str]:
        """What limits and wishes did to the length."""
        terms = self.worth.programme.variant[self.worth.variant]
        used = {each.slot.period for each in self.path.periods}
        most = sorted({terms.most(period) for period in used})
        said = words.one_of(self.lang, [words.credits_(self.lang, each) for each in most])
        yield say(
            self.lang,
            f"De opleiding staat per periode hoogstens {said} toe.",
            f"The programme allows at most {said} in a period.",
        )
        if self.path.minimum_binds:
            yield say(
                self.lang,
                "Per periode moet je ook een minimum doen. Zonder dat minimum was je eerder klaar.",
                "There is a minimum to do in each period, too. Without it you would finish earlier.",
            )
        if self.path.finish_if_counted is not None:
            sooner = words.on_day(self.lang, self.path.finish_if_counted)
            yield say(
                self.lang,
                "De regeling zegt niet of vrijgestelde EC meetellen voor het bindend studieadvies (BSA). In dit plan "
                f"tellen ze niet mee. Tellen ze wel mee, dan kun je op {sooner} klaar zijn. Vraag het na.",
                "The policy does not say whether exempt EC count toward the binding study advice (BSA). In this plan "
                f"they do not. If they do, you can finish on {sooner}. Ask about it.",
            )
        if terms.years_max is not None:
            years = words.amount_of(self.lang, terms.years_max, ("jaar", "year"), ("jaar", "years"))
            yield say(self.lang, f"De opleiding mag hoogstens {years} duren.", f"The programme takes at most {years}.")
        if terms.bsa is not None and self.worth.bsa is not None:
            yield say(
                self.lang,
                f"Vrijgestelde EC tellen {'' if self.worth.bsa else 'niet '}mee voor het BSA.",
                f"Exempt EC {'count' if self.worth.bsa else 'do not count'} toward the BSA.",
            )
        for each in self.wishes.leave:
            yield say(self.lang, f"Je bent weg: {each}.", f"You are away: {each}.")
        for slower in self.wishes.pace:
            load = words.credits_(self.lang, slower.most)
            yield say(
                self.lang,
                f"Je doet hoogstens {load} per periode in {slower.dates}.",
                f"You do at most {load} a period in {slower.dates}.",
            )


def cohort_said(lang: Lang) -> str:
    """What it does to a plan that the cohort is not known."""
    return say(
        lang,
        "Het cohort is niet bekend. Wat daarvan afhangt is nog open, en telt hier niet als vrijgesteld: zet het cohort "
        "in het dossier.",
        "The cohort is not known. What hangs on it is still open, and does not count as exempt here: write the cohort "
        "in the dossier.",
    )


def glossary(lang: Lang) -> Iterator[tuple[str, str]]:
    """Words of a study plan that not everybody knows, with what they mean."""
    yield (
        "EC",
        say(lang, "Studiepunt. Eén EC is 28 uur studie.", "Study credit. One EC is 28 hours of study."),
    )
    yield (
        say(lang, "Klaar op", "Finished on"),
        say(
            lang,
            "De eerste dag na je laatste periode: dan ben je klaar.",
            "The first day after your last period: you are finished then.",
        ),
    )
    yield (
        say(lang, "Onderdeel", "Unit"),
        say(lang, "Een deel van de opleiding waarvoor je EC krijgt.", "A part of the programme that earns you EC."),
    )
    yield (
        say(lang, "Leeruitkomst", "Learning outcome"),
        say(
            lang,
            "Wat je aan het eind kent en kunt. Een onderdeel bestaat uit leeruitkomsten.",
            "What you know and can do at the end. A unit is made of learning outcomes.",
        ),
    )
    yield (
        say(lang, "Vrijstelling", "Exemption"),
        say(
            lang,
            "Je hoeft iets niet meer te doen, omdat je al laat zien dat je het kunt.",
            "You need not do something any more, because you show that you can do it already.",
        ),
    )
    yield (
        "BSA",
        say(
            lang,
            "Bindend studieadvies: wat je op tijd moet halen om door te mogen.",
            "Binding study advice: what you must achieve in time to be allowed to go on.",
        ),
    )
    yield (
        say(lang, "Examencommissie", "Exam board"),
        say(
            lang,
            "De groep die in je opleiding over vrijstellingen beslist.",
            "The group that decides on exemptions in your programme.",
        ),
    )
