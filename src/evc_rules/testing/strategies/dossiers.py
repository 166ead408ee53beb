"""Dossiers: near the thresholds of the rulesets that they are for, at boundary dates, with much that is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ...model.attributes import APPLICANT, EVIDENCE_KINDS, ONGOING, VERDICT, Attribute, Grade
from ...model.conditions import (
    AgeTest,
    Condition,
    Exists,
    Judgement,
    Param,
    Span,
    Sum,
    every,
    tests_of,
)
from ...model.dossier import Answer, ApplicantFacts, Attributes, Dossier, Evidence, Verdict
from ...model.outcomes import Framework, Ref
from ...model.policy import Ruleset
from ...model.quantities import Age, Amount
from . import pools
from .shown import shown

_DAY: Final = timedelta(days=1)


class Sights:
    """What rulesets look at, so that dossiers can be drawn near it.

    Attributes:
        values: By attribute the values that it is compared with.
        ages: The lengths of time that ages and spans are compared with.
        kinds: The kinds of evidence that are asked for.
        tested: The attributes that are tested, summed or needed for ages.
        judgements: The clauses, each with the ruleset that it belongs to.
    """

    def __init__(self, rulesets: Iterable[Ruleset], framework: Framework) -> None:
        self.values: dict[str, list[Any]] = {}
        self.ages: list[Age] = []
        self.kinds: list[str] = []
        self.tested: set[str] = {"from", "to", "cohort", "variant"}
        self.tested |= {name for fact in framework.facts for name, _ in (*fact.given, *fact.then)}
        self.judgements: list[tuple[str, str]] = []
        for ruleset in rulesets:
            for rule in ruleset.rules:
                for condition in every(rule.when):
                    self._see(ruleset, condition)

    def _see(self, ruleset: Ruleset, condition: Condition) -> None:
        match condition:
            case Exists(filter=items) | Sum(over=items) | Span(over=items):
                self.kinds += items.kinds
            case Judgement(id=name):
                self.judgements.append((name, condition.ruleset or ruleset.id))
            case _:
                pass
        if isinstance(condition, Sum):
            self._compare(ruleset, condition.of, condition.at_least)
        if isinstance(condition, Span):
            self.ages += self._compare(ruleset, "from", condition.at_least)
        for test in tests_of(condition):
            if isinstance(test, AgeTest):
                self.ages += self._compare(ruleset, "date", test.value)
                self.tested.add("start")
            else:
                against = getattr(test, "codes", getattr(test, "value", getattr(test, "outcome", None)))
                self._compare(ruleset, test.attribute, against)

    def _compare(self, ruleset: Ruleset, name: str, value: Any) -> list[Any]:
        listed = ruleset.parameter[value.parameter].values if isinstance(value, Param) else ()
        values = [one.value for one in listed] or [value]
        self.tested.add(name)
        self.values.setdefault(name, []).extend(values)
        return values


@st.composite
def dossiers(
    draw: DrawFn,
    rulesets: Ruleset | Sequence[Ruleset],
    framework: Framework,
    *,
    max_items: int = 3,
    max_verdicts: int = 2,
    known: int = 4,
) -> Dossier:
    """Dossiers for one ruleset or several.

    Args:
        draw: Given by hypothesis.
        rulesets: The rulesets whose thresholds the dossier comes near to.
        framework: The framework that they are written over.
        max_items: The most items of evidence.
        max_verdicts: The most verdicts.
        known: Of so many attributes that are tested, one is not known.
    """
    sights = Sights([rulesets] if isinstance(rulesets, Ruleset) else rulesets, framework)
    fill = partial(_attributes, draw, framework, sights, known)
    items = [_item(draw, f"e{number}", framework, sights, known) for number in range(draw(st.integers(0, max_items)))]
    if items and draw(st.integers(0, 9)) == 9:  # noqa: PLR2004 - the same thing listed twice, at times
        items.append(items[0].with_(id="again"))
    verdicts = [
        Verdict(
            id=f"v{number}",
            outcome=_level(draw, framework),
            achieved=draw(st.booleans()),
            attributes=fill(VERDICT),
        )
        for number in range(draw(st.integers(0, max_verdicts)))
    ]
    made = Dossier(
        id="d",
        illustrative=True,
        applicant=ApplicantFacts(attributes=fill(APPLICANT)),
        evidence=tuple(items),
        verdicts=tuple(verdicts),
        judgements=_answers(draw, sights),
    )
    return shown(made)


def _item(draw: DrawFn, name: str, framework: Framework, sights: Sights, known: int) -> Evidence:
    kind = draw(st.sampled_from([*sights.kinds, *EVIDENCE_KINDS]))
    attributes = dict(_attributes(draw, framework, sights, known, kind))
    begin, end = attributes.get("from"), attributes.get("to")
    if isinstance(begin, date) and isinstance(end, date) and end <= begin:
        attributes["to"] = begin + _DAY
    hidden = [
        one.id
        for one in framework.vocabulary.carried_by(kind)
        if one.absent == "none" and one.id not in attributes and draw(st.booleans())
    ]
    return Evidence(id=name, kind=kind, attributes=tuple(sorted(attributes.items())), unknown=tuple(sorted(hidden)))


def _attributes(draw: DrawFn, framework: Framework, sights: Sights, known: int, bearer: str) -> Attributes:
    found = {}
    for one in framework.vocabulary.carried_by(bearer):
        chance = draw(st.integers(0, known))
        if (chance > 0) if one.id in sights.tested else (chance == known):
            found[one.id] = _value(draw, one, framework, sights)
    return tuple(sorted(found.items()))


def _value(draw: DrawFn, one: Attribute, framework: Framework, sights: Sights) -> Any:
    near = sights.values.get(one.id, [])
    match one.type:
        case "number":
            return draw(st.sampled_from(_amounts(one, near)))
        case "date":
            return draw(st.sampled_from(_days(one, near, sights.ages)))
        case "flag":
            return draw(st.booleans())
        case "grade":
            scale = draw(st.sampled_from(tuple(pools.SCALES)))
            return Grade(Decimal(draw(st.sampled_from(pools.SCALES[scale]))), scale)
        case "outcomes":
            return frozenset(str(_level(draw, framework)) for _ in range(draw(st.integers(0, 2))))
        case "code" | "codes":
            tested = [code for listed in near if isinstance(listed, tuple) for code in listed]
            wider = [form for code in tested for form in (code[:-1], f"{code}1") if one.prefix and form]
            code = st.sampled_from([*tested, *wider, *pools.codes(one)])
            return draw(code if one.type == "code" else st.frozensets(code, max_size=2))


def _amounts(one: Attribute, near: Sequence[Any]) -> list[Amount]:
    """Values at, just below and just above the thresholds, within the range."""
    step = Decimal(1) if one.whole else Decimal("0.5")
    thresholds = [value for value in near if isinstance(value, Amount)] or list(pools.numbers(one))
    values = [value.value + change for value in thresholds for change in (Decimal(0), -step, step)]
    high = one.high if one.high is not None else max(values)
    return [Amount(value, one.unit) for value in dict.fromkeys(values) if one.low <= value <= high]


def _days(one: Attribute, near: Sequence[Any], ages: Sequence[Age]) -> list[Any]:
    """Days at, just before and just after those that decide, and at times no end at all."""
    moments = [value for value in near if isinstance(value, date)]
    moments += [moment - relativedelta(months=age.months) for age in ages for moment in pools.DECISIONS]
    moments += [pools.DECISIONS[0], date(2024, 2, 29)]
    days = [moment + change for moment in dict.fromkeys(moments) for change in (0 * _DAY, -_DAY, _DAY)]
    return [ONGOING, *days] if one.id == "to" else days


def _level(draw: DrawFn, framework: Framework) -> Ref:
    """An outcome or a whole at one level."""
    name = draw(st.sampled_from([outcome.id for outcome in framework.outcomes]))
    level = draw(st.integers(1, max(framework.by_id[leaf].levels for leaf in framework.under(name))))
    return Ref(name, level, level)


def _answers(draw: DrawFn, sights: Sights) -> tuple[Answer, ...]:
    """Answers to the clauses that are asked: for one ruleset or for all, now or later, at times two that differ."""
    if not sights.judgements:
        return ()
    found = []
    for _ in range(draw(st.integers(0, 2))):
        name, owner = draw(st.sampled_from(sights.judgements))
        found.append(
            Answer(
                judgement=name,
                ruleset=draw(st.sampled_from((owner, None, "another"))),
                answer=draw(st.booleans()),
                on=draw(st.sampled_from((None, *pools.DECISIONS[:2]))),
            )
        )
    return tuple(found)
