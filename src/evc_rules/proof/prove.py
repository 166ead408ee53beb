"""Holds a harmonised ruleset to its strategy, leaf by leaf, in two ways that share nothing but the lowered rules.

By form, which is sound with anything missing, and says which steps it takes: that one condition is never truer than
another. Then each step is proven again, over all dossiers of which everything is known, by counting what evidence can
do, as a comparison does: that knows nothing of the order of implication that rules were simplified by. What cannot be
seen by form is asked of the comparison's solver as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..compare.ask import Asking
from ..compare.formulas import Formulas
from ..compare.logic import Logic
from ..compare.replay import Replay, lighter
from ..engines.implies import Order
from ..engines.lower import Clause as Lowered
from ..engines.lower import LoweredLeaf
from ..harmonise.relative import relative
from ..model.conditions import Condition
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..model.policy import Ruleset
from ..model.quantities import Cohorts
from .definition import Answer, Definition, Pair, Side
from .form import Form, Step
from .found import Clause, LeafProof, Shown
from .somebody import Asked, Search

Sides = Mapping[str, LoweredLeaf]
"""What each ruleset says of a leaf, lowered."""
Said = Form | Formulas
"""What conditions say: by their form, or of everybody of whom everything is known."""


@dataclass(frozen=True)
class Judge:
    """Judges what a harmonised ruleset says.

    Attributes:
        ruleset: The harmonised ruleset.
        others: The rulesets that its strategy is about, by id.
        definition: The strategy, over plain yes and no.
        replay: The reference, for the harmonised ruleset and then the others.
        search: Where somebody is looked for.
        order: Which conditions are never truer than which.
        known: Of steps, and cohorts, whether they are proven.
    """

    ruleset: Ruleset
    others: Mapping[str, Ruleset]
    definition: Definition
    replay: Replay
    search: Search
    order: Order
    known: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def alike(self, leaf: Leaf, sides: Sides) -> tuple[object, ...]:
        """A key that leaves share of which the same is said, but for their names."""
        return tuple(
            tuple(self.order.number(relative(clause.condition, leaf)) for clause in clauses)
            for side in sides.values()
            for clauses in (side.grants, side.bars)
        )

    def leaf(self, leaf: Leaf, sides: Sides, cohorts: Cohorts) -> LeafProof:
        """What can be proven of a leaf.

        Args:
            leaf: The leaf.
            sides: What the harmonised ruleset, and each of the others, says of it.
            cohorts: The cohorts that it is about.
        """

        def differing(said: Said) -> Any:
            mine, meant = self._answers(sides, said)
            return _unlike(said, mine.halves, meant.halves)

        steps = self._by_form(differing)
        if steps is not None and all(self._taken(step, cohorts) for step in steps):
            return LeafProof(leaf, anything=True, complete=True, steps=steps)
        (found,) = self._of_everybody(leaf, sides, cohorts, differing)
        shown = self._shown(leaf, found) if isinstance(found, Dossier) else None
        complete = None if isinstance(found, str) else not shown
        if steps is not None and complete:
            return LeafProof(leaf, anything=True, complete=True, steps=steps)
        clauses = tuple(self._unproven(leaf, sides, cohorts))
        return LeafProof(leaf, anything=steps is not None, complete=complete, shown=shown, unproven=clauses)

    def _by_form(self, question: Callable[[Said], Any]) -> tuple[Step, ...] | None:
        """The steps by which it is seen that a question holds of nobody, whatever is missing; None when it is not."""
        form = Form(self.order, Asking(self.search.time_limit))
        return form.rests_on(question(form))

    def _taken(self, step: Step, cohorts: Cohorts) -> bool:
        """Whether the comparison's solver proves a step of everybody of whom everything is known."""
        key = *map(self.order.number, step), cohorts
        if key not in self.known:

            def question(said: Said) -> Any:
                one, other = map(said.truth, step)
                return _above(said, one, other)

            (found,) = self.search.each(cohorts, step, [Asked(question, lambda _: True)])
            self.known[key] = found is None
        return self.known[key]

    def _of_everybody(
        self, leaf: Leaf, sides: Sides, cohorts: Cohorts, *questions: Callable[[Said], Any]
    ) -> list[Dossier | str | None]:
        """For each question somebody, or None when it is proven that there is nobody, or why that is not known."""

        def confirms(dossier: Dossier) -> bool:
            mine, meant = self._again(leaf, dossier)
            return mine.halves != meant.halves

        return self.search.each(cohorts, _conditions(sides), [Asked(question, confirms) for question in questions])

    def _answers(self, sides: Sides, said: Said) -> tuple[Answer, Answer]:
        """What the ruleset says, and what its strategy says, as formulas."""
        definition = replace(self.definition, logic=logic_of(said))
        own, *others = (
            Side(said.truth(sides[one.id].granted), said.truth(sides[one.id].barred), one.conflicts)
            for one in (self.ruleset, *self.others.values())
        )
        return definition.of(own), definition.answer(dict(zip(self.others, others, strict=True)))

    def _again(self, leaf: Leaf, dossier: Dossier) -> tuple[Answer, Answer]:
        """The same by the reference."""
        own, *others = (
            Side.of(one, self.replay.trace(place, dossier, leaf))
            for place, one in enumerate((self.ruleset, *self.others.values()))
        )
        return self.definition.of(own), self.definition.answer(dict(zip(self.others, others, strict=True)))

    def _shown(self, leaf: Leaf, dossier: Dossier) -> Shown:
        """Somebody who shows it, with no more than that takes."""
        before = self._again(leaf, dossier)
        light = lighter(dossier, lambda less: self._again(leaf, less) == before)
        return Shown(light, self.replay.trace(0, light, leaf).statuses, before[1].status)

    def _unproven(self, leaf: Leaf, sides: Sides, cohorts: Cohorts) -> Iterator[Clause]:
        """The clauses that keep it from being proven.

        A clause of the ruleset, when it is not proven to exempt only where the strategy does. One that it came from,
        when the strategy exempts by it (and by what is alike) where the ruleset is not proven to. Its bars, when what
        is refused is not proven.
        """
        own = sides[self.ruleset.id]
        asked: list[tuple[Lowered, Callable[[Said], Any]]] = [(one, self._beyond(one, sides)) for one in own.grants]
        asked += [(one, self._lacking(one, sides)) for name in self.definition.exempting for one in sides[name].grants]
        asked += [(one, self._refusing(sides)) for one in own.bars]
        found = self._of_everybody(leaf, sides, cohorts, *(question for _, question in asked))
        for (clause, question), somebody in zip(asked, found, strict=True):
            why = "somebody shows it" if isinstance(somebody, Dossier) else somebody
            if why is None and self._by_form(question) is None:
                why = "with something missing, its form does not show it"
            if why:
                yield Clause(clause.rules, clause.articles, why)

    def _beyond(self, clause: Lowered, sides: Sides) -> Callable[[Said], Any]:
        """That a clause of the ruleset exempts without the strategy."""

        def question(said: Said) -> Any:
            _, meant = self._answers(sides, said)
            return _above(said, said.truth(clause.condition), meant.exempt)

        return question

    def _lacking(self, clause: Lowered, sides: Sides) -> Callable[[Said], Any]:
        """That the strategy exempts by a clause of the others, and what is alike there, and the ruleset does not."""
        condition, implies = clause.condition, self.order.implies
        fewer = dict(sides)
        for name in self.others:
            left = tuple(
                one
                for one in sides[name].grants
                if not implies(one.condition, condition) and not implies(condition, one.condition)
            )
            fewer[name] = LoweredLeaf(sides[name].leaf, left, sides[name].bars)

        def question(said: Said) -> Any:
            mine, meant = self._answers(sides, said)
            _, less = self._answers(fewer, said)
            logic = logic_of(said)
            without = tuple(logic.some([mine.exempt[half], less.exempt[half]]) for half in (0, 1))
            return _above(said, meant.exempt, (without[0], without[1]))

        return question

    def _refusing(self, sides: Sides) -> Callable[[Said], Any]:
        """That something else is refused, or left uncovered, than the strategy says."""

        def question(said: Said) -> Any:
            mine, meant = self._answers(sides, said)
            return _unlike(said, mine.rest, meant.rest)

        return question


def _unlike(said: Said, mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> Any:
    """That some of what two say is not the same."""
    logic = logic_of(said)
    both = list(zip(mine, theirs, strict=True))
    apart = [pair for one, other in both for pair in ((one, logic.no(other)), (logic.no(one), other))]
    return logic.some([logic.every(pair) for pair in apart])


def _above(said: Said, one: Pair, other: Pair) -> Any:
    """That the one is truer than the other."""
    logic = logic_of(said)
    return logic.some([logic.every([one[half], logic.no(other[half])]) for half in (0, 1)])


def logic_of(said: Said) -> Logic:
    """The connectives that conditions are said in."""
    return said.logic if isinstance(said, Form) else said.encoded.logic


def _conditions(sides: Sides) -> list[Condition]:
    return [one.condition for side in sides.values() for one in (*side.grants, *side.bars)]
