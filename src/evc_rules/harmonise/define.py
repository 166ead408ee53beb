"""What a harmonised policy exempts and refuses, leaf by leaf: the definition of each strategy."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property

from ..engines.lower import Clause
from ..engines.simplify import negation
from ..errors import Finding, InvalidInputError
from ..model.outcomes import Leaf
from ..model.policy import Applies, Ruleset
from ..model.quantities import Dates
from .combine import threshold
from .member import Member
from .reasons import Reason, Reasons, exempting, within
from .refuse import refusing
from .strategy import Strategy
from .workshop import Workshop


def cannot(message: str, help_: str = "") -> InvalidInputError:
    """A strategy that cannot be carried out."""
    return InvalidInputError((Finding("EVC-N002", message, help=help_),))


def named(name: str, known: Mapping[str, Ruleset]) -> Ruleset:
    """The ruleset with this id, or of this institution.

    Raises:
        InvalidInputError: EVC-N002 when there is none.
    """
    for ruleset in known.values():
        if name in {ruleset.id, ruleset.institution}:
            return ruleset
    raise cannot(f"'{name}' is no ruleset of the alliance", f"known here: {', '.join(sorted(known))}")


class Policy:
    """What a strategy makes of rulesets.

    Args:
        strategy: The strategy.
        members: The members' rulesets.
        known: All rulesets that the strategy may name, by id.
        workshop: What was worked out already.
        taking_part: Those that take part, by id.
        terms: For whom the harmonised ruleset as a whole is in force; its rules need not repeat that.
    """

    def __init__(
        self,
        strategy: Strategy,
        members: Sequence[Ruleset],
        known: Mapping[str, Ruleset],
        workshop: Workshop,
        taking_part: Mapping[str, Member],
        terms: Applies,
    ) -> None:
        self._order = workshop.order
        self._strategy = strategy
        self._members = tuple(one.id for one in members)
        self._known = known
        self._framework = workshop.framework
        self._taking_part = taking_part
        self._terms = terms
        self._whom = terms.with_(decisions=Dates()).condition(date.max)
        self._done: dict[Hashable, Reasons] = {}
        self._exemptions: dict[Leaf, Reasons] = {}

    @cached_property
    def exemptions(self) -> dict[Leaf, Reasons]:
        """Why each leaf is exempt."""
        return {leaf: self._exempt(leaf) for leaf in self._framework.leaves}

    @cached_property
    def refusals(self) -> dict[Leaf, Reasons]:
        """Why each leaf is refused where it is not exempt; never where some member does not bar it."""
        members = [self._taking_part[name] for name in self._members]
        return {
            leaf: refusing(members, leaf, self._exempt(leaf), self._order)
            if all(one.bars(leaf) for one in members)
            else ()
            for leaf in self._framework.leaves
        }

    def _exempt(self, leaf: Leaf) -> Reasons:
        if leaf not in self._exemptions:
            self._exemptions[leaf] = self._within(self._defined(leaf))
        return self._exemptions[leaf]

    def _within(self, reasons: Reasons) -> Reasons:
        """As `within`; leaves with the same reasons share one answer."""
        key = "within", *((self._order.number(why.full), why.rules) for why in reasons)
        if key not in self._done:
            self._done[key] = within(reasons, self._whom, self._order)
        return self._done[key]

    def _defined(self, leaf: Leaf) -> Reasons:
        chosen = self._strategy

        def of(name: str) -> Reasons:
            return self._exempting(named(name, self._known).id, leaf)

        match chosen.name:
            case "strictest":
                return self._threshold(len(self._members), [of(name) for name in self._members])
            case "most-generous":
                return self._threshold(1, [of(name) for name in self._members])
            case "quorum":
                return self._threshold(chosen.k, [of(name) for name in self._members])
            case "reference":
                return of(chosen.home)
            case "mutual":
                return self._mutual(leaf, [of(name) for name in (chosen.home, *self._members)])
            case _:
                raised = self._threshold(1, [of(name) for name in (chosen.home, chosen.floor) if name])
                return self._threshold(2, [raised, of(chosen.ceiling)]) if chosen.ceiling else raised

    def _exempting(self, name: str, leaf: Leaf) -> Reasons:
        """As `exempting`; leaves that a ruleset treats alike share one answer."""
        member = self._taking_part[name]
        key = name, member.like(leaf)
        if key not in self._done:
            self._done[key] = exempting(member, leaf, self._order, self._terms)
        return self._done[key]

    def _mutual(self, leaf: Leaf, reasons: Sequence[Reasons]) -> Reasons:
        """What home exempts, and what any member does where home does not bar."""
        bars = self._taking_part[named(self._strategy.home, self._known).id].bars(leaf)
        unbarred = tuple(Clause(negation(one.condition), one.rules, one.articles) for one in bars)
        home, *others = reasons
        guarded = (
            tuple(Reason(why.condition, (*why.guards, *unbarred), why.rules, why.articles) for why in each)
            for each in others
        )
        return self._threshold(1, [home, *guarded])

    def _threshold(self, k: int, members: Sequence[Reasons]) -> Reasons:
        """As `threshold`; leaves with the same reasons share one answer."""
        key = (k, *(tuple((self._order.number(why.full), why.rules) for why in each) for each in members))
        if key not in self._done:
            self._done[key] = threshold(k, members, self._order)
        return self._done[key]
