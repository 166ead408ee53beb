"""Claims: what a law comes to for one decision date, proven by the comparison's solver or tried on samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from ...compare.formulas import Decision, Formulas
from ...compare.narrow import Narrowing
from ...compare.replay import Replay
from ...compare.rows import Decided
from ...gaps.asking import Inquiry
from ...model.base import Text
from ...model.conditions import TRUE, Applicant, CodeTest, Condition
from ...model.dossier import Dossier
from ...model.outcomes import Framework, Leaf
from ...model.policy import Ruleset
from ...model.reach import reached_by
from ...results.trace import LeafTrace
from ...results.truth import Truth
from .dividing import Dividing, Exempts, divides
from .forming import later_helps
from .relations import EXEMPT, Keeps, Relation
from .results import Breach, Told
from .twins import Twin

Pairs = tuple[tuple[Leaf, Leaf], ...]
_HANGS: Final = (
    "an age or a length of time hangs on it, counted to the start of the programme, from the time of work, or over work"
    " and diplomas together; or a value hangs on the cohort"
)


@dataclass(frozen=True)
class Doubt:
    """Something that is not proven.

    Attributes:
        what: What it is about.
        why: Why it is not known.
        pair: The outcomes, where samples can be tried.
    """

    what: str
    why: str
    pair: tuple[Leaf, Leaf] | None = None

    @classmethod
    def of(cls, pair: tuple[Leaf, Leaf], why: str) -> Doubt:
        """A doubt about outcomes."""
        return cls(", ".join(dict.fromkeys(map(str, pair))), why, pair)


@dataclass(frozen=True)
class Findings:
    """What is found of a claim.

    Attributes:
        proven: How many pairs of outcomes are proven.
        by_form: Of how many of them the form of the rules shows it.
        open: What is not proven.
        breaches: Who breaks it.
        broken: The pairs of outcomes of which it is broken.
        tried: How many people were tried, where nobody is drawn at random.
        telling: How many of them could have broken it.
    """

    proven: int
    by_form: int
    open: tuple[Doubt, ...]
    breaches: tuple[Breach, ...]
    broken: frozenset[tuple[Leaf, Leaf]] = frozenset()
    tried: int = 0
    telling: int = 0


@dataclass(frozen=True)
class Claim:
    """That statuses of the first dossier, under the first ruleset, go with those of the second under the second.

    Attributes:
        sides: The rulesets, as the reference is asked.
        framework: The framework.
        on: The decision date.
        twin: The two dossiers in one.
        pairs: The outcomes: one of the first dossier, and one of the second.
        relation: How their statuses must go together.
        broken: What is wrong with who breaks it.
        shared: The judgements that one answer settles for all.
        divided: Whether only they break it whose evidence cannot be divided between the two outcomes.
        variants: The variants that both applicants are of; none for any.
    """

    sides: tuple[Ruleset, Ruleset]
    framework: Framework
    on: date
    twin: Twin
    pairs: Pairs
    relation: Relation
    broken: Text
    shared: frozenset[str] = frozenset()
    divided: bool = False
    variants: tuple[str, ...] = ()

    @cached_property
    def replay(self) -> Replay:
        """The reference, for the rulesets as they are."""
        return Replay(self.sides, self.framework, self.on, self.shared)

    def breaks(self, dossier: Dossier, pair: tuple[Leaf, Leaf]) -> bool:
        """Whether the two dossiers in one break it, by the reference."""
        if self.variants and any(
            one.applicant.known.get("variant") not in self.variants for one in self.twin.pair(dossier)
        ):
            return False
        if not all(map(_possible, self.twin.pair(dossier))):
            return False
        first, second = self._traces(dossier, pair)
        if not self.relation.broken(first.statuses, second.statuses):
            return False
        return not self.divided or divides(dossier, self._exempting(pair)) is False

    def _exempting(self, pair: tuple[Leaf, Leaf]) -> Exempts:
        return lambda dossier, place: self.replay.trace(place, dossier, pair[place]).statuses == EXEMPT

    @cached_property
    def assumed(self) -> Condition:
        """What is asked of the two in one, beside the relation."""
        names = ["variant", *(before for before, name in self.twin.twice.items() if name == "variant")]
        tests = tuple(CodeTest(attribute=name, codes=self.variants) for name in names)
        return Applicant(tests=tests) if self.variants else TRUE

    def breach(self, dossier: Dossier, pairs: Sequence[tuple[Leaf, Leaf]]) -> Breach:
        """What the two dossiers in one show, of outcomes of which it is the same."""
        both = self.twin.pair(dossier)
        named = _named(*both)
        traces = self._traces(dossier, pairs[0])
        told = tuple(
            Told(side.id, one, trace.leaf, trace.statuses, _acting(trace))
            for side, one, trace in zip(self.sides, named, traces, strict=True)
        )
        leaves = tuple(dict.fromkeys(leaf for pair in pairs for leaf in pair[:1]))
        return Breach(self.on, leaves, self.broken, told[:1] if told[0] == told[1] else told)

    def _traces(self, dossier: Dossier, pair: tuple[Leaf, Leaf]) -> tuple[LeafTrace, LeafTrace]:
        first, second = self.twin.pair(dossier)
        return self.replay.trace(0, first, pair[0]), self.replay.trace(1, second, pair[1])

    def acting(self, dossier: Dossier, pair: tuple[Leaf, Leaf]) -> frozenset[str]:
        """The rules that act on the first of two outcomes, by the reference."""
        return frozenset(_acting(self.replay.trace(0, self.twin.pair(dossier)[0], pair[0])))

    def vain(self, pair: tuple[Leaf, Leaf]) -> bool:
        """Whether nobody can break it of two outcomes, because of which rules there are."""
        granted, barred = (
            (self._reached(0, effect, pair[0]), self._reached(1, effect, pair[1])) for effect in ("grant", "bar")
        )
        return self.relation.vain(granted, barred)

    def _reached(self, place: int, effect: str, leaf: Leaf) -> bool:
        rules = self.sides[place].rules
        there = (one for one in rules if one.effect == effect and self.on in one.applies.decisions)
        return any(leaf in reached_by(self.framework, one) for one in there)

    def prove(self, time_limit: float) -> Findings:
        """Whether anybody of whom everything is known breaks it; whatever is not known is said to be open.

        Raises:
            MissingExtraError: z3 is not installed, and there is something to ask.
        """
        return _Proving(self, time_limit).findings()


def _possible(dossier: Dossier) -> bool:
    """Whether no work ends before it begins: such a dossier is refused where it is read."""
    stays = ((one.known.get("from"), one.known.get("to")) for one in dossier.evidence)
    return not any(isinstance(begin, date) and isinstance(end, date) and end < begin for begin, end in stays)


def _named(first: Dossier, second: Dossier) -> tuple[Dossier, Dossier]:
    if first == second:
        one = first.with_(id="applicant")
        return one, one
    return first.with_(id="before"), second.with_(id="after")


def _acting(trace: LeafTrace) -> tuple[str, ...]:
    steps = (*trace.grants, *trace.bars)
    return tuple(dict.fromkeys(step.rule for step in steps if step.truth is Truth.TRUE))


class _Proving:
    """Asks the solver."""

    def __init__(self, claim: Claim, time_limit: float) -> None:
        self._claim = claim
        self._inquiry = Inquiry(
            claim.twin.copies, claim.twin.framework, claim.on,
            cohort=None, shared=claim.shared, lore=claim.twin.lore, time_limit=time_limit,
        )  # fmt: skip
        self._narrowing = [Narrowing(one, claim.twin.framework) for one in claim.twin.copies]

    def findings(self) -> Findings:
        proven = by_form = 0
        open_: list[Doubt] = []
        breaches, broken = list[Breach](), set[tuple[Leaf, Leaf]]()
        for group in self._groups():
            if self._doubtful(group[0]):
                if self._seen(group[0]):
                    proven, by_form = proven + len(group), by_form + len(group)
                    continue
                open_ += [Doubt.of(pair, _HANGS) for pair in group]
                continue
            found = self._ask(group[0])
            if isinstance(found, Dossier):
                breaches.append(self._claim.breach(found, group))
                broken |= set(group)
            elif isinstance(found, str):
                open_ += [Doubt.of(pair, found) for pair in group]
            else:
                proven += len(group)
                by_form += len(group) if found else 0
        return Findings(proven, by_form, tuple(open_), tuple(breaches), frozenset(broken))

    def _groups(self) -> Iterator[list[tuple[Leaf, Leaf]]]:
        """Pairs of which the same is asked: outcomes that all rules treat alike."""
        same = [one for one, other in self._claim.pairs if one == other]
        for group in self._inquiry.groups(1, same):
            yield [(leaf, leaf) for leaf in group]
        yield from ([pair] for pair in self._claim.pairs if pair[0] != pair[1])

    def _doubtful(self, pair: tuple[Leaf, Leaf]) -> bool:
        both = zip(self._narrowing, pair, strict=True)
        return any(rule.id in self._claim.twin.doubtful for one, leaf in both for rule in one.to(leaf).rules)

    def _seen(self, pair: tuple[Leaf, Leaf]) -> bool:
        """Whether the form of the rules shows it, where the first dossier is the same but for earlier dates."""
        if not self._claim.twin.earlier:
            return False
        vocabulary = self._claim.framework.vocabulary
        for _, members in self._inquiry.ranges:
            granted, barred, conflicts = self._inquiry.told(1, members, pair[1]).decision
            if not later_helps(granted, vocabulary):
                return False
            if conflicts != "grant-wins" and not later_helps(barred, vocabulary, helps=False):
                return False
        return True

    def _ask(self, pair: tuple[Leaf, Leaf]) -> Dossier | str | bool:
        """Somebody who breaks it; or why it is not known; or, when nobody does, whether the form shows that."""
        if self._claim.divided:
            return Dividing(self._inquiry, pair, lambda one: self._claim.breaks(one, pair)).answer()
        formed, why = True, ""
        for which, (matrix, members) in enumerate(self._inquiry.ranges):
            first, second = (self._inquiry.told(place, members, leaf).decision for place, leaf in enumerate(pair))
            if isinstance(self._claim.relation, Keeps) and matrix.implied(Decided(*first), Decided(*second)):
                continue
            formed = False

            def question(formulas: Formulas, first: Decision = first, second: Decision = second) -> Any:
                wanted = self._claim.relation.question(formulas, first, second)
                return formulas.every(wanted, formulas.surely(self._claim.assumed))

            about = (*first[:2], *second[:2], self._claim.assumed)
            found = self._inquiry.someone(which, about, question, lambda one: self._claim.breaks(one, pair))
            if isinstance(found, Dossier):
                return found
            why = why or found or ""
        return why or formed
