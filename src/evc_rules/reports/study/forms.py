"""The forms in which a study plan can be had."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from ..console import console
from .agenda import calendar
from .document import document
from .pages import html, markdown
from .timeline import timeline
from .view import StudyPlan

Form = Literal["timeline", "html", "docx", "md", "ics"]
"""A picture on a terminal, a page, a document to edit, Markdown, or a calendar."""

ENDINGS: Final[dict[str, Form]] = {
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".md": "md",
    ".ics": "ics",
    ".txt": "timeline",
}
"""The form that the name of a file asks for."""


def form_of(path: Path) -> Form | None:
    """The form that the name of a file asks for, or None."""
    return ENDINGS.get(path.suffix.lower())


def written(plan: StudyPlan, form: Form) -> bytes:
    """A study plan in a form.

    Raises:
        MissingExtraError: What writes it is not installed.
    """
    match form:
        case "html":
            return html(plan).encode()
        case "md":
            return markdown(plan).encode()
        case "docx":
            return document(plan)
        case "ics":
            return calendar(plan)
        case "timeline":
            page = console(len(list(plan.periods)) // 3)  # a period takes a third of what a name does
            with page.capture() as kept:
                page.print(timeline(plan))
            return kept.get().encode()
