"""A dossier made ready for a decision date: what counts, what follows from facts of the world, and what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..errors import Finding, warning
from ..model.attributes import VERDICT, Fact, Value, Vocabulary
from ..model.dossier import Attributes, Carrier, Dossier, Evidence, Verdict
from ..model.quantities import Amount

HOURS_A_DAY: Final = 24
_LATER: Final = "check the date; if it is right, decide on a later one"


@dataclass(frozen=True)
class Prepared:
    """A dossier as it counts on a decision date.

    Attributes:
        dossier: What counts, or may count, with what follows from facts of the world filled in.
        inferred: What was filled in, as pairs of item and attribute.
        undated: The items and verdicts of which it is not known whether they are dated after the decision.
        doubled: The items that may be another one listed twice, each with an attribute that could tell them apart.
        findings: What does not count, or is in doubt, for people to see.
    """

    dossier: Dossier
    inferred: frozenset[tuple[str, str]]
    undated: frozenset[str]
    doubled: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass
class Keying:
    """What works out `Carrier.keys`.

    Attributes:
        make: The same in C, of attributes and what is said to be unknown, when a native core is there.
    """

    make: Callable[[Attributes, tuple[str, ...]], dict[str, Hashable]] | None = None

    def work_out(self, one: Carrier) -> None:
        """Have the keys of a thing there."""
        if self.make is None:
            one.keys  # noqa: B018 - it keeps them
        elif "keys" not in one.__dict__:
            one.__dict__["keys"] = self.make(one.attributes, one.unknown)


KEYING: Final = Keying()


def prepare(dossier: Dossier, vocabulary: Vocabulary, on: date) -> Prepared:
    """Make a dossier ready for a decision date. No engine evaluates any other."""
    findings: list[Finding] = []
    inferred: set[tuple[str, str]] = set()
    doubled: dict[str, str] = {}
    items = [item for item in dossier.evidence if _counts(item, on, findings)]
    items = list(_distinct(items, vocabulary, doubled, findings))
    items = [_filled(item, vocabulary, inferred, findings) for item in items]
    items = [item for item in items if _counts(item, on, findings)]  # a date may have been filled in
    items = [_worked(item, on, findings) for item in items]
    verdicts = [verdict for verdict in dossier.verdicts if _counts(verdict, on, findings)]
    dated: list[Evidence | Verdict] = [*items, *verdicts]
    undated = frozenset(one.id for one in dated if _undated(one, on))
    answers = tuple([answer for answer in dossier.judgements if answer.on is None or answer.on <= on])
    findings += (
        warning(
            "EVC-D001",
            f"the answer to '{answer.judgement}' is dated {answer.on}, after the decision: it does not count",
            _LATER,
        )
        for answer in dossier.judgements
        if answer.on is not None and answer.on > on
    )
    counted = dossier.with_(evidence=tuple(items), verdicts=tuple(verdicts), judgements=answers)
    for one in (counted.applicant, *items, *verdicts):
        KEYING.work_out(one)  # once for all engines
    return Prepared(counted, frozenset(inferred), undated, doubled, tuple(findings))


def aged_by(kind: str) -> str:
    """The attribute that the age of evidence is counted from: of work its end, of all else when it was obtained."""
    return "to" if kind == "work" else "date"


def dated_by(item: Evidence | Verdict) -> str:
    """The attribute that says since when an item is there: work since it began, all else since it was obtained."""
    return "from" if isinstance(item, Evidence) and item.kind == "work" else "date"


def _counts(item: Evidence | Verdict, on: date, findings: list[Finding]) -> bool:
    """Whether an item is, or may be, there on the decision date."""
    kind = item.kind if isinstance(item, Evidence) else VERDICT
    moment = item.known.get(dated_by(item))
    if not isinstance(moment, date) or moment <= on:
        return True
    findings.append(
        warning(
            "EVC-D001",
            f"'{item.id}' ({kind}) is dated {moment}, after the decision on {on}: it does not count",
            _LATER,
        )
    )
    return False


def _worked(item: Evidence, on: date, findings: list[Finding]) -> Evidence:
    """The item, without hours that were not all worked yet, or cannot have been: how many were is then not known."""
    begin, end, hours = (item.known.get(name) for name in ("from", "to", "hours"))
    if item.kind != "work" or not isinstance(hours, Amount):
        return item
    last = min(end, on) if isinstance(end, date) else on
    if isinstance(end, date) and end > on:
        why = f"it ends on {end}, after the decision, so not all its {hours} have been worked"
        help_ = "write the hours worked so far, and 'to: ongoing'"
    elif isinstance(begin, date) and hours.value > HOURS_A_DAY * max((last - begin).days, 0):
        why = f"{hours} do not fit between {begin} and {last}"
        help_ = "check the hours and the dates"
    else:
        return item
    findings.append(warning("EVC-D008", f"'{item.id}': {why}: they count as unknown", help_))
    return _changed(item, {}, {"hours"})


def _undated(item: Evidence | Verdict, on: date) -> bool:
    """Whether an item may be dated after the decision; work that has ended has begun."""
    if dated_by(item) in item.known:
        return False
    end = item.known.get("to") if dated_by(item) == "from" else None
    return not (isinstance(end, date) and end <= on)


def _changed(item: Evidence, values: Mapping[str, Value], without: Collection[str] = ()) -> Evidence:
    known = {**item.known, **values}
    kept = tuple(sorted((name, value) for name, value in known.items() if name not in without))
    return item.with_(attributes=kept, unknown=tuple(sorted({*item.unknown, *without})))


def _distinct(
    items: Sequence[Evidence], vocabulary: Vocabulary, doubled: dict[str, str], findings: list[Finding]
) -> Iterator[Evidence]:
    """The items; of those that are the same in everything that is known, the later ones may be there, or may not.

    They are not when nothing is left that could tell them apart.
    """
    if len({(item.kind, len(item.attributes), item.known.get(dated_by(item))) for item in items}) == len(items):
        yield from items  # as a rule, and to compare all that is known takes long
        return
    seen: dict[tuple[str, Attributes], str] = {}
    for item in items:
        first = seen.setdefault((item.kind, item.attributes), item.id)
        if first == item.id:
            yield item
            continue
        apart = _telling_apart(item, vocabulary)
        counts = "it may be listed twice" if apart else "they count once"
        help_ = "if they are two, write down what tells them apart (dates, role, issuer); if not, take one out"
        message = f"'{item.id}' is the same as '{first}' in everything that is known: {counts}"
        findings.append(warning("EVC-D002", message, help_))
        if apart:
            doubled[item.id] = apart
            yield item


def _telling_apart(item: Evidence, vocabulary: Vocabulary) -> str | None:
    """An attribute that could tell an item from one like it, its date before any other; None when all is known."""
    carried = [one.id for one in vocabulary.carried_by(item.kind) if one.absent == "unknown" or one.id in item.unknown]
    open_ = [name for name in carried if name not in item.known]
    return dated_by(item) if dated_by(item) in open_ else next(iter(open_), None)


def _filled(
    item: Evidence, vocabulary: Vocabulary, inferred: set[tuple[str, str]], findings: list[Finding]
) -> Evidence:
    """The item with what follows from facts; what contradicts one counts as unknown."""
    facts = [fact for fact in vocabulary.facts if fact.on == item.kind]
    if not any(_applies(fact, item.known) for fact in facts):
        return item
    follows, doubtful = _following(item, facts)
    if doubtful:
        names = ", ".join(sorted(doubtful))
        help_ = "correct the dossier; until then these count as unknown"
        findings.append(
            warning("EVC-D003", f"'{item.id}' cannot be as it is written: {names} contradict each other", help_)
        )
    sound = _changed(item, {}, doubtful) if doubtful else item
    if doubtful:
        follows, _ = _following(sound, facts)
    found = {name: value for name, value in follows.items() if name not in doubtful}
    inferred.update((item.id, name) for name in found)
    return _changed(sound, found) if found else sound


def _following(item: Evidence, facts: Iterable[Fact]) -> tuple[dict[str, Value], set[str]]:
    """What follows from facts, and from what follows; and the attributes of the dossier that cannot all be so.

    A fact may be contradicted by the dossier or by another fact. In doubt is then all that the two rest on.
    """
    listed = list(facts)
    known = item.known.copy()
    rests_on = {name: {name} for name in known}
    doubtful: set[str] = set()
    for _ in range(len(listed) + 1):
        for fact in listed:
            if not _applies(fact, known):
                continue
            grounds = {ground for name, _ in fact.given for ground in rests_on[name]}
            for name, value in fact.then:
                if known.setdefault(name, value) != value:
                    doubtful |= grounds | rests_on[name]
                rests_on.setdefault(name, grounds)
    return {name: value for name, value in known.items() if name not in item.known}, doubtful


def _applies(fact: Fact, known: Mapping[str, Value]) -> bool:
    return all(known.get(name) in codes for name, codes in fact.given)
