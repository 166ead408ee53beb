"""`evc-rules compare`: how the rulesets of an alliance relate; `evc-rules diff`: what an edit means."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..advice.recommendation import named
from ..compare import TIME_LIMIT, Comparison, compare_rulesets
from ..compare import compare as compared
from ..language.source_map import SourceMap
from ..model.alliance import Alliance
from ..model.base import Lang
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..reports.compared import compare_view
from ..reports.console import console
from ..reports.console_compare import ComparePage
from .common import (
    FAILED,
    AsJson,
    InLang,
    OnDate,
    bad_argument,
    chosen,
    decision_date,
    only_members,
    opened_at,
    opened_ruleset,
    print_json,
)

_TWO = 2

Outcomes = Annotated[
    list[str] | None,
    typer.Option("--outcome", "-o", metavar="OUTCOME", help="Only this one, such as ped.climate@1 or ped. Repeatable."),
]
Details = Annotated[
    bool, typer.Option("--details", help="Every difference, with someone who shows it; of two rulesets always.")
]
Cohort = Annotated[int | None, typer.Option("--cohort", metavar="YEAR", help="Only for this cohort.")]
TimeLimit = Annotated[
    float,
    typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="For each question; then the answer is: unknown."),
]


def compare(  # noqa: PLR0917 - one option each
    alliance: Annotated[Path, typer.Argument(metavar="ALLIANCE", help="The alliance.")],
    institution: Annotated[
        list[str] | None, typer.Option("--institution", "-i", metavar="ID", help="Only this one. Repeatable.")
    ] = None,
    outcome: Outcomes = None,
    details: Details = False,  # noqa: FBT002
    cohort: Cohort = None,
    time_limit: TimeLimit = TIME_LIMIT,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Where policies differ, outcome by outcome: proven for all applicants, or shown by one.

    evc-rules compare ALLIANCE -i ONE -i OTHER
    """
    day = decision_date(on)
    everyone, where = opened_at(alliance, Alliance)
    only_members(everyone, institution or ())
    by_name = {one.institution: one for one in everyone.members}
    kept = tuple(by_name[name] for name in dict.fromkeys(institution or by_name))
    if len(kept) < _TWO:
        raise bad_argument("there is nothing to compare with", "name two institutions, or none")
    leaves = the_leaves(everyone.framework, outcome)
    found = compared(everyone.with_(members=kept), day, cohort=cohort, leaves=leaves, time_limit=time_limit)
    _show(found, where, chosen(lang), details=details or len(kept) == _TWO, as_json=as_json)


def diff(  # noqa: PLR0917 - one option each
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The ruleset as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The ruleset as it is now.")],
    outcome: Outcomes = None,
    cohort: Cohort = None,
    time_limit: TimeLimit = TIME_LIMIT,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What an edit of a ruleset means. Ends with 1 unless it is proven that it changes nothing on the decision date."""
    day = decision_date(on)
    before, _, where = opened_ruleset(old)
    after, framework, its_places = opened_ruleset(new)
    where.include(its_places)
    over_one_framework((old, before), (new, after))
    found = compare_rulesets(
        [before, after],
        framework,
        day,
        cohort=cohort,
        leaves=the_leaves(framework, outcome),
        time_limit=time_limit,
    )
    _show(found, where, chosen(lang), details=True, as_json=as_json)
    if not found.pair(0, 1).same:
        raise typer.Exit(FAILED)


def over_one_framework(one: tuple[Path, Ruleset], other: tuple[Path, Ruleset]) -> None:
    """Refuse rulesets that are written over different frameworks.

    Raises:
        InvalidInputError: EVC-C001.
    """
    (old, before), (new, after) = one, other
    if before.framework != after.framework:
        message = f"'{old}' is written over {before.framework}, '{new}' over {after.framework}"
        raise bad_argument(message, "compare rulesets over one framework")


def the_leaves(framework: Framework, outcomes: list[str] | None) -> set[Leaf] | None:
    """The leaves that outcomes name; None when none are named."""
    return {leaf for name in outcomes for leaf in named(framework, name)} if outcomes else None


def _show(found: Comparison, where: SourceMap, lang: Lang, *, details: bool, as_json: bool) -> None:
    view = compare_view(found, lang, details=details, where=where)
    if as_json:
        print_json(view)
        return
    out = console()
    for line in ComparePage(view, lang).lines():
        out.print(line)
