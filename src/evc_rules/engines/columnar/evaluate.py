"""Rulesets asked of many dossiers at once: what to select, and where each ruleset grants and bars by that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ..compiled.circuit import Circuit
from .asking import Asking
from .batch import Batch
from .dialect import Dialect
from .flat import DOSSIERS, EVIDENCE, VERDICTS, attributes_in, column
from .gather import Gathering
from .leaves import covering
from .planes import Truths
from .selecting import Selecting, Tables
from .settle import Settling
from .sides import Sides
from .slots import Layout
from .spoken import Spoken


@dataclass(frozen=True)
class Said:
    """What is said of the dossiers of a batch.

    Attributes:
        size: How many there are.
        elsewhere: Which must be answered elsewhere, for columns cannot carry them exactly.
        sides: For each ruleset where it grants and bars.
    """

    size: int
    elsewhere: Truths
    sides: list[Sides]


@dataclass(frozen=True)
class Columnar:
    """Rulesets made ready to be asked about tables of dossiers. Threads may share it.

    Attributes:
        circuit: The rulesets, numbered.
        on: The decision date.
        dialect: What the backend calls things.
        tables: The tables of dossiers, as expressions.
        occurring: The codes that occur, by attribute, where longer codes fall under shorter ones.
    """

    circuit: Circuit
    on: date
    dialect: Dialect
    tables: Tables
    occurring: Mapping[str, Sequence[str]]

    @cached_property
    def _gathering(self) -> Gathering:
        asking = Asking.about(self.circuit, self.on)
        layout = Layout(self.circuit, scales_of(self.tables.evidence), asking)
        selecting = Selecting(
            layout,
            asking,
            Spoken(self.circuit),
            self.dialect,
            self.occurring,
            covering(self.circuit.framework, self.circuit.place),
            self.on,
        )
        return Gathering(selecting, selecting.all(self.tables))

    @cached_property
    def selections(self) -> dict[str, Any]:
        """What has to be selected, as expressions: each row has its `dossier`, and beside it whole numbers and sets."""
        return {name: one.expression for name, one in self._gathering.selections.items()}

    def answer(self, batch: Batch) -> Said:
        """What the rulesets say of some dossiers of which this was selected."""
        selecting = self._gathering.selecting
        found = self._gathering.gather(batch)
        sides = Settling(selecting.layout, selecting.spoken, selecting.asking, found).settled()
        return Said(batch.size, selecting.layout.beyond or found.odd, sides)


def scales_of(evidence: Any) -> dict[str, int]:
    """How many decimals the columns of numbers have."""
    return {name: type_.scale or 0 for name, type_ in evidence.schema().items() if type_.is_decimal()}


def prefixed(circuit: Circuit) -> list[tuple[str, str]]:
    """The columns of codes that fall under one another, as pairs of table and column."""
    found = [
        (table, column(table, name))
        for table in (DOSSIERS, EVIDENCE, VERDICTS)
        for name, one in attributes_in(table, circuit.framework.vocabulary).items()
        if one.type == "code" and one.prefix
    ]
    tested = {getattr(test, "attribute", "") for screen in circuit.screens for test in screen.asked}
    return [(table, name) for table, name in found if name in tested or name.rstrip("_") in tested]
