"""A made-up applicant: 5 to 15 items of evidence, some verdicts and answers, and a tenth of the values missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from benchmarks.policies import EXAMINED, FIELDS, INSTRUMENTS, ISSUERS, ROLES, SECTORS
from evc_rules.model.attributes import ONGOING, Grade, Value
from evc_rules.model.base import Text
from evc_rules.model.conditions import Judgement, every
from evc_rules.model.dossier import Answer, ApplicantFacts, Attributes, Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Framework, Leaf, Ref
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import Amount

MISSING: Final = 0.1
"""Of all values so many are not known."""

_KINDS: Final = {"diploma": 3, "certificate": 2, "course": 6, "badge": 2, "work": 4, "portfolio": 1, "report": 1}
"""The kinds of evidence, each with how common it is."""

_PROGRAMMES: Final = {
    "diploma": (
        "vmbo",
        "havo",
        "vwo",
        "mbo-assistant",
        "mbo-other",
        "pabo-bachelor",
        "hbo-other",
        "hbo-other",
        "wo-other",
    ),
    "certificate": ("vavo-havo", "vavo-vwo", "language-test", "arithmetic-test", "sports-trainer", "coaching", "other"),
    "report": ("evc-teaching", "evc-other"),
}
_LEVELS: Final = {"vmbo": 2, "havo": 4, "vwo": 4, "mbo-other": 4, "hbo-other": 6, "wo-other": 7}
_FIELDS: Final = (*dict.fromkeys(code for listed in FIELDS.values() for code in listed), "0111", "0113", "0413", "01")
_SUBJECTS: Final = (*dict.fromkeys(name for subject in FIELDS for name in EXAMINED.get(subject, (subject,))), "german")
_COURSES: Final = (*(f"DID-{subject}-{n}" for subject in ("DUTCH", "MATH", "WORLD") for n in range(5)), "OTHER-1")
_COUNTRIES: Final = ("nl",) * 8 + ("be", "de", "sy")


def person(
    framework: Framework, rulesets: Sequence[Ruleset], name: str, rng: Random, on: date, missing: float = MISSING
) -> Dossier:
    """One applicant, who may have asked for exemptions at each of these institutes.

    Of all values so many are missing; with none missing, marks are on one scale and fields are told in full as well.
    """
    life = _Life(framework, rng, on, missing)
    kinds = rng.choices(tuple(_KINDS), tuple(_KINDS.values()), k=rng.randint(5, 15))
    verdicts = (life.verdict(f"v{n}") for n in range(rng.randint(0, 5)))
    return Dossier(
        id=name,
        framework=framework.name,
        title=Text(nl="Bedacht", en="Made up"),
        illustrative=True,
        applicant=ApplicantFacts(attributes=life.applicant()),
        evidence=tuple(life.item(f"e{n}", kind) for n, kind in enumerate(kinds)),
        verdicts=tuple(verdicts),
        judgements=tuple(_answers(rulesets, rng)),
    )


class _Life:
    def __init__(self, framework: Framework, rng: Random, on: date, missing: float) -> None:
        self.framework, self.rng, self.on, self.missing = framework, rng, on, missing
        self.subject = rng.choice(tuple(FIELDS))

    def known(self, values: Mapping[str, Value]) -> Attributes:
        """What is known of these values: each is missing as often as any other."""
        return tuple(sorted((name, value) for name, value in values.items() if self.rng.random() >= self.missing))

    def ago(self, years: int) -> date:
        """A day in the last so many years."""
        return self.on - timedelta(days=self.rng.randint(1, 365 * years))

    def outcomes(self, most: int) -> frozenset[str]:
        """Some outcomes that an item is aligned with; at times a whole."""
        chosen = self.rng.sample(self.framework.leaves, self.rng.randint(0, most))
        return frozenset(str(self.named(leaf)) for leaf in chosen)

    def named(self, leaf: Leaf) -> Ref:
        """The leaf, or one time in eight the whole that it is a part of."""
        wholes = self.framework.by_id[leaf.outcome].part_of
        name = wholes[0] if wholes and self.rng.random() < 1 / 8 else leaf.outcome
        return Ref(name, leaf.level, leaf.level)

    def item(self, name: str, kind: str) -> Evidence:
        values = self.work() if kind == "work" else self.learned(kind)
        return Evidence(id=name, kind=kind, attributes=self.known(values))

    def work(self) -> dict[str, Value]:
        begin = self.ago(14)
        days = (self.on - begin).days
        months = self.rng.randint(3, 60)
        end = begin + timedelta(days=30 * months)
        weekly = self.rng.choice((8, 16, 24, 32))
        return {
            "sector": self.rng.choice(SECTORS),
            "role": self.rng.choice(ROLES),
            "issuer": self.rng.choice(ISSUERS),
            "country": self.rng.choice(_COUNTRIES),
            "days": _amount(weekly // 8, "days/week"),
            "hours": _amount(weekly * min(days, 30 * months) // 7, "h"),
            "covers": self.outcomes(0),
            "from": begin,
            "to": end if end < self.on else ONGOING,
        }

    def learned(self, kind: str) -> dict[str, Value]:
        """An item that shows what was learned, with the attributes that its kind carries."""
        rng = self.rng
        programme = rng.choice(_PROGRAMMES.get(kind, ("",)))
        credits_ = rng.choice((2, 3, 5, 10)) if kind != "diploma" else rng.choice((120, 180, 240))
        scale, marks = ("pass-fail", (0, 1)) if rng.random() < self.missing else ("nl-10", range(45, 96, 5))
        mark = rng.choice(marks)
        field = rng.choice(FIELDS[self.subject] if rng.random() < 0.5 else _FIELDS)  # noqa: PLR2004 - half
        values: dict[str, Value] = {
            "nlqf": _amount(_LEVELS.get(programme) or rng.choice((4, 5, 6, 6, 7))),
            "field": field if self.missing else field.ljust(4, "0"),
            "programme": programme,
            "course": rng.choice(_COURSES),
            "issuer": rng.choice(ISSUERS),
            "country": rng.choice(_COUNTRIES),
            "grade": Grade(Decimal(mark) if scale == "pass-fail" else Decimal(mark) / 10, scale),
            "subjects": frozenset(rng.sample(_SUBJECTS, 4)) if programme in _LEVELS else frozenset(),
            "ec": _amount(credits_, "EC"),
            "hours": _amount(28 * credits_, "h"),
            "covers": self.outcomes({"report": 12, "course": 3, "portfolio": 6, "badge": 2}.get(kind, 0)),
            "accredited": rng.random() < 0.8,  # noqa: PLR2004 - most are
            "registered": rng.random() < 0.7,  # noqa: PLR2004 - most are
            "date": self.ago(14 if kind == "diploma" else 8),
        }
        if programme in ("mbo-assistant", "pabo-bachelor"):
            del values["nlqf"]  # follows from a fact
        return {one.id: values[one.id] for one in self.framework.vocabulary.carried_by(kind) if one.id in values}

    def verdict(self, name: str) -> Verdict:
        likely = [leaf for leaf in self.framework.leaves if not leaf.outcome.startswith("content")]
        values: dict[str, Value] = {
            "instrument": self.rng.choice(INSTRUMENTS),
            "assessors": _amount(self.rng.randint(1, 3)),
            "date": self.ago(5),
        }
        achieved = self.rng.random() < 0.7  # noqa: PLR2004 - most are
        outcome = self.named(self.rng.choice(likely))
        return Verdict(id=name, outcome=outcome, achieved=achieved, attributes=self.known(values))

    def applicant(self) -> Attributes:
        rng = self.rng
        return self.known(
            {
                "variant": rng.choice(("part-time", "part-time", "lateral-entry", "full-time", "dual")),
                "cohort": _amount(rng.choice((2023, 2024, 2025, 2026))),
                "start": date(2027, 2, 1),
                "entry": rng.choice(("mbo-4", "havo", "vwo", "hbo", "wo")),
                "employment": rng.random() < 0.8,  # noqa: PLR2004 - most have work
                "years-old": _amount(rng.randint(18, 60)),
            }
        )


def settled(dossier: Dossier, framework: Framework, rulesets: Sequence[Ruleset], on: date) -> Dossier:
    """The dossier with no to every clause that nobody answered and to every assessment that nobody took."""
    answered = {(one.judgement, one.ruleset) for one in dossier.judgements}
    answers = [
        Answer(judgement=clause, ruleset=None if clause == "hardship" else ruleset, answer=False)
        for ruleset, clause in _asked(rulesets)
        if answered.isdisjoint({(clause, ruleset), (clause, None)})
    ]
    taken = [
        Verdict(
            id=f"not-{outcome}-{instrument}",
            outcome=Ref(outcome, 1, 1),
            achieved=False,
            attributes=(("assessors", _amount(9)), ("date", on), ("instrument", instrument)),
        )
        for outcome in dict.fromkeys(leaf.outcome for leaf in framework.leaves)
        for instrument in INSTRUMENTS
    ]
    return dossier.with_(judgements=(*dossier.judgements, *answers), verdicts=(*dossier.verdicts, *taken))


def _asked(rulesets: Sequence[Ruleset]) -> list[tuple[str, str]]:
    """The clauses that rulesets ask, each with its ruleset."""
    asked = {
        (ruleset.id, one.id): None
        for ruleset in rulesets
        for rule in ruleset.rules
        for one in every(rule.when)
        if isinstance(one, Judgement)
    }
    return list(asked)


def _answers(rulesets: Sequence[Ruleset], rng: Random) -> list[Answer]:
    """Answers to some of the clauses that the rulesets ask; to half of them none has been given."""
    shared = [Answer(judgement="hardship", answer=False)] * (rng.random() < 0.5)  # noqa: PLR2004 - half
    return shared + [
        Answer(judgement=clause, ruleset=ruleset, answer=rng.random() < 0.3)  # noqa: PLR2004 - most are refused
        for ruleset, clause in _asked(rulesets)
        if clause != "hardship" and rng.random() < 0.5  # noqa: PLR2004 - half
    ]


def _amount(value: int, unit: str = "") -> Any:
    return Amount(Decimal(value), unit)
