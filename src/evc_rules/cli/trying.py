"""Trying several things before giving up, so that all that is wrong with arguments and files is said at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..errors import Finding, InvalidInputError, Severity
from .common import show_warnings

_Made = TypeVar("_Made")


class Trying:
    """Tries several things, so that all that is wrong with them is said at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def all_of(self, make: Callable[[], _Made]) -> _Made | None:
        """What is made; or nothing, and why not is kept."""
        try:
            return make()
        except InvalidInputError as error:
            self.findings += error.findings
            return None

    def refuse(self) -> None:
        """Refuse when anything went wrong, and show what is only worth knowing.

        Raises:
            InvalidInputError: With everything that did, in the order in which it was tried.
        """
        found = tuple(dict.fromkeys(self.findings))
        if any(one.severity is Severity.ERROR for one in found):
            raise InvalidInputError(found)
        self.findings = []
        show_warnings(found)

    def sure(self, made: _Made | None) -> _Made:
        """What was made, where nothing can go on without it.

        Raises:
            InvalidInputError: It was not made; with everything that went wrong so far.
        """
        if made is None:
            self.refuse()
            raise AssertionError("nothing was made, and nothing is wrong")
        return made
