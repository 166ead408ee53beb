"""What `--json` prints: documented, stable keys. The JSON Schemas in the docs are made from these models."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator

from ..model.base import ODD
from .view import SettledName, StatusName, View
from .views_lowered import ConditionView, LoweredView

TruthName = Literal["false", "unknown", "true"]


class FindingView(View):
    """Something found wrong with, or worth knowing about, a file or dossier."""

    code: str = Field(description="A stable code, such as EVC-O001.")
    severity: Literal["error", "warning"]
    message: str
    help: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None


class QuestionView(View):
    """An open question: what would help to settle an outcome."""

    kind: Literal["missing-fact", "assessment", "judgement"]
    text: str = Field(description="The question in the language asked for.")
    item: str | None = Field(None, description="The item of evidence or verdict that lacks the fact; null: applicant.")
    attribute: str | None = Field(None, description="The attribute that is not known.")
    outcome: str | None = Field(None, description="The outcome to be assessed.")
    judgement: str | None = Field(None, description="The clause to be judged.")
    ruleset: str | None = Field(None, description="The ruleset that the clause belongs to; null when shared.")
    outcomes: list[str] = Field(default_factory=list, description="The outcomes that it would help to settle.")


class OutcomeView(View):
    """What is recommended for one outcome at one level."""

    outcome: str
    title: str
    status: StatusName
    possible: list[SettledName] = Field(description="The statuses that are still possible.")
    rules: list[str] = Field(description="The rules that make it so.")
    articles: list[str] = Field(description="The articles that those rules encode.")
    why: str = Field("", description="Why, in a few sentences; empty for what no rule covers.")


class LimitView(View):
    """A cap on what is exempted."""

    at_most: str
    articles: list[str]


class UnitView(View):
    """What is recommended for one unit."""

    unit: str
    title: str
    ec: str
    status: StatusName
    possible: list[SettledName]
    awarded: TruthName = Field(description="Whether it is awarded; unknown while that hangs on an open question.")
    load: str = Field(description="The study load that it asks when it is not awarded.")
    stopped_by: list[LimitView] = Field(default_factory=list, description="The limits that keep it from being awarded.")


class CreditsView(View):
    """What the exemptions are worth in a programme: an interval while anything is open."""

    programme: str
    variant: str
    total: str
    awarded: str = Field(description="What is certainly exempt and awarded.")
    awarded_at_most: str = Field(description="The same if every open question came out in the applicant's favour.")
    remaining_at_least: str
    remaining_at_most: str
    count_toward_bsa: bool | None = Field(description="Null when the regulation does not say.")
    units: list[UnitView]


class PeriodView(View):
    """One period of a path."""

    period: str
    study_year: int
    start: date
    end: date
    load: str
    units: list[str] = Field(description="The units that begin in it.")
    running: list[str] = Field(description="The units that began before it and go on in it.")


class RelaxationView(View):
    """What by itself would be enough for a plan."""

    what: str
    unit: str | None
    text: str


class ClashView(View):
    """Constraints that cannot hold together."""

    kind: str
    units: list[str]
    text: str
    enough: list[RelaxationView] = Field(description="What would each be enough by itself.")


class ObjectiveView(View):
    """How good a path is in one goal."""

    goal: str
    value: str = Field(description="Periods, EC, EC times number of period, or EUR.")
    bound: str = Field(description="No path that is as good in the goals before it comes to less.")
    proven: bool


class PathView(View):
    """The units that are left, placed in periods."""

    variant: str
    start: date
    finish: date | None = Field(description="The first day after the last period; null without a plan.")
    proven: bool = Field(description="Whether it is proven that there is no better one (or none at all).")
    bound: date | None = Field(description="No plan finishes before this day.")
    load: str
    highest_load: str
    minimum_binds: bool = Field(description="Whether the minimum load makes it longer than it would be without.")
    finish_if_counted: date | None = Field(
        None,
        description="When it could finish if exempt credits count toward the BSA: where the ruleset does not say, and "
        "that is earlier or the only way to a plan. The path takes them not to count.",
    )
    assessed: list[str] = Field(description="The units that are completed by assessment only.")
    objectives: list[ObjectiveView] = Field(description="What it comes to in each goal, the most important first.")
    periods: list[PeriodView]
    clashes: list[ClashView]
    done: list[str] = Field(
        default_factory=list,
        description="The units that were completed on the way, as was said or follows from the path before.",
    )
    begun: date | None = Field(None, description="When the study began, where that was said; null for with the path.")


class ReceiptView(View):
    """What a recommendation was made from, and a digest of what it says. The same receipt, the same recommendation."""

    evc_rules: str = Field(description="The version of the library.")
    ruleset: str = Field(description="Its id, and the digest of what it says, as `id sha256:…`.")
    framework: str
    programme: str = Field(description="Empty when none was asked about.")
    dossier: str
    on: date = Field(description="The decision date.")
    variant: str = Field(description="The variant that was chosen in place of the dossier's, or empty.")
    start: date | None = Field(description="The start that was chosen in place of the dossier's.")
    shared: list[str] = Field(description="The judgements that one answer settled for several institutions.")
    strategy: str = Field(description="The strategy by which an alliance made the ruleset, or empty.")
    answer: str = Field(description="The digest of what was recommended: statuses, open questions, credits.")

    @field_validator("on", "start", mode="before")
    @classmethod
    def _a_day_is_written_out(cls, value: Any) -> Any:
        """A number would be read as seconds since 1970, and a receipt names the day that somebody meant."""
        if value is None or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
            return value
        raise ValueError("is not a date such as 2026-11-24")

    @field_validator("evc_rules")
    @classmethod
    def _a_version_is_named(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("is empty")
        return value

    @field_validator("evc_rules", "ruleset", "framework", "programme", "dossier", "variant", "strategy", "answer")
    @classmethod
    def _a_text_can_be_shown(cls, value: str) -> str:
        if ODD.search(value):
            raise ValueError("has characters that cannot be shown")
        return value

    @field_validator("shared")
    @classmethod
    def _names_can_be_shown(cls, value: list[str]) -> list[str]:
        return [cls._a_text_can_be_shown(one) for one in value]


class RecommendationView(View):
    """What one ruleset recommends for one dossier. The exam board decides."""

    ruleset: str
    title: str
    illustrative: bool = Field(description="Whether (part of) the ruleset was made up.")
    note: str = Field("", description="What to know before relying on the ruleset.")
    outcomes: list[OutcomeView]
    credits: CreditsView | None = Field(description="Null without a programme or a known variant of it.")
    questions: list[QuestionView]
    path: PathView | None = Field(None, description="The remaining path as things stand, when a plan was asked for.")
    path_at_best: PathView | None = Field(None, description="The same if every open question came out well.")
    findings: list[FindingView]
    receipt: ReceiptView


class MemberView(View):
    """What is said at one institution."""

    institution: str
    title: str
    recommendation: RecommendationView | None = Field(description="Null when no ruleset of it is in force.")
    findings: list[FindingView]


class HarmonisedView(View):
    """What a harmonised policy says, with what it is worth at each institution."""

    strategy: str
    ruleset: str
    members: list[MemberView]


class AssessView(View):
    """`evc-rules assess --json`."""

    evc_rules: str = Field(description="The version of the library.")
    dossier: str
    on: date = Field(description="The decision date.")
    framework: str
    members: list[MemberView]
    common: list[MemberView] = Field(description="Rulesets of no member, such as national law.")
    harmonised: list[HarmonisedView]
    differing: list[str] = Field(description="The outcomes of which not every ruleset above says the same.")
    findings: list[FindingView] = Field(description="Why a harmonised policy that was asked for is not there.")


class PlanView(View):
    """`evc-rules plan --json`."""

    evc_rules: str
    dossier: str
    on: date
    members: list[MemberView]
    harmonised: list[HarmonisedView]


class LossView(View):
    """A way in which more evidence could lose an exemption."""

    rule: str
    condition: str = Field(description="The condition that more evidence makes true, in words.")
    then: Literal["stops", "starts"] = Field(description="What the rule does when it is true.")


class GapView(View):
    """A rule that can exempt an outcome without what that requires."""

    rule: str
    outcome: str
    requires: str


class LawsView(View):
    """What an analysis of one ruleset says of the laws; what it finds may still be harmless."""

    ruleset: str
    monotone: bool = Field(description="Whether no evidence or favourable verdict can lose an exemption.")
    losses: list[LossView]
    gaps: list[GapView]


class CheckView(View):
    """`evc-rules check --json`."""

    evc_rules: str
    files: list[str]
    findings: list[FindingView]
    cases: int = Field(description="How many cases were tried.")
    failed: int = Field(description="How many of them did not come out as expected.")
    laws: list[LawsView] = Field(default_factory=list, description="With --laws: one for each ruleset.")


class RuleView(View):
    """A rule that reaches an outcome."""

    rule: str
    title: str
    effect: Literal["grant", "bar", "waive"]
    articles: list[str]
    when: str = Field(description="Its condition in words.")
    overridden_by: list[str]
    note: str = Field("", description="What to know of it, such as what was inferred.")


class SourceView(View):
    """A public text that a ruleset is taken from."""

    source: str
    title: str
    publisher: str
    page: str
    note: str


class StepView(View):
    """One condition of a trace."""

    condition: object = Field(description="The condition as it is written in a ruleset.")
    truth: TruthName
    found: str = ""
    items: list[ItemView] = Field(default_factory=list)
    steps: list[StepView] = Field(default_factory=list)


class ItemView(View):
    """One item of evidence, verdict, or the applicant, met by a filter."""

    item: str | None
    kind: str
    truth: TruthName
    counts: str = ""
    tests: list[TestView] = Field(default_factory=list)


class TestView(View):
    """One test on one thing."""

    __test__ = False  # not for pytest to collect

    test: object = Field(description="The test as it is written in a ruleset.")
    truth: TruthName
    value: str | None = Field(description="The value that it met; null when it is not known.")
    inferred: bool = Field(description="Whether the value follows from a fact of the world.")


class RuleStepView(View):
    """One instance of a rule, for one target."""

    rule: str
    effect: Literal["grant", "bar", "waive"]
    articles: list[str]
    target: str
    truth: TruthName = Field(description="Whether it acts.")
    condition: StepView
    overriders: list[RuleStepView] = Field(default_factory=list)


class TraceView(View):
    """Why an outcome at one level has its status."""

    outcome: str
    status: StatusName
    possible: list[SettledName]
    granted: TruthName
    barred: TruthName
    why: str
    questions: list[QuestionView]
    grants: list[RuleStepView]
    bars: list[RuleStepView]


class ExplainedView(View):
    """What one ruleset says of an outcome."""

    institution: str
    ruleset: str
    illustrative: bool = Field(description="Whether (part of) it was made up.")
    note: str = Field("", description="What to know before relying on it.")
    sources: list[SourceView] = Field(description="The sources that the rules below cite.")
    rules: list[RuleView] = Field(description="The rules that reach the outcome.")
    lowered: list[LoweredView] = Field(
        default_factory=list,
        description="Without a dossier: what they come to together; one for each range of cohorts where it differs.",
    )
    traces: list[TraceView] = Field(description="With a dossier: why each level has its status.")


class ExplainView(View):
    """`evc-rules explain --json`."""

    evc_rules: str
    outcome: str
    on: date
    dossier: str | None
    rulesets: list[ExplainedView]


for _view in (ConditionView, StepView, ItemView, RuleStepView, TraceView, ExplainedView, ExplainView):
    _view.model_rebuild()
