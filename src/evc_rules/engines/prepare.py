"""A dossier made ready for a decision date: what counts, what follows from facts of the world, and what is in doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..errors import Finding, Severity
from ..model.attributes import ONGOING, VERDICT, Fact, Value, Vocabulary
from ..model.dossier import Dossier, Evidence, Verdict


@dataclass(frozen=True)
class Prepared:
    """A dossier as it counts on a decision date.

    Attributes:
        dossier: What counts, with what follows from facts of the world filled in.
        inferred: What was filled in, as pairs of item and attribute.
        findings: What does not count, or is in doubt, for people to see.
    """

    dossier: Dossier
    inferred: frozenset[tuple[str, str]]
    findings: tuple[Finding, ...]


def prepare(dossier: Dossier, vocabulary: Vocabulary, on: date) -> Prepared:
    """Make a dossier ready for a decision date. No engine evaluates any other."""
    findings: list[Finding] = []
    inferred: set[tuple[str, str]] = set()
    items = [item for item in dossier.evidence if _counts(item, on, findings)]
    items = [_filled(_as_of(item, on), vocabulary, inferred, findings) for item in _distinct(items, findings)]
    verdicts = [verdict for verdict in dossier.verdicts if _counts(verdict, on, findings)]
    answers = tuple(answer for answer in dossier.judgements if answer.on is None or answer.on <= on)
    findings += (
        _warning(
            "EVC-D001",
            f"the answer to '{answer.judgement}' is dated {answer.on}, after the decision: it does not count",
        )
        for answer in dossier.judgements
        if answer not in answers
    )
    counted = dossier.with_(evidence=tuple(items), verdicts=tuple(verdicts), judgements=answers)
    return Prepared(counted, frozenset(inferred), tuple(findings))


def _warning(code: str, message: str, help_: str = "") -> Finding:
    return Finding(code, message, help=help_, severity=Severity.WARNING)


def _counts(item: Evidence | Verdict, on: date, findings: list[Finding]) -> bool:
    """Whether an item is there on the decision date: work when it has begun, everything else when it was obtained."""
    kind = item.kind if isinstance(item, Evidence) else VERDICT
    moment = item.known.get("from" if kind == "work" else "date")
    if not isinstance(moment, date) or moment <= on:
        return True
    findings.append(
        _warning(
            "EVC-D001",
            f"'{item.id}' ({kind}) is dated {moment}, after the decision on {on}: it does not count",
        )
    )
    return False


def _as_of(item: Evidence, on: date) -> Evidence:
    """Work that ends after the decision is work that goes on."""
    end = item.known.get("to")
    return _changed(item, {"to": ONGOING}) if item.kind == "work" and isinstance(end, date) and end > on else item


def _changed(item: Evidence, values: dict[str, Value], without: Collection[str] = ()) -> Evidence:
    known = {**item.known, **values}
    kept = tuple(sorted((name, value) for name, value in known.items() if name not in without))
    return item.with_(attributes=kept, unknown=tuple(sorted({*item.unknown, *without})))


def _distinct(items: Iterable[Evidence], findings: list[Finding]) -> Iterator[Evidence]:
    """The items, of those that are the same in everything only the first."""
    seen: dict[tuple[object, ...], str] = {}
    for item in items:
        first = seen.setdefault((item.kind, item.attributes, item.unknown), item.id)
        if first == item.id:
            yield item
        else:
            help_ = "if they are two, write down what tells them apart (dates, role, issuer)"
            findings.append(
                _warning("EVC-D002", f"'{item.id}' is the same as '{first}' in everything: they count once", help_)
            )


def _filled(
    item: Evidence, vocabulary: Vocabulary, inferred: set[tuple[str, str]], findings: list[Finding]
) -> Evidence:
    facts = [fact for fact in vocabulary.facts if fact.on == item.kind]
    doubtful = _contradicted(item, facts)
    if doubtful:
        names = ", ".join(sorted(doubtful))
        help_ = "correct the dossier; until then these count as unknown"
        findings.append(
            _warning("EVC-D003", f"'{item.id}' cannot be as it is written: {names} contradict each other", help_)
        )
    sound = _changed(item, {}, doubtful) if doubtful else item
    follows = {name: value for name, value in _following(sound, facts).items() if name not in doubtful}
    inferred.update((item.id, name) for name in follows)
    return _changed(sound, follows) if follows else sound


def _following(item: Evidence, facts: Iterable[Fact]) -> dict[str, Value]:
    """What follows from the facts, and from what follows, and is not in the dossier."""
    found: dict[str, Value] = {}
    listed = list(facts)
    for _ in listed:
        known = {**item.known, **found}
        for fact in listed:
            if _holds(fact, known):
                found.update((name, value) for name, value in fact.then if name not in known)
    return found


def _contradicted(item: Evidence, facts: Iterable[Fact]) -> set[str]:
    """The attributes that a fact says cannot all be so."""
    listed = list(facts)
    known = {**item.known, **_following(item, listed)}
    doubtful: set[str] = set()
    for fact in listed:
        wrong = {name for name, value in fact.then if name in item.known and item.known[name] != value}
        if wrong and _holds(fact, known):
            doubtful |= wrong | {name for name, _ in fact.given}
    return doubtful


def _holds(fact: Fact, known: dict[str, Value]) -> bool:
    return all(known.get(name) in codes for name, codes in fact.given)
