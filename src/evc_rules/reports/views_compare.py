"""What is printed of a comparison: views, with the words of the command line in their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .view import SettledName, StatusName, View

Only = Literal["only-first", "only-second"]
Shows = Literal["only-first", "only-second", "otherwise"]
RelationName = Literal["equivalent", "more-generous", "stricter", "incomparable", "unknown"]


class ComparedRulesetView(View):
    """One of the rulesets that were compared."""

    ruleset: str
    institution: str
    title: str


class RuleAtView(View):
    """A rule of one of the rulesets, and where it stands."""

    rule: str
    articles: list[str]
    file: str | None = Field(None, description="The file that it stands in, as it was named.")
    line: int | None = None


class SideView(View):
    """What one ruleset says of someone."""

    status: StatusName
    possible: list[SettledName]
    rules: list[str] = Field(description="The rules that act.")
    articles: list[str] = Field(description="The articles that these cite.")
    why: str


class WitnessView(View):
    """Someone of whom two rulesets say something else; tried on both by the reference engine."""

    shows: Shows = Field(
        description="Whether only the first exempts, only the second does, or neither does and they differ otherwise."
    )
    because: list[RuleAtView] = Field(
        description="The rules of who exempts that make the difference, the first the one that is shown; empty where "
        "that is not known."
    )
    against: list[RuleAtView] = Field(
        description="The bars of the other that stand in the way, none of them needless; empty where none of its rules "
        "grants the outcome."
    )
    outcome: str
    applicant: list[str] = Field(description="The applicant in words, a fact a line.")
    dossier: str = Field(description="The same as a dossier file.")
    first: SideView
    second: SideView


class UnsettledView(View):
    """A clause of which it is not known for whom it makes a difference."""

    shows: Only
    rules: list[RuleAtView]
    why: str


class DifferenceView(View):
    """Outcomes on which two rulesets differ in one and the same way."""

    outcomes: list[str]
    relation: RelationName = Field(description="How the first relates to the second in what it exempts.")
    witnesses: list[WitnessView] = Field(
        description="One for each clause that makes the difference, and each set of bars that does."
    )
    unsettled: list[UnsettledView] = Field(description="Clauses of which it could not be settled.")


class TermView(View):
    """A way in which the same exemptions can be worth other credits."""

    what: Literal["limit", "units", "bsa"]
    among: list[str] = Field(description="What a limit is about; empty for all units.")
    first: str | None
    second: str | None


class UndecidedView(View):
    """Outcomes of which something could not be settled, and why."""

    outcomes: list[str]
    why: list[str]


class PairView(View):
    """How two rulesets relate."""

    first: int = Field(description="The place of the one among the rulesets, from 0.")
    second: int = Field(description="The place of the other.")
    relation: RelationName = Field(description="How the first relates to the second, over all outcomes.")
    same: bool = Field(description="Whether they are proven to say the same of everybody, in credits too.")
    outcomes: dict[RelationName, int] = Field(description="On how many outcomes they relate in each way.")
    differences: list[DifferenceView] = Field(description="With a witness each; empty unless they were asked for.")
    terms: list[TermView]
    undecided: list[UndecidedView]


class CompareView(View):
    """`evc-rules compare --json`, and `evc-rules diff --json`: there, the first is the old one."""

    evc_rules: str
    on: date
    cohort: int | None
    framework: str
    rulesets: list[ComparedRulesetView]
    groups: list[list[int]] = Field(
        description="The rulesets in groups of equals; a group comes after those that are more generous than it."
    )
    pairs: list[PairView]
    facts: list[str] = Field(description="What is assumed of every applicant: what is proven, is proven of those.")
