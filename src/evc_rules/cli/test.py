"""`evc-rules test`: the cases of a ruleset, what they exercise of it, and which slips in it they notice."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..compare import TIME_LIMIT
from ..language.beside import cases_beside
from ..language.source_map import SourceMap
from ..model.cases import PolicyCase
from ..testing.cases import Subject
from ..testing.suites import Suite, Suites
from .common import (
    FAILED,
    AsJson,
    InLang,
    TimeLimit,
    argument_date,
    bad_argument,
    chosen,
    opened_ruleset,
    print_json,
    show_warnings,
    taken,
    write_new,
)
from .progress import progress
from .trying import Trying

if TYPE_CHECKING:
    from ..guard import Mutation


def test(  # noqa: PLR0913, PLR0917 - one option each
    policy: Annotated[Path, typer.Argument(metavar="POLICY", help="The ruleset.")],
    cases: Annotated[
        list[Path] | None,
        typer.Argument(metavar="CASES", help="Files of cases. Without them: those beside the ruleset."),
    ] = None,
    coverage: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--coverage", help="Which rules, conditions and boundaries the cases exercise."),
    ] = False,
    mutate: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--mutate", help="Which slips in the ruleset the cases notice, and which cases to add."),
    ] = False,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FILE", help="With --mutate: write the cases to add to a file."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over the file of --write.")] = False,  # noqa: FBT002
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="With --mutate: the decision date to look at first. Without it: that of most cases.",
        ),
    ] = None,
    within: Annotated[
        float | None,
        typer.Option(
            "--within",
            metavar="SECONDS",
            min=0,
            help="With --mutate: how long to look in all; of the rest it is then not known whether they matter.",
        ),
    ] = None,
    strict: Annotated[  # noqa: FBT002
        bool,
        typer.Option("--strict", help="With --mutate: end with exit code 1 unless every slip is noticed."),
    ] = False,
    details: Annotated[bool, typer.Option("--details", help="Show long lists whole.")] = False,  # noqa: FBT002
    time_limit: TimeLimit = TIME_LIMIT,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Try the cases of a ruleset; what they exercise of it, and which slips in it they would notice.

    evc-rules test policy.yaml --coverage --mutate --write cases.suggested.yaml
    """
    trying = Trying()
    asked = trying.all_of(partial(argument_date, "--on", on)) if on else None
    needing = {"--write": write, "--force": force, "--on": on, "--within": within is not None, "--strict": strict}
    for name in (each for each, given in needing.items() if given and not mutate):
        trying.findings += bad_argument(f"{name} needs --mutate", "add --mutate, or leave it out").findings
    if write and write.exists() and not force:
        trying.findings += taken(write).findings
    suites = trying.all_of(partial(_opened, policy, cases, programmes=mutate))
    everyone = [one for suite in suites or () for one in suite.cases.cases]
    if suites == [] and not (coverage or mutate):
        help_ = "put cases.yaml beside it, name a file of cases, or ask --mutate for cases to begin with"
        trying.findings += bad_argument(f"'{policy}' has no cases", help_).findings
    day = trying.all_of(partial(_day, asked, everyone)) if mutate and suites is not None else asked
    trying.refuse()
    suites = trying.sure(suites)
    subject, where = (suites[0].subject, suites[0].where) if suites else _without_cases(policy)
    results = [(suite, result) for suite in suites for result in suite.run()]
    mutated = _mutated(subject, everyone, day, time_limit, within) if mutate and day else None
    from ..guard.coverage import coverage as covered  # noqa: PLC0415 - what is not asked for is not loaded
    from ..reports.console import console  # noqa: PLC0415
    from ..reports.console_tested import TestedPage  # noqa: PLC0415
    from ..reports.tested import Tested  # noqa: PLC0415

    if write and mutated:
        from ..guard.suggesting import written  # noqa: PLC0415

        write_new(write, written(mutated, where, policy, write, chosen(lang)), force=force)
    found = covered(subject, everyone) if coverage else None
    view = Tested(subject, where, day or date.max, chosen(lang)).view(suites, results, found, mutated)
    if as_json:
        print_json(view)
    else:
        page = console()
        for line in TestedPage(view, chosen(lang), details, str(write or "")).lines():
            page.print(line)
    if any(not result.passed for _, result in results) or (strict and mutated and not mutated.whole):
        raise typer.Exit(FAILED)


def _opened(policy: Path, cases: list[Path] | None, *, programmes: bool) -> list[Suite]:
    """The files of cases, each with what it is about.

    Raises:
        InvalidInputError: With every finding on all of them.
    """
    trying, suites = Trying(), Suites(programmes=programmes)
    named = list({path.resolve(): path for path in cases or ()}.values())  # a case counts once, also when named twice
    listed = named or (cases_beside(policy) if policy.is_file() else ())
    if not listed:
        opened_ruleset(policy)
    found = [trying.all_of(partial(suites.open, path, policy)) for path in listed]
    trying.refuse()
    opened = [one for one in found if one is not None]
    for one in opened:
        show_warnings(one.warnings)
    return opened


def _without_cases(policy: Path) -> tuple[Subject, SourceMap]:
    ruleset, framework, where = opened_ruleset(policy)
    return Subject(ruleset, framework, shared=ruleset.shared), where


def _day(asked: date | None, cases: list[PolicyCase]) -> date:
    """The decision date to look at first.

    Raises:
        InvalidInputError: EVC-C001 when nothing says it.
    """
    from ..guard import usual_day  # noqa: PLC0415

    day = asked or usual_day(cases)
    if day is None:
        raise bad_argument("there are no cases that say which decision date to look at", "add --on")
    return day


def _mutated(subject: Subject, cases: list[PolicyCase], day: date, time_limit: float, within: float | None) -> Mutation:
    from ..guard import mutation  # noqa: PLC0415

    with progress("mutants") as tell:
        return mutation(subject, cases, day, time_limit=time_limit, within=within, tell=tell)
