"""Which slips in a ruleset its cases notice, and which cases to add for those that they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from time import monotonic
from typing import Final, Literal

from ..compare.replay import Replay
from ..model.base import Lang, Text
from ..model.cases import Awarded, Expectation, PathLength, PolicyCase
from ..model.outcomes import Ref
from ..results.trace import LeafTrace
from ..results.truth import Truth
from ..testing.cases import Subject
from .changes import Kind
from .choosing import Candidate, Chosen, chosen
from .crediting import Crediting
from .mutants import Mutant, mutants
from .noticing import Watch, passes
from .saying import Person, Saying, saying
from .showing import Shown, shown
from .told import Told

Fate = Literal["noticed", "unnoticed", "same", "unknown"]
"""A case notices it; none does, and somebody shows that it matters; nobody can show it, proven; or not known."""

_NO_TEXT: Final = Text()
_OUT_OF_TIME: Final = Text(nl="de tijd was om: geef meer met --within", en="the time was up: give more with --within")

_LANGS: Final[tuple[Lang, ...]] = ("nl", "en")

_AT_A_TIME: Final = 16
"""So many mutants are made ready together."""

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
    why: Text = _NO_TEXT


@dataclass(frozen=True)
class Suggested:
    """A case to add.

    Attributes:
        case: The case: what it expects is what the ruleset says now, and that may not be what is meant.
        mutant: The mutant that it was made for.
        traces: Why the ruleset says it, of each outcome that something is expected of.
        notices: The mutants that it notices and no case, nor a case to add that shows more, does.
    """

    case: PolicyCase
    mutant: Mutant
    traces: tuple[LeafTrace, ...]
    notices: tuple[Mutant, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that act, or else those that the mutant is about."""
        steps = (step for one in self.traces for step in (*one.grants, *one.bars))
        acting = (step.rule for step in steps if step.truth is Truth.TRUE)
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
    listed = list(mutants(subject.ruleset, subject.framework, subject.programme))
    trying = _Trying(subject, Watch(subject, sound), listed, on, time_limit)
    until = None if within is None else monotonic() + within
    order = sorted(range(len(listed)), key=lambda one: _LATER.get(listed[one].kind, 0))
    for number, (place, by) in enumerate(trying.saying(order)):
        if tell:
            tell(number, len(listed))
        trying.one(place, by, late=until is not None and monotonic() > until)
    suggested = tuple(trying.suggested())
    cases_of = {id(mutant): one.case for one in suggested for mutant in one.notices}
    fates = (trying.fates[place] for place in range(len(listed)))
    tried = tuple(replace(one, by=one.by or cases_of.get(id(one.mutant))) for one in fates)
    return Mutation(subject, on, tried, suggested, failing)


