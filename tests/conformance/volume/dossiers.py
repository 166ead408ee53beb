"""Dossiers by seed: for one ruleset, at and next to the values at which something changes, with much not known."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from dateutil.relativedelta import relativedelta

from evc_rules.model.attributes import APPLICANT, EVIDENCE_KINDS, ONGOING, VERDICT, Attribute, Grade
from evc_rules.model.conditions import Span, Sum, every
from evc_rules.model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Framework, Ref
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import Age, Amount
from evc_rules.testing.strategies import pools
from evc_rules.testing.strategies.dossiers import Sights

DAY = timedelta(days=1)
AROUND = (-1, 0, 0, 1)


class People:
    """Makes dossiers for one ruleset on one day."""

    def __init__(self, random: Random, ruleset: Ruleset, framework: Framework, on: date) -> None:
        self.random, self.ruleset, self.framework, self.on = random, ruleset, framework, on
        self.sights = Sights([ruleset], framework)
        conditions = [one for rule in ruleset.rules for one in every(rule.when)]
        self.summed = {one.of for one in conditions if isinstance(one, Sum)}
        self.spans = [one for one in self.sights.ages if any(isinstance(part, Span) for part in conditions)]
        asked = [kind for kind in self.sights.kinds if kind in EVIDENCE_KINDS]
        self.kinds = [*asked * 3, *EVIDENCE_KINDS[: 7 if not asked else 3]]
        self.starts = [on, on + 200 * DAY, date(2024, 2, 29), pools.TURNS[2]]
        self.offered = {
            bearer: [
                (one, one.id in self.sights.tested, self.values(one)) for one in framework.vocabulary.carried_by(bearer)
            ]
            for bearer in (*EVIDENCE_KINDS, VERDICT, APPLICANT)
        }
        self.outcomes = [
            Ref(one.id, level, level)
            for one in framework.outcomes
            for level in range(1, max(framework.by_id[leaf].levels for leaf in framework.under(one.id)) + 1)
        ]

    def values(self, one: Attribute) -> list[Any]:
        near = self.sights.values.get(one.id, [])
        match one.type:
            case "number":
                return self.amounts(one, [value for value in near if isinstance(value, Amount)])
            case "date":
                return self.days(one, [value for value in near if isinstance(value, date)])
            case "flag":
                return [True, False]
            case "grade":
                return [Grade(Decimal(mark), scale) for scale, marks in pools.SCALES.items() for mark in marks]
            case "outcomes":
                named = [str(outcome) for outcome in (Ref(o.id) for o in self.framework.outcomes)]
                levels = [f"{leaf}" for leaf in self.framework.leaves]
                return [frozenset(), *(frozenset({text}) for text in (*named, *levels)), frozenset(levels[:2])]
            case _:
                listed = [code for codes in near if isinstance(codes, tuple) for code in codes]
                wider = [form for code in listed for form in (code[:-1], f"{code}1") if one.prefix and form]
                codes = list(dict.fromkeys([*listed, *wider, *pools.codes(one)]))
                if one.type == "code":
                    return codes
                return [frozenset(), frozenset(codes), *(frozenset({code}) for code in codes), frozenset(codes[:2])]

    def amounts(self, one: Attribute, near: list[Amount]) -> list[Amount]:
        step = Decimal(1) if one.whole else Decimal("0.5")
        found: list[Decimal] = []
        for wanted in near or list(pools.numbers(one))[:1]:
            found += (wanted.value, wanted.value - step, wanted.value + step)
            if one.id in self.summed:
                half = wanted.value // 2
                found += (half, wanted.value - half, wanted.value - half - step, wanted.value - one.low)
        return [
            Amount(value, one.unit)
            for value in dict.fromkeys(found)
            if one.low <= value and (one.high is None or value <= one.high)
        ]

    def days(self, one: Attribute, near: list[date]) -> list[Any]:
        if one.id == "start":
            return self.starts
        turns = [
            *near * 4,
            self.on,
            *(self.back(age, day) for age in self.sights.ages for day in (*near, *self.starts)),
        ]
        turns += [self.back(age, self.on) for age in self.sights.ages for _ in range(8)]
        found = [day + change * DAY for day in turns for change in AROUND]
        return [*found, *([ONGOING] * (len(found) // 3) if one.id == "to" else [])]

    @staticmethod
    def back(age: Age, day: date) -> date:
        return day - relativedelta(months=age.months)

    # Dossiers

    def dossier(self, number: int) -> Dossier:
        random = self.random
        evidence = [self.item(f"e{place}") for place in range(random.choice((0, 1, 1, 2, 2, 3, 4)))]
        if evidence and random.random() < 0.08:
            evidence.append(random.choice(evidence).with_(id="again"))
        verdicts = tuple(self.verdict(f"v{place}") for place in range(random.choice((0, 0, 1, 2))))
        return Dossier.model_construct(
            id=f"d{number}",
            illustrative=True,
            applicant=ApplicantFacts.model_construct(**self.known(APPLICANT)),
            evidence=tuple(evidence),
            verdicts=verdicts,
            judgements=self.answers(),
        )

    def known(self, bearer: str, share: float = 0.8) -> dict[str, Any]:
        """What is known of something of a kind: most of what is looked at, and little else."""
        random = self.random
        known, unknown = [], []
        for one, tested, values in self.offered[bearer]:
            if values and random.random() < (share if tested else 0.04):
                known.append((one.id, random.choice(values)))
            elif one.absent == "none" and random.random() < 0.3:
                unknown.append(one.id)
        return {"attributes": tuple(sorted(known)), "unknown": tuple(sorted(unknown))}

    def item(self, name: str) -> Evidence:
        kind = self.random.choice(self.kinds)
        share = self.random.choice((0.7, 0.85, 1.0))
        if kind == "portfolio" and self.random.random() < 0.2:
            share = 2.0
        parts = self.known(kind, share)
        if share > 1:  # everything known, as of few things
            parts["attributes"] = tuple(
                sorted((one.id, self.random.choice(values)) for one, _, values in self.offered[kind] if values)
            )
            parts["unknown"] = ()
        known = dict(parts["attributes"])
        if kind == "work":
            self.spell(known)
        self.world(kind, known)
        parts["attributes"] = tuple(sorted(known.items()))
        return Evidence.model_construct(id=name, kind=kind, **parts)

    def world(self, kind: str, known: dict[str, Any]) -> None:
        """What a fact is given, at times, without what follows from it."""
        facts = [fact for fact in self.framework.facts if fact.on == kind]
        if facts and self.random.random() < 0.3:
            fact = self.random.choice(facts)
            known |= {name: self.random.choice(codes) for name, codes in fact.given}
            if self.random.random() < 0.8:
                for name, _ in fact.then:
                    known.pop(name, None)

    def spell(self, known: dict[str, Any]) -> None:
        """Work that ends after it began, at times after just as long as a span asks."""
        begin, end = known.get("from"), known.get("to")
        if isinstance(begin, date) and self.spans and self.random.random() < 0.4:
            days = self.random.choice(self.spans).days
            known["to"] = begin + (self.random.choice((days, days, days // 2)) + self.random.choice(AROUND)) * DAY
        elif isinstance(begin, date) and isinstance(end, date) and end <= begin:
            known["to"] = begin + DAY

    def verdict(self, name: str) -> Verdict:
        outcome, achieved = self.random.choice(self.outcomes), self.random.random() < 0.6
        return Verdict.model_construct(id=name, outcome=outcome, achieved=achieved, **self.known(VERDICT))

    def answers(self) -> tuple[Answer, ...]:
        if not self.sights.judgements:
            return ()
        found = []
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            name, owner = self.random.choice(self.sights.judgements)
            found.append(
                Answer.model_construct(
                    judgement=name,
                    ruleset=self.random.choice((owner, owner, None, "another")),
                    answer=self.random.random() < 0.5,
                    on=self.random.choice((None, self.on, self.on + DAY)),
                )
            )
        return tuple(found)
