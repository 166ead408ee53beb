"""`evc-rules compare`: how the rulesets of an alliance relate."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from ..advice.credit_witness import CreditWitnesses
from ..advice.recommendation import named
from ..compare import TIME_LIMIT, Comparison, agreement
from ..compare import compare as compared
from ..model.alliance import Alliance
from ..model.base import Lang
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..reports.compared import compare_view
from ..reports.console import console
from ..reports.console_compare import ComparePage
from .common import (
    AsJson,
    InLang,
    OnDate,
    TimeLimit,
    bad_argument,
    chosen,
    decision_date,
    only_members,
    opened_at,
    print_json,
    show_warnings,
)
from .people import People, in_tables, opened_people
from .progress import progress
from .trying import Trying

if TYPE_CHECKING:
    from ..negotiate.noticed import Noticed
    from ..reports.views_compare import CompareView

_TWO = 2

Outcomes = Annotated[
    list[str] | None,
    typer.Option("--outcome", "-o", metavar="OUTCOME", help="Only this one, such as ped.climate@1 or ped. Repeatable."),
]
Details = Annotated[
    bool, typer.Option("--details", help="Every difference, with someone who shows it; of two rulesets always.")
]
Cohort = Annotated[int | None, typer.Option("--cohort", metavar="YEAR", help="Only for this cohort.")]


def compare(  # noqa: PLR0913, PLR0917 - one option each
    alliance: Annotated[Path, typer.Argument(metavar="ALLIANCE", help="The alliance.")],
    institution: Annotated[
        list[str] | None, typer.Option("--institution", "-i", metavar="ID", help="Only this one. Repeatable.")
    ] = None,
    outcome: Outcomes = None,
    details: Details = False,  # noqa: FBT002
    dossiers: People = None,
    cohort: Cohort = None,
    time_limit: TimeLimit = TIME_LIMIT,
    on: OnDate = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Where policies differ, outcome by outcome: proven for all applicants, or shown by one.

    evc-rules compare ALLIANCE -i ONE -i OTHER
    """
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    everyone, where = trying.sure(trying.all_of(lambda: opened_at(alliance, Alliance)))
    trying.all_of(lambda: only_members(everyone, institution or ()))
    by_name = {one.institution: one for one in everyone.members}
    kept = tuple(by_name[name] for name in dict.fromkeys(institution or by_name) if name in by_name)
    if len(set(institution or by_name)) < _TWO:
        trying.findings += bad_argument("there is nothing to compare with", "name two institutions, or none").findings
    leaves = trying.all_of(lambda: leaves_of(everyone.framework, outcome))
    people = trying.all_of(lambda: _people(dossiers or [], everyone.framework))
    trying.refuse()
    chosen_members = everyone.with_(members=kept)
    weighed = _weighed(chosen_members, dossiers, people or [], day) if dossiers else None
    began = monotonic()
    with progress("outcomes") as tell:
        found = compared(chosen_members, day, cohort=cohort, leaves=leaves, time_limit=time_limit, tell=tell)
    agreed, seconds = agreement(found, time_limit=time_limit), monotonic() - began
    programmes = [one.programme_for(cohort) for one in kept]
    shared = frozenset(everyone.shared_judgements)
    credits_ = CreditWitnesses(found, programmes, shared=shared, time_limit=time_limit)
    full = details or len(kept) == _TWO
    view = compare_view(found, chosen(lang), agreed, weighed, details=full, credits_=credits_, where=where)
    _show(found, view, chosen(lang), details=details, seconds=seconds, as_json=as_json)


def _people(paths: list[Path], framework: Framework) -> list[Dossier]:
    """The applicants in files of their own; those in tables stay there."""
    return opened_people(paths, framework) if paths and not in_tables(paths) else []


def _weighed(alliance: Alliance, paths: list[Path], people: list[Dossier], day: date) -> Noticed:
    """How often members differ for applicants: in columns when they lie in tables, else one by one."""
    from ..negotiate.noticed import noticed, together  # noqa: PLC0415 - an extra

    if not people:
        from ..cohort.exempting import exempting  # noqa: PLC0415 - an extra

        with progress("applicants") as tell:
            parts = exempting(alliance, paths, day, tell=lambda one: tell(one.done, one.total))
            found = together(alliance, parts)
    else:
        found = noticed(alliance, people, day)
    show_warnings(found.findings)
    return found


def leaves_of(framework: Framework, outcomes: list[str] | None) -> set[Leaf] | None:
    """The outcomes with these names; None without names.

    Raises:
        InvalidInputError: With a finding for each name that is none.
    """
    trying = Trying()
    found = [trying.all_of(partial(named, framework, name)) or () for name in outcomes or ()]
    trying.refuse()
    return {leaf for leaves in found for leaf in leaves} if outcomes else None


def _show(
    found: Comparison, view: CompareView, lang: Lang, *, details: bool = False, seconds: float = 0.0, as_json: bool
) -> None:
    if as_json:
        print_json(view)
        return
    out = console()
    for line in ComparePage(view, found.framework, lang, details, seconds).lines():
        out.print(line)
