"""What became of asking an engine the conformance suite, as JSON and on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import Field
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..conformance import Outcome, Suite
from ..language.words import say
from ..model.base import Lang
from .build import VERSION
from .view import View

_FEW: Final = 10


class WrongView(View):
    """A case that came out otherwise."""

    case: str
    what: str


class FeatureView(View):
    """Something that cases cover: a form, test or status in a truth value, or a boundary."""

    feature: str
    right: int
    asked: int


class ConformanceView(View):
    """`evc-rules conformance-run --json`."""

    evc_rules: str
    suite: int
    conforms: bool = Field(description="Whether every case was answered, and rightly.")
    cases: int = Field(description="How many cases the suite has.")
    right: int
    without_questions: int = Field(description="Right answers that give no open questions.")
    passed_over: dict[str, int] = Field(description="Cases that the engine does not carry, by its reason.")
    wrong: list[WrongView]
    features: list[FeatureView]
    broken: str = Field(description="Why the engine could not be asked to the end; empty when it was.")


def conformance_view(suite: Suite, found: Outcome) -> ConformanceView:
    """The view of an engine that was asked."""
    return ConformanceView(
        evc_rules=VERSION,
        suite=suite.manifest["suite"],
        conforms=found.conforms,
        cases=suite.manifest["cases"],
        right=found.right,
        without_questions=found.without_questions,
        passed_over=dict(found.passed_over),
        wrong=[WrongView(case=case, what=what) for case, what in found.wrong],
        features=[FeatureView(feature=name, right=right, asked=asked) for name, (right, asked) in _sorted(found)],
        broken=found.broken,
    )


def _sorted(found: Outcome) -> list[tuple[str, tuple[int, int]]]:
    return sorted(found.covered.items())


def conformance_page(view: ConformanceView, lang: Lang) -> Iterator[RenderableType]:
    """The same for people: how many are right, what is not, and what to do next."""
    yield Styled(say(lang, f"{view.right} van {view.cases} gevallen goed", f"{view.right} of {view.cases} cases right"))
    for reason, count in view.passed_over.items():
        yield Styled(say(lang, f"overgeslagen: {count} ({reason})", f"passed over: {count} ({reason})"), style="yellow")
    if view.without_questions:
        count = view.without_questions
        yield Styled(say(lang, f"zonder open vragen: {count}", f"without open questions: {count}"), style="dim")
    for one in view.wrong[:_FEW]:
        yield Padding(Styled(f"✗ {one.case}: {one.what}", style="red"), (0, 0, 0, 2))
    if len(view.wrong) > _FEW:
        more = len(view.wrong) - _FEW
        yield Padding(Styled(say(lang, f"en nog {more} (--json)", f"and {more} more (--json)")), (0, 0, 0, 2))
    weak = [one for one in view.features if one.right < one.asked]
    if weak:
        yield Styled(say(lang, "Niet altijd goed:", "Not always right:"))
    for each in sorted(weak, key=lambda feature: feature.right / feature.asked)[:_FEW]:
        yield Padding(Styled(f"{each.feature}: {each.right}/{each.asked}"), (0, 0, 0, 2))
    if view.broken:
        yield Styled(say(lang, f"Afgebroken: {view.broken}", f"Broken off: {view.broken}"), style="red")
    if view.conforms:
        yield Styled(say(lang, "Deze engine zegt wat de referentie zegt.", "This engine says what the reference says."),
                     style="green")  # fmt: skip
    else:
        text = "Niet conform: zoek een geval op bij zijn naam.", "Does not conform: look a case up by its name."
        yield Styled(say(lang, *text), style="red")
