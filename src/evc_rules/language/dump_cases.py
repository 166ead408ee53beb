"""Writes files of cases: what is written and read again is the same, but for comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from ..model.cases import PolicyCase
from .dump import on_lines, plain_data
from .unsugar import one_or_list, some, text

_DAY = timedelta(days=1)
_IN = 2
"""Cases are written so many columns in."""


def dump_cases(framework: str, ruleset: str, cases: Iterable[tuple[PolicyCase, Sequence[str]]], *head: str) -> str:
    """A file of cases that expect statuses, with comments above it and above each.

    Args:
        framework: The framework, as `id@version`.
        ruleset: The file of the ruleset, as a path beside this one.
        cases: The cases, each with the lines of its comment.
        head: The lines of the comment at the top.
    """
    lines = [f"# {line}".rstrip() + "\n" for line in head]
    lines.append(on_lines({"framework": framework}, 0).replace("framework:", "evc-cases: 1\nframework:", 1))
    lines.append(on_lines({"ruleset": ruleset}, 0))
    lines.append("cases:\n")
    for case, comment in cases:
        lines += [f"{' ' * _IN}# {line}".rstrip() + "\n" for line in comment]
        lines.append(on_lines([_case(case)], _IN))
    return "".join(lines)


def _case(one: PolicyCase) -> dict[str, Any]:
    known = plain_data(one.dossier)
    dossier = {key: value for key, value in known.items() if key not in {"evc-dossier", "dossier", "framework"}}
    if "evidence" in dossier:
        dossier["evidence"] = [{key: _worked(value) for key, value in item.items()} for item in dossier["evidence"]]
    expected = {str(each.outcome): one_or_list(sorted(each.statuses)) for each in one.expect}
    ends = [[str(each.least), str(each.most)] for each in one.awards if each.of is None]
    awarded = ends[0][0] if ends and ends[0][0] == ends[0][1] else ends[0] if ends else None
    said = (("periods", one.path.periods), ("finish", one.path.finish)) if one.path else ()
    path = {name: value for name, value in said if value is not None}
    more = some(expect=expected, awards=awarded, path=path)
    return {"case": text(one.title), "on": one.on, "dossier": dossier, **more}


def _worked(item: Any) -> Any:
    """An item of evidence; that work ends on the last day of a month is said so that nobody takes it for a slip."""
    to = item.get("to") if isinstance(item, dict) else None
    if not isinstance(to, date) or (to + _DAY).day != 1:
        return item
    return {("through" if key == "to" else key): to - _DAY if key == "to" else value for key, value in item.items()}
