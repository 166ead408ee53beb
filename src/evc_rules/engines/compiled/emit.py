"""From a circuit to straight-line Python: one function, made of nothing but numbers, that settles all leaves.

The function takes the inputs as two numbers of bits (`t`: surely, `m`: maybe) and the vectors that speak of targets,
and returns the same two with the gates filled in, whether leaves are granted and barred (four vectors a ruleset), on
which targets the rules act that are overridden, override, or speak of the target, and the gates that are vectors.
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
    reached_by_bit: Reached = field(default_factory=dict)

    def text(self) -> str:
        self.say(0, "def run(t, m, v):")
        special = set(kept(self.circuit))
        early = {place for place, one in enumerate(self.circuit.acting) if place not in special and self.early(one)}
        width = len(self.circuit.leaves)
        for place in sorted(early):
            one = self.circuit.acting[place]
            self.node(one.node)
            reached = self.circuit.ladder.reached(one.effect, one.targets) << one.ruleset * width
            length = self.bit(one.node) + 1
            grants, bars = self.reached_by_bit.get(length, (0, 0))
            self.reached_by_bit[length] = (
                (grants | reached, bars) if one.effect == "grant" else (grants, bars | reached)
            )
        plain = mask(length - 1 for length in self.reached_by_bit)
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
        acts = ", ".join(f"{place}: (a{place}t, a{place}m)" for place in sorted(special))
        gates = (place for place in sorted(self.done) if isinstance(self.circuit.nodes[place], Gate))
        vectors = ", ".join(f"{place}: (v{place}t, v{place}m)" for place in gates if place in self.circuit.vectors)
        self.say(1, f"return t, m, [{sides}], {{{acts}}}, {{{vectors}}}")
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
        surely, maybe = self.vector(one.node)
        but_t = "".join(f" & ~{self.reached(other, 'm')}" for other in one.overriders)
        but_m = "".join(f" & ~{self.reached(other, 't')}" for other in one.overriders)
        self.say(1, f"a{place}t = {surely} & {one.targets:#x}{but_t}")
        self.say(1, f"a{place}m = {maybe} & {one.targets:#x}{but_m}")
        if one.effect != "waive":
            side = ("g" if one.effect == "grant" else "b") + str(one.ruleset)
            self.say(1, f"if a{place}m:")
            self.say(2, f"{side}t |= {self.reached(place, 't')}; {side}m |= {self.reached(place, 'm')}")

    def reached(self, place: int, which: str) -> str:
        effect = self.circuit.acting[place].effect
        name = f"a{place}{which}"
        return name if effect == "waive" else f"down({name})" if effect == "grant" else f"up({name})"

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
        bit = 1 << bit_of(self.circuit, place)
        self.say(1, f"if {surely}:")
        self.say(2, f"t |= {bit:#x}; m |= {bit:#x}")
        self.say(1, f"elif {maybe}:")
        self.say(2, f"m |= {bit:#x}")

    def scalar_gate(self, place: int, gate: Gate) -> None:
        yes = [self.bit(part) for part in gate.parts if part >= 0]
        no = [self.bit(-1 - part) for part in gate.parts if part < 0]
        terms = {which: self.terms(which, gate, yes, no) for which in "tm"}
        self.settle(place, terms["t"], terms["m"])

    def terms(self, which: str, gate: Gate, yes: list[int], no: list[int]) -> str:
        """When a gate holds, surely or maybe; a negation holds surely when what it negates does not even maybe."""
        other = "m" if which == "t" else "t"
        both, neither = mask(yes), mask(no)
        if gate.k == len(gate.parts):
            found = [f"{which} & {both:#x} == {both:#x}"] * bool(yes) + [f"not {other} & {neither:#x}"] * bool(no)
            return " and ".join(found)
        if gate.k == 1:
            found = [f"{which} & {both:#x}"] * bool(yes) + [f"{other} & {neither:#x} != {neither:#x}"] * bool(no)
            return " or ".join(found)
        counts = [f"({which} & {once:#x}).bit_count()" for once in _layers(yes)]
        counts += [f"(~{other} & {once:#x}).bit_count()" for once in _layers(no)]
        return f"{' + '.join(counts)} >= {gate.k}"

    def vector_gate(self, place: int, gate: Gate) -> None:
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
        bit = 1 << self.bit(place)
        return (f"t & {bit:#x}", f"m & {bit:#x}") if literal >= 0 else (f"not m & {bit:#x}", f"not t & {bit:#x}")

    def vector(self, literal: int) -> tuple[str, str]:
        """A literal as a vector: all ones or none when it says the same for every target."""
        place = node_of(literal)
        node = self.circuit.nodes[place]
        if place in self.circuit.vectors:
            surely, maybe = f"v{place}t", f"v{place}m"
        elif isinstance(node, Gate) and not node.parts:
            surely = maybe = "-1" if node.k == 0 else "0"
        else:
            bit = self.bit(place)
            surely, maybe = f"-(t >> {bit} & 1)", f"-(m >> {bit} & 1)"
        return (surely, maybe) if literal >= 0 else (f"~{maybe}", f"~{surely}")


def input_bit(circuit: Circuit, node: int) -> int:
    """The bit that tells whether a node holds: of a screen when one thing that passes is enough, else its own."""
    match circuit.nodes[node]:
        case Found(screen=screen, count=1):
            return screen
        case _:
            return bit_of(circuit, node)


def _layers(places: list[int]) -> list[int]:
    """Masks that together count each place as often as it stands."""
    found: list[int] = []
    for place in places:
        free = next((number for number, once in enumerate(found) if not once >> place & 1), None)
        if free is None:
            found.append(1 << place)
        else:
            found[free] |= 1 << place
    return found
