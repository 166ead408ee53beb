"""Which rows cannot be used, and why: asked of all rows at once; the ones found are set apart."""

# ruff: noqa: S608 - expressions are put together of names that are quoted
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ..engines.columnar.flat import DOSSIERS, ENDLESS, EVIDENCE, JUDGEMENTS, VERDICTS, attributes_in, column
from ..engines.columnar.leaves import references
from ..model.attributes import EVIDENCE_KINDS, SCALES, Attribute
from ..model.outcomes import Framework
from .columns import Column, quoted, text
from .files import Opened

_FIRST, _LAST = date(1800, 1, 1), date(2999, 12, 31)
ITEMS: Final = (EVIDENCE, VERDICTS)
"""The tables of things that have a name of their own in their dossier."""
_WORDS: Final[dict[str, str]] = {DOSSIERS: "dossier", EVIDENCE: "item", VERDICTS: "verdict", JUDGEMENTS: "answer"}
DOUBLED: Final = "EVC-S005"
_ID: Final = "^[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9][A-Za-z0-9_-]*)*$"


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no value."""

    column: str


@dataclass(frozen=True, slots=True)
class Outside:
    """The value lies outside of bounds."""

    column: str
    low: Any
    high: Any


@dataclass(frozen=True, slots=True)
class NotCarried:
    """There is a value although things of the kind carry none."""

    column: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The value, or one of the values of a set, is none of these; or there is none although one is needed."""

    column: str
    allowed: frozenset[str]
    several: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Backward:
    """The day is not after another one."""

    column: str
    after: str


