"""A dossier out of a solver's values: one item for each that it counts, with ordinary values for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..engines.prepare import dated_by
from ..model.attributes import APPLICANT, ONGOING, VERDICT, Attribute, Fact, Value
from ..model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from ..model.outcomes import Ref
from ..model.quantities import Amount
from . import ordinary
from .encode import Encoded
from .shapes import Days, Option, Range

_HUNDREDTH = Decimal("0.01")


@dataclass
class _Names:
    """Names for what is made, counted by kind."""

    counts: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}-{self.counts[kind]}"


def person(encoded: Encoded, model: Any) -> Dossier:
    """The dossier that a solver's values stand for."""
    names = _Names()
    evidence = tuple(_items(encoded, model, names))
    applicant = _applicant(encoded, model)
    if isinstance(applicant.get("years-old"), Amount):
        applicant["years-old"] = Amount(Decimal(_years_old(encoded, evidence)))
    return Dossier(
        id="witness",
        illustrative=True,
        applicant=ApplicantFacts(attributes=_sorted(applicant)),
        evidence=evidence,
        verdicts=tuple(_verdicts(encoded, model, names)),
        judgements=tuple(_answers(encoded, model)),
    )


def _sorted(attributes: dict[str, Value]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted(attributes.items()))


def _true(encoded: Encoded, model: Any, one: Any) -> bool:
    return encoded.logic.holds(model, one)


def _applicant(encoded: Encoded, model: Any) -> dict[str, Value]:
    world, known = encoded.reader.world, dict[str, Value]()
    for name, chosen in encoded.facts:
        for option, one in chosen:
            if _true(encoded, model, one) and option.value is not None:
                known[name] = option.value
    if world.start is not None:
        known["start"] = world.start
    if world.cohorts and "cohort" not in known:
        first, last = world.cohorts
        known["cohort"] = Amount(Decimal(min(max(world.on.year, first), last)))
    for declared in encoded.reader.framework.vocabulary.carried_by(APPLICANT):
        if declared.id not in known and declared.absent == "unknown":
            known[declared.id] = _any(declared, encoded)
    return known


def _years_old(encoded: Encoded, evidence: Iterable[Evidence]) -> int:
    """An age at which someone can have all this: old enough to have been of age when it began, as far as may be."""
    world = encoded.reader.world
    days = [value for item in evidence for _, value in item.attributes if isinstance(value, date)]
    earliest = min(days, default=world.on)
    born_before = world.on.year - earliest.year + 1
    low, high = (0, 120) if world.youngest is None or world.oldest is None else (world.youngest, world.oldest)
    return min(max(_GROWN_UP + born_before, low, _ORDINARY), high)


_GROWN_UP = 16
_ORDINARY = 34


def _any(declared: Attribute, encoded: Encoded, bearer: str = APPLICANT) -> Value:
    """An ordinary value of an attribute that nothing looks at."""
    world = encoded.reader.world
    if declared.id == "start":
        return date(world.on.year, 9, 1)
    if declared.id == "cohort":
        return Amount(Decimal(world.on.year))
    facts = [
        value for fact in encoded.reader.framework.vocabulary.facts for value in _spoken(fact, declared.id, bearer)
    ]
    offered = encoded.reader.options(declared, bearer, (), facts)
    said = [option for option in offered if option.value is not None and option.value not in facts] or offered
    value = min(said, key=lambda option: option.odd).value
    if value is None:
        raise AssertionError(declared)
    return value


def _spoken(fact: Fact, attribute: str, bearer: str) -> Iterator[Value]:
    """The values that make a fact say something of a bearer."""
    if fact.on == bearer:
        for name, codes in fact.given:
            if name == attribute:
                yield from codes


def _items(encoded: Encoded, model: Any, names: _Names) -> Iterator[Evidence]:
    stays = encoded.calendar.laid(model)
    for place, cell in enumerate(encoded.cells):
        if not _true(encoded, model, encoded.present[place]):
            continue
        count = 1
        if place in encoded.number:
            count = int(encoded.logic.value(model, encoded.number[place]))
        totals = {
            of: encoded.logic.value(model, total) for (where, of), total in encoded.total.items() if where == place
        }
        chosen = dict(cell.choice)
        ranges = dict(cell.amounts)
        taken = stays.get(place, [])
        if place not in encoded.number:
            count = max(count, len(taken))
        for number in range(count):
            known = {name: option.value for name, option in chosen.items() if option.value is not None}
            for of, total in totals.items():
                within, declared = ranges[of], encoded.reader.framework.vocabulary.find(of, cell.kind)
                if within is not None and declared is not None:
                    share = _share(total, count, number, within, whole=declared.whole)
                    known[of] = Amount(share, declared.unit)
            if taken:
                known["from"], known["to"] = taken[number % len(taken)]
            yield _completed(encoded, names.next(cell.kind), cell.kind, known, chosen, number)


