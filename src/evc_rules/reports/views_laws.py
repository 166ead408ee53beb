"""What is printed of laws: views, with the words of the command line in their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .view import SettledName, View
from .views_compare import RuleAtView


class LawSideView(View):
    """One side of what breaks a law: somebody, and what a ruleset says of an outcome for them."""

    ruleset: str
    applicant: list[str] = Field(description="Who it is, in words.")
    dossier: str = Field(description="The same as a dossier file.")
    outcome: str
    statuses: list[SettledName] = Field(description="The statuses that are possible; one when all is known.")
    rules: list[RuleAtView] = Field(description="The rules that act.")


class BreachView(View):
    """A way in which a law does not hold."""

    what: str = Field(description="What is wrong, in words.")
    day: date | None = Field(description="The decision date on which it shows.")
    outcomes: list[str] = Field(description="On which outcomes it is wrong in this way, by these rules.")
    sides: list[LawSideView] = Field(
        description="Two dossiers that differ in one thing; one, where one shows it; none, where it takes nobody."
    )


class UnprovenView(View):
    """Something that was not proven."""

    what: str = Field(description="The outcome, or the rule.")
    why: str


class LawView(View):
    """What was found of one law."""

    law: str
    title: str
    holds: bool | None = Field(description="Null when nothing was found against it, and too little was shown for it.")
    ok: bool = Field(description="Whether it holds, or was waived and does not.")
    mode: Literal["proven", "sampled"] = Field(description="Sampled when some of it rests on samples.")
    proven: int = Field(description="How many questions were proven for everybody.")
    unproven: list[UnprovenView]
    tried: int = Field(description="How many samples were tried.")
    telling: int = Field(description="How many of them could have broken the law.")
    waived: str = Field(description="Why it need not hold, or nothing.")
    breaches: list[BreachView]


class LawsView(View):
    """What laws come to for a ruleset."""

    evc_rules: str = Field(description="The version of this program.")
    ruleset: str
    framework: str
    dates: list[date] = Field(description="The decision dates on which they were asked.")
    not_in_force: list[date] = Field(description="Those of them on which the ruleset is not in force.")
    between: list[str] | None = Field(
        description="Why something else may hold on the days between, and after the last: empty when nothing can; null"
        " when the days were chosen."
    )
    laws: list[LawView]
    facts: list[str] = Field(description="What is assumed of everybody in proofs.")
