"""What is printed of gaps and overlaps: views, with the words of the command line in their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .view import SettledName, View
from .views_compare import RuleAtView


class NeverView(View):
    """Outcomes from which a ruleset exempts nobody: proven."""

    outcomes: list[str]
    reason: Literal["no-rule", "no-grant", "barred", "unmet"] = Field(
        description="No rule speaks of them; no rule grants them; a bar stands whenever one does; nobody can meet it."
    )


class ClashView(View):
    """A grant and a bar that hold for one applicant."""

    outcomes: list[str]
    grants: list[RuleAtView]
    bars: list[RuleAtView]
    status: SettledName = Field(description="What the outcome then is.")
    applicant: list[str] = Field(description="Someone of whom both hold, in words.")
    dossier: str = Field(description="The same as a dossier file.")


class OutsideView(View):
    """Someone who meets all of a rule but one thing, and of whom no rule speaks."""

    outcomes: list[str]
    rule: RuleAtView
    lacks: str = Field(description="What is not met, in words.")
    applicant: list[str]
    dossier: str


class SilentView(View):
    """Someone whom another ruleset exempts, and of whom this one says nothing."""

    outcomes: list[str]
    other: str = Field(description="The other ruleset.")
    institution: str = Field(description="Whose it is.")
    applicant: list[str]
    dossier: str


class IdleView(View):
    """A rule without which the ruleset says the same of everybody: proven."""

    rule: RuleAtView
    acts: bool | None = Field(description="Whether it can act at all; null when that is not known.")


class UnsettledGapView(View):
    """Outcomes of which something could not be settled, and why."""

    outcomes: list[str]
    why: str


class RulesetGapsView(View):
    """Gaps and overlaps of one ruleset."""

    ruleset: str
    institution: str
    never: list[NeverView]
    clashes: list[ClashView]
    outside: list[OutsideView]
    silent: list[SilentView]
    idle: list[IdleView]
    droppable: list[str] = Field(description="The idle rules that can be dropped together.")
    undecided_rules: list[str] = Field(description="Rules of which it is not known whether they decide anything.")
    unsettled: list[UnsettledGapView]


class GapsView(View):
    """`evc-rules gaps --json`."""

    evc_rules: str
    on: date
    cohort: int | None
    framework: str
    rulesets: list[RulesetGapsView]
    nowhere: list[str] = Field(description="Outcomes from which none of the rulesets exempts anybody.")
    facts: list[str]
