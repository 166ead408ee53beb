"""What of a dossier counts on a decision date, worked out from the meaning page (§4 and §6) and by no engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from ..model.attributes import Fact, Value, Vocabulary
from ..model.dossier import Answer, Carrier, Dossier, Evidence, Verdict
from ..model.quantities import Amount

_DAY: Final = 24
"""[h]"""


@dataclass(frozen=True)
class Thing:
    """Something that tests are asked of, as it counts.

    Attributes:
        name: Its id, or None for the applicant.
        kind: What it is.
        known: What is known of it.
        unknown: What is not known of it although its absence would mean that it is not there.
        inferred: What of it follows from facts of the world.
        undated: Whether it may be dated after the decision.
        apart: What could tell it from an item just like it; nothing when there is none.
        verdict: The verdict that it is, or None.
    """

    name: str | None
    kind: str
    known: Mapping[str, Value]
    unknown: frozenset[str] = frozenset()
    inferred: frozenset[str] = frozenset()
    undated: bool = False
    apart: str = ""
    verdict: Verdict | None = None


def begins(kind: str) -> str:
    """The attribute that says since when something is there."""
    return "from" if kind == "work" else "date"


@dataclass(frozen=True)
class Counting:
    """A dossier on a decision date.

    Attributes:
        dossier: The dossier.
        vocabulary: What is declared.
        on: The decision date.
    """

    dossier: Dossier
    vocabulary: Vocabulary
    on: date

    @cached_property
    def applicant(self) -> Thing:
        """The applicant."""
        one = self.dossier.applicant
        return Thing(None, "applicant", one.known, frozenset(one.unknown))

    @cached_property
    def evidence(self) -> tuple[Thing, ...]:
        """The items that count, or may."""
        return tuple(self._evidence())

    @cached_property
    def verdicts(self) -> tuple[Thing, ...]:
        """The verdicts that count, or may."""
        return tuple(
            Thing(
                one.id, "verdict", one.known, frozenset(one.unknown), undated="date" not in one.known, verdict=one,
            )
            for one in self.dossier.verdicts
            if not self._later(one.known.get("date"))
        )  # fmt: skip

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that count."""
        return tuple(one for one in self.dossier.judgements if not self._later(one.on))

    def _later(self, moment: object) -> bool:
        return isinstance(moment, date) and moment > self.on

    def _evidence(self) -> Iterator[Thing]:
        before: list[Evidence] = []
        for item in self.dossier.evidence:
            if self._later(item.known.get(begins(item.kind))):
                continue
            apart = ""
            if any((item.kind, item.known) == (other.kind, other.known) for other in before):
                apart = next(self._untold(item), "")
                if not apart:
                    continue
            before.append(item)
            thing = self._thing(item, apart)
            if not self._later(thing.known.get(begins(item.kind))):
                yield thing

    def _untold(self, item: Evidence) -> Iterator[str]:
        """What is not known of an item and could be: its date first."""
        open_ = [
            one.id
            for one in self.vocabulary.attributes
            if item.kind in one.on and one.id not in item.known and (one.absent == "unknown" or one.id in item.unknown)
        ]
        dated = begins(item.kind)
        yield from [dated] * (dated in open_)
        yield from open_

    def _thing(self, item: Evidence, apart: str) -> Thing:
        doubtful, _ = self._contradicted(item, item.known)
        sound = {name: value for name, value in item.known.items() if name not in doubtful}
        _, closed = self._contradicted(item, sound)
        follows = {name: value for name, value in closed.items() if name not in {*sound, *doubtful}}
        known, unknown = {**sound, **follows}, {*item.unknown, *doubtful}
        if item.kind == "work" and self._cannot_be(known):
            del known["hours"]
            unknown.add("hours")
        end = known.get("to")
        over = item.kind == "work" and isinstance(end, date) and end <= self.on
        undated = begins(item.kind) not in known and not over
        return Thing(item.id, item.kind, known, frozenset(unknown), frozenset(follows), undated, apart)

    def _contradicted(self, item: Carrier, given: Mapping[str, Value]) -> tuple[set[str], dict[str, Value]]:
        """What cannot all be so by the facts of the world, and all that follows from what is given."""
        kind = getattr(item, "kind", "")
        facts = [fact for fact in self.vocabulary.facts if fact.on == kind]
        found, grounds = dict(given), {name: {name} for name in given}
        doubtful: set[str] = set()
        size = -1
        while size != len(found):
            size = len(found)
            for fact in facts:
                if _holds(fact, found):
                    rests_on = {ground for name, _ in fact.given for ground in grounds[name]}
                    for name, value in fact.then:
                        grounds.setdefault(name, rests_on)
                        if found.setdefault(name, value) != value:
                            doubtful |= rests_on | grounds[name]
        return doubtful, found

    def _cannot_be(self, known: Mapping[str, Value]) -> bool:
        """Whether hours have not all been worked by the decision, or do not fit in the time that there was."""
        begin, end, hours = known.get("from"), known.get("to"), known.get("hours")
        if not isinstance(hours, Amount):
            return False
        if self._later(end):
            return True
        until = end if isinstance(end, date) else self.on
        return isinstance(begin, date) and hours.value > _DAY * max(0, (until - begin).days)


def _holds(fact: Fact, known: Mapping[str, Value]) -> bool:
    return all(known.get(name) in codes for name, codes in fact.given)
