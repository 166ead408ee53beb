"""What a person reads on a terminal of a change of policy: who gains, who loses, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..advice import Effect, Impact, Move, Recommendation
from ..language import words
from ..language.words import pick, say
from ..model.base import Lang
from ..model.outcomes import Leaf
from ..model.quantities import Credits
from ..results.truth import Truth
from .console import Page
from .impact import Report

_FEW: Final = 3
_EFFECTS: Final = {
    Effect.WORSE: (("verliest", "loses"), "red"),
    Effect.MIXED: (("verliest en wint", "loses and gains"), "magenta"),
    Effect.OPEN: (("kan verliezen", "may lose"), "yellow"),
    Effect.BETTER: (("wint", "gains"), "green"),
    Effect.HOPE: (("kan winnen", "may gain"), "cyan"),
    Effect.SAME: (("gelijk", "the same"), "dim"),
}
_MOVES: Final = {
    Move.LOST: (("eraf", "loses"), "red"),
    Move.MAY_LOSE: (("misschien eraf", "may lose"), "yellow"),
    Move.MAY_CHANGE: (("open, voor en na", "open, before and after"), "yellow"),
    Move.MAY_GAIN: (("misschien erbij", "may gain"), "cyan"),
    Move.GAINED: (("erbij", "gains"), "green"),
}
_PATHS: Final = {
    Move.LOST: ("geen pad meer mogelijk", "no path possible any more"),
    Move.GAINED: ("nu wel een pad mogelijk", "a path possible now"),
}
_NOBODY: Final = {
    Truth.TRUE: (("Niemand verliest iets.", "Nobody loses anything."), "green"),
    Truth.UNKNOWN: (
        ("Of niemand iets verliest, hangt af van wat nog open is.", "Whether nobody loses hangs on what is open."),
        "yellow",
    ),
    Truth.FALSE: (("Er zijn aanvragers die iets verliezen.", "Some applicants lose something."), "red"),
}


@dataclass(frozen=True)
class ImpactPage:
    """Lays out what a change of policy does, in one language.

    Attributes:
        report: What it does.
        lang: The language.
        plan: Whether periods are shown.
        most: How many applicants are shown by name, at most.
    """

    report: Report
    lang: Lang
    plan: bool
    most: int

    def page(self) -> RenderableType:
        """The counts of each institution, then those for whom something changes."""
        one = self.report
        in_place_of = say(self.lang, "in plaats van", "in place of")
        who = say(self.lang, "aanvragers", "applicants")
        when = say(self.lang, f"beslissing op {one.on}", f"decision on {one.on}")
        text, style = _NOBODY[one.nobody_loses]
        return Group(
            Styled(f"{one.proposal} {in_place_of} {one.alliance.id}", style="bold"),
            Styled(f"{who}: {one.applicants} · {when}", style="dim"),
            "",
            self._table(),
            *self._unvalued(),
            *self._paths(),
            "",
            Styled(pick(self.lang, text), style=style),
            *self._people(),
        )

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column("")
        tolls = self.report.tolls
        shown = [effect for effect in Effect if any(one.effects[effect] for one in tolls)]
        heads = [pick(self.lang, _EFFECTS[effect][0]) for effect in shown]
        unanswered = any(one.unanswered for one in tolls)
        heads += [say(self.lang, "geen antwoord", "no answer")] * unanswered
        heads += [say(self.lang, "EC vrij", "EC exempt"), say(self.lang, "hoogstens", "at most")]
        heads += [say(self.lang, "perioden", "periods")] * self.plan
        for head in heads:
            table.add_column(head, justify="right", no_wrap=True)
        titles = {one.institution: one.title.in_(self.lang) for one in self.report.alliance.members}
        for one in tolls:
            counts = [
                Styled(str(one.effects[effect]), style=_EFFECTS[effect][1] if one.effects[effect] else "dim")
                for effect in shown
            ]
            counts += [Styled(str(one.unanswered), style="yellow" if one.unanswered else "dim")] * unanswered
            numbers = ["?", "?"]
            if one.valued:
                numbers = [self._credits(before, after) for before, after in zip(one.before, one.after, strict=True)]
            numbers += [f"{one.periods[0]} → {one.periods[1]}" if one.planned else "?"] * self.plan
            table.add_row(escape(titles[one.institution] or one.institution), *counts, *numbers)
        return table

    def _unvalued(self) -> list[RenderableType]:
        """Of how many the credits are not known."""
        some = [(one.institution, one.unvalued) for one in self.report.tolls if one.unvalued]
        if not some:
            return []
        without = say(self.lang, "EC onbekend (geen programma of variant)", "EC not known (no programme or variant)")
        return [Styled(f"{without}: {', '.join(f'{name} {count}' for name, count in some)}", style="yellow")]

    def _paths(self) -> list[RenderableType]:
        """For how many a remaining path becomes impossible, or possible."""
        said: list[RenderableType] = []
        for move, (nl, en) in _PATHS.items():
            some = [(one.institution, one.paths[move]) for one in self.report.tolls if one.paths[move]]
            if some:
                listed = ", ".join(f"{name} {count}" for name, count in some)
                said.append(Styled(f"{say(self.lang, nl, en)}: {listed}", style=_MOVES[move][1]))
        return said

    def _credits(self, before: Credits, after: Credits) -> str:
        was, becomes = (words.number(self.lang, each.value) for each in (before, after))
        return was if before == after else f"{was} → {becomes}"

    def _people(self) -> list[RenderableType]:
        said: list[RenderableType] = []
        for one in self.report.affected[: self.most]:
            text, style = _EFFECTS[one.effect]
            head = Styled(f"{one.dossier} · {one.institution}: ", style="bold")
            head.append(pick(self.lang, text), style=style)
            said += ["", head, Padding(Group(*self._changes(one)), (0, 0, 0, 2))]
        more = len(self.report.affected) - self.most + self.report.more
        if more > 0:
            others = say(self.lang, f"en nog {more} (--show, of --json)", f"and {more} more (--show, or --json)")
            said += ["", Styled(others, style="dim")]
        return said

    def _changes(self, one: Impact) -> list[RenderableType]:
        said: list[RenderableType] = []
        if one.awarded and one.awarded[0] != one.awarded[1]:
            certain, hoped = zip(*one.awarded, strict=True)
            text = f"EC: {self._credits(*certain)}"
            said.append(text if certain == hoped else f"{text}; {self._at_most()} {self._credits(*hoped)}")
        elif one.credits is not None:
            moved, style = _MOVES[one.credits]
            said.append(Styled(f"EC: {pick(self.lang, moved)}", style=style))
        if one.path is not None:
            said.append(Styled(say(self.lang, *_PATHS[one.path]), style=_MOVES[one.path][1]))
        elif None not in one.periods and one.periods[0] != one.periods[1]:
            said.append(f"{say(self.lang, 'perioden', 'periods')}: {one.periods[0]} → {one.periods[1]}")
        framework = self.report.alliance.framework
        place = {leaf: number for number, leaf in enumerate(framework.leaves)}
        order = list(Move)
        listed = sorted(
            (order.index(move), self._reason(one.before, leaf), self._reason(one.after, leaf), place[leaf])
            for leaf, move in one.moves.items()
        )
        for (number, was, becomes), group in groupby(listed, key=lambda each: each[:-1]):
            text, style = pick(self.lang, _MOVES[order[number]][0]), _MOVES[order[number]][1]
            line = Styled(f"{text} ", style=style)
            line.append(Page(self.lang).outcomes(framework, [framework.leaves[each[-1]] for each in group]), style="")
            if was != becomes:
                line.append(f"  {was} → {becomes}", style="dim")
            said.append(line)
        return said

    def _at_most(self) -> str:
        return say(self.lang, "hoogstens", "at most")

    def _reason(self, advice: Recommendation, leaf: Leaf) -> str:
        """What is said of an outcome, with the rules and articles that make it so."""
        about = advice[str(leaf)]
        status = pick(self.lang, words.STATUS[about.status])
        grounds, cited = (self._few(each) for each in (about.rules, about.articles))
        return f"{status} ({grounds}{f' [{cited}]' if cited else ''})" if grounds else status

    def _few(self, listed: tuple[str, ...]) -> str:
        more = len(listed) - _FEW
        if more <= 1:
            return ", ".join(listed)
        return ", ".join(listed[:_FEW]) + say(self.lang, f" en nog {more}", f" and {more} more")
