"""Whether a mutant says something else of anybody: someone who shows it, proof that nobody does, or neither in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from dateutil.relativedelta import relativedelta

from ..compare import Witness, compare_rulesets
from ..compare.replay import Replay
from ..engines.prepare import aged_by
from ..model.base import Text
from ..model.conditions import AgeTest
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Applies, Ruleset
from ..model.quantities import Age
from ..model.reach import reached_by
from ..testing.cases import Subject
from ..testing.laws.days import asking_days
from .mutants import Mutant

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """Someone of whom a mutant says something else.

    Attributes:
        on: The decision date.
        witness: The applicant, and what the ruleset (first) and the mutant (second) say.
    """

    on: date
    witness: Witness


def shown(subject: Subject, mutant: Mutant, on: date, time_limit: float) -> Shown | Text | None:
    """Someone of whom a mutant says something else than the ruleset.

    Args:
        subject: The ruleset, and what it is written over.
        mutant: The mutant.
        on: The decision date that is looked at first; after it those on which something begins or ends, or a day
            that a rule names begins to matter.
        time_limit: How long to look for the answer to one question [s].

    Returns:
        Someone; or None when it is proven that there is nobody, of all of whom everything is known; or why it is not
        known.
    """
    old, why = subject.ruleset, ""
    first = _telling(old, mutant, subject.framework)
    chunks = [part for part in (first, mutant.leaves - first) if part]
    for day, leaves in product(_days(old, mutant.ruleset, subject.framework, on), chunks):
        found = compare_rulesets(
            [old, mutant.ruleset], subject.framework, day,
            shared=subject.shared, leaves=leaves, time_limit=time_limit,
        )  # fmt: skip
        for leaf in found.leaves:
            alike = found.alike(leaf, 0, 1)
            if alike is False:
                return sharpened(subject, mutant, Shown(day, found.on_leaf(leaf, 0, 1).witnesses[0]))
            if alike is None:
                why = why or "; ".join(found.why(leaf, 0, 1))
    return Text(nl=why, en=why) if why else None


def _telling(old: Ruleset, mutant: Mutant, framework: Framework) -> frozenset[Leaf]:
    """A leaf that most likely shows what a slip does: one that only one version reaches, or that its rule reaches."""
    rules = [one.by_id[name] for name in mutant.rules[:1] for one in (old, mutant.ruleset) if name in one.by_id]
    reached = [reached_by(framework, rule) for rule in rules if rule.effect != "waive"]
    likely = (reached[0] ^ reached[-1]) or (reached[0] & reached[-1]) if reached else mutant.leaves
    return frozenset([leaf for leaf in framework.leaves if leaf in likely & mutant.leaves][:1])


def sharpened(subject: Subject, mutant: Mutant, one: Shown) -> Shown:
    """The same applicant with papers dated right on the boundary, or a day off, where that shows it as well.

    An age is off by a month in a mutant, so that the solver has a month to choose from; its author thinks of a day.
    """
    age = mutant.was.value if isinstance(mutant.was, AgeTest) else mutant.was
    if mutant.kind != "threshold" or not isinstance(age, Age):
        return one
    replay = Replay((subject.ruleset, mutant.ruleset), subject.framework, one.on, subject.shared)
    witness, leaf = one.witness, one.witness.leaf
    for dossier in _dated(witness.dossier, _around(age, one.on, witness.dossier)):
        first, second = (replay.trace(place, dossier, leaf) for place in (0, 1))
        if (first.statuses, second.statuses) == (witness.first.statuses, witness.second.statuses):
            return Shown(one.on, Witness(leaf, dossier, first, second))
    return one


def _around(age: Age, on: date, dossier: Dossier) -> Iterator[date]:
    """The days on which something is exactly so old, a day older, and a day younger: at the decision, or the start."""
    start = dossier.applicant.known.get("start")
    for reference in (on, *([start] if isinstance(start, date) else [])):
        day = reference - relativedelta(months=age.months)
        yield from (day - _DAY, day, day + _DAY)


def _dated(dossier: Dossier, days: Iterator[date]) -> Iterator[Dossier]:
    """A dossier with each thing that has an age dated on each of some days in turn."""
    for day in days:
        for things in ("evidence", "verdicts"):
            listed = getattr(dossier, things)
            for place, thing in enumerate(listed):
                name = aged_by(getattr(thing, "kind", ""))
                if isinstance(thing.known.get(name), date) and thing.known.get("from", date.min) < day:
                    known = tuple(sorted({**thing.known, name: day}.items()))
                    new = (*listed[:place], thing.with_(attributes=known), *listed[place + 1 :])
                    yield dossier.with_(**{things: new})


def _days(old: Ruleset, new: Ruleset, framework: Framework, on: date) -> list[date]:
    """The decision dates that matter: a usual one, and where something changes the day itself and the one before.

    Something changes where rules or values begin or end, and where days that rules name begin to tell people apart.
    """
    edges = {day for one in (old, new) for day in (*_edges(one), *asking_days(one, framework))}
    days = sorted(edges | {day - _DAY for day in edges if day > date.min})
    return [on, *(day for day in days if day != on and any(day in one.applies.decisions for one in (old, new)))]


def _edges(ruleset: Ruleset) -> Iterator[date]:
    times: list[Applies] = [ruleset.applies, *(rule.applies for rule in ruleset.rules)]
    ends = [end for one in times for end in (one.decisions.start, one.decisions.end)]
    ends += [end for one in ruleset.parameters for value in one.values for end in (value.start, value.until)]
    yield from filter(None, ends)