@dataclass(frozen=True, slots=True)
class Marked:
    """There is a mark, and it has no scale; or it lies outside its scale where scales are given."""

    column: str
    scales: tuple[tuple[str, Decimal, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Holed:
    """An element of a set is missing."""

    column: str


Reason = Missing | Outside | NotCarried | NoneOf | Backward | Marked | Holed


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be used.

    Attributes:
        condition: When that is so; it reads the columns of the source as it is.
        code: The code of the finding.
        message: A sentence.
        reason: What is wrong in plain terms, where it can be told without looking at every row.
    """

    condition: str
    code: str
    message: str
    reason: Reason | None = None


def problems(opened: Opened, framework: Framework, table: str) -> list[Problem]:
    """All that can be wrong with the rows of a table."""
    found: list[Problem] = []
    columns = {one.name: one for one in opened.columns[table]}
    found += [
        Problem(one.wrong, "EVC-S004", f"'{one.name}' cannot be read as {one.type}")
        for one in columns.values()
        if one.wrong
    ]
    if opened.sources[table].lines:
        nothing = " AND ".join(f"{quoted(name)} IS NULL" for name in opened.sources[table].columns) or "true"
        found.insert(0, Problem(nothing, "EVC-S003", "the line is no JSON object, or says nothing"))
    found += _own(table, columns, framework)
    for name, declared in attributes_in(table, framework.vocabulary).items():
        if not columns[column(table, name)].expression.startswith("CAST(NULL"):
            kind = columns["kind"].expression if table == EVIDENCE else ""
            found += _attribute(columns[column(table, name)], declared, framework, kind)
    if table == EVIDENCE:
        condition = f"{columns['to'].expression} <= {columns['from'].expression}"
        found.append(Problem(condition, "EVC-D006", "the work ends before it begins", Backward("to", "from")))
    if "unknown" in opened.sources[table].columns and "unknown" in columns:
        found += _unknown(columns["unknown"], columns["kind"].expression if table == EVIDENCE else "", table, framework)
    return found


def _unknown(one: Column, kind: str, table: str, framework: Framework) -> Iterable[Problem]:
    """What is said to be unknown is no attribute, or not of this kind of evidence."""
    value, names = one.expression, frozenset(attributes_in(table, framework.vocabulary))
    yield Problem(f"len({value}) > list_count({value})", "EVC-S001", "a name in 'unknown' is missing", Holed(one.name))
    condition = f"NOT list_has_all([{', '.join(map(text, sorted(names)))}]::VARCHAR[], {value})"
    reason = NoneOf(one.name, names, several=True)
    yield Problem(condition, "EVC-A001", "'unknown' names what is not declared", reason)
    if table == EVIDENCE:
        carried = {each: [one.id for one in framework.vocabulary.carried_by(each)] for each in EVIDENCE_KINDS}
        cases = (
            f"({kind} = {text(each)} AND NOT list_has_all([{', '.join(map(text, own))}]::VARCHAR[], {value}))"
            for each, own in carried.items()
        )
        condition = f"(len({value}) > 0 AND ({' OR '.join(cases)}))"
        yield Problem(condition, "EVC-A002", "'unknown' names an attribute that this kind does not carry")


def _own(table: str, columns: dict[str, Column], framework: Framework) -> Iterable[Problem]:
    dossier = columns["dossier"].expression
    yield _missing("dossier", dossier, f"the {_WORDS[table]} belongs to no dossier")
    if columns["dossier"].type == "VARCHAR":
        yield Problem(f"NOT regexp_matches({dossier}, {text(_ID)})", "EVC-S004", "'dossier' is no id")
    else:
        yield Problem(f"{dossier} < 0", "EVC-S004", "'dossier' is no id", Outside("dossier", 0, None))
    if table == DOSSIERS:
        meant = ("", framework.name)
        condition = f"{columns['framework'].expression} NOT IN ({', '.join(map(text, meant))})"
        message = f"the dossier is to be read by another framework than '{framework.name}'"
        yield Problem(condition, "EVC-O008", message, NoneOf("framework", frozenset(meant)))
    if table == EVIDENCE:
        yield _outside(columns["kind"], EVIDENCE_KINDS, "EVC-S003", "there is no such kind of evidence")
    if table in ITEMS:
        yield _missing("item", columns["item"].expression, "'item' is missing")
    if table == VERDICTS:
        refs = [str(ref) for ref in references(framework)]
        yield _outside(columns["outcome"], refs, "EVC-O001", "'outcome' is not in the framework")
        yield _missing("achieved", columns["achieved"].expression, "'achieved' is missing")
    if table == JUDGEMENTS:
        yield _missing("judgement", columns["judgement"].expression, "'judgement' is missing")
        yield _missing("answer", columns["answer"].expression, "'answer' is missing")
        yield _no_day(columns["on"])


def nobody(opened: Opened, table: str, people: str) -> Problem:
    """A row is about a dossier that is not among these."""
    dossier = next(one.expression for one in opened.columns[table] if one.name == "dossier")
    condition = f"{dossier} IS NOT NULL AND {dossier} NOT IN (SELECT dossier FROM ({people}))"
    return Problem(condition, "EVC-K003", "there is no such dossier")


def doubled(opened: Opened, table: str, relation: str = "", within: str = "true") -> list[Problem]:
    """Among rows for which a condition holds several say that they are the same dossier, or the same item of one.

    Which of several dossiers is the one, and whose the evidence is, cannot be known.
    """
    names = {one.name: one.expression for one in opened.columns[table]}
    if table not in {DOSSIERS, *ITEMS}:
        return []
    name = names["dossier"] if table == DOSSIERS else f"({names['dossier']}, {names['item']})"
    several = (
        f"SELECT {name} FROM {relation or opened.sources[table].relation} WHERE {within}"
        f" GROUP BY {name} HAVING count(*) > 1"
    )
    who = (
        "there are several dossiers of this name" if table == DOSSIERS else "the dossier has several items of this name"
    )
    return [Problem(f"{name} IN ({several})", DOUBLED, who)]


def _missing(column: str, expression: str, message: str) -> Problem:
    return Problem(f"{expression} IS NULL", "EVC-S001", message, Missing(column))


def _outside(column: Column, listed: Iterable[str], code: str, message: str) -> Problem:
    allowed = tuple(listed)
    condition = f"({column.expression} IS NULL OR {column.expression} NOT IN ({', '.join(map(text, allowed))}))"
    return Problem(condition, code, message, NoneOf(column.name, frozenset(allowed), needed=True))


def _no_day(column: Column) -> Problem:
    condition = f"NOT ({column.expression} BETWEEN DATE '{_FIRST}' AND DATE '{_LAST}')"
    message = f"'{column.name.rstrip('_')}' is no day that occurs here"
    return Problem(condition, "EVC-S004", message, Outside(column.name, _FIRST, _LAST))


def _attribute(one: Column, declared: Attribute, framework: Framework, kind: str) -> Iterable[Problem]:
    value, name = one.expression, declared.id
    if declared.type in {"codes", "outcomes"}:
        holed = f"len({value}) > list_count({value})"
        yield Problem(holed, "EVC-S001", f"an element of '{name}' is missing", Holed(one.name))
    match declared.type:
        case "number":
            low, high = declared.low, declared.high
            bounds = f"{value} < {low}" + (f" OR {value} > {high}" if high is not None else "")
            message = f"'{name}' lies outside {low} to {'..' if high is None else high}"
            yield Problem(f"({bounds})", "EVC-A005", message, Outside(one.name, low, high))
            if declared.whole and one.type != "BIGINT":
                yield Problem(f"{value} <> floor({value})", "EVC-A005", f"'{name}' must be a whole number")
        case "date" if name == "to":
            day = _no_day(one)
            yield Problem(f"({day.condition} AND {value} <> DATE '{ENDLESS}')", day.code, day.message, day.reason)
        case "date":
            yield _no_day(one)
        case "code" if declared.codes:
            codes = ", ".join(map(text, declared.codes))
            message = f"'{name}' is no code that is declared"
            allowed = NoneOf(one.name, frozenset(declared.codes))
            yield Problem(f"{value} NOT IN ({codes})", "EVC-A006", message, allowed)
        case "codes" if declared.codes:
            codes = ", ".join(map(text, declared.codes))
            message = f"'{name}' has a code that is not declared"
            allowed = NoneOf(one.name, frozenset(declared.codes), several=True)
            yield Problem(f"NOT list_has_all([{codes}], {value})", "EVC-A006", message, allowed)
        case "outcomes":
            listed = [str(ref) for ref in references(framework)]
            refs = ", ".join(map(text, listed))
            condition = f"len({value}) > 0 AND NOT list_has_all([{refs}], {value})"
            message = f"'{name}' names an outcome that is not in the framework"
            yield Problem(condition, "EVC-O001", message, NoneOf(one.name, frozenset(listed), several=True))
        case "grade":
            yield from _mark(one)
        case _:
            pass
    bearers = tuple(bearer for bearer in EVIDENCE_KINDS if framework.vocabulary.find(name, bearer))
    if kind and not set(EVIDENCE_KINDS) <= set(bearers):
        kinds = ", ".join(map(text, bearers))
        there = f"len({value}) > 0" if declared.type in {"codes", "outcomes"} else f"{value} IS NOT NULL"
        if declared.type == "grade":
            there = f"({value}).value IS NOT NULL"
        condition = f"{there} AND {kind} NOT IN ({kinds})"
        yield Problem(condition, "EVC-A002", f"'{name}' is not carried by this kind", NotCarried(one.name, bearers))


def _mark(one: Column) -> Iterable[Problem]:
    mark, scale = f"({one.expression}).value", f"({one.expression}).scale"
    nameless = f"{mark} IS NOT NULL AND coalesce({scale}, '') = ''"
    yield Problem(nameless, "EVC-S001", f"'{one.name}' has no scale", Marked(one.name))
    scales = tuple((name, low, high) for name, (low, high) in SCALES.items())
    listed = (f"({scale} = {text(name)} AND NOT {mark} BETWEEN {low} AND {high})" for name, low, high in scales)
    beyond = f"({' OR '.join(listed)})"
    yield Problem(beyond, "EVC-A005", f"'{one.name}' lies outside its scale", Marked(one.name, scales))


def codes_of_sets(framework: Framework) -> dict[str, frozenset[str]]:
    """For each set of which that is declared the codes that can be in it."""
    outcomes = frozenset(str(ref) for ref in references(framework))
    found = {}
    for one in attributes_in(EVIDENCE, framework.vocabulary).values():
        if one.type == "outcomes":
            found[one.id] = outcomes
        elif one.type == "codes" and one.codes:
            found[one.id] = frozenset(one.codes)
    return found


def usable(found: Iterable[Problem]) -> str:
    """The condition that a row can be used."""
    return " AND ".join(f"NOT coalesce({one.condition}, false)" for one in found) or "true"


def code_of(found: Iterable[Problem]) -> str:
    """The code of the first problem of a row."""
    return _first((one.condition, one.code) for one in found)


def message_of(found: Iterable[Problem]) -> str:
    """The sentence of the first problem of a row."""
    return _first((one.condition, one.message) for one in found)


def _first(cases: Iterable[tuple[str, str]]) -> str:
    return f"CASE {' '.join(f'WHEN {condition} THEN {text(said)}' for condition, said in cases)} END"
