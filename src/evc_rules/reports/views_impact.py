"""What `impact --json` prints."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .view import StatusName, View
from .views import FindingView, TruthName

EffectName = Literal["worse", "mixed", "open", "better", "hope", "same"]
MoveName = Literal["lost", "may-lose", "may-change", "may-gain", "gained"]


class AwardedView(View):
    """What is awarded before and after, of one applicant or of all together."""

    before: str = Field(description="What is certainly awarded.")
    before_at_most: str = Field(description="The same if every open question came out in the applicant's favour.")
    after: str
    after_at_most: str


class MovedView(View):
    """What happens to the exemption from one outcome of one applicant."""

    outcome: str
    title: str
    move: MoveName
    before: StatusName
    after: StatusName
    rules_before: list[str] = Field(description="The rules that made it so.")
    articles_before: list[str]
    rules_after: list[str]
    articles_after: list[str]


class AffectedView(View):
    """An applicant for whom something changes, or may change."""

    dossier: str
    institution: str
    effect: EffectName
    credits: MoveName | None = Field(description="How the credits move; null when they do not, or are not known.")
    awarded: AwardedView | None
    periods_before: int | None = Field(
        description="How many periods the path takes as things stand; with --plan, null without a path."
    )
    periods_after: int | None
    path: MoveName | None = Field(description="Whether there is no path any more (lost), or one at last (gained).")
    outcomes: list[MovedView]


class OutcomeTollView(View):
    """How many applicants lose or gain the exemption from an outcome."""

    outcome: str
    title: str
    lost: int
    may_lose: int
    may_change: int
    may_gain: int
    gained: int


class TollView(View):
    """What a change of policy does to all applicants at one institution."""

    institution: str
    title: str
    applicants: int = Field(description="Those with an answer before and after.")
    worse: int = Field(description="Lose something, and gain nothing for certain.")
    mixed: int = Field(description="Lose something, and gain something else.")
    open: int = Field(description="Lose nothing for certain, but may lose something.")
    better: int = Field(description="Gain something, and can lose nothing.")
    hope: int = Field(description="May gain something, and can lose nothing.")
    same: int
    unanswered: int = Field(description="Those without an answer before or after.")
    without_credits: int = Field(description="Those with an answer, but no credits on both sides; not in `awarded`.")
    nobody_loses: TruthName
    awarded: AwardedView | None = Field(description="Of all with credits on both sides; null when there are none.")
    periods_before: int | None = Field(
        description="Of all who have a path before and after; with --plan, null when nobody has."
    )
    periods_after: int | None
    paths_lost: int | None = Field(
        description="How many had a path and have none after; with --plan, null when that is known of nobody."
    )
    paths_gained: int | None = Field(description="How many had no path and have one after; likewise.")
    outcomes: list[OutcomeTollView] = Field(description="Those that move for somebody; what most lose comes first.")


class ImpactView(View):
    """`evc-rules impact --json`."""

    evc_rules: str
    on: date
    framework: str
    before: str = Field(description="The alliance or ruleset as it is.")
    proposal: str = Field(description="What takes its place: a ruleset, an alliance, or a strategy.")
    applicants: int
    nobody_loses: TruthName
    institutions: list[TollView]
    affected: list[AffectedView] = Field(description="Those for whom something changes or may, who lose first.")
    more: int = Field(description="How many more of them there are: of a large cohort only those that --show asks for.")
    findings: list[FindingView]
