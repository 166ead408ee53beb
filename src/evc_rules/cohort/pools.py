"""What made-up cohorts are drawn from: the codes that rulesets ask for, and kinds of applicants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ..model.attributes import EVIDENCE_KINDS, Attribute
from ..model.conditions import CodeTest, Judgement, NumberTest, Param, every, tests_of
from ..model.outcomes import Framework
from ..model.policy import Ruleset


@dataclass(frozen=True, slots=True)
class Applicants:
    """One kind of applicant.

    Attributes:
        share: How common it is.
        kinds: How common each kind of evidence is among its items.
        programmes: Parts of the names of the programmes that it comes from, most likely.
        levels: The NLQF levels of what it has learned.
        years_old: How old it is.
        entry: Parts of the names of its entry qualification.
        variants: The variants that it follows.
    """

    share: float
    kinds: Mapping[str, float]
    programmes: tuple[str, ...]
    levels: tuple[int, int]
    years_old: tuple[int, int]
    entry: tuple[str, ...]
    variants: tuple[str, ...]


def _kinds(*shares: float) -> dict[str, float]:
    return dict(zip(EVIDENCE_KINDS, shares, strict=True))


_STUDY, _WORKING = ("full-time",), ("part-time", "lateral-entry")
APPLICANTS: Final[dict[str, Applicants]] = {
    # diploma, certificate, course, badge, work, portfolio, report
    "career-switcher": Applicants(
        0.22, _kinds(3, 2, 4, 2, 7, 1, 1), ("bachelor", "master", "hbo", "wo"), (6, 7), (28, 58), ("hbo", "wo"),
        ("lateral-entry", "part-time"),
    ),
    "teaching-assistant": Applicants(
        0.18, _kinds(2, 3, 2, 3, 7, 2, 2), ("assist", "mbo", "ad"), (4, 5), (22, 55), ("mbo",), _WORKING
    ),
    "graduate": Applicants(
        0.15, _kinds(4, 1, 9, 2, 3, 1, 0.3), ("bachelor", "pabo", "master", "hbo", "wo"), (5, 7), (21, 35),
        ("hbo", "wo", "vwo"), ("part-time", "full-time", "dual"),
    ),
    "interrupted-student": Applicants(
        0.1, _kinds(2, 1, 12, 2, 2, 1, 0.2), ("pabo", "propedeuse", "havo", "vwo"), (4, 6), (19, 30),
        ("havo", "vwo", "mbo"), ("full-time", "part-time"),
    ),
    "havo-entrant": Applicants(0.12, _kinds(4, 3, 1, 2, 3, 0.5, 0), ("havo",), (4, 4), (17, 22), ("havo",), _STUDY),
    "vwo-entrant": Applicants(0.08, _kinds(4, 2, 2, 2, 3, 0.5, 0), ("vwo",), (4, 5), (17, 22), ("vwo",), _STUDY),
    "mbo-entrant": Applicants(
        0.1, _kinds(4, 3, 1, 2, 4, 1, 0.3), ("mbo",), (3, 4), (18, 28), ("mbo",), ("full-time", "part-time", "dual")
    ),
    "teacher-from-abroad": Applicants(
        0.05, _kinds(4, 3, 5, 1, 5, 1, 0.5), (), (5, 7), (24, 55), (), ("part-time", "lateral-entry")
    ),
}  # fmt: skip
"""Kinds of applicants, as teacher-training institutes meet them; the shares are made up."""

_OTHERS: Final[dict[str, tuple[str, ...]]] = {
    "programme": ("havo", "vwo", "mbo-other", "hbo-bachelor", "wo-bachelor", "wo-master", "other"),
    "field": ("0111", "0112", "0113", "0114", "0222", "0231", "0311", "0313", "0413", "0541", "0922", "1014"),
    "issuer": ("hbo-a", "hbo-b", "uni-c", "roc-d", "school-e"),
    "country": ("nl",) * 12 + ("be", "de", "sr", "sy", "ua"),
    "sector": ("primary-education", "special-education", "secondary-education", "childcare", "business"),
    "role": ("teacher", "teaching-assistant", "teacher-support", "volunteer", "manager"),
    "subjects": ("dutch", "english", "geography", "history", "biology", "physics", "music", "art"),
    "entry": ("mbo-4", "havo", "vwo", "hbo", "wo"),
    "instrument": ("portfolio", "criterion-based-interview", "lesson-observation"),
    "course": ("A-101", "B-201", "C-301"),
}
"""Codes that occur whether or not a ruleset asks for them."""


@dataclass(frozen=True)
class Pools:
    """What values are drawn from.

    Attributes:
        codes: By attribute the codes.
        clauses: The judgements that are asked, each with the ruleset that it belongs to, or None when it is shared.
    """

    codes: Mapping[str, tuple[str, ...]]
    clauses: tuple[tuple[str, str | None], ...]
    scales: tuple[str, ...]


def pools(framework: Framework, rulesets: Iterable[Ruleset], shared: frozenset[str]) -> Pools:
    """The codes that rulesets ask for, and some others; and the clauses that they leave to people."""
    found: dict[str, dict[str, None]] = {name: dict.fromkeys(codes) for name, codes in _OTHERS.items()}
    for name, one in _declared(framework).items():
        if one.codes:
            found[name] = dict.fromkeys(one.codes)
    for fact in framework.vocabulary.facts:
        for name, codes in fact.given:
            found.setdefault(name, {}).update(dict.fromkeys(codes))
    clauses: dict[tuple[str, str | None], None] = {}
    scales: dict[str, None] = {"nl-10": None}
    for ruleset in rulesets:
        for condition in (each for rule in ruleset.rules for each in every(rule.when)):
            if isinstance(condition, Judgement):
                owner = None if condition.id in shared else condition.ruleset or ruleset.id
                clauses[condition.id, owner] = None
            for test in tests_of(condition):
                if isinstance(test, CodeTest):
                    found.setdefault(test.attribute, {}).update(dict.fromkeys(_codes(ruleset, test)))
                elif isinstance(test, NumberTest) and test.scale:
                    scales[test.scale] = None
    weighted = {name: _OTHERS["country"] if name == "country" else tuple(codes) for name, codes in found.items()}
    return Pools(weighted, tuple(clauses), tuple(scales))


def _declared(framework: Framework) -> dict[str, Attribute]:
    return {one.id: one for one in framework.vocabulary.attributes}


def _codes(ruleset: Ruleset, test: CodeTest) -> tuple[str, ...]:
    listed: Any = test.codes
    if isinstance(listed, Param):
        values = ruleset.parameter[listed.parameter].values
        return tuple(code for one in values if isinstance(one.value, tuple) for code in one.value)
    return tuple(listed)


START: Final = date(2000, 1, 1)
"""Nothing that is made up is older than this."""
