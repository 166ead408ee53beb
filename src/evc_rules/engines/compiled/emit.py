"""From a circuit to straight-line Python: one function, made of nothing but numbers, that settles all leaves.

The function takes the inputs as two numbers of bits (`t`: surely, `m`: maybe) and the vectors that speak of targets,
and returns the same two with the gates filled in, whether leaves are granted and barred (four vectors a ruleset), and,
of the rules that are overridden, override, or speak of the target, and of the gates that are vectors, those that are
open for some target, with the targets where they hold.

Inputs are looked up as bytes: to take one bit out of a number of thousands makes another number first. What a gate
comes to is a variable when others ask for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .circuit import Acting, Circuit, Found, Gate, Rested, Sides, Tested, mask

Pairs = dict[int, tuple[int, int]]
Run = Callable[[int, int, Pairs], tuple[int, int, list[Sides], Pairs, Pairs]]


Reached = dict[int, tuple[int, int]]
"""What grants reach, and what bars do, when the bit holds, by the length of the bit; all rulesets counted through."""


def run_of(circuit: Circuit) -> Run:
    """The function of a circuit."""
    emission = _Emission(circuit)
    text = emission.text()
    reached = emission.reached_by_bit

    def plainly(some: int, surely: int) -> Sides:
        return _plainly(some, surely, reached)

    made: dict[str, Any] = {"up": circuit.ladder.up, "down": circuit.ladder.down, "plainly": plainly}
    exec(compile(text, "<compiled ruleset>", "exec"), made)  # noqa: S102 - made of numbers only
    found: Run = made["run"]
    return found


def _plainly(some: int, surely: int, reached: Reached) -> Sides:
    """Where rules act that act on all their targets or on none: the bits that may hold, and those that surely do.

    Of a thousand conditions a few may hold: only these are looked at.
    """
    granted = granted_maybe = barred = barred_maybe = 0
    while some:
        low = some & -some
        some ^= low
        grants, bars = reached[low.bit_length()]
        granted_maybe |= grants
        barred_maybe |= bars
        if surely & low:
            granted |= grants
            barred |= bars
    return granted, granted_maybe, barred, barred_maybe


def kept(circuit: Circuit) -> tuple[int, ...]:
    """The places of what acts differently from target to target."""
    overriding = {place for one in circuit.acting for place in one.overriders}
    return tuple(
        place
        for place, one in enumerate(circuit.acting)
        if one.overriders or place in overriding or node_of(one.node) in circuit.vectors
    )


def node_of(literal: int) -> int:
    """The node of a literal."""
    return literal if literal >= 0 else -1 - literal


def bit_of(circuit: Circuit, node: int) -> int:
    """The bit in which a node that is no vector is kept: above those of the screens."""
    return len(circuit.screens) + node


@dataclass
class _Emission:
    circuit: Circuit
    lines: list[str] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    reached_by_bit: Reached = field(default_factory=dict)

    def text(self) -> str:
        special = set(kept(self.circuit))
        early = {place for place, one in enumerate(self.circuit.acting) if place not in special and self.early(one)}
        self.named = {node_of(one.node) for place, one in enumerate(self.circuit.acting) if place not in early}
        self.named |= {node_of(part) for one in self.circuit.nodes if isinstance(one, Gate) for part in one.parts}
        length = (bit_of(self.circuit, len(self.circuit.nodes)) + 7) // 8
        self.say(0, "def run(t, m, v):")
        self.say(1, "acts, gates = {}, {}")
        self.say(1, f"T, M = t.to_bytes({length}, 'little'), m.to_bytes({length}, 'little')")
        width = len(self.circuit.leaves)
        for place in sorted(early):
            one = self.circuit.acting[place]
            self.node(one.node)
            reached = self.circuit.ladder.reached(one.effect, one.targets) << one.ruleset * width
            bits = self.bit(one.node) + 1
            grants, bars = self.reached_by_bit.get(bits, (0, 0))
            self.reached_by_bit[bits] = (grants | reached, bars) if one.effect == "grant" else (grants, bars | reached)
        plain = mask(bits - 1 for bits in self.reached_by_bit)
        self.say(1, f"gt, gm, bt, bm = plainly(m & {plain:#x}, t)")
        for here in range(len(self.circuit.rulesets)):
            for side in ("gt", "gm", "bt", "bm"):
                self.say(1, f"{side[0]}{here}{side[1]} = {side} >> {here * width} & {(1 << width) - 1:#x}")
        for place, one in enumerate(self.circuit.acting):
            if place in early:
                continue
            self.node(node_of(one.node))
            if place in special:
                self.vectored(place, one)
            else:
                self.plain(one)
        sides = ", ".join(f"(g{here}t, g{here}m, b{here}t, b{here}m)" for here in range(len(self.circuit.rulesets)))
        self.say(1, f"return t, m, [{sides}], acts, gates")
        return "\n".join(self.lines) + "\n"

    def early(self, one: Acting) -> bool:
        """Whether a rule can be looked at before all others: it waits for no exemption, and is no constant."""
        node = self.circuit.nodes[one.node] if one.node >= 0 else None
        constant = isinstance(node, Gate) and not node.parts
        return node is not None and not constant and one.effect != "waive" and not self.rests(one.node)

    def rests(self, literal: int) -> bool:
        """Whether a node waits for an exemption."""
        node = self.circuit.nodes[node_of(literal)]
        return isinstance(node, Rested) or (isinstance(node, Gate) and any(map(self.rests, node.parts)))

    def say(self, depth: int, line: str) -> None:
        self.lines.append("    " * depth + line)

    # Rules

    def plain(self, one: Acting) -> None:
        """A rule that acts on all its targets or on none."""
        reached = self.circuit.ladder.reached(one.effect, one.targets)
        if one.effect == "waive" or not reached:
            return
        side = ("g" if one.effect == "grant" else "b") + str(one.ruleset)
        surely, maybe = self.literal(one.node)
        if surely == "True":
            self.say(1, f"{side}t |= {reached:#x}; {side}m |= {reached:#x}")
        elif maybe != "False":
            self.say(1, f"if {surely}:")
            self.say(2, f"{side}t |= {reached:#x}; {side}m |= {reached:#x}")
            self.say(1, f"elif {maybe}:")
            self.say(2, f"{side}m |= {reached:#x}")

    def vectored(self, place: int, one: Acting) -> None:
        """A rule that acts on some of its targets; `r` is what it reaches from there."""
        surely, maybe = self.vector(one.node)
        but_t = "".join(f" & ~r{other}m" for other in one.overriders)
        but_m = "".join(f" & ~r{other}t" for other in one.overriders)
        side = ("g" if one.effect == "grant" else "b") + str(one.ruleset)
        reached = {"waive": "", "grant": "down", "bar": "up"}[one.effect]
        self.say(1, f"r{place}t = r{place}m = 0")
        self.say(1, f"x = {maybe} & {one.targets:#x}{but_m}")
        self.say(1, "if x:")
        self.say(2, f"r{place}m = {reached}(x)")
        self.say(2, f"y = {surely} & {one.targets:#x}{but_t}")
        self.say(2, "if y:")
        self.say(3, f"r{place}t = {reached}(y)")
        self.say(2, "if x != y:")
        self.say(3, f"acts[{place}] = y, x")
        if one.effect != "waive":
            self.say(2, f"{side}t |= r{place}t; {side}m |= r{place}m")

    # Nodes

    def node(self, place: int) -> None:
        """Settle a node, once, after what it is made of."""
        if place in self.done:
            return
        self.done.add(place)
        node = self.circuit.nodes[place]
        match node:
            case Gate(parts=()):
                pass
            case Gate(parts=parts):
                for part in parts:
                    self.node(node_of(part))
                (self.vector_gate if place in self.circuit.vectors else self.scalar_gate)(place, node)
            case Rested(ruleset=here, leaves=leaves):
                wins = self.circuit.rulesets[here].conflicts == "grant-wins"
                but_t, but_m = ("", "") if wins else (f" & ~b{here}m", f" & ~b{here}t")
                self.all_of(place, f"(g{here}t{but_t})", f"(g{here}m{but_m})", mask(leaves))
            case Tested(leaves=leaves) if leaves:
                self.say(1, f"x, y = v[{place}]")
                self.all_of(place, "x", "y", mask(leaves))
            case _:
                if place in self.circuit.vectors:
                    self.say(1, f"v{place}t, v{place}m = v[{place}]")

    def all_of(self, place: int, surely: str, maybe: str, leaves: int) -> None:
        self.settle(place, f"{surely} & {leaves:#x} == {leaves:#x}", f"{maybe} & {leaves:#x} == {leaves:#x}")

    def settle(self, place: int, surely: str, maybe: str) -> None:
        """Note what a node comes to that is no vector; what surely holds may hold."""
        bit = 1 << bit_of(self.circuit, place)
        if place in self.named:
            self.say(1, f"x{place}t, x{place}m = False, {maybe}")
            self.say(1, f"if x{place}m:")
            self.say(2, f"m |= {bit:#x}")
            self.say(2, f"x{place}t = {surely}")
            self.say(2, f"if x{place}t:")
        else:
            self.say(1, f"if {maybe}:")
            self.say(2, f"m |= {bit:#x}")
            self.say(2, f"if {surely}:")
        self.say(3, f"t |= {bit:#x}")

    def scalar_gate(self, place: int, gate: Gate) -> None:
        self.settle(place, self.terms(0, gate), self.terms(1, gate))

    def terms(self, side: int, gate: Gate) -> str:
        """When a gate holds, surely or maybe."""
        told = [self.literal(part)[side] for part in gate.parts]
        if gate.k == len(gate.parts):
            return " and ".join(told)
        if gate.k == 1:
            return " or ".join(told)
        return " + ".join(f"(1 if {one} else 0)" for one in told) + f" >= {gate.k}"

    def vector_gate(self, place: int, gate: Gate) -> None:
        same = [part for part in gate.parts if node_of(part) not in self.circuit.vectors]
        depth = 1
        if same and gate.k == len(gate.parts):  # mostly one of these does not hold, and that is all there is to it
            told = [self.literal(part) for part in same]
            sides = [self.vector(part) for part in gate.parts if part not in same]
            self.say(1, f"v{place}t = v{place}m = 0")
            self.say(1, f"if {' and '.join(maybe for _, maybe in told)}:")
            self.say(2, f"v{place}m = {' & '.join(maybe for _, maybe in sides)}")
            self.say(2, f"if {' and '.join(surely for surely, _ in told)}:")
            self.say(3, f"v{place}t = {' & '.join(surely for surely, _ in sides)}")
            depth = 2
        else:
            self.counted(place, gate)
        self.say(depth, f"if v{place}t != v{place}m:")
        self.say(depth + 1, f"gates[{place}] = v{place}t, v{place}m")

    def counted(self, place: int, gate: Gate) -> None:
        """A gate that is a vector, with all its parts as vectors."""
        sides = [self.vector(part) for part in gate.parts]
        for side, which in enumerate("tm"):
            values = [pair[side] for pair in sides]
            if gate.k in (1, len(values)):
                sign = " & " if gate.k == len(values) else " | "
                self.say(1, f"v{place}{which} = {sign.join(values)}")
                continue
            self.say(1, "; ".join(f"c{number} = 0" for number in range(1, gate.k + 1)))
            for value in values:  # c1, c2, ...: the targets for which so many parts hold thus far
                self.say(1, f"x = {value}")
                for number in range(gate.k, 1, -1):
                    self.say(1, f"c{number} |= c{number - 1} & x")
                self.say(1, "c1 |= x")
            self.say(1, f"v{place}{which} = c{gate.k}")

    def bit(self, node: int) -> int:
        return input_bit(self.circuit, node)

    def literal(self, literal: int) -> tuple[str, str]:
        """Whether a literal that is no vector holds surely, and maybe."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if isinstance(node, Gate) and not node.parts:
            holds = (node.k == 0) == (literal >= 0)
            return str(holds), str(holds)
        if isinstance(node, Gate | Rested | Tested):
            surely, maybe = f"x{place}t", f"x{place}m"
        else:
            byte, bit = divmod(self.bit(place), 8)
            surely, maybe = f"T[{byte}] & {1 << bit}", f"M[{byte}] & {1 << bit}"
        return (surely, maybe) if literal >= 0 else (f"not {maybe}", f"not {surely}")

    def vector(self, literal: int) -> tuple[str, str]:
        """A literal as a vector: all ones or none when it says the same for every target."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if place in self.circuit.vectors:
            surely, maybe = f"v{place}t", f"v{place}m"
        elif isinstance(node, Gate) and not node.parts:
            surely = maybe = "-1" if node.k == 0 else "0"
        else:
            surely, maybe = (f"(-1 if {one} else 0)" for one in self.literal(place))
        return (surely, maybe) if literal >= 0 else (f"~{maybe}", f"~{surely}")


def input_bit(circuit: Circuit, node: int) -> int:
    """The bit that tells whether a node holds: of a screen when one thing that passes is enough, else its own."""
    match circuit.nodes[node]:
        case Found(screen=screen, count=1):
            return screen
        case _:
            return bit_of(circuit, node)
