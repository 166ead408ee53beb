"""In which language a command speaks of what it finds.

Findings are shown at many places, most of which have no language at hand; a command is asked for one. So it is said
once, when a command begins, and is the same until the next one begins.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextvars import ContextVar
from itertools import pairwise
from typing import Final

from ..errors import EvcError, Finding, InvalidInputError, MissingExtraError
from ..language.dutch import said
from ..model.base import Lang

LANG_VARIABLE: Final = "EVC_RULES_LANG"
_OPTION: Final = "--lang"
_spoken: ContextVar[Lang] = ContextVar("spoken", default="nl")


def speak(lang: object) -> None:
    """Speak a language from here on."""
    _spoken.set("en" if lang == "en" else "nl")


def spoken() -> Lang:
    """The language that is spoken."""
    return _spoken.get()


def speak_as_asked(arguments: Sequence[str]) -> None:
    """Speak the language that arguments ask for, where they could not be read for something else that is wrong."""
    given = [one.removeprefix(f"{_OPTION}=") for one in arguments if one.startswith(f"{_OPTION}=")]
    given += [value for option, value in pairwise(arguments) if option == _OPTION]
    speak(given[-1] if given else os.environ.get(LANG_VARIABLE))


def printed(one: Finding) -> str:
    """A finding as it is printed."""
    return said(one, spoken())


def told(error: EvcError) -> str:
    """What an error says."""
    match error:
        case InvalidInputError():
            return "\n".join(map(printed, error.findings))
        case MissingExtraError() if spoken() == "nl":
            return f'hiervoor is de extra "{error.extra}" nodig: pip install "evc-rules[{error.extra}]"'
        case _:
            return str(error)
