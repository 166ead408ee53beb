"""A circuit laid out flat, as the native core follows it: numbers and masks, and nothing to look up by name.

A bit is a screen, a node, or the last one, which always holds. A literal is twice what it is about (a bit, or a vector)
and what it is, with a bit for "vector" and one for "not". Masks of leaves stand one after the other and go by place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from ...model.attributes import VERDICT
from ...model.conditions import Param, Span
from ...model.quantities import Age, Amount
from .circuit import Answered, Circuit, Found, Gate, Measured, Rested, Tested, mask
from .emit import kept, node_of
from .measure import Count, Covered, Meter, Total
from .read import Reader
from .routes import Routes

WORD: Final = 64
THOUSAND: Final = 1000
_MOST: Final = 1 << 40
_MOST_DEEP: Final = 200
EFFECTS: Final = ("grant", "bar", "waive")
CONFLICTS: Final = ("report", "bar-wins", "grant-wins")

SCREEN, DIFFERING, RESTED, COUNTED, APART, NAMED, ANSWERED = range(7)
"""What an input asks: of things that may pass a screen; the same, thing by thing; exemptions; more than one thing, or
an amount; the same, thing by thing; an assessment of named leaves; a judgement."""


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
class _Flat:
    circuit: Circuit
    reader: Reader
    routes: Routes
    masks: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    code: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        circuit = self.circuit
        self.wide = (len(circuit.screens) + WORD - 1) // WORD
        self.deep = (len(circuit.leaves) + WORD - 1) // WORD
        self.always = self.wide * WORD + len(circuit.nodes)
        self.bits = (self.always + WORD) // WORD
        named = (place for place, one in enumerate(circuit.nodes) if isinstance(one, Tested) and one.leaves)
        self.vector = {place: number for number, place in enumerate((*sorted(circuit.vectors), *named))}
        self.slot = {place: number for number, place in enumerate(kept(circuit))}
        self.sets = list(dict.fromkeys(one.aligned for one in circuit.screens if one.aligned))
        totals = (one for one in self.reader.meters.values() if isinstance(one, Total))
        self.of = list(dict.fromkeys(one.of for one in totals))

    # Numbers

    def bit(self, node: int) -> int:
        """The bit that tells whether a node holds."""
        match self.circuit.nodes[node]:
            case Found(screen=screen, count=1):
                return screen
            case Gate(k=k, parts=()):
                raise AssertionError(k)
            case _:
                return self.wide * WORD + node

    def literal(self, literal: int) -> int:
        node = node_of(literal)
        one = self.circuit.nodes[node]
        if isinstance(one, Gate) and not one.parts:
            return self.always << 2 | ((one.k == 0) != (literal >= 0))
        if node in self.circuit.vectors:
            return self.vector[node] << 2 | 2 | (literal < 0)
        return self.bit(node) << 2 | (literal < 0)

    def mask(self, leaves: int) -> int:
        """The place of a mask of leaves."""
        return self.masks.setdefault(leaves, len(self.masks)) * self.deep

    def set_of(self, screen: int) -> int:
        aligned = self.circuit.screens[screen].aligned
        return self.sets.index(aligned) if aligned else -1

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

    # What is asked

    def asks(self, here: int) -> list[int]:
        """What of the questions of a ruleset hangs on the circuit alone."""
        circuit = self.circuit
        plain: list[int] = []
        roots: set[int] = set()
        slots: dict[str, list[int]] = {"grant": [], "bar": []}
        for place, one in enumerate(circuit.acting):
            if one.ruleset != here:
                continue
            roots.add(node_of(one.node))
            if place in self.slot:
                if one.effect != "waive":
                    slots[one.effect].append(self.slot[place])
            elif one.effect != "waive" and not self.constant(one.node):
                reached = circuit.ladder.reached(one.effect, one.targets)
                plain += (self.bit(node_of(one.node)), EFFECTS.index(one.effect), self.mask(reached))
        cone = [node for node in self.cone(roots) if node not in circuit.vectors and not self.constant(node)]
        gates = [node for node in cone if isinstance(circuit.nodes[node], Gate)]
        inputs = [node for node in cone if not isinstance(circuit.nodes[node], Gate)]
        told = [CONFLICTS.index(circuit.rulesets[here].conflicts), len(plain) // 3, *plain]
        for effect in ("grant", "bar"):
            told += (len(slots[effect]), *slots[effect])
        told.append(len(gates))
        for node in gates:
            parts = [self.bit(node_of(part)) for part in self.parts(node)]
            told += (self.bit(node), len(parts), *parts)
        told.append(len(inputs))
        for node in inputs:
            told += self.input(node)
        return told

    def constant(self, literal: int) -> bool:
        one = self.circuit.nodes[node_of(literal)]
        return isinstance(one, Gate) and not one.parts

    def parts(self, node: int) -> tuple[int, ...]:
        one = self.circuit.nodes[node]
        return one.parts if isinstance(one, Gate) else ()

    def cone(self, roots: Iterable[int]) -> list[int]:
        """What nodes are made of, and they themselves: each before its parts."""
        found: set[int] = set()
        left = list(roots)
        while left:
            node = left.pop()
            if node not in found:
                found.add(node)
                left += map(node_of, self.parts(node))
        return sorted(found, reverse=True)  # a gate is numbered after its parts

    def input(self, node: int) -> tuple[int, ...]:
        """An input: its bit, what it asks, the screen, the node, what is measured, and what more is needed."""
        one, bit = self.circuit.nodes[node], self.bit(node)
        match one:
            case Found(screen=screen, count=count):
                special = self.routes.special >> screen & 1
                kind = (APART if special else COUNTED) if count > 1 else DIFFERING if special else SCREEN
                return bit, kind, screen, node, -1, 0
            case Measured(screen=screen, condition=condition):
                kind = APART if self.routes.special >> screen & 1 else COUNTED
                by_cohort = int(isinstance(condition.at_least, Param))
                if isinstance(condition, Span):
                    return bit, kind, screen, node, -3 if condition.as_of == "start" else -2, by_cohort
                return bit, kind, screen, node, self.of.index(condition.of), by_cohort
            case Tested(screen=screen, leaves=leaves):
                return bit, NAMED, screen, node, self.vector[node], self.mask(mask(leaves))
            case Rested(leaves=leaves):
                return bit, RESTED, 0, node, 0, self.mask(mask(leaves))
            case Answered():
                return bit, ANSWERED, 0, node, 0, 0
            case Gate():
                raise AssertionError(node)

    def cones(self) -> tuple[list[int], list[int], int]:
        """For each slot what it does and where its cone begins; the cones; and the size of the greatest."""
        slots: list[int] = []
        told: list[int] = []
        most = 1
        for place in self.slot:
            one = self.circuit.acting[place]
            cone = [node for node in self.cone((node_of(one.node),)) if not self.constant(node)]
            most = max(most, len(cone))
            local = {node: number for number, node in enumerate(cone)}
            slots += (EFFECTS.index(one.effect), self.mask(one.targets), len(told))
            told += (len(one.overriders), *(self.slot[other] for other in one.overriders), len(cone))
            for node in cone:
                told += self.inside(node, local)
        return slots, told, most

    def inside(self, node: int, local: dict[int, int]) -> Iterator[int]:
        """A node of a cone: what it is, its bit or vector, the node, its screen, and its parts."""
        one = self.circuit.nodes[node]
        vector = node in self.circuit.vectors
        ref = self.vector[node] if vector else self.bit(node)
        if isinstance(one, Gate):
            parts = [local[node_of(part)] for part in one.parts]
            yield from (int(vector), ref, node, -1, len(parts), *parts)
        elif vector and isinstance(one, Tested | Found):
            yield from (4 if isinstance(one, Tested) else 3, ref, node, one.screen, 0)
        else:
            yield from (2, ref, node, -1, 0)

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
        program, asks = self.program(), [self.asks(here) for here in range(len(circuit.rulesets))]
        slots, cones, most = self.cones()
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
