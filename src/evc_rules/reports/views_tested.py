"""What is printed of the cases of a ruleset: views, with the words of the command line in their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .view import SettledName, View
from .views import FindingView
from .views_compare import RuleAtView

TruthName = Literal["true", "false", "unknown"]
SideName = Literal["under", "at", "over"]


class FailedCaseView(View):
    """Something that a case expects, and that does not come out."""

    case: str
    file: str | None
    line: int | None = Field(description="Where the case stands.")
    about: str = Field(description="The outcome, or `awards`, `asks`, `cites` or `path`.")
    expected: list[str]
    got: list[str]
    finding: FindingView
    told: list[str] = Field(description="The same in full: why, and the lines of the rules.")


class RuleSeenView(View):
    """What a rule did in the cases, on outcomes that they expect something of."""

    rule: RuleAtView
    seen: list[TruthName] = Field(description="Whether it acted, did not, or might.")


class PieceSeenView(View):
    """An elementary piece of the condition of a rule."""

    rule: RuleAtView
    piece: str
    seen: list[TruthName] = Field(description="What it came out as in the cases.")
    decided: list[TruthName] = Field(
        description="What it came out as where it decided by itself whether the condition holds (masking MC/DC)."
    )


class BoundaryView(View):
    """A threshold, or a day or cohort on which something begins or ends."""

    rule: RuleAtView | None = Field(description="The rule that it stands in; null for the whole ruleset.")
    file: str | None
    line: int | None
    boundary: str
    wanted: list[SideName] = Field(description="The sides that it tells apart.")
    met: list[SideName] = Field(description="The sides on which a case lies, next to it.")


class CoverageView(View):
    """What the cases exercise of a ruleset."""

    rules: list[RuleSeenView]
    pieces: list[PieceSeenView]
    boundaries: list[BoundaryView]


class MutantView(View):
    """The ruleset with one plausible slip in it."""

    kind: str = Field(description="What kind of slip it is.")
    rules: list[RuleAtView] = Field(description="The rules that it is about; none for the whole ruleset.")
    file: str | None
    line: int | None
    change: str = Field(description="What was changed, in words.")
    fate: Literal["noticed", "unnoticed", "same", "unknown"] = Field(
        description="A case notices it; none does; it is proven to change nothing; or whether it does is not known."
    )
    case: str | None = Field(description="The case that notices it, or the case to add.")
    why: str = Field(description="Why it is not known whether it changes anything.")


class SuggestedCaseView(View):
    """A case to add. What it expects is what the ruleset says now: its author must check that."""

    case: str
    on: date
    expect: dict[str, list[SettledName]] = Field(description="What is expected, by outcome.")
    awards: list[str] = Field(description="The credits that are expected to be awarded, at least and at most [EC].")
    periods: int | None = Field(description="How long the remaining path is expected to be, where that matters.")
    applicant: list[str] = Field(description="The applicant, in words.")
    dossier: str = Field(description="The same as a dossier file.")
    why: str = Field(description="Why the ruleset says it.")
    rules: list[RuleAtView]
    mutant: MutantView = Field(description="The mutant that it was made for.")
    notices: int = Field(description="How many mutants it notices that no case before it does.")


class MutationView(View):
    """Which slips in a ruleset its cases notice."""

    on: date = Field(description="The decision date that was looked at first.")
    mutants: list[MutantView]
    noticed: int
    counted: int = Field(description="How many mutants can be noticed: those that change what is said of someone.")
    same: int = Field(
        description="How many are proven to change nothing for anyone of whom everything is known, on the decision "
        "dates that were looked at: where something begins or ends, and where days that rules name can matter."
    )
    unknown: int
    cases: list[SuggestedCaseView] = Field(description="The cases to add.")
    facts: list[str] = Field(description="What is assumed of every applicant.")


class TestView(View):
    """`evc-rules test --json`."""

    __test__ = False

    evc_rules: str
    ruleset: str
    framework: str
    files: list[str] = Field(description="The files of cases.")
    cases: int
    failed: list[FailedCaseView]
    coverage: CoverageView | None
    mutation: MutationView | None
