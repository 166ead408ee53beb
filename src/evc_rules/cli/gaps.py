"""`evc-rules gaps`: what rulesets leave open, where their rules clash, and which rules decide nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from ..compare import TIME_LIMIT
from ..harmonise import in_force
from ..reports.console import console
from .common import (
    FAILED,
    AsJson,
    InLang,
    OnDate,
    Subject,
    TimeLimit,
    chosen,
    decision_date,
    only_members,
    opened_with_places,
    print_json,
)
from .compare import Cohort, Outcomes, leaves_of


def gaps(  # noqa: PLR0917 - one option each
    file: Subject,
    institution: Annotated[
        list[str] | None, typer.Option("--institution", "-i", metavar="ID", help="Only this one. Repeatable.")
    ] = None,
    outcome: Outcomes = None,
    cohort: Cohort = None,
    strict: Annotated[  # noqa: FBT002
        bool, typer.Option("--strict", help="End with exit code 1 when rules clash, are idle, or are not settled.")
    ] = False,
    time_limit: TimeLimit = TIME_LIMIT,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Whom no rule speaks of, where rules clash, which rules decide nothing, from what nobody is ever exempt.

    evc-rules gaps RULESET
    """
    day = decision_date(on)
    alliance, where = opened_with_places(file)
    only_members(alliance, institution or ())
    leaves = leaves_of(alliance.framework, outcome)
    rulesets = in_force(alliance, day, cohort)
    from ..gaps import gaps as found_of  # noqa: PLC0415 - the solver is an extra
    from ..reports.gaps import GapsPage, gaps_view  # noqa: PLC0415

    shared = frozenset(alliance.shared_judgements)
    found = [
        found_of(
            one,
            alliance.framework,
            day,
            others=[other for other in rulesets if other is not one],
            cohort=cohort,
            shared=shared,
            leaves=leaves,
            time_limit=time_limit,
        )
        for one in rulesets
        if not institution or one.institution in institution
    ]
    view = gaps_view(found, alliance.framework, day, cohort, where, chosen(lang))
    if as_json:
        print_json(view)
    else:
        page = console()
        for line in GapsPage(view, alliance.framework, chosen(lang)).lines():
            page.print(line)
    if strict and not all(one.sound for one in found):
        raise typer.Exit(FAILED)