def _share(total: Fraction, count: int, number: int, within: Range, *, whole: bool) -> Decimal:
    """One item's share of a total: rounded, the rest on the last one, as near to even as the range allows."""
    even = _decimal(total / count)
    if whole or (within.low <= round(even) and (within.high is None or round(even) <= within.high)):
        step = Decimal(int(total // count))
        if whole:
            extra = int(total - int(total // count) * count)
            return step + (1 if number < extra else 0)
    return even if number < count - 1 else _decimal(total - Fraction(even) * (count - 1))


def _decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(_HUNDREDTH)
    return rounded.normalize() + 0 if Fraction(rounded) == value else exact.quantize(Decimal("0.0001"))


def _completed(
    encoded: Encoded, name: str, kind: str, known: dict[str, Value], chosen: dict[str, Option], number: int
) -> Evidence:
    """An item with everything filled in, told apart from others of its cell."""
    vocabulary = encoded.reader.framework.vocabulary
    facts = [fact for fact in vocabulary.facts if fact.on == kind]
    for _ in facts:
        for fact in facts:
            if all(known.get(given) in codes for given, codes in fact.given):
                for attribute, value in fact.then:
                    known.setdefault(attribute, value)
    if kind == "work":
        _worked(encoded, known, chosen)
    for declared in vocabulary.carried_by(kind):
        if declared.id not in known and declared.id not in chosen and declared.absent == "unknown":
            known[declared.id] = _any(declared, encoded, kind)
    if number:
        _apart(encoded, kind, known, chosen, number)
    return Evidence(id=name, kind=kind, attributes=_sorted(known))


def _worked(encoded: Encoded, known: dict[str, Value], chosen: dict[str, Option]) -> None:
    """Dates of work in order, and far enough apart for its hours."""
    world, hours = encoded.reader.world, known.get("hours")
    need = 1
    if isinstance(hours, Amount):
        a_day = encoded.reader.lore.hours_a_day
        need = max(1, int(-(-hours.value // a_day)))
    ongoing = known.get("to") is ONGOING or ("to" not in known and "to" not in chosen)
    known.setdefault("to", ONGOING)
    end = known["to"] if isinstance(known["to"], date) else world.on
    begin = known.get("from")
    room = max(need, _FULL_TIME_DAYS * need // 2)
    if not isinstance(begin, date) or (end - begin).days < need:
        within = chosen["from"].within if "from" in chosen else None
        first = within.first if isinstance(within, Days) else world.earliest
        last = within.last if isinstance(within, Days) else world.on
        begin = max(first, min(last, end - timedelta(days=room)))
        if (end - begin).days < need and "to" in chosen and not ongoing:
            latest = chosen["to"].within
            end = min(latest.last, begin + timedelta(days=room)) if isinstance(latest, Days) else end
            known["to"] = end
        if (end - begin).days < need:
            begin = max(first, end - timedelta(days=need))
        known["from"] = begin
    if "hours" not in known and "hours" not in chosen:
        days = max((end - begin).days, 0)
        known["hours"] = Amount(Decimal(min(days * 2, 20000)), "h")


_FULL_TIME_DAYS = 5
"""Calendar days, in halves, that a full day's work at most takes when it is spread over weeks."""


def _apart(encoded: Encoded, kind: str, known: dict[str, Value], chosen: dict[str, Option], number: int) -> None:
    """Tell an item apart from others like it: by its date, or by what nothing looks at."""
    vocabulary = encoded.reader.framework.vocabulary
    dated = dated_by(Evidence(id="e", kind=kind))
    moment, option = known.get(dated), chosen.get(dated)
    first = option.within.first if option and isinstance(option.within, Days) else encoded.reader.world.earliest
    if isinstance(moment, date):
        for days in (30, 1):
            earlier = moment - timedelta(days=days * number)
            if earlier >= first:
                known[dated] = earlier
                return
    for declared in vocabulary.carried_by(kind):
        if declared.type == "code" and not declared.codes and declared.id not in chosen:
            known[declared.id] = f"{ordinary.another((), declared)}-{number + 1}"
            return


def _verdicts(encoded: Encoded, model: Any, names: _Names) -> Iterator[Verdict]:
    for (place, shape), said in encoded.said.items():
        if not _true(encoded, model, said):
            continue
        cell = encoded.verdict_cells[place]
        chosen = dict(cell.choice)
        known = {name: option.value for name, option in chosen.items() if option.value is not None}
        for declared in encoded.reader.framework.vocabulary.carried_by(VERDICT):
            if declared.id not in chosen and declared.absent == "unknown":
                known[declared.id] = _any(declared, encoded, VERDICT)
        outcome = Ref(shape.outcome, shape.level, shape.level)
        yield Verdict(id=names.next("verdict"), outcome=outcome, achieved=shape.achieved, attributes=_sorted(known))


def _answers(encoded: Encoded, model: Any) -> Iterator[Answer]:
    for (name, own), answer in encoded.answers.items():
        yield Answer(judgement=name, ruleset=own, answer=_true(encoded, model, answer))
