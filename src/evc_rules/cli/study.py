"""Study plans to take along, as options of the commands that plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from ..errors import Finding
from ..language.words import say
from ..model.base import Lang
from ..reports.study.build import study_plan
from ..reports.study.forms import ENDINGS, Form, form_of, written
from ..reports.study.planned import Planned
from .common import bad_argument, taken, write_new

_WHOLE_FILES: Final = {"docx"}
"""What is nothing to look at on a terminal."""

StudyOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="Write a study plan to take along; the ending says what: "
        ".html (a page), .docx, .md, .ics (a calendar) or .txt (a picture).",
    ),
]
StudyForm = Annotated[
    Form | None,
    typer.Option("--as", help="The form of the study plan, whatever the ending; without --out it is printed."),
]
Overwrite = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


def study_findings(out: Path | None, form: Form | None, plans: int, *, force: bool, as_json: bool) -> list[Finding]:
    """What keeps a study plan from being written.

    Args:
        out: The file.
        form: The form that was asked for by name, or None.
        plans: How many plans there would be.
        force: Whether a file that is there may be written over.
        as_json: Whether JSON is printed as well.
    """
    found: list[Finding] = []
    if out is None and form is None:
        return found
    if str(out) == "-":
        help_ = "to print a study plan leave --out out, and say its form with --as"
        return list(bad_argument("--out: '-' is no name of a file", help_).findings)
    if out is not None and form is None and form_of(out) is None:
        help_ = f"end it in one of {', '.join(ENDINGS)}, or choose the form with --as"
        found += bad_argument(f"--out: '{out}' does not say what to write", help_).findings
    if out is None and form in _WHOLE_FILES:
        found += bad_argument(f"--as {form} is nothing to print", "say with --out where to write it").findings
    if out is None and as_json:
        help_ = "say with --out where to write the study plan, or leave one of the two out"
        found += bad_argument(f"--as {form} and --json would both be printed", help_).findings
    if out is not None and out.exists() and not force:
        found += taken(out).findings
    if plans > 1:  # that there is none has been said: of the institution that is no member
        help_ = "choose one with -i, and leave --harmonise out"
        found += bad_argument(f"a study plan is of one institution, and there are {plans} plans here", help_).findings
    return found


def hand_over(planned: Planned, lang: Lang, out: Path | None, form: Form | None, *, force: bool, as_json: bool) -> None:
    """Write a study plan, or print it; that it was written is not said among JSON, but beside it.

    Raises:
        InvalidInputError: EVC-C001 when there is nothing to put in a calendar, or the file cannot be written.
        MissingExtraError: What writes it is not installed.
    """
    plan = study_plan(planned, lang)
    chosen = form or (form_of(out) if out else None)
    if chosen is None:
        return
    if chosen == "ics" and not plan.years:
        raise bad_argument(
            f"there is nothing to put in a calendar: {plan.headline.lower()}",
            "another form, such as .html, says why",
        )
    made = written(plan, chosen)
    if out is None:
        typer.echo(made.decode(), nl=False)
        return
    write_new(out, made, force=force)
    typer.echo(f"{out}: {say(lang, 'studieplan', 'study plan')} {plan.place}. {plan.headline}.", err=as_json)
