"""Which exempt units are awarded under limits: most credits, then the shortest path, then programme order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..model.outcomes import Framework, Leaf
from ..model.policy import Limit
from ..model.programme import Programme, Unit
from ..model.quantities import Credits, total
from .bounds import ended, fewest, greedy
from .clashes import certain
from .deadline import NO_DEADLINE, Deadline
from .placement import Placement
from .problem import Problem
from .remains import remaining, steps, terms_of
from .search import TIME_LIMIT
from .solver import Answer, Budget, Question
from .wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(frozen=True)
class Stopped:
    """An exempt unit that is not awarded.

    Attributes:
        unit: The unit.
        limits: The limits that the awarded units would exceed with it, in the order of the ruleset.
    """

    unit: str
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Award:
    """Which exempt units are awarded.

    Attributes:
        awarded: The units that are awarded, in programme order.
        credits: What they are worth [EC].
        stopped: The units that are exempt and not awarded, in programme order.
        proven: Whether this is proven to be the best choice; otherwise the time limit struck.
    """

    awarded: tuple[str, ...]
    credits: Credits
    stopped: tuple[Stopped, ...] = ()
    proven: bool = True


@dataclass(frozen=True)
class _Cap:
    """A limit, and the exempt units that fall under it."""

    limit: Limit
    units: tuple[Unit, ...]

    def holds(self, awarded: Collection[str]) -> bool:
        return total(unit.ec for unit in self.units if unit.id in awarded) <= self.limit.at_most


@dataclass(frozen=True)
class _Choice:
    """A choice that keeps every limit, what it is worth [steps], and the question that it answers."""

    question: Question
    literals: Mapping[str, cp_model.IntVar]
    awarded: frozenset[str]
    worth: int


def award(  # noqa: PLR0913 - all that it depends on
    programme: Programme,
    framework: Framework,
    variant: str,
    exempt: Collection[str],
    limits: Sequence[Limit] = (),
    *,
    exempt_leaves: Collection[Leaf] = (),
    start: date | None = None,
    loads: Mapping[str, Credits] | None = None,
    time_limit: float = TIME_LIMIT,
    wishes: Wishes = NO_WISHES,
    bsa_counts: bool | None = None,
    deadline: Deadline = NO_DEADLINE,
) -> Award:
    """Choose the exempt units that are awarded: the most credits that keep every limit.

    Among equal credits the choice with the earliest finish of what remains, and among those the one that
    awards the earlier units of the programme. A choice that leaves no plan at all comes after every choice
    that leaves one. What was done on the way is not awarded, so that it takes none of the room that limits leave;
    what was awarded before stays awarded, as many credits of it as they allow.

    Args:
        programme: The programme.
        framework: The framework that it is written over.
        variant: The variant that is followed.
        exempt: The units that are exempt; those of other variants are left aside.
        limits: The limits of the ruleset.
        exempt_leaves: The leaves that are exempt beside those of exempt units.
        start: The day from which the remaining path counts, or None to leave the path out of it.
        loads: The load [EC] of units that ask less than their credits.
        time_limit: How long to look for the best [s], counted in work done.
        wishes: What the applicant asks of the remaining path, with what was done, and what was awarded before.
        bsa_counts: Whether what is awarded counts toward the BSA; None, not known, is not yes.
        deadline: When all is over by the clock.

    Returns:
        The choice, and for each exempt unit that is not awarded the limits that stop it.

    Raises:
        InvalidInputError: The programme has no such variant (EVC-P006) or no such unit (EVC-P002).
        MissingExtraError: OR-tools is not installed, and not everything fits.
    """
    terms_of(programme, variant, (*exempt, *(loads or {})))
    exempt = set(exempt) - set(wishes.done)
    units = tuple(unit for unit in programme.units_of(variant) if unit.id in exempt)
    caps = [_Cap(limit, tuple(_under(framework, units, limit))) for limit in limits]
    if all(cap.holds(exempt) for cap in caps):
        return _award(units, exempt, caps, proven=True)
    budget = Budget(time_limit, deadline)
    stays, kept_proven = _staying(units, caps, frozenset(exempt).intersection(wishes.awarded), budget)
    choice, proven = _most(units, caps, stays, budget)
    if choice is None:
        return _award(units, _first_that_fit(units, caps, stays), caps, proven=False)
    proven = proven and kept_proven
    if start is not None:
        reached = set(exempt_leaves).union(*(framework.select(unit.outcomes) for unit in units))
        asked = wishes.within(programme, variant)
        must, whole = (
            remaining(programme, framework, variant, over, reached, start, loads, asked, bsa_counts=bsa_counts)
            for over in (exempt, ())
        )
        if not certain(must):
            choice, sure = _shortest(whole, units, caps, stays, choice, budget)
            proven = proven and sure
    awarded, sure = _in_programme_order(units, caps, choice)
    return _award(units, awarded, caps, proven=proven and sure)


def _under(framework: Framework, units: Sequence[Unit], limit: Limit) -> Iterator[Unit]:
    among = set(framework.select(limit.among))
    return (unit for unit in units if not limit.among or among.intersection(framework.select(unit.outcomes)))


def _award(units: Sequence[Unit], awarded: Collection[str], caps: Sequence[_Cap], *, proven: bool) -> Award:
    chosen = [unit for unit in units if unit.id in awarded]
    stopped = [
        Stopped(
            unit.id,
            tuple(cap.limit for cap in caps if unit in cap.units and not cap.holds({*awarded, unit.id})),
        )
        for unit in units
        if unit.id not in awarded
    ]
    return Award(tuple(unit.id for unit in chosen), total(unit.ec for unit in chosen), tuple(stopped), proven)


def _staying(
    units: Sequence[Unit], caps: Sequence[_Cap], kept: frozenset[str], budget: Budget
) -> tuple[frozenset[str], bool]:
    """Of what was awarded before, the most credits that keep every limit, and whether that is proven."""
    if all(cap.holds(kept) for cap in caps):
        return kept, True
    before = [unit for unit in units if unit.id in kept]
    under = [_Cap(cap.limit, tuple(unit for unit in cap.units if unit.id in kept)) for cap in caps]
    choice, proven = _most(before, under, frozenset(), budget)
    if choice is None:
        return _first_that_fit(before, under, frozenset()), False
    stays, sure = _in_programme_order(before, under, choice)
    return stays, proven and sure


def _most(
    units: Sequence[Unit], caps: Sequence[_Cap], kept: frozenset[str], budget: Budget
) -> tuple[_Choice | None, bool]:
    """A choice with the most credits, and whether it is proven to have the most."""
    question, literals, worth = _question(units, caps, kept, budget)
    question.model.maximize(worth)
    answer = question.solve()
    if not answer.found:
        return None, False
    best, awarded = question.value(worth), _read(question, literals)
    # Asked again, now for any choice that is worth as much.
    question, literals, worth = _question(units, caps, kept, budget)
    question.model.add(worth >= best)
    return _Choice(question, literals, awarded, best), answer is Answer.BEST


def _question(
    units: Sequence[Unit], caps: Sequence[_Cap], kept: frozenset[str], budget: Budget
) -> tuple[Question, dict[str, cp_model.IntVar], cp_model.LinearExprT]:
    question = Question("choosing which exempt units are awarded", budget)
    literals = {unit.id: question.model.new_bool_var(unit.id) for unit in units}
    return question, literals, _keep_limits(question, literals, units, caps, kept)


def _shortest(
    problem: Problem,
    units: Sequence[Unit],
    caps: Sequence[_Cap],
    kept: frozenset[str],
    choice: _Choice,
    budget: Budget,
) -> tuple[_Choice, bool]:
    """A choice of as many credits whose remaining path finishes first, and whether that is proven."""
    optional = {place for place, unit in enumerate(problem.units) if unit.id in choice.literals}
    # Fewer units never need more periods, unless a minimum load binds; and then that bounds the length.
    enough = len(problem.calendar)
    plain = not any(problem.floor) and not problem.bsa
    if plain and not certain(problem) and (known := greedy(problem)):
        enough = ended(problem, known)
    longest = min(length for length in (problem.longest, enough) if length is not None)
    proven = True
    for count in range(max(fewest(problem, optional), 1), longest + 1):
        if budget.over:
            return choice, False
        placement = Placement(problem, count, budget, optional)
        literals = {problem.units[place].id: out for place, out in placement.out.items()}
        worth = _keep_limits(placement, literals, units, caps, kept)
        placement.model.add(worth >= choice.worth)
        answer = placement.solve()
        if answer.found:
            return _Choice(placement, literals, _read(placement, literals), choice.worth), proven
        proven = proven and answer is Answer.NONE
    return choice, proven


def _in_programme_order(units: Sequence[Unit], caps: Sequence[_Cap], choice: _Choice) -> tuple[frozenset[str], bool]:
    """Of all choices that are as good, the one that awards the earlier units, and whether that is proven."""
    awarded, proven = choice.awarded, True
    settled: list[cp_model.LiteralT] = []
    before: set[str] = set()
    for unit in units:
        literal = choice.literals[unit.id]
        if unit.id not in awarded and all(cap.holds({*before, unit.id}) for cap in caps):
            answer = choice.question.solve_assuming([*settled, literal])
            proven = proven and (answer.found or answer is Answer.NONE)
            if answer.found:
                awarded = _read(choice.question, choice.literals)
        settled.append(literal if unit.id in awarded else ~literal)
        before |= awarded & {unit.id}
    return awarded, proven


def _keep_limits(
    question: Question,
    literals: Mapping[str, cp_model.IntVar],
    units: Sequence[Unit],
    caps: Sequence[_Cap],
    kept: frozenset[str],
) -> cp_model.LinearExprT:
    """Keep every limit, and what stays awarded; gives what is awarded, in steps."""
    for name in sorted(kept):
        question.model.add(literals[name] == 1)
    worth = steps([*(unit.ec for unit in units), *(cap.limit.at_most for cap in caps)])
    of = {unit.id: worth[place] for place, unit in enumerate(units)}
    for cap, at_most in zip(caps, worth[len(units) :], strict=True):
        question.model.add(sum(of[unit.id] * literals[unit.id] for unit in cap.units) <= at_most)
    return sum(of[unit.id] * literals[unit.id] for unit in units)


def _first_that_fit(units: Sequence[Unit], caps: Sequence[_Cap], kept: frozenset[str]) -> frozenset[str]:
    chosen = set(kept)
    for unit in units:
        if all(cap.holds({*chosen, unit.id}) for cap in caps):
            chosen.add(unit.id)
    return frozenset(chosen)


def _read(question: Question, literals: Mapping[str, cp_model.IntVar]) -> frozenset[str]:
    return frozenset(unit for unit, literal in literals.items() if question.value(literal))
