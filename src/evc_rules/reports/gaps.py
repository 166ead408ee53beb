"""What `gaps` shows of rulesets: what they leave open, where rules clash, and what decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..compare import STANDARD
from ..gaps import Gaps
from ..language import words
from ..language.dump import dump
from ..language.render import Prose
from ..language.source_map import SourceMap
from ..language.words import pick, say
from ..model.attributes import EVIDENCE_KINDS
from ..model.base import Lang
from ..model.conditions import Span, Sum
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..results.status import Status
from . import views_gaps as views
from .build import VERSION
from .console_compare import named
from .outcomes import in_short
from .views_compare import RuleAtView
from .witnesses import Described, rule_at

_STEP = 2
_FEW = 4
_NEVER = {
    "no-rule": ("geen regel spreekt erover", "no rule speaks of them"),
    "no-grant": ("geen regel stelt ervan vrij", "no rule exempts from them"),
    "barred": ("wie aan een regel voldoet, is uitgesloten", "whoever meets a rule, is barred"),
    "unmet": ("niemand kan aan een regel voldoen", "nobody can meet a rule"),
}


def gaps_view(
    found: Sequence[Gaps], framework: Framework, on: date, cohort: int | None, where: SourceMap, lang: Lang
) -> views.GapsView:
    """Gaps and overlaps of some rulesets."""
    nowhere = [leaf for leaf in framework.leaves if all(leaf in _never(one) for one in found)]
    return views.GapsView(
        evc_rules=VERSION,
        on=on,
        cohort=cohort,
        framework=framework.name,
        rulesets=[_Told(one, framework, on, cohort, where, lang).view() for one in found],
        nowhere=_names(nowhere),
        facts=[one.in_(lang) for one in STANDARD.statements(framework.vocabulary)],
    )


def _never(found: Gaps) -> set[Leaf]:
    return {leaf for one in found.never for leaf in one.leaves}


def _names(leaves: Iterable[Leaf]) -> list[str]:
    return [str(leaf) for leaf in leaves]


@dataclass(frozen=True)
class _Told:
    found: Gaps
    framework: Framework
    on: date
    cohort: int | None
    where: SourceMap
    lang: Lang

    @property
    def ruleset(self) -> Ruleset:
        return self.found.ruleset

    def view(self) -> views.RulesetGapsView:
        found, described = self.found, Described(self.framework, self.lang)
        return views.RulesetGapsView(
            ruleset=self.ruleset.id,
            institution=self.ruleset.institution,
            never=[views.NeverView(outcomes=_names(one.leaves), reason=one.reason) for one in found.never],
            clashes=[
                views.ClashView(
                    outcomes=_names(one.leaves), grants=self.rules(one.grants), bars=self.rules(one.bars),
                    status=one.status.value, applicant=list(described.lines(one.dossier)), dossier=dump(one.dossier),
                )
                for one in found.clashes
            ],
            outside=[
                views.OutsideView(
                    outcomes=_names(one.leaves), rule=self.rules([one.rule])[0], lacks=self.lacks(one.lacks),
                    applicant=list(described.lines(one.dossier)), dossier=dump(one.dossier),
                )
                for one in found.outside
            ],
            silent=[
                views.SilentView(
                    outcomes=_names(one.leaves), other=one.other.id, institution=one.other.institution,
                    applicant=list(described.lines(one.dossier)), dossier=dump(one.dossier),
                )
                for one in found.silent
            ],
            idle=[views.IdleView(rule=self.rules([one.rule])[0], acts=one.acts) for one in found.idle],
            droppable=list(found.droppable),
            undecided_rules=list(found.undecided_rules),
            unsettled=[views.UnsettledGapView(outcomes=_names(leaves), why=why) for leaves, why in found.unsettled],
        )  # fmt: skip

    def rules(self, names: Iterable[str]) -> list[RuleAtView]:
        return [rule_at(self.ruleset, name, self.where) for name in names]

    def lacks(self, what: object) -> str:
        """What is not met."""
        prose = Prose(self.framework, self.lang, self.ruleset, self.on, self.cohort)
        if isinstance(what, Sum | Span):
            return prose.condition(what)
        return prose.test(what, EVIDENCE_KINDS)  # type: ignore[arg-type]


@dataclass(frozen=True)
class GapsPage:
    """Lays out gaps and overlaps, in one language."""

    view: views.GapsView
    framework: Framework
    lang: Lang

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by language."""
        return say(self.lang, nl, en)

    def lines(self) -> Iterator[RenderableType]:
        """Everything."""
        for one in self.view.rulesets:
            yield Styled(one.institution, style="bold")
            nothing = Styled(self.say("Niets gevonden.", "Nothing was found."), style="green")
            for line in list(self._ruleset(one)) or [nothing]:
                yield Padding(line, (0, 0, 0, _STEP))
            yield ""
        if len(self.view.rulesets) > 1 and self.view.nowhere:
            text = self.say("Nergens vrij te stellen", "Exempt nowhere")
            yield Styled(f"{text}: {self._outcomes(self.view.nowhere)}")
        yield Styled(self.say("Waar dit op rust:", "What this rests on:"), style="bold")
        for fact in self.view.facts:
            yield Padding(Styled(f"- {fact}", style="dim"), (0, 0, 0, _STEP))

    def _outcomes(self, outcomes: list[str]) -> str:
        return ", ".join(outcomes) if len(outcomes) <= _FEW else in_short(self.framework, outcomes, self.lang)

    def _ruleset(self, one: views.RulesetGapsView) -> Iterator[RenderableType]:
        yield from self._never(one)
        yield from self._clashes(one)
        yield from self._idle(one)
        head = self.say(
            "Net buiten een regel, en geen regel spreekt erover:", "Just outside a rule, and no rule speaks:"
        )
        yield from self._people(head, [
            (f"{named([each.rule])}: {self.say('zonder', 'without')} {each.lacks}", each.applicant)
            for each in one.outside
        ])  # fmt: skip
        head = self.say("Elders vrijgesteld, en hier spreekt geen regel:", "Exempt elsewhere, and here no rule speaks:")
        yield from self._people(
            head, [(f"{each.institution}: {self._outcomes(each.outcomes)}", each.applicant) for each in one.silent]
        )
        for doubt in one.unsettled:
            text = self.say("niet uitgemaakt", "not settled") + f": {self._outcomes(doubt.outcomes)} ({doubt.why})"
            yield Styled(text, style="yellow")

    def _never(self, one: views.RulesetGapsView) -> Iterator[RenderableType]:
        for reason, said in _NEVER.items():
            outcomes = [name for each in one.never if each.reason == reason for name in each.outcomes]
            if outcomes:
                text = self.say("Nooit vrijgesteld", "Never exempt")
                yield Styled(f"{text} ({pick(self.lang, said)}): {self._outcomes(outcomes)}")

    def _clashes(self, one: views.RulesetGapsView) -> Iterator[RenderableType]:
        head = self.say("Regels die botsen:", "Rules that clash:")
        listed = []
        for each in one.clashes:
            status = pick(self.lang, words.STATUS[Status(each.status)])
            text = f"{named(each.grants)} ↔ {named(each.bars)}: {self._outcomes(each.outcomes)}: {status}"
            listed.append((text, each.applicant))
        yield from self._people(head, listed)

    def _idle(self, one: views.RulesetGapsView) -> Iterator[RenderableType]:
        if one.idle:
            yield Styled(self.say("Regels die niets beslissen:", "Rules that decide nothing:"), style="bold")
        for each in one.idle:
            why = {
                True: self.say("andere regels zeggen steeds hetzelfde", "other rules always say the same"),
                False: self.say("niemand voldoet eraan", "nobody meets it"),
                None: "",
            }[each.acts]
            yield Padding(Styled(f"- {named([each.rule])}" + (f": {why}" if why else "")), (0, 0, 0, _STEP))
        if len(one.droppable) > 1:
            text = self.say("Samen weg te laten zonder dat er iets verandert", "Can go together, and nothing changes")
            yield Padding(Styled(f"{text}: {', '.join(one.droppable)}"), (0, 0, 0, _STEP))
        if one.undecided_rules:
            text = self.say("Niet uitgemaakt of deze iets beslissen", "Not settled whether these decide anything")
            yield Styled(f"{text}: {', '.join(one.undecided_rules)}", style="yellow")

    def _people(self, head: str, listed: list[tuple[str, list[str]]]) -> Iterator[RenderableType]:
        if listed:
            yield Styled(head, style="bold")
        for text, applicant in listed:
            yield Padding(Styled(f"- {text}"), (0, 0, 0, _STEP))
            for line in applicant or [self.say("iedereen", "anyone")]:
                yield Padding(Styled(line, style="dim"), (0, 0, 0, 3 * _STEP))
