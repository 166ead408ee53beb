"""What is printed of a comparison: views, with the words of the command line in their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .view import SettledName, StatusName, View
from .views import FindingView

Only = Literal["only-first", "only-second"]
Shows = Literal["only-first", "only-second", "otherwise"]
RelationName = Literal["equivalent", "more-generous", "stricter", "incomparable", "unknown"]


class ComparedRulesetView(View):
    """One of the rulesets that were compared."""

    ruleset: str
    institution: str
    title: str
    on: date = Field(description="The decision date that its rules and values are of.")
    cohort: int | None = Field(description="The cohort that they are for; null for every cohort.")


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


class CreditWitnessView(View):
    """Someone whom both rulesets exempt from the same, and to whom they award other credits for it."""

    programme: str
    variant: str
    outcomes: list[str] = Field(description="From what both exempt.")
    applicant: list[str] = Field(description="The applicant in words, a fact a line.")
    dossier: str = Field(description="The same as a dossier file.")
    awarded_first: str = Field(description="What the first awards for it.")
    awarded_second: str = Field(description="What the second does.")
    left_first: str = Field(description="The study load that is left by the first.")
    left_second: str = Field(description="The one that is left by the second.")


class TermView(View):
    """A way in which the same exemptions can be worth other credits."""

    what: Literal["limit", "units", "bsa"]
    among: list[str] = Field(description="What a limit is about; empty for all units.")
    first: str | None
    second: str | None
    articles_first: list[str] = Field(description="The articles that the first says it by.")
    articles_second: list[str]
    witness: CreditWitnessView | None = Field(
        description="Looked for where all is told in full and there is a programme; null when nobody was found."
    )


class UndecidedView(View):
    """Outcomes of which something could not be settled, and why."""

    outcomes: list[str]
    why: list[str]


class StandingView(View):
    """Who is more generous than whom, over some outcomes together: a partial order."""

    outcomes: list[str] = Field(description="The outcomes that it is about.")
    groups: list[list[int]] = Field(
        description="The rulesets in groups of equals; a group comes after those that are more generous than it."
    )
    above: list[list[int]] = Field(
        description="Which group is directly more generous than which other one, by their places in `groups`."
    )
    unsettled: int = Field(description="Of how many pairs of groups it is not known how they relate.")


class AloneView(View):
    """A ruleset that differs where all others say the same."""

    ruleset: int = Field(description="Its place among the rulesets.")
    outcomes: list[str]


class JudgedView(View):
    """What the answer on an outcome can hang on beside facts: somebody who judges."""

    outcome: str
    judgements: list[str] = Field(description="As `ruleset:judgement`; one that is shared by its own name.")


class AgreementView(View):
    """On which outcomes all rulesets always say the same."""

    of: int = Field(description="How many outcomes were compared.")
    agreed: list[str]
    ungranted: list[str] = Field(description="The outcomes that no rule of any of them grants.")
    but_for_judgements: list[str] = Field(
        description="Those on which all would, if everybody who is asked to judge gave the same answer."
    )
    unsettled: list[str] = Field(description="Those of which it is not known.")
    alone: list[AloneView]
    judgements: list[JudgedView]


class ApartView(View):
    """How many applicants get another answer at one institution than at another."""

    surely: int = Field(description="One exempts them, and another surely does not.")
    perhaps: int = Field(description="Not surely, but it hangs on an open question.")


class NoticedOutcomesView(View):
    """Outcomes on which the same applicants would notice, by what all rulesets say of them."""

    outcomes: list[str]
    applicants: ApartView
    example: str | None = Field(description="An applicant who surely would; null when there is none.")
    exempting: list[int] = Field(description="The rulesets that exempt this applicant.")
    refusing: list[int] = Field(description="The rulesets that surely do not.")
    first: int | None = Field(description="One of those that exempt; `witness` tells of it.")
    second: int | None = Field(description="One of those that do not.")
    witness: WitnessView | None = Field(description="Someone who shows why, of the two; for those noticed most.")


class NoticedView(View):
    """How often institutions differ, for the applicants that were given; what most notice comes first."""

    applicants: int = Field(description="Of whom every institution has an answer.")
    outcomes: list[NoticedOutcomesView]
    findings: list[FindingView] = Field(description="Why others were left out.")


class PartView(View):
    """How two rulesets relate on the outcomes of one whole."""

    whole: str
    title: str
    outcomes: dict[RelationName, int]


class ClauseView(View):
    """A clause that makes a difference between two rulesets, and where."""

    ruleset: int = Field(description="The ruleset that it stands in.")
    rules: list[str]
    articles: list[str]
    outcomes: list[str] = Field(description="Where it exempts someone whom the other ruleset does not.")


class PairView(View):
    """How two rulesets relate."""

    first: int = Field(description="The place of the one among the rulesets, from 0.")
    second: int = Field(description="The place of the other.")
    relation: RelationName = Field(description="How the first relates to the second, over all outcomes.")
    same: bool = Field(description="Whether they are proven to say the same of everybody, in credits too.")
    outcomes: dict[RelationName, int] = Field(description="On how many outcomes they relate in each way.")
    parts: list[PartView] = Field(description="The same for each whole in which they differ; where most comes first.")
    clauses: list[ClauseView] = Field(description="What makes the difference; empty unless that was asked for.")
    applicants: ApartView | None = Field(description="Who get another answer on some outcome; null without applicants.")
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
    asked: int = Field(description="How many questions there are: every pair, on every outcome.")
    settled: int = Field(description="How many of them are answered by proof, or by someone who shows it.")
    standing: StandingView = Field(description="Who is more generous than whom, over all outcomes.")
    standings: list[StandingView] = Field(description="The same for outcomes apart; those that are alike together.")
    agreement: AgreementView
    noticed: NoticedView | None = Field(description="Null without applicants.")
    pairs: list[PairView]
    facts: list[str] = Field(description="What is assumed of every applicant: what is proven, is proven of those.")
