"""Many rulesets side by side as a person reads them: their order, on what they agree, and where applicants notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..language.words import say
from ..model.base import Lang
from ..model.outcomes import Framework
from .outcomes import in_short
from .views_compare import ApartView, CompareView, NoticedOutcomesView, PairView, StandingView, WitnessView

_STEP: Final = 2
_ORDERS: Final = 6
"""So many orders of outcomes are drawn."""
_MOST: Final = 5
"""So many outcomes are told of that applicants notice."""
_FEW: Final = 3


def drawn(standing: StandingView, name: Callable[[int], str]) -> tuple[list[str], list[str]]:
    """A partial order as lines, the more generous to the left; and those that are not to be ordered with any other.

    What is directly less generous than several stands at each of them, in brackets but for the first time.
    """
    below: dict[int, list[int]] = {place: [] for place in range(len(standing.groups))}
    for one, other in standing.above:
        below[one].append(other)
    under = {other for _, other in standing.above}
    labels = [" = ".join(name(place) for place in group) for group in standing.groups]
    seen: set[int] = set()

    def block(place: int) -> list[str]:
        label = labels[place]
        if place in seen:
            return [f"({label})"]
        seen.add(place)
        lines = []
        for number, kid in enumerate(below[place]):
            last = number == len(below[place]) - 1
            first = " ─── " if last else " ─┬─ "
            joint = label + first if number == 0 else " " * len(label) + ("  └─ " if last else "  ├─ ")
            going_on = " " * len(label) + ("     " if last else "  │  ")
            head, *rest = block(kid)
            lines += [joint + head, *(going_on + line for line in rest)]
        return lines or [label]

    roots = [place for place in below if place not in under]
    return (
        [line for place in roots if below[place] for line in block(place)],
        [labels[place] for place in roots if not below[place]],
    )


@dataclass(frozen=True)
class NwayPage:
    """Lays out many rulesets side by side.

    Attributes:
        view: The comparison.
        framework: The framework.
        lang: The language.
        name: What a ruleset is called, by its place.
        seconds: How long it took [s].
        witness: Lays out someone who shows a difference, with the names of both rulesets.
    """

    view: CompareView
    framework: Framework
    lang: Lang
    name: Callable[[int], str]
    seconds: float
    witness: Callable[[WitnessView, str, str], Iterator[RenderableType]]

    def _say(self, nl: str, en: str) -> str:
        return say(self.lang, nl, en)

    def _short(self, outcomes: Sequence[str], few: int = _FEW) -> str:
        return in_short(self.framework, outcomes, self.lang, few)

    def lines(self) -> Iterator[RenderableType]:
        """Everything but the pairs one by one."""
        yield self._head()
        yield ""
        yield from self._order(
            self.view.standing,
            self._say("Wie is ruimer (links) dan wie, over alles", "Who is more generous (left) than whom, over all"),
        )
        yield from self._agreement()
        yield from self._orders()
        yield self._pairs()
        yield from self.noticed()

    def _head(self) -> Styled:
        view = self.view
        pairs = len(view.pairs)
        counts = self._say(
            f"{len(view.rulesets)} rulesets · {view.agreement.of} leeruitkomsten · {pairs} paren",
            f"{len(view.rulesets)} rulesets · {view.agreement.of} outcomes · {pairs} pairs",
        )
        settled = self._say(
            f"uitgemaakt: {view.settled} van {view.asked}, in {self.seconds:.1f} s",
            f"settled: {view.settled} of {view.asked}, in {self.seconds:.1f} s",
        )
        return Styled(counts, style="bold") + Styled(f"   {settled}", style="dim")

    def _order(self, one: StandingView, title: str) -> Iterator[RenderableType]:
        lines, loose = drawn(one, self.name)
        yield Styled(title, style="bold")
        for line in lines:
            yield Padding(Styled(line, style="cyan", no_wrap=True), (0, 0, 0, _STEP))
        if loose and (lines or len(loose) > 1):
            text = self._say("met geen ander te ordenen", "not to be ordered with any other")
            yield Padding(Styled(f"{text}: {', '.join(loose)}"), (0, 0, 0, _STEP))
        elif loose:
            yield Padding(Styled(self._say(f"alle gelijk: {loose[0]}", f"all equal: {loose[0]}")), (0, 0, 0, _STEP))
        if one.unsettled:
            text = self._say(f"niet uitgemaakt: {one.unsettled} paren", f"not settled: {one.unsettled} pairs")
            yield Padding(Styled(text, style="yellow"), (0, 0, 0, _STEP))

    def _agreement(self) -> Iterator[RenderableType]:
        one = self.view.agreement
        silent = sum(outcome in set(one.ungranted) for outcome in one.agreed)
        none = self._say(f" (waarvan {silent} door geen regel verleend)", f" (of which no rule grants {silent})")
        agreed = self._say(
            f"eens over {len(one.agreed)} van {one.of} leeruitkomsten",
            f"agree on {len(one.agreed)} of {one.of} outcomes",
        ) + (none if silent else "")
        judged = self._say(
            f"eens op een oordeel na over {len(one.but_for_judgements)} van {one.of}",
            f"agree except for a judgement on {len(one.but_for_judgements)} of {one.of}",
        )
        said = ["", agreed, judged]
        if one.but_for_judgements:
            said[-1] += f": {self._short(one.but_for_judgements)}"
        if one.unsettled:
            said.append(self._say("niet uitgemaakt", "not settled") + f": {self._short(one.unsettled)}")
        for each in one.alone:
            alone = self._say("staat alleen tegenover alle anderen", "alone against all others")
            said.append(f"{self.name(each.ruleset)}: {alone}: {self._short(each.outcomes)}")
        by_names: dict[tuple[str, ...], list[str]] = {}
        for judged_ in one.judgements:
            by_names.setdefault(tuple(judged_.judgements), []).append(judged_.outcome)
        hangs = self._say("hangt ook af van het oordeel", "hangs on the judgement too")
        for names, outcomes in sorted(by_names.items(), key=lambda item: -len(item[1]))[:_MOST]:
            said.append(f"{self._short(outcomes)} {hangs}: {self._few(names)}")
        yield from said
        yield ""

    def _few(self, names: Sequence[str]) -> str:
        more = len(names) - _MOST
        listed = ", ".join(names if more <= 1 else names[:_MOST])
        return listed + (self._say(f" en nog {more}", f" and {more} more") if more > 1 else "")

    def _orders(self) -> Iterator[RenderableType]:
        """The order on outcomes apart."""
        listed = self.view.standings
        if len(listed) <= 1 and self.view.agreement.of == len(self.view.standing.outcomes):
            listed = []
        for one in listed[:_ORDERS]:
            yield from self._order(one, self._short(one.outcomes))
        more = len(listed) - _ORDERS
        if more > 0:
            yield Styled(
                self._say(f"en nog {more} andere volgordes (--json)", f"and {more} more orders (--json)"), style="dim"
            )
        yield ""

    def _pairs(self) -> Table:
        """Every pair on a line: on how many outcomes they are equal, who exempts more, and where."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(self._say("paar", "pair"), no_wrap=True)
        heads = [
            self._say("gelijk", "equal"),
            self._say("1e ruimer", "1st more"),
            self._say("2e ruimer", "2nd more"),
        ]
        heads.append(self._say("beide", "both"))
        unknown = any("unknown" in one.outcomes for one in self.view.pairs)
        heads += [self._say("onbekend", "unknown")] * unknown
        terms = any(one.terms for one in self.view.pairs)
        people = self.view.noticed is not None
        heads += [self._say("aanvragers", "applicants")] * people
        for head in heads:
            table.add_column(head, justify="right")
        table.add_column(self._say("vooral in", "mostly in"))
        if terms:
            table.add_column(self._say("ook anders", "other too"))
        for one in self.view.pairs:
            names = ("equivalent", "more-generous", "stricter", "incomparable", *["unknown"] * unknown)
            cells = [str(one.outcomes.get(name, 0)) for name in names]  # type: ignore[call-overload]
            cells += [self._apart(one.applicants)] * people
            table.add_row(
                f"{self.name(one.first)} / {self.name(one.second)}",
                *cells,
                self._where(one),
                *[self._terms(one)] * terms,
            )
        return table

    def _apart(self, one: ApartView | None) -> str:
        if one is None:
            return ""
        return f"{one.surely}" + (f" (+{one.perhaps}?)" if one.perhaps else "")

    def _where(self, one: PairView) -> str:
        return ", ".join(
            f"{part.title or part.whole} {sum(part.outcomes.values()) - part.outcomes.get('equivalent', 0)}"
            for part in one.parts[:2]
        )

    def _terms(self, one: PairView) -> str:
        words = {
            "limit": self._say("grenzen", "limits"),
            "units": self._say("telling van eenheden", "how units count"),
            "bsa": "BSA",
        }
        return ", ".join(dict.fromkeys(words[term.what] for term in one.terms))

    def noticed(self) -> Iterator[RenderableType]:
        """On which outcomes the most applicants would notice; without applicants, how to ask."""
        found = self.view.noticed
        if found is None:
            text = self._say(
                "--dossiers zegt waar de meeste aanvragers het merken; --details toont wie elk verschil merkt",
                "--dossiers says where the most applicants would notice; --details shows who notices each difference",
            )
            yield Styled(text, style="dim")
            yield ""
            return
        title = self._say(
            f"Waar de meeste van {found.applicants} aanvragers het merken",
            f"Where the most of {found.applicants} applicants would notice",
        )
        yield Styled(title, style="bold")
        for one in found.outcomes[:_MOST]:
            yield from self._noticed_one(one)
        if not found.outcomes:
            yield Padding(self._say("nergens", "nowhere"), (0, 0, 0, _STEP))
        more = len(found.outcomes) - _MOST
        if more > 0:
            yield Styled(self._say(f"en nog {more} (--json)", f"and {more} more (--json)"), style="dim")
        yield ""

    def _noticed_one(self, one: NoticedOutcomesView) -> Iterator[RenderableType]:
        count = one.applicants
        number = self._say(f"{count.surely} zeker", f"{count.surely} surely")
        number += self._say(f", {count.perhaps} misschien", f", {count.perhaps} perhaps") if count.perhaps else ""
        yield Padding(Styled(self._short(one.outcomes), style="bold") + Styled(f"   {number}"), (1, 0, 0, _STEP))
        if one.example is None:
            return
        yes, no = (", ".join(map(self.name, each)) for each in (one.exempting, one.refusing))
        text = self._say(
            f"{one.example}: vrijgesteld bij {yes}; niet bij {no}", f"{one.example}: exempt at {yes}; not at {no}"
        )
        yield Padding(self._say("bijvoorbeeld ", "for example ") + text, (0, 0, 0, 2 * _STEP))
        if one.witness and one.first is not None and one.second is not None:
            yield from self.witness(one.witness, self.name(one.first), self.name(one.second))
