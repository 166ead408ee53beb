"""What is not known in a dossier, and what it could turn out to be: the values at which something may change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from evc_rules.model.attributes import APPLICANT, ONGOING, VERDICT, Attribute, Grade
from evc_rules.model.dossier import Answer, Dossier, Verdict
from evc_rules.model.outcomes import Leaf, Ref
from evc_rules.model.quantities import Amount
from evc_rules.testing.strategies import pools
from evc_rules.testing.strategies.dossiers import Sights

from .making import World

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """An attribute of an item or a verdict, or (without one) of the applicant."""

    item: str | None
    attribute: str


@dataclass(frozen=True)
class Clause:
    """A judgement that is not answered, or answered both ways."""

    judgement: str
    ruleset: str


def carriers(dossier: Dossier) -> Iterator[tuple[str | None, str, Any]]:
    yield None, APPLICANT, dossier.applicant
    yield from ((item.id, item.kind, item) for item in dossier.evidence)
    yield from ((verdict.id, VERDICT, verdict) for verdict in dossier.verdicts)


def changed(dossier: Dossier, slot: Slot, value: Any) -> Dossier:
    """The dossier with this value there, or with none when it is None."""

    def put(thing: Any) -> Any:
        known = {name: old for name, old in thing.attributes if name != slot.attribute}
        known |= {} if value is None else {slot.attribute: value}
        less = {"unknown": tuple(n for n in thing.unknown if n != slot.attribute)} if hasattr(thing, "unknown") else {}
        return thing.with_(attributes=tuple(sorted(known.items(), key=lambda pair: pair[0])), **less)

    return dossier.with_(
        applicant=put(dossier.applicant) if slot.item is None else dossier.applicant,
        evidence=tuple(put(one) if one.id == slot.item else one for one in dossier.evidence),
        verdicts=tuple(put(one) if one.id == slot.item else one for one in dossier.verdicts),
    )


def answered(dossier: Dossier, clause: Clause, *, answer: bool) -> Dossier:
    """The dossier with this as the only answer to a clause."""
    others = tuple(one for one in dossier.judgements if one.judgement != clause.judgement)
    return dossier.with_(
        judgements=(*others, Answer(judgement=clause.judgement, ruleset=clause.ruleset, answer=answer))
    )


def unknown_slots(world: World, *, tested: bool = False) -> list[Slot]:
    """The attributes that are not known (and that some rule looks at)."""
    sights = Sights([world.ruleset], world.framework)
    found = []
    for name, bearer, thing in carriers(world.dossier):
        for one in world.framework.vocabulary.carried_by(bearer):
            absent = one.absent == "none" and one.id not in getattr(thing, "unknown", ())
            wanted = not tested or one.id in sights.tested | {"date"}
            if one.id not in thing.known and not absent and wanted:
                found.append(Slot(name, one.id))
    return found


def unknown_clauses(world: World) -> list[Clause]:
    """The judgements that some rule asks and that are not answered in one way."""
    found = []
    for name, owner in dict.fromkeys(Sights([world.ruleset], world.framework).judgements):
        shared = name in world.shared
        answers = {
            one.answer
            for one in world.case().prepared.dossier.judgements
            if one.judgement == name and (shared or one.ruleset == owner)
        }
        if len(answers) != 1:
            found.append(Clause(name, owner))
    return found


def values(world: World, slot: Slot) -> list[Any]:
    """What an attribute can be, as far as it can matter: at, below and above what it is compared with."""
    bearer = next(bearer for name, bearer, _ in carriers(world.dossier) if name == slot.item)
    declared = world.framework.vocabulary.find(slot.attribute, bearer)
    sights = Sights([world.ruleset], world.framework)
    assert declared is not None
    return list(dict.fromkeys(_values(world, declared, sights)))


def _values(world: World, one: Attribute, sights: Sights) -> list[Any]:
    near = sights.values.get(one.id, [])
    match one.type:
        case "number":
            return _numbers(one, near)
        case "date":
            return _days(world, one, near, sights)
        case "flag":
            return [True, False]
        case "grade":
            return [Grade(Decimal(mark), scale) for scale, marks in pools.SCALES.items() for mark in marks]
        case "outcomes":
            leaves = [frozenset({str(Ref(*leaf, leaf.level))}) for leaf in world.framework.leaves]
            return [frozenset(), *leaves, frozenset(text for leaf in leaves for text in leaf)]
        case _:
            listed = [code for codes in near if isinstance(codes, tuple) for code in codes]
            longer = [f"{code}9" for code in listed if one.prefix]
            codes = dict.fromkeys([*listed, *longer, *(one.codes or ("other",))])
            return list(codes) if one.type == "code" else [frozenset(), frozenset(codes), *map(_only, codes)]


def _only(code: str) -> frozenset[str]:
    return frozenset({code})


def _numbers(one: Attribute, near: list[Any]) -> list[Amount]:
    step = Decimal(1) if one.whole else Decimal("0.5")
    thresholds = [value.value for value in near if isinstance(value, Amount)]
    high = one.high if one.high is not None else max([*thresholds, one.low]) + 1
    offered = [one.low, high, *(value + change for value in thresholds for change in (-step, Decimal(0), step))]
    return [Amount(value, one.unit) for value in offered if one.low <= value <= high]


def _days(world: World, one: Attribute, near: list[Any], sights: Sights) -> list[Any]:
    start = world.dossier.applicant.known.get("start")
    references = [world.on, *([start] if isinstance(start, date) else [])]
    moments = [value for value in near if isinstance(value, date)]
    moments += [moment - relativedelta(months=age.months) for age in sights.ages for moment in references]
    around = [moment + change for moment in [*moments, *references] for change in (-DAY, 0 * DAY, DAY)]
    return [*([ONGOING] if one.id == "to" else []), date(2001, 1, 1), *around]


def free_leaves(world: World, dossier: Dossier | None = None) -> list[Leaf]:
    """The leaves of outcomes on which no verdict says anything."""
    spoken = {
        outcome
        for verdict in (dossier or world.dossier).verdicts
        for outcome in world.framework.under(verdict.outcome.outcome)
    }
    return [leaf for leaf in world.framework.leaves if leaf.outcome not in spoken]


def with_verdict(dossier: Dossier, leaf: Leaf, *, achieved: bool, attributes: dict[str, Any]) -> Dossier:
    name = f"new-{leaf.outcome}-{leaf.level}-{len(dossier.verdicts)}"
    listed = tuple(sorted(attributes.items()))
    verdict = Verdict(id=name, outcome=Ref(*leaf, leaf.level), achieved=achieved, attributes=listed)
    return dossier.with_(verdicts=(*dossier.verdicts, verdict))
