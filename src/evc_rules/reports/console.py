"""What a person reads on a terminal: tables and short texts, in Dutch or English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..advice import AllianceAdvice, HarmonisedAdvice, MemberAdvice, Recommendation, Why
from ..advice.recommendation import spoken
from ..errors import Finding
from ..language import words
from ..language.dutch import said
from ..language.words import pick, say
from ..model.base import Lang
from ..model.outcomes import Framework, Leaf
from ..plan import Path
from ..results.status import Status, Statuses, status_of
from .asked import asked
from .console_path import no_plan, path_page
from .variants import variant_said

_MARK: Final = {
    Status.EXEMPT: ("✓", "green"),
    Status.OPEN: ("?", "yellow"),
    Status.NOT_COVERED: ("·", "dim"),
    Status.REFUSED: ("✗", "red"),
    Status.CONFLICT: ("!", "magenta"),
}
_FEW: Final = 6
_NAME: Final = 28
_WIDE: Final = 118


def console(columns: int = 0) -> Console:
    """A terminal, or a page of a fixed width when the output goes elsewhere.

    It is never narrower than its tables: a terminal that is wraps their lines, where columns left out would mislead.

    Args:
        columns: How many columns stand beside the names of outcomes, at most.
    """
    made = Console(highlight=False, emoji=False)
    needed = max(_WIDE, 2 * _NAME + 12 * columns)
    if made.is_terminal and made.width >= needed:
        return made
    return Console(highlight=False, emoji=False, width=needed, soft_wrap=False)


@dataclass(frozen=True)
class Page:
    """Lays out results in one language.

    Attributes:
        lang: The language.
        plan: Whether paths are shown.
    """

    lang: Lang = "nl"
    plan: bool = False

    def heading(self, advice: AllianceAdvice) -> RenderableType:
        """Whose dossier it is, when the decision is taken, and who takes it."""
        dossier, on = advice.dossier, advice.on
        known = dossier.applicant.known
        parts = [dossier.id, say(self.lang, f"beslissing op {on}", f"decision on {on}")]
        variant = advice.variant or str(known.get("variant", ""))
        parts += [variant_said(advice.alliance.framework, variant, self.lang)] if variant else []
        parts += [f"cohort {known['cohort']}"] if "cohort" in known else []
        title = dossier.title.in_(self.lang) or dossier.id
        said = say(
            self.lang,
            "Een advies met redenen: de examencommissie beslist.",
            "A recommendation with reasons: the exam board decides.",
        )
        return Group(Styled(title, style="bold"), Styled(" · ".join(parts), style="dim"), Styled(said, style="dim"), "")

    def overview(self, advice: AllianceAdvice) -> RenderableType:
        """One line for each institution, and for each harmonised policy at each institution."""
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column("", no_wrap=True, max_width=_NAME)
        rows = [(self.name(one), one) for one in (*advice.common, *advice.members)]
        policies = {str(policy.strategy): policy.members for policy in advice.harmonised}
        everyone = [one for _, one in rows] + [one for members in policies.values() for one in members]
        said = [one.recommendation for one in everyone if one.recommendation]
        counted = [Status.EXEMPT, Status.OPEN, Status.REFUSED]
        counted += [Status.CONFLICT] * any(one.count(Status.CONFLICT) for one in said)
        heads = [_MARK[status][0] for status in counted]
        heads += [
            say(self.lang, "EC vrij", "EC exempt"),
            say(self.lang, "hoogstens", "at most"),
            say(self.lang, "van", "of"),
        ]
        if self.plan:
            heads += [say(self.lang, "klaar", "finished"), say(self.lang, "op zijn best", "at best")]
            heads += [say(self.lang, "perioden", "periods"), say(self.lang, "zwaarste", "heaviest")]
        for head in heads:
            table.add_column(head, justify="right", no_wrap=True, min_width=max(len(head), 2))
        for name, one in rows:
            table.add_row(*self._line(one, name, counted))
        for strategy, members in policies.items():
            table.add_row(Styled(strategy, style="bold"))
            for one in members:
                table.add_row(*self._line(one, f"  {self.name(one)}", counted))
        return Group(table, Styled(self._legend(), style="dim"), "")

    def _legend(self) -> str:
        return "  ".join(f"{mark} {pick(self.lang, words.STATUS[status])}" for status, (mark, _) in _MARK.items())

    def name(self, one: MemberAdvice) -> str:
        """What an institution is called."""
        return one.title.in_(self.lang) or one.institution

    def _line(self, one: MemberAdvice, name: str, counted: Sequence[Status]) -> list[RenderableType]:
        cells: list[RenderableType] = [escape(name)]
        advice = one.recommendation
        if advice is None:
            return [*cells, Styled(say(self.lang, "geen regeling", "no policy"), style="yellow")]
        for status in counted:
            count = advice.count(status)
            cells.append(Styled(str(count), style=_MARK[status][1] if count else "dim"))
        worth = advice.credits
        if worth is None:
            return cells
        certain, hoped = worth.awarded
        cells += [words.number(self.lang, each.value) for each in (certain, hoped, worth.total)]
        now, best = one.paths
        if now is not None:
            cells += [self._finish(now), self._finish(best or now)]
            cells += [str(len(now.periods)), words.credits_(self.lang, now.highest)]
        return cells

    def _finish(self, found: Path) -> RenderableType:
        if found.finish is None:
            return Styled(no_plan(found, self.lang), style="red")
        return f"{'' if found.bound == found.finish else '~'}{found.finish}"

    def matrix(self, advice: AllianceAdvice) -> RenderableType:
        """The outcomes that not every ruleset says the same of; a mark for each level."""
        wide = sum(len(self.name(one)) + 2 for one in advice.members) > _WIDE - 2 * _NAME
        said = [(one.institution if wide else self.name(one), one.recommendation) for one in advice.members]
        said += [(str(one.strategy), one.statuses) for one in advice.harmonised]
        shown = [(name, one) for name, one in said if one is not None]
        differing = {leaf.outcome for leaf in advice.differing}
        framework = advice.alliance.framework
        same = sum(outcome not in differing for outcome in {leaf.outcome for leaf in framework.leaves})
        title = say(self.lang, "Waar zij verschillen", "Where they differ")
        note = say(self.lang, f" ({same} leeruitkomsten gelijk)", f" ({same} outcomes the same)")
        if not differing:
            return Group(
                Styled(say(self.lang, "Zij zeggen allemaal hetzelfde.", "They all say the same."), style="bold"), ""
            )
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        head = say(self.lang, "leeruitkomst, een teken per niveau", "outcome, a mark for each level")
        table.add_column(head, min_width=len(head))
        for name, _ in shown:
            table.add_column(name, no_wrap=True)
        for outcome, group in groupby(framework.leaves, key=lambda leaf: leaf.outcome):
            if outcome in differing:
                leaves = list(group)
                cells = [self._marks([one.statuses[leaf] for leaf in leaves]) for _, one in shown]
                table.add_row(escape(framework.by_id[outcome].title.in_(self.lang)), *cells)
        return Group(Styled(title, style="bold") + Styled(note, style="dim"), table, "")

    def _marks(self, statuses: Iterable[Statuses]) -> Styled:
        marks = Styled()
        for one in statuses:
            mark, style = _MARK[status_of(one)]
            marks.append(mark, style=style)
        return marks

    def grounds(self, title: str, advice: Recommendation) -> RenderableType:
        """Why: each rule that acts, its articles, and what it exempts or refuses; then what is asked."""
        prose = spoken(advice.prose, self.lang)
        why = Why(prose)
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column()
        for step, leaves in advice.grounds().values():
            mark, style = _MARK[Status.EXEMPT if step.effect == "grant" else Status.REFUSED]
            said = self.outcomes(advice.framework, leaves)
            reason = why.because(step.condition) if step.effect == "grant" else ""
            text = Styled(why.rule(step), style="")
            text.append(f"  → {said}", style=style)
            table.add_row(Styled(mark, style=style), text)
            if reason:
                table.add_row("", Styled(reason, style="dim"))
        questions = list(asked(advice, self.lang))
        for one in questions[:_FEW]:
            line = Styled(one.text)
            line.append(f"  → {self.outcomes(advice.framework, one.leaves)}", style="yellow")
            table.add_row(Styled("?", style="yellow"), line)
        if len(questions) > _FEW:
            more = len(questions) - _FEW
            others = say(self.lang, f"en nog {more} open vragen", f"and {more} more open questions")
            table.add_row("", Styled(others, style="dim"))
        if not table.row_count:
            table.add_row("", say(self.lang, "Geen regel stelt ergens van vrij.", "No rule exempts from anything."))
        made_up = say(self.lang, " (bedacht, als voorbeeld)", " (made up, as an example)")
        head = Styled(title, style="bold") + Styled(made_up * advice.ruleset.illustrative, style="yellow")
        note = advice.ruleset.note.in_(self.lang).strip()
        known = [Styled(note, style="italic dim")] if note else []
        return Group(head, Padding(Group(*known, table, *self._limits(advice)), (0, 0, 1, 2)))

    def _limits(self, advice: Recommendation) -> list[RenderableType]:
        worth = advice.credits
        if worth is None:
            return []
        prose = spoken(advice.prose, self.lang)
        said: list[RenderableType] = []
        for limit in dict.fromkeys(limit for unit in worth.units for limit in unit.stopped_by):
            units = [one.unit.title.in_(self.lang) or one.unit.id for one in worth.units if limit in one.stopped_by]
            about = f" ({prose.reach(limit.among)})" if limit.among else ""
            cited = f" [{', '.join(limit.articles)}]" if limit.articles else ""
            most = words.credits_(self.lang, limit.at_most)
            text = say(self.lang, f"Ten hoogste {most}{about}{cited}: daarom niet toegekend: ",
                       f"At most {most}{about}{cited}: for that reason not awarded: ")  # fmt: skip
            said.append(Styled(text + "; ".join(units), style="yellow"))
        if worth.bsa is not None:
            said.append(
                Styled(
                    say(self.lang, "Vrijgestelde EC tellen mee voor het BSA.", "Exempt EC count toward the BSA.")
                    if worth.bsa
                    else say(
                        self.lang,
                        "Vrijgestelde EC tellen niet mee voor het BSA.",
                        "Exempt EC do not count toward the BSA.",
                    ),
                    style="dim",
                )
            )
        return said

    def outcomes(self, framework: Framework, leaves: Sequence[Leaf]) -> str:
        """Leaves by title, with the levels of one outcome together; a few of them when they are many."""
        said = []
        for outcome, group in groupby(leaves, key=lambda leaf: leaf.outcome):
            levels = [leaf.level for leaf in group]
            title = framework.by_id[outcome].title.in_(self.lang)
            if framework.by_id[outcome].levels == 1:
                said.append(title)
            else:
                said.append(f"{title} {levels[0]}" if len(levels) == 1 else f"{title} {levels[0]}-{levels[-1]}")
        more = len(said) - _FEW
        if more > 1:
            return "; ".join(said[:_FEW]) + say(self.lang, f"; en nog {more}", f"; and {more} more")
        return "; ".join(said)

    def harmonised(self, one: HarmonisedAdvice, members: Sequence[MemberAdvice]) -> RenderableType:
        """What a harmonised policy changes at each member, for this dossier."""
        policy = one.statuses
        rows: list[RenderableType] = []
        for member in members:
            own = member.recommendation
            if own is None:
                continue
            gained = [
                leaf for leaf in own.statuses if _is(policy, leaf, Status.EXEMPT) and not _is(own, leaf, Status.EXEMPT)
            ]
            lost = [
                leaf for leaf in own.statuses if _is(own, leaf, Status.EXEMPT) and not _is(policy, leaf, Status.EXEMPT)
            ]
            title = self.name(member)
            line = Styled(f"{title}: ")
            if gained:
                line.append(say(self.lang, "erbij ", "gains "), style="green")
                line.append(self.outcomes(policy.framework, gained))
            if lost:
                line.append(
                    say(self.lang, " · eraf ", " · loses ") if gained else say(self.lang, "eraf ", "loses "),
                    style="red",
                )
                line.append(self.outcomes(policy.framework, lost))
            if not gained and not lost:
                line.append(say(self.lang, "niets verandert zeker", "nothing changes for certain"), style="dim")
            rows.append(line)
        title = say(self.lang, f"Wat {one.strategy} verandert", f"What {one.strategy} changes")
        return Group(Styled(title, style="bold"), Padding(Group(*rows), (0, 0, 1, 2)))

    def path(self, title: str, advice: Recommendation, found: Path) -> RenderableType:
        """A path, period by period."""
        programme = advice.credits.programme if advice.credits else None
        titles = {unit.id: unit.title.in_(self.lang) or unit.id for unit in programme.units} if programme else {}
        return path_page(title, found, titles, self.lang)

    def known(self, advice: AllianceAdvice) -> Iterator[Finding]:
        """What is worth knowing of a dossier, of the institutes, and of harmonising."""
        for one in (*advice.common, *advice.members):
            yield from one.findings
            yield from one.recommendation.findings if one.recommendation else ()
        yield from advice.findings

    def findings(self, found: Iterable[Finding]) -> RenderableType:
        """What of a dossier does not count or is in doubt, each once."""
        listed = list(dict.fromkeys(found))
        return Group(*(Styled(said(one, self.lang), style="yellow") for one in listed), *([""] if listed else []))


def _is(advice: Recommendation, leaf: Leaf, status: Status) -> bool:
    return status_of(advice.statuses[leaf]) is status
