"""What is printed of an alignment: views, with the words of the command line in their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .view import View
from .views_compare import RelationName, RuleAtView

EditKind = Literal["words", "reach", "overrides", "conflicts", "dropped", "added", "counting"]


class EditView(View):
    """One edit."""

    kind: EditKind
    rule: RuleAtView | None = Field(description="The rule that is edited, or that is added; null for none.")
    text: str
    origin: list[str] = Field(description="The rules of the other that it is taken from, as `ruleset:rule`, if any.")


class EffectView(View):
    """What changes of outcomes that were not asked about."""

    outcomes: list[str]
    relation: RelationName = Field(description="How the edited ruleset relates to the old one in what it exempts.")
    applicant: list[str] = Field(description="Someone of whom it says something else, in words.")


class AlignView(View):
    """`evc-rules align --json`."""

    evc_rules: str
    on: date
    cohort: int | None
    framework: str
    ruleset: str
    other: str
    goal: Literal["equal", "at-least", "at-most"]
    outcomes: list[str] = Field(description="What was asked about.")
    reached: bool = Field(description="Whether it is proven that the edits do what was asked.")
    size: int = Field(description="How much the edits are together.")
    edits: list[EditView]
    diff: str = Field(description="The edit of the file, as a unified diff; empty when there is nothing to edit.")
    layout_kept: bool = Field(description="Whether comments and layout of the file are kept.")
    unreached: list[str] = Field(description="The outcomes of which no edits were found that are proven to do it.")
    terms: list[str] = Field(description="Where the same exemptions are still worth other credits.")
    effects: list[EffectView]
    undecided: list[str] = Field(description="Other outcomes of which it is not known whether they change.")
    facts: list[str]
