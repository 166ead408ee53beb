"""What the columns of a selection hang on: an expression can then be worked out for each value, not for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.operations as ops  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A column of a table that something hangs on.

    Attributes:
        table: The table.
        column: The column.
        field: The field of it, where it is a structure and no more is asked.
        there: Whether it is only asked if there is a value.
    """

    table: str
    column: str
    field: str = ""
    there: bool = False


@dataclass(frozen=True)
class Origins:
    """What a selection hangs on.

    Attributes:
        table: The table that it is of.
        rows: What decides which rows are selected.
        columns: For each column what its values hang on.
        same: The columns that are those of the table as they lie there, with their names in the table.
    """

    table: str
    rows: frozenset[Origin]
    columns: dict[str, frozenset[Origin]]
    same: dict[str, str]


def origins(expression: Any) -> Origins | None:
    """What a selection hangs on; None where it is more than rows of one table, each with its applicant, filtered."""
    finding = _Finding({})
    rows: frozenset[Origin] = frozenset()
    relation = expression.op()
    columns = {name: finding.of(value) for name, value in relation.values.items()}
    lying = {name: _original(value) for name, value in relation.values.items()}
    while not isinstance(relation, ops.UnboundTable):
        if isinstance(relation, ops.Filter):
            rows = rows.union(*map(finding.of, relation.predicates))
        elif isinstance(relation, ops.JoinChain):
            if not _by_dossier(relation):
                return None
            relation = relation.first
        elif not isinstance(relation, ops.Project | ops.DropColumns | ops.JoinReference):
            return None
        relation = relation.parent
    same = {name: one.column for name, one in lying.items() if one is not None and one.table == relation.name}
    return Origins(relation.name, rows, columns, same)


@dataclass(frozen=True)
class _Finding:
    """Finds what values hang on; what several ask is found once."""

    known: dict[Any, frozenset[Origin]]

    def of(self, value: Any) -> frozenset[Origin]:
        if value not in self.known:
            self.known[value] = self._of(value)
        return self.known[value]

    def _of(self, value: Any) -> frozenset[Origin]:
        match value:
            case ops.Field():
                there = _original(value)
                return self.of(value.rel.values[value.name]) if there is None else frozenset({there})
            case ops.IsNull(arg=arg) | ops.NotNull(arg=arg) if (there := _original(arg)) is not None:
                return frozenset({Origin(there.table, there.column, there=True)})
            case ops.StructField(arg=arg, field=field) if (there := _original(arg)) is not None:
                return frozenset({Origin(there.table, there.column, field)})
        return frozenset().union(*map(self.of, _within(value.args)))


def _within(values: Any) -> list[Any]:
    found = []
    for one in values:
        if isinstance(one, ops.Value):
            found.append(one)
        elif isinstance(one, tuple):
            found += _within(one)
    return found


def _by_dossier(join: Any) -> bool:
    """Whether rows are joined with those of one other table about the same dossier, if there are any."""
    if len(join.rest) != 1 or join.rest[0].how != "left" or len(join.rest[0].predicates) != 1:
        return False
    sides = [_original(one) for one in join.rest[0].predicates[0].args]
    return all(one is not None and one.column == "dossier" for one in sides)


def _original(value: Any) -> Origin | None:
    """The column of a table that a value is, as it lies there."""
    while isinstance(value, ops.Field):
        if isinstance(value.rel, ops.UnboundTable):
            return Origin(value.rel.name, value.name)
        value = value.rel.values[value.name]
    return None
