"""A study plan as a page of HTML, which holds all it needs in one file, or as Markdown."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from ...errors import MissingExtraError
from .heads import heads, marks
from .view import StudyPlan

if TYPE_CHECKING:
    from jinja2 import Environment

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#])")


def html(plan: StudyPlan) -> str:
    """One file, without a script and without anything from elsewhere."""
    return filled("plan.html", plan=plan, heads=heads(plan.lang), marks=marks(plan.lang))


def markdown(plan: StudyPlan) -> str:
    """The same, as Markdown with tables."""
    return filled("plan.md", plan=plan, heads=heads(plan.lang))


def environment() -> Environment:
    """Where templates are found; what goes into HTML is escaped.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("report", "writing a study plan") from error
    folder = files("evc_rules.reports.study") / "templates"
    made = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["md"] = _plainly
    return made


def _plainly(text: str) -> str:
    """A text of which Markdown makes nothing else than the text."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def filled(name: str, **values: Any) -> str:
    """A template with what stands in it.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    return environment().get_template(f"{name}.jinja").render(values)
