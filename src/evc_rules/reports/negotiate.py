"""What an alliance can agree on, as it is printed: data, and what a person reads on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..language import words
from ..language.dump import dump
from ..language.words import say
from ..model.alliance import Alliance
from ..model.base import Lang
from ..model.quantities import plain
from ..negotiate import Clash, Concession, Contradiction, Negotiation, Term, Weighed
from .build import VERSION, finding
from .console import Page
from .view import View
from .views import FindingView


class WeighedView(View):
    """What a policy comes to, over all applicants and members."""

    strategy: str | None = Field(description="Null for the policies as they are.")
    answers: int = Field(description="How many there are: an applicant and an outcome each.")
    agreed: int = Field(description="How many are surely the same at all members.")
    apart: int = Field(description="How many surely are not.")
    given: str = Field(description="What more is exempt than now, of units that surely are, before limits [EC].")
    taken: str = Field(description="What less is, likewise [EC].")
    worse: int = Field(description="How often an applicant surely loses an exemption at a member.")
    may_lose: int
    better: int = Field(description="How often one surely gains an exemption there, and can lose none.")


class TermView(View):
    """Something that a member will not give up."""

    institution: str
    demand: Literal["floor", "ceiling", "keep"]
    name: str


class ConcessionView(View):
    """What giving up one term buys."""

    term: TermView
    gained: int = Field(description="How many more answers are surely the same at all members.")
    best: WeighedView = Field(description="The policy that agrees most without it.")


class ClashView(View):
    """Two terms that cannot both hold where members are to answer alike."""

    exempts: TermView
    refuses: TermView
    answers: int
    outcomes: list[str]
    example: str = Field(description="The dossier of an applicant on whom they clash.")


class ContradictionView(View):
    """What is known of two terms for every possible applicant, whoever there is."""

    exempts: TermView
    refuses: TermView
    never: bool = Field(description="Whether it is proven that they clash on nobody.")
    outcomes: list[str] = Field(description="Where they clash: for each there is someone who shows it.")
    always: list[str] = Field(description="Where they clash, by proof, for everybody whom the one exempts.")
    undecided: list[str] = Field(description="Where it is not known.")
    dossier: str | None = Field(description="Someone on whom they clash, as a dossier file.")


class NegotiateView(View):
    """`evc-rules negotiate --json`."""

    evc_rules: str
    on: date
    alliance: str
    applicants: int
    terms: list[TermView]
    now: WeighedView
    best: list[WeighedView] = Field(description="The policies that no other is better than.")
    weighed: list[WeighedView] = Field(description="All that were weighed.")
    concessions: list[ConcessionView]
    clashes: list[ClashView]
    proven: list[ContradictionView] | None = Field(
        description="What holds for every possible applicant; all else is counted over those given. Null: not asked."
    )
    findings: list[FindingView]


def negotiate_view(
    alliance: Alliance, on: date, one: Negotiation, proven: Sequence[Contradiction] | None = None
) -> NegotiateView:
    """What an alliance can agree on, as data; with what is proven of its terms, when that was asked for."""
    return NegotiateView(
        evc_rules=VERSION,
        on=on,
        alliance=alliance.id,
        applicants=one.applicants,
        terms=[_term(each) for each in one.terms],
        now=_weighed(one.now),
        best=[_weighed(each) for each in one.best],
        weighed=[_weighed(each) for each in one.weighed],
        concessions=[
            ConcessionView(term=_term(each.term), gained=each.gained, best=_weighed(each.best))
            for each in one.concessions
        ],
        clashes=[
            ClashView(
                exempts=_term(each.exempts), refuses=_term(each.refuses), answers=each.answers,
                outcomes=[str(leaf) for leaf in each.leaves], example=each.example,
            )
            for each in one.clashes
        ],
        proven=None if proven is None else [_contradiction(each) for each in proven],
        findings=[finding(each) for each in one.findings],
    )  # fmt: skip


def _contradiction(one: Contradiction) -> ContradictionView:
    return ContradictionView(
        exempts=_term(one.exempts),
        refuses=_term(one.refuses),
        never=one.never,
        outcomes=list(map(str, one.shown)),
        always=list(map(str, one.always)),
        undecided=list(map(str, one.undecided)),
        dossier=next((dump(each) for each in one.shown.values()), None),
    )


def _term(one: Term) -> TermView:
    return TermView(institution=one.institution, demand=one.demand, name=one.name)


def _weighed(one: Weighed) -> WeighedView:
    return WeighedView(
        strategy=str(one.strategy) if one.strategy else None,
        answers=one.answers, agreed=one.agreed, apart=one.apart,
        given=plain(one.given), taken=plain(one.taken),
        worse=one.worse, may_lose=one.may_lose, better=one.better,
    )  # fmt: skip


@dataclass(frozen=True)
class NegotiatePage:
    """Lays out what an alliance can agree on, in one language.

    Attributes:
        alliance: The alliance.
        on: The decision date.
        found: What it can agree on.
        lang: The language.
        proven: What is proven of terms, when that was asked for.
    """

    alliance: Alliance
    on: date
    found: Negotiation
    lang: Lang
    proven: Sequence[Contradiction] | None = None

    def page(self) -> RenderableType:
        """The best policies; what a concession buys; what stands in the way."""
        one, say_ = self.found, self._say
        when = say_(f"beslissing op {self.on}", f"decision on {self.on}")
        head: list[RenderableType] = [
            Styled(self.alliance.title.in_(self.lang) or self.alliance.id, style="bold"),
            Styled(f"{say_('aanvragers', 'applicants')}: {one.applicants} · {when}", style="dim"),
            "",
            Styled(say_("Wat geen ander voorstel overtreft", "What no other proposal beats"), style="bold")
            + Styled(say_(f" (van {len(one.weighed)})", f" (of {len(one.weighed)})"), style="dim"),
            self._table([one.now, *one.best]),
            "",
        ]
        return Group(
            *head, *self._concessions(one.concessions), *self._clashes(one.clashes), *self._contradictions()
        )  # fmt: skip

    def _say(self, nl: str, en: str) -> str:
        return say(self.lang, nl, en)

    def _table(self, listed: Iterable[Weighed]) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column("")
        heads = [
            self._say("gelijk", "alike"), self._say("hoogstens", "at most"), self._say("EC erbij", "EC given"),
            self._say("EC eraf", "EC taken"), self._say("verliest", "loses"), self._say("kan verliezen", "may lose"),
            self._say("wint", "gains"),
        ]  # fmt: skip
        for head in heads:
            table.add_column(head, justify="right", no_wrap=True)
        for one in listed:
            name = str(one.strategy) if one.strategy else self._say("zoals het nu is", "as it is now")
            sure, most = one.agreement
            cells = [self._share(sure), self._share(most)]
            cells += [words.number(self.lang, one.given), words.number(self.lang, one.taken)]
            cells += [str(one.worse), str(one.may_lose), str(one.better)]
            table.add_row(Styled(name, style="" if one.strategy else "dim"), *cells)
        return table

    def _share(self, share: float) -> str:
        """A share in per cent, rounded down: what is not quite all is not called all."""
        tenths = int(share * 1000)
        return f"{tenths // 10}{self._say(',', '.')}{tenths % 10} %"

    def _term(self, one: Term) -> str:
        demand = {
            "floor": self._say("ondergrens", "floor"),
            "ceiling": self._say("bovengrens", "ceiling"),
            "keep": self._say("houdt regel", "keeps rule"),
        }
        return f"{one.institution} ({demand[one.demand]} {one.name})"

    def _concessions(self, listed: Iterable[Concession]) -> list[RenderableType]:
        said: list[RenderableType] = []
        for one in listed:
            sure, _ = one.best.agreement
            line = Styled(self._say(f"Zonder {self._term(one.term)}: ", f"Without {self._term(one.term)}: "))
            line.append(f"{one.best.strategy} {self._share(sure)}", style="green")
            said.append(line)
        head = self._say("Wat een concessie oplevert", "What a concession buys")
        return [Styled(head, style="bold"), Padding(Group(*said), (0, 0, 1, 2))] if said else []

    def _clashes(self, listed: Iterable[Clash]) -> list[RenderableType]:
        said: list[RenderableType] = []
        page, framework = Page(self.lang), self.alliance.framework
        for one in listed:
            line = Styled(f"{self._term(one.exempts)} ↔ {self._term(one.refuses)}: ")
            leaves = sorted(one.leaves, key=framework.leaves.index)
            line.append(page.outcomes(framework, leaves), style="red")
            line.append(self._say(f"; bijvoorbeeld {one.example}", f"; for example {one.example}"), style="dim")
            said.append(line)
        head = self._say("Wat overeenstemming onmogelijk maakt", "What makes agreement impossible")
        whom = self._say(" (bij deze aanvragers)", " (among these applicants)")
        head_ = Styled(head, style="bold") + Styled(whom, style="dim")
        return [head_, Padding(Group(*said), (0, 0, 1, 2))] if said else []

    def _contradictions(self) -> list[RenderableType]:
        """What holds for every possible applicant."""
        if self.proven is None:
            return []
        page, framework = Page(self.lang), self.alliance.framework
        said: list[RenderableType] = []
        for one in self.proven:
            parts = [Styled(self._say("botsen bij niemand (bewezen)", "clash on nobody (proven)"), style="green")]
            parts = parts if one.never else []
            for leaves, nl, en in (
                ([leaf for leaf in one.shown if leaf not in one.always], "kunnen botsen op ", "can clash on "),
                (one.always, "botsen altijd (bewezen) op ", "always clash (proven) on "),
                (tuple(one.undecided), "niet bekend op ", "not known on "),
            ):
                if leaves:
                    about = page.outcomes(framework, sorted(leaves, key=framework.leaves.index))
                    parts.append(Styled(self._say(nl, en), style="dim") + Styled(about))
            said.append(Styled(f"{self._term(one.exempts)} ↔ {self._term(one.refuses)}: ") + Styled("; ").join(parts))
        if not said:
            nothing = "geen twee kunnen botsen (bewezen)", "no two can clash (proven)"
            said.append(Styled(self._say(*nothing), style="green"))
        head = self._say("Voor elke mogelijke aanvrager", "For every possible applicant")
        return [Styled(head, style="bold"), Padding(Group(*said), (0, 0, 1, 2))]
