"""What lies beside a file: the ruleset that cases are about, and the cases of a ruleset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..errors import Finding, InvalidInputError, Position
from .reader import did_you_mean
from .yaml_text import read_file

CASES: Final = "cases.yaml"
"""What a file of cases is called; others end in a dot and this name."""

_KEY: Final = r"^[\ufeff\ufffd]*\s*\{?\s*[\"']?%s[\"']?\s*:"
_RULESET: Final = re.compile(_KEY % "evc-rules", re.MULTILINE)
_CASES: Final = re.compile(_KEY % r"evc[-_ ]?c\w*", re.MULTILINE | re.IGNORECASE)
"""Also when it is misspelt, or not written in UTF-8: who reads the file then says so, and leaves no case out unseen."""


def is_cases(path: Path) -> bool:
    """Whether a file is called what files of cases are called, and says that it is one."""
    return (path.name == CASES or path.name.endswith(f".{CASES}")) and _says(path, _CASES)


def ruleset_beside(cases: Path) -> Path:
    """The file of the ruleset that a file of cases is about: the one that it names, or the one of its folder.

    Of several rulesets in a folder it is the one that names the cases, or has their name: `x.yaml` of `x.cases.yaml`.

    Raises:
        InvalidInputError: What is wrong with the file of cases; EVC-F009 when the one that it names is not there;
            EVC-T003 when it names none, and its folder does not say which it is either.
    """
    root, findings = read_file(cases)
    if root is None:
        raise InvalidInputError(tuple(findings))
    named = root.map.get("ruleset")
    if named is not None and named.text:
        path = cases.parent / named.text
        if not path.is_file():
            found = (str(one.relative_to(cases.parent)) for one in cases.parent.glob("*.yaml"))
            help_ = did_you_mean(named.text, found) or "paths are relative to this file"
            message = f"the file '{named.text}' cannot be found"
            raise InvalidInputError((Finding("EVC-F009", message, named.at, help_),))
        return path
    here = [one for one in _yaml_in(cases.parent) if _says(one, _RULESET)]
    naming = [one for one in here if _cases_named(one) == cases.name] if len(here) > 1 else here
    alike = [one for one in here if f"{one.stem}.{CASES}" == cases.name]
    for listed in (naming, alike):
        if len(listed) == 1:
            return listed[0]
    many = f"{len(here)} rulesets lie" if here else "no ruleset lies"
    message = f"the cases do not say which ruleset they are about, and {many} beside them"
    raise InvalidInputError((Finding("EVC-T003", message, Position(str(cases)), "add 'ruleset:' with its file"),))


def cases_beside(ruleset: Path) -> tuple[Path, ...]:
    """The files of cases of a ruleset: the one that it names, and those in its folder that are about it."""
    named = _cases_named(ruleset)
    first = [ruleset.parent / named] if named and (ruleset.parent / named).is_file() else []
    others = [one for one in _yaml_in(ruleset.parent) if is_cases(one) and one not in first and _about(one, ruleset)]
    return (*first, *others)


def _about(cases: Path, ruleset: Path) -> bool:
    """Whether cases are about a ruleset; those that cannot be read may be, and whoever opens them says why not."""
    try:
        return ruleset_beside(cases).resolve() == ruleset.resolve()
    except InvalidInputError:
        return read_file(cases)[0] is None


def _cases_named(ruleset: Path) -> str | None:
    root, _ = read_file(ruleset)
    named = root.map.get("cases") if root else None
    return named.text if named else None


def _yaml_in(folder: Path) -> Iterator[Path]:
    yield from sorted(one for one in folder.glob("*.yaml") if one.is_file())


def _says(path: Path, mark: re.Pattern[str]) -> bool:
    """Whether a file has a key of its own; what cannot be read has none. Zero bytes are those of UTF-16."""
    try:
        return bool(mark.search(path.read_bytes().replace(b"\0", b"").decode("utf-8", "replace")))
    except OSError:
        return False
