"""Facts of the world that a comparison assumes: declared data, printed with what rests on it, and editable.

A framework declares what diplomas are worth (a Dutch hbo bachelor is at NLQF 6) and in what range numbers lie. What
stands here holds whatever the framework: nobody works more than so many hours a day, no programme of study is so large.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dateutil.relativedelta import relativedelta

from ..model.attributes import Fact, Value, Vocabulary
from ..model.base import Text
from ..model.quantities import plain


@dataclass(frozen=True)
class Lore:
    """What is assumed of every applicant, beside what the framework declares.

    Attributes:
        years: No evidence is older than this on the decision date [years].
        hours_a_day: The most that is worked on one day, in one job [h].
        most: For a kind of evidence and an attribute the most that one item has, in the unit of the attribute.
        lengths: For an attribute with codes that include longer ones, the fewest and the most characters of a code.
        starts: A programme starts at most so long before the decision, and so long after it [years].
        orders: For a kind of evidence, or `verdict`, an attribute that is never more (or later) than another one.
    """

    years: int = 75
    hours_a_day: int = 12
    most: tuple[tuple[str, str, Decimal], ...] = (
        ("diploma", "ec", Decimal(360)),
        ("certificate", "ec", Decimal(240)),
        ("course", "ec", Decimal(120)),
        ("badge", "ec", Decimal(60)),
    )
    lengths: tuple[tuple[str, int, int], ...] = (("field", 2, 4),)
    starts: tuple[int, int] = (10, 5)
    orders: tuple[tuple[str, str, str], ...] = ()

    def earliest(self, on: date, oldest: int | None = None) -> date:
        """The first day of which there can be evidence; of someone of at most so many years old, after their birth."""
        first = on - relativedelta(years=self.years)
        return first if oldest is None else max(first, on - relativedelta(years=oldest + 1, days=-1))

    def first_and_last_start(self, on: date) -> tuple[date, date]:
        """The first and the last day on which a programme can start that is decided about on a day."""
        before, after = self.starts
        return on - relativedelta(years=before), on + relativedelta(years=after)

    def limit(self, kind: str, attribute: str) -> Decimal | None:
        """The most that one item of a kind has, or None when nothing is assumed."""
        return next((most for on, name, most in self.most if (on, name) == (kind, attribute)), None)

    def length(self, attribute: str) -> tuple[int, int | None]:
        """The fewest and the most characters of a code."""
        return next(((low, high) for name, low, high in self.lengths if name == attribute), (1, None))

    def in_order(self, bearer: str) -> tuple[tuple[str, str], ...]:
        """The attributes of a bearer of which the first is never more than the second."""
        return tuple((less, more) for on, less, more in self.orders if on == bearer)

    def statements(self, vocabulary: Vocabulary) -> tuple[Text, ...]:
        """Everything that is assumed, in sentences."""
        return tuple(self._statements(vocabulary))

    def _statements(self, vocabulary: Vocabulary) -> Iterator[Text]:
        yield Text(
            nl="Van de aanvrager en van elk bewijsstuk is alles bekend, binnen het bereik dat het raamwerk opgeeft; "
            "elke vraag aan een mens is beantwoord.",
            en="Everything is known of the applicant and of every item of evidence, within the range that the "
            "framework declares; every question to a person has been answered.",
        )
        yield Text(
            nl="Niets is behaald, begonnen of beoordeeld na de beslissing; werk dat doorgaat, staat er als doorlopend.",
            en="Nothing was obtained, begun or assessed after the decision; work that goes on is listed as ongoing.",
        )
        yield Text(
            nl=f"Geen bewijs is ouder dan {self.years} jaar, of ouder dan de aanvrager.",
            en=f"No evidence is older than {self.years} years, or older than the applicant.",
        )
        yield Text(
            nl=f"Niemand werkt in één baan meer dan {self.hours_a_day} uur per dag.",
            en=f"Nobody works more than {self.hours_a_day} hours a day in one job.",
        )
        before, after = self.starts
        yield Text(
            nl=f"De opleiding begint hooguit {before} jaar voor en {after} jaar na de beslissing.",
            en=f"The programme starts at most {before} years before and {after} years after the decision.",
        )
        for kind, name, most in self.most:
            declared = vocabulary.find(name, kind)
            if declared:
                yield Text(
                    nl=f"{kind}: {declared.title.in_('nl')} hooguit {plain(most)} {declared.unit}".rstrip() + ".",
                    en=f"{kind}: {declared.title.in_('en')} at most {plain(most)} {declared.unit}".rstrip() + ".",
                )
        for name, low, high in self.lengths:
            declared = vocabulary.find(name)
            if declared:
                yield Text(
                    nl=f"{declared.title.in_('nl')}: {low} tot {high} tekens.",
                    en=f"{declared.title.in_('en')}: {low} to {high} characters.",
                )
        for fact in vocabulary.facts:
            yield _said(fact)


def _said(fact: Fact) -> Text:
    given = ", ".join(f"{name} {' | '.join(codes)}" for name, codes in fact.given)
    then = ", ".join(f"{name} {value}" for name, value in fact.then)
    cited = f" ({fact.source})" if fact.source else ""
    return Text(nl=f"{fact.on}: {given} → {then}{cited}.", en=f"{fact.on}: {given} → {then}{cited}.")


def contradicts(kind: str, known: Mapping[str, Value | None], vocabulary: Vocabulary) -> bool:
    """Whether something has values that contradict a fact that the framework declares.

    Args:
        kind: The kind of evidence.
        known: Its values; None for what is not there.
        vocabulary: What is declared.
    """
    return any(
        known.get(name, value) != value
        for fact in vocabulary.facts
        if fact.on == kind and all(known.get(name) in codes for name, codes in fact.given)
        for name, value in fact.then
    )


STANDARD: Final = Lore()
"""What is assumed unless something else is handed over."""
