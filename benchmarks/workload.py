"""The workload: 20 institutes with 60 rules each over a framework of 120 leaves, and dossiers of 5 to 15 items.

All of it is made up, and comes out the same for the same seed. The institutes word their rules alike, as real ones
do, and differ in levels, ages, hours, codes and in what they grant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from benchmarks.people import MISSING, person, settled
from benchmarks.policies import policy
from evc_rules.engines.prepare import Prepared, prepare
from evc_rules.model.attributes import Attribute, Fact
from evc_rules.model.base import Text
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Component, Framework, Outcome
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import Amount

ON: Final = date(2026, 11, 24)
"""The decision date."""

SHARED: Final = frozenset({"hardship"})
"""The judgement that one answer settles at every institute."""

_PED: Final = ("relations", "climate", "development", "learning", "planning", "instruction", "assessment", "diversity")
_SUBJECT_DIDACTICS: Final = ("design", "teaching", "testing")
_CONTENT: Final = {
    "dutch": ("oral", "reading", "writing", "grammar"),
    "math": ("numbers", "proportions", "measurement", "relations"),
    "english": ("speaking", "writing"),
    "geography": ("people", "land", "maps"),
    "history": ("ages", "sources", "canon"),
    "nature": ("life", "physics", "technology"),
    "arts": ("drawing", "music", "drama", "dance"),
    "movement": ("play", "sport"),
}
_DIDACTICS: Final = ("dutch", "math", "english", "world", "arts")
_PROFESSIONAL: Final = {"identity": 3, "research": 3, "innovation": 2, "practice": 3, "graduation": 3, "profile": 2}


@dataclass(frozen=True)
class Workload:
    """What every peer gets.

    Attributes:
        framework: The framework: 120 leaves.
        rulesets: One of each institute.
        dossiers: The applicants.
        on: The decision date.
        shared: The judgements that one answer settles for all rulesets.
    """

    framework: Framework
    rulesets: tuple[Ruleset, ...]
    dossiers: tuple[Dossier, ...]
    on: date = ON
    shared: frozenset[str] = SHARED

    def prepared(self) -> tuple[Prepared, ...]:
        """The dossiers, made ready for the decision date."""
        return tuple(prepare(one, self.framework.vocabulary, self.on) for one in self.dossiers)

    def settled(self) -> tuple[Prepared, ...]:
        """The same, with no to whatever nobody answered: of a dossier without missing values nothing is open."""
        dossiers = (settled(one, self.framework, self.rulesets, self.on) for one in self.dossiers)
        return tuple(prepare(one, self.framework.vocabulary, self.on) for one in dossiers)


def workload(institutes: int = 20, dossiers: int = 200, seed: int = 4, missing: float = MISSING) -> Workload:
    """The workload, or a smaller one; the institutes and the evidence are the same however many there are."""
    made = framework()
    rulesets = tuple(policy(made, f"institute-{n + 1:02}", _stream(seed, "policy", n)) for n in range(institutes))
    people = (person(made, rulesets, f"d{n:06}", _stream(seed, "person", n), ON, missing) for n in range(dossiers))
    return Workload(made, rulesets, tuple(people))


def _stream(seed: int, of: str, number: int) -> Random:
    return Random(f"{seed}/{of}/{number}")  # noqa: S311 - a workload, not a secret


def framework() -> Framework:
    """The framework: wholes, parts and levels, with an attribute and two facts of its own."""
    return Framework(
        id="benchmark",
        version="2026",
        title=_named("Benchmark"),
        illustrative=True,
        note=Text(nl="Bedacht voor metingen.", en="Made up for benchmarks."),
        outcomes=tuple(_outcomes()),
        attributes=(
            Attribute(id="registered", title=Text(nl="geregistreerd", en="registered"), on=("report",), type="flag"),
        ),
        facts=tuple(
            Fact(on="diploma", given=(("programme", (code,)),), then=(("nlqf", Amount(Decimal(level))),))
            for code, level in (("mbo-assistant", 4), ("pabo-bachelor", 6))
        ),
    )


def _outcomes() -> Iterator[Outcome]:
    yield _outcome("ped", "pedagogical-didactic")
    for name in _PED:
        yield _outcome(f"ped.{name}", "pedagogical-didactic", "ped", levels=3)
    for subject in _DIDACTICS:
        yield _outcome(f"did.{subject}", "subject-didactic")
        for name in _SUBJECT_DIDACTICS:
            yield _outcome(f"did.{subject}.{name}", "subject-didactic", f"did.{subject}", levels=2)
    yield _outcome("content", "subject-content")
    for subject, names in _CONTENT.items():
        yield _outcome(f"content.{subject}", "subject-content", "content")
        for name in names:
            yield _outcome(f"content.{subject}.{name}", "subject-content", f"content.{subject}", levels=2)
    for name, levels in _PROFESSIONAL.items():
        yield _outcome(f"prof.{name}", "professional", levels=levels)


def _outcome(name: str, component: Component, *part_of: str, levels: int = 1) -> Outcome:
    return Outcome(id=name, title=_named(name), component=component, part_of=part_of, levels=levels)


def _named(text: str) -> Text:
    return Text(nl=text, en=text)
