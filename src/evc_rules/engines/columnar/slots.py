"""Which bit of which word stands for what.

A slot is a screen, asked for a purpose. A word has a bit for each slot of things of one kind: of its 64 bits 32 say
what surely passes and 32 what may. What is counted or summed has its bits side by side, so that one look-up spreads an
amount over all the sums that it goes into.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute
from ...model.conditions import AgeTest, AsOf, Span, Sum, Test
from ...model.quantities import Age, Amount
from ..compiled.circuit import Circuit, Found, Measured, Screen
from .asking import Asking

WIDTH: Final = 32
"""How many slots a word holds."""

MOST_ITEMS: Final = 127
"""The most things of a dossier that columns count and sum exactly."""

_MOST_BITS: Final = 62
_MOST_LANES: Final = 8


@dataclass(frozen=True, slots=True)
class Slot:
    """A screen, asked for a purpose.

    Attributes:
        screen: The screen.
        uncovered: Whether it is asked that what the thing covers is not known.
    """

    screen: int
    uncovered: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A total, as bits of a column of totals.

    Attributes:
        node: What is measured or counted, in the circuit.
        screen: The screen of what goes into it.
        shift: Where its bits begin.
    """

    node: int
    screen: int
    shift: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Totals of one amount that share a column; no amount counts for more than `most`, which is enough for each.

    Attributes:
        of: What is summed: an attribute, a reference date for spans, or None for how many there are.
        most: The most that one thing adds [steps].
        width: The bits of each total.
        scale: How many decimals a step has.
        unit: The unit of the amount.
        lanes: The totals.
    """

    of: str | AsOf | None
    most: int
    width: int
    scale: int
    unit: str
    lanes: tuple[Lane, ...]
    span: bool = False


@dataclass
class Layout:
    """Where everything is.

    Attributes:
        circuit: What is asked.
        scales: How many decimals the columns of numbers have.
        asking: Asks for values of parameters.
        found: The slots of which one thing that passes is enough.
        tallies: The columns of totals.
        aligned: The screens of which vectors are made, by what things cover.
        odd: The screens that columns cannot carry: a dossier with something that may pass them is answered otherwise.
        wanted: For each measured node the totals that may be asked for [steps], whatever the cohort.
    """

    circuit: Circuit
    scales: dict[str, int]
    asking: Asking
    found: tuple[Slot, ...] = ()
    tallies: tuple[Tally, ...] = ()
    aligned: tuple[int, ...] = ()
    odd: dict[int, frozenset[str]] = field(default_factory=dict)
    wanted: dict[int, dict[Any, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[Slot, None] = {}
        counted: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
        aligned: dict[int, None] = {}
        for node, one in enumerate(self.circuit.nodes):
            match one:
                case Found(screen=screen, count=count):
                    if VERDICT in self.screen(screen).bearers:
                        continue
                    if self.screen(screen).aligned:
                        if count > 1 or len(self.screen(screen).aligned) > 1 or APPLICANT in self.kinds(screen):
                            self._cannot(screen)
                        else:
                            aligned[screen] = None
                            found[Slot(screen, uncovered=True)] = None
                    elif count == 1:
                        found[Slot(screen)] = None
                    else:
                        self.wanted[node] = {count: count}
                        counted.setdefault(("count",), []).append((node, screen))
                case Measured(screen=screen, condition=condition):
                    self._measured(node, screen, condition, counted)
                case _:
                    pass
        for place, each in enumerate(self.circuit.screens):
            if any(self._falls_under(test, kind) for test in each.asked for kind in self.kinds(place)):
                self._cannot(place)
        self.aligned = tuple(aligned)
        self.found = tuple(found)
        self.tallies = tuple(tally for key, members in counted.items() for tally in self._tallies(key, members))

    @property
    def beyond(self) -> bool:
        """Whether columns can carry no dossier: where verdicts or the applicant must be aligned with the target."""
        return any(one.aligned and {VERDICT, APPLICANT} & {*one.bearers} for one in self.circuit.screens)

    def screen(self, place: int) -> Screen:
        """A screen of the circuit."""
        return self.circuit.screens[place]

    def kinds(self, screen: int) -> tuple[str, ...]:
        """The kinds of things that a screen is about."""
        return self.screen(screen).bearers or EVIDENCE_KINDS

    def declared(self, attribute: str, kind: str) -> Attribute | None:
        """How a kind carries an attribute."""
        return self.circuit.framework.vocabulary.find(attribute, kind)

    def about(self, kind: str) -> list[Slot]:
        """The slots of which one thing is enough that are about a kind."""
        return [slot for slot in self.found if kind in self.kinds(slot.screen)]

    def _falls_under(self, test: Test, kind: str) -> bool:
        """Whether a test is on a set of codes that fall under one another, which columns do not tell apart."""
        declared = None if isinstance(test, AgeTest) else self.declared(test.attribute, kind)
        return declared is not None and declared.type == "codes" and declared.prefix

    def _cannot(self, screen: int, kinds: Iterable[str] = ()) -> None:
        before = self.odd.get(screen, frozenset())
        self.odd[screen] = before | frozenset(kinds or self.kinds(screen))

    # Totals

    def _measured(
        self,
        node: int,
        screen: int,
        condition: Sum | Span,
        counted: dict[tuple[Any, ...], list[tuple[int, int]]],
    ) -> None:
        one = self.circuit.nodes[node]
        assert isinstance(one, Measured)  # noqa: S101 - for the type checker
        values = self.asking.values(one.condition.at_least, one.ruleset)
        if isinstance(condition, Span):
            self.wanted[node] = {value: value.days for value in values if isinstance(value, Age)}
            dated = [kind for kind in self.kinds(screen) if all(self.declared(one, kind) for one in ("from", "to"))]
            if self.screen(screen).aligned or len(dated) > 1:  # things of two kinds may overlap
                self._cannot(screen)
                return
            counted.setdefault(("span", condition.as_of), []).append((node, screen))
            return
        amounts = [value for value in values if isinstance(value, Amount)]
        units = {value.unit for value in amounts}
        carried = [(kind, self.declared(condition.of, kind)) for kind in self.kinds(screen)]
        strange = [kind for kind, each in carried if each and (each.low < 0 or units != {each.unit} or not amounts)]
        scale = self.scale(condition.of)
        self.wanted[node] = {
            value: int((value.value.scaleb(scale)).to_integral_value(ROUND_CEILING)) for value in amounts
        }
        wide = (max(self.wanted[node].values(), default=1) * MOST_ITEMS).bit_length() > _MOST_BITS
        if self.screen(screen).aligned or wide:
            self._cannot(screen)
            return
        if strange:
            self._cannot(screen, strange)
        counted.setdefault(("sum", condition.of, units.pop() if len(units) == 1 else ""), []).append((node, screen))

    def scale(self, attribute: str) -> int:
        """How many decimals a sum of an attribute needs: those of the column, and of the bounds that are declared."""
        declared = [self.declared(attribute, kind) for kind in EVIDENCE_KINDS]
        bounds = [bound for each in declared if each for bound in (each.low, each.high) if bound is not None]
        exponents = [one.normalize().as_tuple().exponent for one in bounds]
        return max(self.scales.get(attribute, 0), *(-one for one in exponents if isinstance(one, int)), 0)

    def _tallies(self, key: tuple[Any, ...], members: list[tuple[int, int]]) -> Iterable[Tally]:
        members = sorted(members, key=lambda one: (self.kinds(one[1]), one[1], one[0]))
        scale = self.scale(key[1]) if key[0] == "sum" else 0
        pending: list[tuple[int, int]] = []
        for member in members:
            if pending and not self._fits([*pending, member]):
                yield self._tally(key, pending, scale)
                pending = []
            pending.append(member)
        if pending:
            yield self._tally(key, pending, scale)

    def _most(self, members: Sequence[tuple[int, int]]) -> int:
        return max((value for node, _ in members for value in self.wanted[node].values()), default=1)

    def _fits(self, members: Sequence[tuple[int, int]]) -> bool:
        width = (max(self._most(members), 1) * MOST_ITEMS).bit_length()
        return len(members) <= _MOST_LANES and width * len(members) <= _MOST_BITS

    def _tally(self, key: tuple[Any, ...], members: list[tuple[int, int]], scale: int) -> Tally:
        most = max(self._most(members), 1)
        width = (most * MOST_ITEMS).bit_length()
        lanes = tuple(Lane(node, screen, place * width) for place, (node, screen) in enumerate(members))
        unit = key[2] if key[0] == "sum" else ""
        return Tally(key[1] if len(key) > 1 else None, most, width, scale, unit, lanes, span=key[0] == "span")


def bounded(bound: Decimal, scale: int) -> int:
    """A bound in steps."""
    return int(bound.scaleb(scale).to_integral_value(ROUND_FLOOR))
