"""What `explain --json` prints of the lowered form: when each outcome is granted and barred, and by which rules."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .view import View


class ConditionView(View):
    """A condition with nothing left in it that points elsewhere: overrides, levels, chains, dates are worked out."""

    form: Literal[
        "all", "any", "not", "at_least", "part",
        "evidence", "sum", "span", "assessed", "judgement", "applicant",
    ] = Field(description="How it is made; `part` stands for a part that is named once, under `parts`.")  # fmt: skip
    text: str = Field("", description="The condition in words; empty when it is made of others.")
    k: int | None = Field(None, description="How many must hold, of `at_least`.")
    part: str | None = Field(None, description="The name of the part.")
    of: list[ConditionView] = Field(default_factory=list, description="The conditions that it is made of.")
    written: object = Field(None, description="As it is written in a ruleset, when it is not made of others.")


class PartView(View):
    """A condition that occurs more than once."""

    part: str = Field(description="Its name: A, B, and so on.")
    text: str = Field(description="The condition in words.")
    condition: ConditionView


class RuleAtView(View):
    """A rule, and where it stands."""

    rule: str
    title: str
    articles: list[str]
    overridden_by: list[str] = Field(description="The rules that it yields to.")
    note: str = Field("", description="What to know of it, such as what was inferred.")
    file: str | None = Field(None, description="The file that it stands in, as it was named.")
    line: int | None = None


class ClauseView(View):
    """One reason to grant or bar an outcome."""

    rules: list[RuleAtView] = Field(description="The rules that it came from.")
    text: str = Field(description="The whole condition in words.")
    condition: ConditionView


class LoweredOutcomeView(View):
    """What decides one outcome at one level: it is granted when some clause holds, and so it is barred."""

    outcome: str
    title: str
    granted: list[ClauseView]
    barred: list[ClauseView]


class LoweredView(View):
    """The lowered form of a ruleset, for one decision date."""

    cohorts: str = Field(description="The cohorts that it holds for, such as 2024/2026; `../..` is every cohort.")
    both: Literal["conflict", "refused", "exempt"] = Field(description="What is granted and barred at once.")
    outcomes: list[LoweredOutcomeView]
    parts: list[PartView]
