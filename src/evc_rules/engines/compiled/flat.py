"""A circuit laid out flat, as the native core follows it: numbers and masks, and nothing to look up by name."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from ...model.attributes import VERDICT
from ...model.quantities import Age, Amount
from .circuit import Circuit, Found, Gate, Measured, Rested, Tested, mask
from .emit import node_of
from .flat_asks import Asks
from .flat_numbers import EFFECTS, WORD, Numbers
from .measure import Count, Covered, Meter, Total
from .read import Reader
from .routes import Routes

THOUSAND: Final = 1000
_MOST: Final = 1 << 40
_MOST_DEEP: Final = 200


def thousandths(value: Decimal | None) -> int | None:
    """A number in thousandths, if it is one that the core adds up; None if not."""
    if type(value) is not Decimal or not value.is_finite():
        return None
    above, below = value.as_integer_ratio()
    if THOUSAND % below or abs(above) * (THOUSAND // below) > _MOST:
        return None
    return above * (THOUSAND // below)


def flat(circuit: Circuit, reader: Reader, routes: Routes) -> dict[str, Any] | None:
    """The tables of a circuit; None when it has something that the core leaves to Python."""
    several = (one for places in reader.aligned.values() for place in places if (one := reader.meters[place]))
    if any(not isinstance(one, Count) or one.least != 1 for one in several):
        return None  # sums and counts of what covers the target
    laid = _Flat(circuit, reader, routes)
    return None if laid.depth() > _MOST_DEEP else laid.tables()


@dataclass
class _Flat(Numbers):
    done: set[int] = field(default_factory=set)
    code: list[int] = field(default_factory=list)

    def depth(self) -> int:
        """How many rules override each other in a row."""
        depths: list[int] = []
        for one in self.circuit.acting:  # each comes after what overrides it
            depths.append(1 + max((depths[other] for other in one.overriders), default=0))
        return max(depths, default=0)

    # What is settled, in order

    def program(self) -> list[int]:
        for place, one in enumerate(self.circuit.acting):
            self.node(node_of(one.node))
            side = 4 * one.ruleset + 2 * (one.effect == "bar")
            if place in self.slot:
                over = [self.slot[other] for other in one.overriders]
                told = (self.literal(one.node), EFFECTS.index(one.effect), side, self.mask(one.targets))
                self.code += (5, self.slot[place], *told, len(over), *over)
            elif one.effect != "waive":
                reached = self.circuit.ladder.reached(one.effect, one.targets)
                self.code += (4, self.literal(one.node), side, self.mask(reached))
        return self.code

    def node(self, place: int) -> None:
        """Settle a node, once, after what it is made of."""
        if place in self.done:
            return
        self.done.add(place)
        match self.circuit.nodes[place]:
            case Gate(k=k, parts=parts) if parts:
                for part in parts:
                    self.node(node_of(part))
                vector = place in self.circuit.vectors
                what = (1, self.vector[place]) if vector else (0, self.bit(place))
                self.code += (*what, k, len(parts), *map(self.literal, parts))
            case Rested(ruleset=here, leaves=leaves):
                wins = self.circuit.rulesets[here].conflicts == "grant-wins"
                self.code += (3, self.bit(place), 4 * here, int(wins), self.mask(mask(leaves)))
            case Tested(leaves=leaves) if leaves:
                self.code += (2, self.bit(place), self.vector[place], self.mask(mask(leaves)))
            case _:
                pass

    # What is counted and measured

    def counted(self) -> Iterator[tuple[int, bool, Any]]:
        for screen in self.reader.counted:
            cohort = bool(self.reader.hang_on_cohort >> screen & 1)
            yield screen, cohort, None if cohort else self.meters(screen)

    def meters(self, screen: int) -> list[Any] | None:
        """Meters with what each asks for; None when Python measures."""
        found: dict[tuple[int, int, int], list[Any]] = {}
        places = (place for place, one in enumerate(self.circuit.nodes) if self.counts(one, screen))
        for place in places:
            told = self.meter(self.reader.meters[place])
            if told is None:
                return None
            key, wanted, unit = told
            found.setdefault(key, []).append((self.bit(place), wanted, unit))
        return [(*key, tells) for key, tells in found.items()]

    def counts(self, node: object, screen: int) -> bool:
        """Whether a node counts or measures what passes a screen."""
        if isinstance(node, Found):
            return node.screen == screen and node.count != 1
        return isinstance(node, Measured) and node.screen == screen

    def meter(self, meter: Meter) -> tuple[tuple[int, int, int], int, str] | None:
        """What is measured, how much is asked, and in which unit."""
        match meter:
            case Count(least=least):
                return ((0, 0, 0), least, "") if least < _MOST else None
            case Total(of=of, wanted=wanted):
                (amount,) = wanted.fixed or (None,)
                if not isinstance(amount, Amount):
                    return None
                total = thousandths(amount.value)
                return None if total is None else ((1, self.of.index(of), 0), total, str(amount.unit))
            case Covered(as_of=as_of, wanted=wanted):
                (age,) = wanted.fixed or (None,)
                if not isinstance(age, Age):
                    return None
                to = {"decision": (0, 0), "start": (1, 0)}
                until = to[as_of] if isinstance(as_of, str) else (2, as_of.toordinal())
                return (2, *until), age.days, ""
            case _:
                return None

    # All of it

    def tables(self) -> dict[str, Any]:
        """All tables, by name."""
        circuit, reader = self.circuit, self.reader
        program, asking = self.program(), Asks(self)
        asks = [asking.of_ruleset(here) for here in range(len(circuit.rulesets))]
        slots, cones, most = asking.cones()
        ladder = circuit.ladder
        ups, downs = ([(steps, self.mask(there)) for steps, there in way] for way in (ladder.ups, ladder.downs))
        return {
            "screens": len(circuit.screens),
            "nodes": len(circuit.nodes),
            "vectors": len(self.vector),
            "slots": len(self.slot),
            "on": reader.on.toordinal(),
            "applicant": reader.applicant,
            "leaves": circuit.leaves,
            "of": tuple(self.of),
            "sets": len(self.sets),
            "blank_bits": b"".join(self.blank(side) for side in reader.blank),
            "blank_vectors": b"".join(
                self.words(side, self.deep) for place in self.vector for side in reader.vectors.get(place, (0, 0))
            ),
            "hanging": self.words(reader.hanging, self.wide),
            "differing": self.words(self.routes.differing, self.wide),
            "of_verdicts": self.words(
                mask(n for n, one in enumerate(circuit.screens) if VERDICT in one.bearers), self.wide
            ),
            "counted": list(self.counted()),
            "tested": self.speaking(reader.tested),
            "covered": self.speaking(reader.aligned),
            "judged": {
                name: tuple((self.bit(self.node_at(bit)), owner) for bit, owner in each)
                for name, each in reader.judged.items()
            },
            "ups": ups,
            "downs": downs,
            "program": _codes(program),
            "asks": [_codes(one) for one in asks],
            "slot": _codes(slots),
            "cones": _codes(cones),
            "temps": most,
            "screen_set": _codes(self.set_of(screen) for screen in range(len(circuit.screens))),
            "masks": b"".join(self.words(one, self.deep) for one in self.masks),
        }

    def speaking(self, found: dict[int, list[int]]) -> list[tuple[int, int, list[int]]]:
        """Screens, each with what must cover the target, and the vectors that it speaks in."""
        return [(screen, self.set_of(screen), [self.vector[place] for place in each]) for screen, each in found.items()]

    def node_at(self, bit: int) -> int:
        """The node of a bit as the circuit has it."""
        return bit.bit_length() - 1 - len(self.circuit.screens)

    def blank(self, side: int) -> bytes:
        """Bits of what holds of nothing, as the core numbers them."""
        nodes = side >> len(self.circuit.screens)
        return self.words(nodes << self.wide * WORD | 1 << self.always, self.bits)

    def words(self, number: int, count: int) -> bytes:
        return words(number, count)


def words(number: int, count: int) -> bytes:
    """A number as so many words; of endless ones as many as there is room for."""
    return (number & (1 << count * WORD) - 1).to_bytes(count * WORD // 8, "little")


def _codes(numbers: Iterable[int]) -> bytes:
    return array("i", numbers).tobytes()
