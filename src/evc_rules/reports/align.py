"""What `align` shows: the edits in words, the edit of the file, what is proven of it, and what else changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..align import Alignment, Edit, size_of
from ..align.edits import Added, Counting, Dropped, Overriding, Reaching, Settling, Within
from ..align.places import at
from ..align.rewrite import Rewritten
from ..compare import LeafRelation
from ..language.render import Prose
from ..language.source_map import SourceMap
from ..language.words import pick, say
from ..model.attributes import APPLICANT, VERDICT
from ..model.base import Lang
from ..model.conditions import Applicant, Assessed, Condition, Exists, Span, Sum
from .build import VERSION
from .console_compare import RELATION, named
from .views_align import AlignView, EditView, EffectView
from .witnesses import Described, rule_at

_STEP = 2


def align_view(found: Alignment, written: Rewritten, where: SourceMap, lang: Lang) -> AlignView:
    """What it takes to bring a ruleset to another."""
    told = _Told(found, where, lang)
    return AlignView(
        evc_rules=VERSION,
        on=found.proof.on,
        cohort=found.proof.cohort,
        framework=found.proof.framework.name,
        ruleset=found.base.id,
        other=found.other.id,
        goal=found.goal,
        outcomes=[str(leaf) for leaf in found.leaves],
        reached=found.reached,
        size=size_of(found.edits),
        edits=[told.edit(one) for one in found.edits],
        diff=written.diff,
        layout_kept=written.kept,
        unreached=[str(leaf) for leaf in found.unreached],
        terms=[one.what for one in found.terms],
        effects=list(told.effects()),
        undecided=[str(leaf) for leaf in found.undecided],
        facts=[*told.whom(), *(one.in_(lang) for one in found.proof.facts)],
    )


@dataclass(frozen=True)
class _Told:
    found: Alignment
    where: SourceMap
    lang: Lang

    def say(self, nl: str, en: str) -> str:
        return say(self.lang, nl, en)

    @property
    def prose(self) -> Prose:
        proof = self.found.proof
        return Prose(proof.framework, self.lang, self.found.base, proof.on, proof.cohort)

    def whom(self) -> Iterator[str]:
        """The cohort that it is about, where it is about one."""
        cohort = self.found.proof.cohort
        if cohort is not None:
            yield self.say(f"De aanvrager is van cohort {cohort}.", f"The applicant is of cohort {cohort}.")

    def edit(self, one: Edit) -> EditView:
        name, origin, kind = "", list[str](), "words"
        match one:
            case Within(rule=name):
                text = self.within(one)
            case Reaching(rule=name, reach=reach, old=old):
                kind, text = "reach", f"{self.prose.reach(old)} → {self.prose.reach(reach)}"
            case Overriding(rule=name, other=other, overrides=overrides):
                kind = "overrides"
                text = self.say(f"gaat voor '{other}'", f"overrides '{other}'")
                if not overrides:
                    text = self.say(f"gaat niet meer voor '{other}'", f"no longer overrides '{other}'")
            case Settling(conflicts=conflicts, old=before):
                kind, text = "conflicts", f"conflicts: {before} → {conflicts}"
            case Dropped(rule=name):
                kind, text = "dropped", self.say("vervalt", "is dropped")
            case Added(new=rule, origin=rules):
                kind, origin = "added", list(rules)
                name, asked = rule.id, self.prose.condition(rule.when)
                text = self.say("nieuw: ", "new: ") + f"{self.prose.reach(rule.reach)}: {asked}"
            case Counting():
                kind = "counting"
                text = self.say(
                    f"begrenzingen, eenheden en BSA als bij {self.found.other.id}",
                    f"limits, units and BSA as at {self.found.other.id}",
                )
            case _:
                assert_never(one)
        ruleset = self.found.edited if kind == "added" else self.found.base
        rule_ = rule_at(ruleset, name, self.where) if name else None
        return EditView(kind=kind, rule=rule_, text=text, origin=origin)

    def within(self, one: Within) -> str:
        """A change of the words of a rule."""
        condition = at(self.found.base.by_id[one.rule].when, one.place.path)
        old, new = self.piece(condition, one.old), self.piece(condition, one.new)
        if one.new is None:
            return self.say(f"vraagt niet meer: {old}", f"no longer asks: {old}")
        if one.old is None:
            return self.say(f"vraagt ook: {new}", f"also asks: {new}")
        return f"{old} → {new}"

    def piece(self, condition: Condition, what: object) -> str:
        if what is None:
            return ""
        match condition:
            case Exists(filter=items) | Sum(over=items) | Span(over=items):
                bearers: Sequence[str] = items.kinds
            case Assessed():
                bearers = (VERDICT,)
            case Applicant():
                bearers = (APPLICANT,)
            case _:
                bearers = ()
        if hasattr(what, "form"):
            return self.prose.condition(what)  # type: ignore[arg-type]
        if hasattr(what, "test"):
            return self.prose.test(what, bearers)  # type: ignore[arg-type]
        return self.prose.value(what)

    def effects(self) -> Iterator[EffectView]:
        """What else changes, outcomes of which the same changes together."""
        groups: dict[tuple[str, tuple[str, ...]], list[LeafRelation]] = {}
        for one in self.found.effects:
            dossier = one.witnesses[0].dossier
            lines = tuple(Described(self.found.proof.framework, self.lang).lines(dossier))
            groups.setdefault((_MIRRORED.get(str(one.relation), str(one.relation)), lines), []).append(one)
        for (relation, lines), alike in groups.items():
            yield EffectView(outcomes=[str(one.leaf) for one in alike], relation=relation, applicant=list(lines))


_MIRRORED = {"more-generous": "stricter", "stricter": "more-generous"}


@dataclass(frozen=True)
class AlignPage:
    """Lays out what it takes, in one language."""

    view: AlignView
    lang: Lang

    def say(self, nl: str, en: str) -> str:
        """One of two texts, by language."""
        return say(self.lang, nl, en)

    def lines(self) -> Iterator[RenderableType]:
        """Everything."""
        view = self.view
        yield Styled(self._head(), style="bold")
        for one in view.edits:
            yield Padding(self._edit(one), (0, 0, 0, _STEP))
        if view.diff:
            yield ""
            yield from map(_diff_line, view.diff.splitlines())
            yield ""
        if not view.layout_kept:
            lost = self.say(
                "Het bestand is opnieuw geschreven, zonder opmerkingen.",
                "The file was written anew, without its comments.",
            )
            yield Styled(lost, style="yellow")
        yield from self._said()
        yield Styled(self.say("Waar dit op rust:", "What this rests on:"), style="bold")
        for fact in view.facts:
            yield Padding(Styled(f"- {fact}", style="dim"), (0, 0, 0, _STEP))

    def _head(self) -> str:
        view = self.view
        to, already = {
            "equal": (
                self.say(
                    f"precies vrij te stellen wie {view.other} vrijstelt", f"exempt just whom {view.other} exempts"
                ),
                self.say(f"precies vrij wie {view.other} vrijstelt", f"just whom {view.other} exempts"),
            ),
            "at-least": (
                self.say(
                    f"ook vrij te stellen wie {view.other} vrijstelt", f"exempt those whom {view.other} exempts as well"
                ),
                self.say(f"vrij wie {view.other} vrijstelt", f"those whom {view.other} exempts"),
            ),
            "at-most": (
                self.say(
                    f"niemand vrij te stellen die {view.other} niet vrijstelt",
                    f"exempt nobody whom {view.other} does not exempt",
                ),
                self.say(f"niemand vrij die {view.other} niet vrijstelt", f"nobody whom {view.other} does not exempt"),
            ),
        }[view.goal]
        if view.edits:
            return self.say(f"Dit verandert in {view.ruleset} om {to}:", f"To {to}, this changes in {view.ruleset}:")
        if view.reached:
            return self.say(f"{view.ruleset} stelt al {already}.", f"{view.ruleset} exempts already {already}.")
        return self.say(
            f"Geen wijziging van {view.ruleset} gevonden om {to}.", f"No edit of {view.ruleset} was found to {to}."
        )

    def _edit(self, one: EditView) -> Styled:
        line = Styled("- ")
        if one.rule:
            line.append(f"{named([one.rule])}: ", style="cyan")
        line.append(one.text)
        if one.origin:
            line.append(self.say(f" (naar {', '.join(one.origin)})", f" (after {', '.join(one.origin)})"), style="dim")
        return line

    def _said(self) -> Iterator[RenderableType]:
        view = self.view
        if view.reached:
            whom = self.say("voor iedereen", "for everyone")
            if view.cohort is not None:
                whom += self.say(f" van cohort {view.cohort}", f" of cohort {view.cohort}")
            yield Styled(self.say(f"Bewezen: dan is het zo, {whom}.", f"Proven: then it is so, {whom}."), style="green")
        if view.cohort is not None:
            text = self.say("Naar andere cohorten is niet gekeken", "Other cohorts were not looked at")
            if view.edits:
                text += self.say(
                    "; ook daar kan de wijziging iets veranderen", "; the edit can change something there too"
                )
            yield Styled(f"{text}.", style="yellow")
        if view.unreached:
            text = (
                self.say("Niet gevonden of niet bewezen", "Not found, or not proven") + f": {', '.join(view.unreached)}"
            )
            yield Styled(text, style="yellow")
        if view.terms:
            text = self.say("Vrijstellingen tellen nog anders", "Exemptions still count differently")
            yield Styled(f"{text}: {', '.join(view.terms)}", style="yellow")
        if view.effects:
            yield Styled(self.say("Wat ook verandert:", "What changes as well:"), style="bold")
        for one in view.effects:
            relation = pick(self.lang, RELATION[one.relation])
            yield Padding(Styled(f"{', '.join(one.outcomes)}: {relation}", style="yellow"), (0, 0, 0, _STEP))
            for line in one.applicant:
                yield Padding(Styled(f"- {line}"), (0, 0, 0, 2 * _STEP))
        if view.undecided:
            text = self.say("Niet uitgemaakt of dit verandert", "Not settled whether this changes")
            yield Styled(f"{text}: {', '.join(view.undecided)}", style="yellow")
        if not view.effects and not view.undecided and view.edits:
            yield Styled(
                self.say("Aan andere leeruitkomsten verandert niets.", "Nothing changes of other outcomes."),
                style="green",
            )


def _diff_line(line: str) -> Styled:
    """A line of a diff, whole however long it is: it can be handed on to `patch`."""
    style = "green" if line.startswith("+") else "red" if line.startswith("-") else ""
    return Styled(line, style=style, no_wrap=True, overflow="ignore")
