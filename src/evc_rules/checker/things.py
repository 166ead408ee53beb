"""Whether the things that a filter met are those of the dossier, and pass as the tests on them say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model.conditions import CodeTest, DateTest, Filter, Test
from ..model.outcomes import Leaf
from ..results.questions import MissingFact
from ..results.trace import ItemStep, LeafTrace, TestStep
from ..results.truth import Truth
from .counting import Thing, begins
from .saying import Asked, tested


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a trace that is not so.

    Attributes:
        where: Where in the trace, from the outside in.
        what: What is not so, in a sentence that shows nothing of the dossier.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


Met = tuple[Thing, str]
"""Something that a filter meets, with what its step must say that it adds or says."""


@dataclass
class Things:
    """Checks the things that the steps of conditions met.

    Attributes:
        asked: What was asked.
        traces: The traces of all leaves, for conditions that ask whether something is exempt.
        flaws: What is not so.
        rests_on: The leaves whose statuses were looked up.
    """

    asked: Asked
    traces: Mapping[Leaf, LeafTrace]
    flaws: list[Flaw] = field(default_factory=list)
    rests_on: set[Leaf] = field(default_factory=set)

    def so(self, where: str, sentence: str, *, holds: bool) -> bool:
        """Whether something is so; if not, that is a flaw."""
        if not holds:
            self.flaws.append(Flaw(where, sentence))
        return holds

    def of(self, items: Filter) -> list[Thing]:
        """The evidence of the kinds that a filter is about."""
        return [thing for thing in self.asked.counting.evidence if not items.kinds or thing.kind in items.kinds]

    def items(
        self, items: Sequence[ItemStep], tests: Sequence[Test], met: Sequence[Met], target: Leaf, where: str
    ) -> bool:
        """Check that all things of the dossier that are to be met are there, in its order, and each as it is."""
        names = [(thing.name, thing.kind) for thing, _ in met]
        same = [(item.item, item.kind) for item in items] == names
        if not self.so(where, "an item is missing, or is not one that is met here", holds=same):
            return False
        for item, (thing, adds) in zip(items, met, strict=True):
            inside = f"{where} / {item.item or 'the applicant'}"
            self._item(item, tests, thing, target, inside)
            self.so(inside, "what it adds or says is not so", holds=item.counts == adds)
        return True

    def _item(self, item: ItemStep, tests: Sequence[Test], thing: Thing, target: Leaf, where: str) -> None:
        """Check whether something passes: what may be dated after the decision, or a double, may only pass."""
        listed = list(tests)
        if thing.undated:
            listed.append(DateTest(attribute=begins(thing.kind), op="<=", value=self.asked.on))
        needed = [tested(self.asked, test, thing, target) for test in listed]
        if thing.apart:
            doubt = CodeTest(attribute=thing.apart, codes=(), match="none")
            needed.append(TestStep(doubt, Truth.UNKNOWN, question=MissingFact(thing.name, thing.apart)))
        if self.so(where, "a test is missing or too many", holds=len(item.tests) == len(needed)):
            for place, (one, wanted) in enumerate(zip(item.tests, needed, strict=True), 1):
                for name, said, right in zip(TestStep._fields, one, wanted, strict=True):
                    same = said is right if isinstance(right, Truth | bool) else said == right
                    self.so(f"{where} / test {place}", f"its '{name}' is not so", holds=same)
        truth = min((one.truth for one in item.tests), default=Truth.TRUE)
        self.so(where, f"it says '{item.truth}', and '{truth}' follows from its tests", holds=item.truth is truth)
