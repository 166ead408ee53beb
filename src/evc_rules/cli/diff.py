"""`evc-rules diff`: what an edit of a ruleset means, or what another date or cohort makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..advice.credit_witness import CreditWitnesses
from ..compare import TIME_LIMIT, agreement, compare_rulesets
from ..compare.as_of import as_of
from ..errors import refuse, warning
from ..language.source_map import SourceMap
from ..language.words import say
from ..model.base import Lang
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..reports.compared import compare_view
from ..reports.console import console
from ..reports.console_diff import DiffPage
from .common import (
    FAILED,
    AsJson,
    InLang,
    OnDate,
    ProgrammeFile,
    TimeLimit,
    another_kind,
    argument_date,
    bad_argument,
    chosen,
    decision_date,
    print_json,
    programme_of,
    show_warnings,
)
from .compare import Cohort, Outcomes, leaves_of
from .force import out_of_force
from .progress import progress
from .revisions import examined
from .trying import Trying


@dataclass(frozen=True)
class _Side:
    """A ruleset as of a date, and for a cohort or for all."""

    path: Path
    on: date
    cohort: int | None


def _names(old: _Side, new: _Side, lang: Lang) -> tuple[str, str]:
    """What the two are called beside each other: only what differs is said."""

    def of(one: _Side, other: _Side, *, named: bool) -> str:
        said = [str(one.path)] * named
        said += [say(lang, f"op {one.on}", f"on {one.on}")] * (one.on != other.on)
        return ", ".join([*said, *[f"cohort {one.cohort}"] * (one.cohort != other.cohort)])

    return of(old, new, named=True), of(new, old, named=old.path != new.path)


def diff(  # noqa: PLR0913, PLR0917 - one option each
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The ruleset as it was: a file, or REVISION:PATH of git.")],
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="NEW", help="As it is now. Without it: OLD itself, on another date or for another cohort."
        ),
    ] = None,
    outcome: Outcomes = None,
    on: OnDate = None,
    against_on: Annotated[
        str | None, typer.Option("--against-on", metavar="DATE", help="The date that NEW is taken as of; else as --on.")
    ] = None,
    cohort: Cohort = None,
    against_cohort: Annotated[
        int | None,
        typer.Option("--against-cohort", metavar="YEAR", help="The cohort that NEW is for; else as --cohort."),
    ] = None,
    programme: ProgrammeFile = None,
    details: Annotated[  # noqa: FBT002
        bool, typer.Option("--details", help="Also why each ruleset says what it says.")
    ] = False,
    time_limit: TimeLimit = TIME_LIMIT,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """What an edit of a ruleset means. Ends with 1 unless it is proven that it changes nothing.

    evc-rules diff main:policy.yaml policy.yaml

    evc-rules diff policy.yaml --on 2026-09-01 --against-on 2027-09-01
    """
    trying = Trying()
    day = trying.all_of(lambda: decision_date(on)) or date.max
    against = (trying.all_of(lambda: argument_date("--against-on", against_on)) or day) if against_on else day
    if new is None and against_on is None and against_cohort is None:
        help_ = "name a second file, or add --against-on or --against-cohort"
        trying.findings += bad_argument("there is nothing to compare with", help_).findings
    if against_cohort is not None and cohort is None:
        trying.findings += bad_argument("--against-cohort needs --cohort", "say for which cohort OLD is taken").findings
    sides = _Side(old, day, cohort), _Side(new or old, against, cohort if against_cohort is None else against_cohort)
    read = trying.all_of(lambda: _read(sides))
    leaves = trying.all_of(lambda: leaves_of(read[1], outcome)) if read else None
    beside = trying.all_of(lambda: programme_of(sides[1].path, read[0][1], read[1], programme)) if read else None
    trying.refuse()
    rulesets, framework, where = trying.sure(read)
    dated, for_one = against != day, sides[0].cohort == sides[1].cohort
    compared = [
        as_of(one, side.on, None if for_one else side.cohort) if dated or not for_one else one
        for one, side in zip(rulesets, sides, strict=True)
    ]
    with progress("outcomes") as tell:
        found = compare_rulesets(
            compared, framework, against,
            cohort=cohort if for_one else None, leaves=leaves, time_limit=time_limit, tell=tell,
        )  # fmt: skip
        agreed = agreement(found, time_limit=time_limit)
        of = [(side.on, side.cohort) for side in sides]
        credits_ = CreditWitnesses(found, [beside] * 2, time_limit=time_limit)
        view = compare_view(found, chosen(lang), agreed, details=True, of=of, credits_=credits_, where=where)
    if as_json:
        print_json(view)
    else:
        out, names = console(), _names(*sides, chosen(lang))
        for line in DiffPage(view, framework, chosen(lang), names, details).lines():
            out.print(line)
    if not found.same(0, 1):
        raise typer.Exit(FAILED)


def _read(sides: tuple[_Side, _Side]) -> tuple[tuple[Ruleset, Ruleset], Framework, SourceMap]:
    """Both rulesets, over the framework of the new one; and where their rules stand.

    Raises:
        InvalidInputError: With every finding on both.
    """
    old, new = sides
    trying = Trying()
    after = trying.all_of(lambda: _ruleset(new))
    framework = after[1] if after else None
    before = after if new.path == old.path else trying.all_of(lambda: _ruleset(old, framework))
    rulesets = trying.sure(before)[0], trying.sure(after)[0]
    for side, ruleset in zip(sides, rulesets, strict=True):
        show_warnings(out_of_force(side.path, ruleset, side.on, side.cohort))
    where = trying.sure(after)[2]
    where.include(trying.sure(before)[2])
    return rulesets, trying.sure(framework), where


def _ruleset(side: _Side, framework: Framework | None = None) -> tuple[Ruleset, Framework, SourceMap]:
    """A ruleset, the framework that it is written over, and where its rules stand; warnings are shown.

    Where the framework of a revision is another version of the same one, it is read over the one of now.

    Raises:
        InvalidInputError: With every finding, when it cannot be used, or is over another framework.
    """
    loaded = examined(side.path)
    own = loaded.framework
    nowhere = own is None and any(one.code == "EVC-F009" for one in loaded.findings)
    if framework is not None and (nowhere or (own and own != framework and own.name == framework.name)):
        loaded = examined(side.path, framework)
        if own:
            message = f"the framework '{own.name}' is another one there; it is compared over the one of now"
            show_warnings([warning("EVC-O008", message, "what the framework itself changes is not told of")])
    refuse(loaded.findings)
    show_warnings(loaded.findings)
    if not isinstance(loaded.model, Ruleset) or loaded.framework is None:
        raise another_kind(side.path, loaded, Ruleset)
    if framework is not None and loaded.framework.name != framework.name:
        message = f"'{side.path}' is written over {loaded.framework.name}, the new one over {framework.name}"
        raise bad_argument(message, "compare rulesets over one framework")
    return loaded.model, loaded.framework, loaded.where
