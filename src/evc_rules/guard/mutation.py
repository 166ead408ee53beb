"""Which slips in a ruleset its cases notice, and which cases to add for those that they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Final, Literal

from ..model.base import Text
from ..model.cases import Expectation, PolicyCase
from ..model.outcomes import Ref
from ..results.trace import LeafTrace
from ..results.truth import Truth
from ..testing.cases import Subject
from .changes import Kind
from .mutants import Mutant, mutants
from .noticing import Watch, passes
from .showing import Shown, shown
from .told import Told

Fate = Literal["noticed", "unnoticed", "same", "unknown"]
"""A case notices it; none does, and somebody shows that it matters; nobody can show it, proven; or not known."""

_OUT_OF_TIME: Final = "the time was up"

_LATER: Final[dict[Kind, int]] = {
    "without-test": 1, "without-condition": 2, "all-any": 2, "without-not": 2, "kinds": 2, "level": 2,
    "without-exception": 2, "targets": 3, "conflicts": 3, "effect": 4, "without-rule": 5,
}  # fmt: skip
"""Kinds of slips for which cases are looked for later than for the others: who shows a small slip shows large ones."""


@dataclass(frozen=True)
class Tried:
    """What became of a mutant.

    Attributes:
        mutant: The mutant.
        fate: What became of it.
        by: The case that notices it; of one that goes unnoticed the case to add.
        why: Why it is not known whether it matters.
    """

    mutant: Mutant
    fate: Fate
    by: PolicyCase | None = None
    why: str = ""


@dataclass(frozen=True)
class Suggested:
    """A case to add.

    Attributes:
        case: The case: what it expects is what the ruleset says now, and that may not be what is meant.
        mutant: The mutant that it was made for.
        trace: Why the ruleset says it.
        notices: Every mutant that no other case notices and this one does, the one that it was made for too.
    """

    case: PolicyCase
    mutant: Mutant
    trace: LeafTrace
    notices: tuple[Mutant, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that act, or else those that the mutant is about."""
        acting = (one.rule for one in (*self.trace.grants, *self.trace.bars) if one.truth is Truth.TRUE)
        return tuple(dict.fromkeys(acting)) or self.mutant.rules


@dataclass(frozen=True)
class Mutation:
    """What the cases of a ruleset notice.

    Attributes:
        subject: The ruleset, and what its cases need.
        on: The decision date that was looked at first.
        tried: Every mutant, and what became of it.
        suggested: The cases to add.
        failing: Cases that do not come out as expected; they were left out.
    """

    subject: Subject
    on: date
    tried: tuple[Tried, ...]
    suggested: tuple[Suggested, ...]
    failing: tuple[PolicyCase, ...] = ()

    def count(self, fate: Fate) -> int:
        """How many mutants had a fate."""
        return sum(one.fate == fate for one in self.tried)

    @property
    def counted(self) -> int:
        """How many mutants can be noticed: those of which it is shown that they matter."""
        return self.count("noticed") + self.count("unnoticed")

    @property
    def whole(self) -> bool:
        """Whether every mutant that matters is noticed, and of each it is known whether it does."""
        return not (self.count("unnoticed") or self.count("unknown") or self.failing)


def usual_day(cases: Sequence[PolicyCase]) -> date | None:
    """The decision date of most cases, the latest of equals; None without cases."""
    days = Counter(one.on for one in cases)
    return max(days, key=lambda day: (days[day], day)) if days else None


def mutation(
    subject: Subject,
    cases: Sequence[PolicyCase],
    on: date,
    *,
    time_limit: float,
    within: float | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Mutation:
    """Try every mutant of a ruleset against its cases.

    Args:
        subject: The ruleset, and what its cases need.
        cases: Its cases.
        on: The decision date to look at first, where somebody is looked for.
        time_limit: How long to look for the answer to one question [s].
        within: How long to look for somebody in all [s]; then the rest is not known. None for as long as it takes.
        tell: Told how much is done, and of how much.

    Raises:
        MissingExtraError: z3 is not installed, and there is a mutant that no case notices.
    """
    sound = [case for case in cases if passes(subject, case)]
    failing = tuple(case for case in cases if case not in sound)
    watch, extra = Watch(subject, sound), Watch(subject, ())
    listed = list(mutants(subject.ruleset, subject.framework))
    order = sorted(range(len(listed)), key=lambda place: _LATER.get(listed[place].kind, 0))
    until = None if within is None else monotonic() + within
    fates: dict[int, Tried] = {}
    made: list[tuple[PolicyCase, Mutant, LeafTrace]] = []
    for number, place in enumerate(order):
        if tell:
            tell(number, len(listed))
        mutant = listed[place]
        by = watch.notices(mutant)
        added = None if by else extra.notices(mutant)
        if by or added:
            fates[place] = Tried(mutant, "noticed" if by else "unnoticed", by or added)
            continue
        late = until is not None and monotonic() > until
        found = _OUT_OF_TIME if late else shown(subject, mutant, on, time_limit)
        if isinstance(found, Shown):
            case = _case(subject, mutant, found)
            made.append((case, mutant, found.witness.first))
            extra.add(case)
            fates[place] = Tried(mutant, "unnoticed", case)
        else:
            fates[place] = Tried(mutant, "unknown" if found else "same", why=found or "")
    tried = tuple(fates[place] for place in range(len(listed)))
    place_of = {id(one): place for place, one in enumerate(listed)}
    made.sort(key=lambda one: place_of[id(one[1])])
    suggested = tuple(
        Suggested(case, mutant, trace, tuple(one.mutant for one in tried if one.by is case))
        for case, mutant, trace in made
    )
    return Mutation(subject, on, tried, suggested, failing)


def _case(subject: Subject, mutant: Mutant, found: Shown) -> PolicyCase:
    """The case that notices a mutant: someone who shows it, and what the ruleset says of them now."""
    leaf, statuses = found.witness.leaf, found.witness.first.statuses
    titles = {}
    for lang in ("nl", "en"):
        told = Told(subject.framework, subject.ruleset, lang, found.on).stays(mutant)
        titles[lang] = f"{', '.join(mutant.rules) or subject.ruleset.id}: {told}"
    expected = Expectation(
        outcome=Ref(leaf.outcome, leaf.level, leaf.level), statuses=frozenset(str(one) for one in statuses)
    )
    dossier = found.witness.dossier.with_(id="case")
    return PolicyCase(title=Text(**titles), dossier=dossier, on=found.on, expect=(expected,))