@dataclass
class _Trying:
    """The mutants of a ruleset, tried one by one.

    Attributes:
        subject: The ruleset, and what its cases need.
        watch: Its cases.
        mutants: Its mutants.
        on: The decision date to look at first.
        time_limit: How long to look for the answer to one question [s].
        fates: What became of each that was tried, by place.
        people: Those who show a mutant that no case notices.
    """

    subject: Subject
    watch: Watch
    mutants: list[Mutant]
    on: date
    time_limit: float
    fates: dict[int, Tried] = field(default_factory=dict)
    people: list[Candidate] = field(default_factory=list)

    def saying(self, places: Sequence[int]) -> Iterator[tuple[int, Saying]]:
        """Mutants by their places, each with what it says; some at a time, as they are mostly alike."""
        for begin in range(0, len(places), _AT_A_TIME):
            some = places[begin : begin + _AT_A_TIME]
            yield from zip(some, saying(self.subject, *(self.mutants[place].ruleset for place in some)), strict=True)

    @cached_property
    def _now(self) -> Saying:
        return saying(self.subject, self.subject.ruleset)[0]

    def one(self, place: int, by: Saying, *, late: bool) -> None:
        """Try one mutant; nobody is looked for when it is late."""
        mutant = self.mutants[place]
        case = self.watch.notices(mutant, by)
        if case:
            self.fates[place] = Tried(mutant, "noticed", case)
        elif mutant.on_terms:
            self._worth(place, mutant, late=late)
        elif [each for each in self._likely(mutant) if each.tells(place, mutant, by)]:
            self.fates[place] = Tried(mutant, "unnoticed")
        else:
            found = _OUT_OF_TIME if late else shown(self.subject, mutant, self.on, self.time_limit)
            if isinstance(found, Shown):
                person = Person.of(found.witness.dossier, found.on, self.subject.framework)
                who = Candidate(person, dict(self._now.of(person)), mutant, found.witness.leaf)
                who.shows[place] = frozenset([found.witness.leaf])
                who.tells(place, mutant, by)
                self.people.append(who)
                self.fates[place] = Tried(mutant, "unnoticed")
            else:
                self.fates[place] = Tried(mutant, "unknown" if found else "same", why=found or _NO_TEXT)

    def _likely(self, mutant: Mutant) -> list[Candidate]:
        """Those who may show a mutant: on the usual day everybody, on another who shows a slip in the same rules."""
        rules = set(mutant.rules)
        return [one for one in self.people if one.person.on == self.on or not rules.isdisjoint(one.first.rules)]

    @cached_property
    def _crediting(self) -> Crediting | None:
        one = self.subject
        return Crediting(one, one.programme, self.on, self.time_limit) if one.programme else None

    def _worth(self, place: int, mutant: Mutant, *, late: bool) -> None:
        """Look for somebody whose exemptions are worth something else."""
        crediting = self._crediting
        worthy = [each for each in self.people if isinstance(each.worth, Awarded)]
        if crediting and [each for each in worthy if self._otherwise(crediting, each, place, mutant)]:
            self.fates[place] = Tried(mutant, "unnoticed")
            return
        found = _OUT_OF_TIME if late or not crediting else crediting.shown(mutant)
        if isinstance(found, tuple):
            person, worth = found
            who = Candidate(person, dict(self._now.of(person)), mutant, worth=worth)
            who.shows[place] = frozenset()
            self.people.append(who)
            self.fates[place] = Tried(mutant, "unnoticed")
        else:
            self.fates[place] = Tried(mutant, "unknown" if found else "same", why=found or _NO_TEXT)

    def _otherwise(self, crediting: Crediting, who: Candidate, place: int, mutant: Mutant) -> bool:
        """Whether a mutant awards somebody otherwise."""
        old, new = (crediting.awarded(who.person, one) for one in (self.subject.ruleset, mutant.ruleset))
        if old != new:
            who.shows[place] = frozenset()
        return old != new

    def suggested(self) -> Iterator[Suggested]:
        """The cases to add: as few as notice all that somebody shows, in the order of the ruleset."""
        for place, by in self.saying([place for place, one in self.fates.items() if one.fate == "unnoticed"]):
            mutant = self.mutants[place]
            for who in self.people if mutant.on_terms else self._likely(mutant):
                if place in who.shows:
                    continue
                if not mutant.on_terms:
                    who.tells(place, mutant, by)
                elif self._crediting and isinstance(who.worth, Awarded):
                    self._otherwise(self._crediting, who, place, mutant)
        found = sorted(chosen(self.people, self.subject.framework.leaves), key=lambda one: one.notices)
        for one in found:
            yield self._suggested(one)

    def _suggested(self, one: Chosen) -> Suggested:
        subject, who = self.subject, one.candidate
        replay = Replay((subject.ruleset,), subject.framework, who.person.on, subject.shared)
        noticed = tuple(self.mutants[place] for place in one.notices)
        mutant = next((one for one in noticed if one is who.first), noticed[0])
        traces = tuple(replay.trace(0, who.person.dossier, leaf) for leaf in one.leaves)
        return Suggested(_case(subject, mutant, one, traces), mutant, traces, noticed)


def _case(subject: Subject, mutant: Mutant, one: Chosen, traces: Sequence[LeafTrace]) -> PolicyCase:
    """The case that notices a mutant: someone who shows it, and what the ruleset says of them now."""
    person = one.candidate.person
    nl, en = (Told(subject.framework, subject.ruleset, lang, person.on).title(mutant) for lang in _LANGS)
    expected = tuple(
        Expectation(
            outcome=Ref(each.leaf.outcome, each.leaf.level, each.leaf.level),
            statuses=frozenset(map(str, each.statuses)),
        )
        for each in traces
    )
    return PolicyCase(
        title=Text(nl=nl, en=en), dossier=person.dossier.with_(id="case"), on=person.on, expect=expected,
        awards=(one.worth,) if isinstance(one.worth, Awarded) else (),
        path=one.worth if isinstance(one.worth, PathLength) else None,
    )  # fmt: skip
