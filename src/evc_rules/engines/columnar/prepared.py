"""Things as they count on the decision date, in columns: what `prepare` says of one dossier, said of all at once.

What is dated after the decision is left out; what follows from facts is filled in; hours that do not fit are not known.
Where facts and a row contradict each other the row is odd: its dossier is answered by another engine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis  # type: ignore[import-untyped]
import networkx as nx

from ...model.attributes import EVIDENCE_KINDS, VERDICT, Attribute, Fact, Grade, Value, Vocabulary
from ...model.quantities import Amount
from ..prepare import HOURS_A_DAY
from .dialect import Dialect
from .flat import ENDLESS, EVIDENCE, VERDICTS, column


@dataclass
class Things:
    """The rows of one kind that count, with columns as they count.

    Attributes:
        rows: The table.
        values: The columns of attributes that may differ from the table's.
        undated: Whether it is not known that a thing is not dated after the decision.
        odd: Whether a row contradicts a fact; None when columns can carry it if one does.
    """

    rows: Any
    values: dict[str, Any]
    undated: Any
    odd: Any


def things(
    table: Any, kind: str, needed: Collection[str], vocabulary: Vocabulary, on: date, dialect: Dialect
) -> Things:
    """The things of a kind, of which these attributes are asked."""
    where = VERDICTS if kind == VERDICT else EVIDENCE
    rows = table.filter(table.kind == kind) if kind in EVIDENCE_KINDS else table

    def original(name: str) -> Any:
        return rows[column(where, name)]

    declared = {one.id: one for one in vocabulary.carried_by(kind)}
    values = {name: original(name) for name in declared}
    facts = [fact for fact in vocabulary.facts if fact.on == kind]
    odd = None
    if facts and not set(needed).isdisjoint(_spoken_of(facts)):
        simple = _simple(facts, declared)
        if simple is None:
            odd = _fill(values, facts, declared)
        else:
            _follow(values, simple, dialect)
    dated = "from" if kind == "work" else "date"
    moment = values[dated]
    today = ibis.literal(on)
    rows_that_count = (moment.isnull() | (moment <= today)).fill_null(True)
    undated = moment.isnull()
    if kind == "work":
        end = values["to"]
        undated = undated & ~(end <= today).fill_null(False)
        if "hours" in needed:
            values["hours"] = _worked(values, today)
    return Things(rows.filter(rows_that_count), values, undated, odd)


def _spoken_of(facts: Collection[Fact]) -> set[str]:
    return {name for fact in facts for name, _ in (*fact.given, *fact.then)}


Simple = tuple[str, dict[str, dict[str, Value]]]
"""The attribute that facts start from, and by attribute that follows the value for each code."""


def _simple(facts: list[Fact], declared: Mapping[str, Attribute]) -> Simple | None:
    """Facts that all start from one code and lead to one value each, or None."""
    given = {name for fact in facts for name, _ in fact.given}
    single = all(len(fact.given) == 1 for fact in facts) and len(given) == 1
    then: dict[str, dict[str, Value]] = {}
    for fact in facts if single else ():
        for name, value in fact.then:
            for code in fact.given[0][1]:
                if then.setdefault(name, {}).setdefault(code, value) != value:
                    return None
    named = [declared.get(name) for name in (*given, *then)]
    if not single or given & set(then) or any(one is None or one.absent == "none" for one in named):
        return None
    start = next(iter(given))
    return (start, then) if declared[start].type == "code" else None


def _follow(values: dict[str, Any], simple: Simple, dialect: Dialect) -> None:
    """Fill in what follows from one code; where it contradicts what is there, neither is known."""
    start, then = simple
    code = values[start]
    doubtful: Any = ibis.literal(value=False)
    found: dict[str, tuple[Any, Any]] = {}
    for name, by_code in then.items():
        type_ = values[name].type()
        distinct = list(dict.fromkeys(by_code.values()))
        place = dialect.get({each: distinct.index(value) for each, value in by_code.items()}, code)
        follows = literal(distinct[0], type_)
        if len(distinct) > 1:
            follows = ibis.cases(
                *((place == number, literal(value, type_)) for number, value in enumerate(distinct)),
                else_=ibis.null(type_),
            )
        else:
            follows = ibis.ifelse(place.notnull(), follows, ibis.null(type_))
        contradicts = (values[name] != follows).fill_null(False)
        doubtful = doubtful | contradicts
        found[name] = follows, contradicts
    for name, (follows, contradicts) in found.items():
        type_ = values[name].type()
        filled = ibis.coalesce(values[name], ibis.ifelse(doubtful, ibis.null(type_), follows))
        values[name] = ibis.ifelse(contradicts, ibis.null(type_), filled)
    values[start] = ibis.ifelse(doubtful, ibis.null("string"), code)


def _worked(values: dict[str, Any], today: Any) -> Any:
    """The hours, when all of them have been worked and they fit between the dates."""
    begin, end, hours = values["from"], values["to"], values["hours"]
    ahead = ((end > today) & (end < ibis.literal(ENDLESS))).fill_null(False)
    last = ibis.least(end.fill_null(today), today)
    fitting = last.delta(begin, unit="day") * HOURS_A_DAY
    too_many = (begin.notnull() & (hours > ibis.greatest(fitting, 0))).fill_null(False)
    return ibis.ifelse(ahead | too_many, ibis.null(hours.type()), hours)


def _fill(values: dict[str, Any], facts: list[Fact], declared: dict[str, Attribute]) -> Any:
    """Fill in what follows, each fact after those that it may follow from; and whether a row contradicts any."""
    order: nx.DiGraph[int] = nx.DiGraph()
    order.add_nodes_from(range(len(facts)))
    for place, fact in enumerate(facts):
        given = {name for name, _ in fact.given}
        order.add_edges_from(
            (other, place) for other, first in enumerate(facts) if given & {name for name, _ in first.then}
        )
    conditions: list[tuple[Any, str, Value]] = []
    order.remove_edges_from(list(nx.selfloop_edges(order)))
    for place in nx.lexicographical_topological_sort(order):
        fact = facts[place]
        holds = ibis.literal(value=True)
        for name, codes in fact.given:
            holds = (
                holds & values[name].isin(list(codes)) if declared[name].type == "code" else ibis.literal(value=False)
            )
        holds = holds.fill_null(False)
        for name, value in fact.then:
            conditions.append((holds, name, value))
            values[name] = ibis.coalesce(values[name], ibis.ifelse(holds, literal(value, values[name].type()), None))
    odd = ibis.literal(value=False)
    for holds, name, value in conditions:
        odd = odd | (holds & (values[name] != literal(value, values[name].type())))
    return odd.fill_null(False)


def literal(value: Value, type_: Any) -> Any:
    """A value as it lies in a column."""
    match value:
        case Amount(value=number):
            return ibis.literal(number).cast(type_)
        case Grade():
            return ibis.struct({"value": value.value, "scale": value.scale}).cast(type_)
        case frozenset():
            return ibis.literal(sorted(value), type=type_)
        case date() | bool() | str():
            return ibis.literal(value, type=type_)
        case _:
            return ibis.literal(ENDLESS)
