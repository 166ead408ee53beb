"""Which rows cannot be used, and why: asked of all rows at once; the ones found are set apart."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from ..engines.columnar.flat import DOSSIERS, ENDLESS, EVIDENCE, JUDGEMENTS, VERDICTS, attributes_in, column
from ..engines.columnar.leaves import references
from ..model.attributes import EVIDENCE_KINDS, Attribute
from ..model.outcomes import Framework
from .files import Column, Opened, text

_FIRST, _LAST = date(1800, 1, 1), date(2999, 12, 31)
_WORDS: Final[dict[str, str]] = {DOSSIERS: "dossier", EVIDENCE: "item", VERDICTS: "verdict", JUDGEMENTS: "answer"}
_ID: Final = "^[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9][A-Za-z0-9_-]*)*$"

Problem = tuple[str, str, str]
"""When a row cannot be used: a condition, a code, and a sentence."""

_LIST: Final = "NOT list_has_all(["


def occurring(opened: Opened, framework: Framework, table: str, within: str, connection: Any) -> list[Problem]:
    """What can be wrong with rows, but for sets of codes of which all that occur are known.

    To look at those row by row would take longer than all the rest.
    """
    found = problems(opened, framework, table)
    allowed = {one.id: set(one.codes) for one in framework.vocabulary.attributes if one.type == "codes" and one.codes}
    outcomes = {str(ref) for ref in references(framework)}
    kept = []
    expressions = {one.name: one.expression for one in opened.columns[table]}
    for problem in found:
        name = problem[2].split("'")[1] if _LIST in problem[0] else ""
        if name and not opened.columns_wrong(table, column(table, name)):
            rows = connection.execute(
                f"SELECT DISTINCT unnest({expressions[column(table, name)]})"
                f" FROM {opened.sources[table].relation} WHERE {within}"
            ).fetchall()
            if {row[0] for row in rows} <= allowed.get(name, outcomes):
                continue
        kept.append(problem)
    return kept


def problems(opened: Opened, framework: Framework, table: str) -> list[Problem]:
    """All that can be wrong with the rows of a table. Conditions read the columns of the source as it is."""
    found: list[Problem] = []
    columns = {one.name: one for one in opened.columns[table]}
    found += [
        (one.wrong, "EVC-S004", f"'{one.name}' cannot be read as {one.type}") for one in columns.values() if one.wrong
    ]
    found += _own(table, columns, framework)
    for name, declared in attributes_in(table, framework.vocabulary).items():
        if not columns[column(table, name)].expression.startswith("CAST(NULL"):
            kind = columns["kind"].expression if table == EVIDENCE else ""
            found += _attribute(columns[column(table, name)], declared, framework, kind)
    return found


def _own(table: str, columns: dict[str, Column], framework: Framework) -> Iterable[Problem]:
    dossier = columns["dossier"].expression
    yield f"{dossier} IS NULL", "EVC-S001", f"the {_WORDS[table]} belongs to no dossier"
    if columns["dossier"].type == "VARCHAR":
        yield f"NOT regexp_matches({dossier}, {text(_ID)})", "EVC-S004", "'dossier' is no id"
    else:
        yield f"{dossier} < 0", "EVC-S004", "'dossier' is no id"
    if table == EVIDENCE:
        yield _outside(columns["kind"].expression, EVIDENCE_KINDS), "EVC-S003", "there is no such kind of evidence"
    if table in {EVIDENCE, VERDICTS}:
        yield f"{columns['item'].expression} IS NULL", "EVC-S001", "'item' is missing"
    if table == VERDICTS:
        refs = [str(ref) for ref in references(framework)]
        yield _outside(columns["outcome"].expression, refs), "EVC-O001", "'outcome' is not in the framework"
        yield f"{columns['achieved'].expression} IS NULL", "EVC-S001", "'achieved' is missing"
    if table == JUDGEMENTS:
        yield f"{columns['judgement'].expression} IS NULL", "EVC-S001", "'judgement' is missing"
        yield f"{columns['answer'].expression} IS NULL", "EVC-S001", "'answer' is missing"
        yield _no_day(columns["on"].expression), "EVC-S004", "'on' is no day that occurs here"


def _outside(expression: str, listed: Iterable[str]) -> str:
    return f"({expression} IS NULL OR {expression} NOT IN ({', '.join(map(text, listed))}))"


def _no_day(expression: str) -> str:
    return f"NOT ({expression} BETWEEN DATE '{_FIRST}' AND DATE '{_LAST}')"


def _attribute(one: Column, declared: Attribute, framework: Framework, kind: str) -> Iterable[Problem]:
    value, name = one.expression, declared.id
    match declared.type:
        case "number":
            low, high = declared.low, declared.high
            bounds = f"{value} < {low}" + (f" OR {value} > {high}" if high is not None else "")
            yield f"({bounds})", "EVC-A005", f"'{name}' lies outside {low} to {'..' if high is None else high}"
            if declared.whole and one.type != "BIGINT":
                yield f"{value} <> floor({value})", "EVC-A005", f"'{name}' must be a whole number"
        case "date" if name == "to":
            yield (
                f"({_no_day(value)} AND {value} <> DATE '{ENDLESS}')",
                "EVC-S004",
                f"'{name}' is no day that occurs here",
            )
        case "date":
            yield _no_day(value), "EVC-S004", f"'{name}' is no day that occurs here"
        case "code" if declared.codes:
            codes = ", ".join(map(text, declared.codes))
            yield f"{value} NOT IN ({codes})", "EVC-A006", f"'{name}' is no code that is declared"
        case "codes" if declared.codes:
            codes = ", ".join(map(text, declared.codes))
            yield f"NOT list_has_all([{codes}], {value})", "EVC-A006", f"'{name}' has a code that is not declared"
        case "outcomes":
            refs = ", ".join(text(str(ref)) for ref in references(framework))
            condition = f"len({value}) > 0 AND NOT list_has_all([{refs}], {value})"
            yield condition, "EVC-O001", f"'{name}' names an outcome that is not in the framework"
        case _:
            pass
    bearers = [one for one in EVIDENCE_KINDS if framework.vocabulary.find(name, one)]
    if kind and not set(EVIDENCE_KINDS) <= set(bearers):
        kinds = ", ".join(map(text, bearers))
        condition = f"{value} IS NOT NULL AND {kind} NOT IN ({kinds})"
        yield condition, "EVC-A002", f"'{name}' is not carried by this kind"


def usable(found: Iterable[Problem]) -> str:
    """The condition that a row can be used."""
    return " AND ".join(f"NOT coalesce({condition}, false)" for condition, _, _ in found) or "true"


def said(found: Iterable[Problem], what: int) -> str:
    """The code (1) or sentence (2) of the first problem of a row."""
    cases = " ".join(f"WHEN {one[0]} THEN {text(one[what])}" for one in found)
    return f"CASE {cases} END"
