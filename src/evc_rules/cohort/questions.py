"""Open questions: for each dossier and institute what would help to settle what is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.planes import unpacked
from ..engines.prepare import prepare
from ..language.render import Prose
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from ..results.questions import Assessment, JudgementNeeded, MissingFact, Question
from .letters import opened
from .plan import Plan
from .policies import Policy

_AT_ONCE: Final = 5_000
"""How many dossiers are read at a time."""

SCHEMA: Final = pa.schema(
    {
        "dossier": pa.string(), "policy": pa.string(), "kind": pa.string(), "item": pa.string(),
        "attribute": pa.string(), "outcome": pa.string(), "judgement": pa.string(), "ruleset": pa.string(),
        "text_nl": pa.string(), "text_en": pa.string(), "leaves": pa.list_(pa.int32()),
    }
)  # fmt: skip
"""The columns of the table; `leaves` are places in `leaves.parquet`."""


@dataclass
class Questions:
    """Asks the compiled engine, one dossier after the other: a question names items, which columns do not keep.

    Attributes:
        plan: The run.
        read: Reads some dossiers.
    """

    plan: Plan
    read: Callable[[Any], Iterable[Dossier]]
    _prose: dict[tuple[str, int | None], tuple[Prose, Prose]] = field(default_factory=dict)
    _told: dict[tuple[str, int | None, Question], tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def _own(self) -> list[tuple[Policy, dict[int | None, int]]]:
        """The policies that are asked, each with the place of its ruleset by cohort: all that are not harmonised."""
        return [(one, self.plan.places(one)) for one in self.plan.policies if one.strategy is None]

    def tables(self, dossiers: Any, planes: Mapping[str, np.ndarray]) -> Iterator[pa.Table]:
        """The questions about dossiers, of which these statuses are possible; some dossiers at a time."""
        somewhere = np.zeros(len(dossiers), dtype=bool)
        for policy, _ in self._own:
            somewhere |= unpacked(opened(planes[policy.name]), len(dossiers))
        rows = np.flatnonzero(somewhere)
        kind = dossiers.type
        for first in range(0, len(rows), _AT_ONCE):
            wanted = dossiers.take(pa.array(rows[first : first + _AT_ONCE]))
            place = {str(name): number for number, name in enumerate(wanted.to_pylist())}
            people = sorted(self.read(wanted), key=lambda one: place[one.id])
            table = pa.Table.from_pylist([row for one in people for row in self._of(one)], SCHEMA)
            yield table.set_column(0, "dossier", table.column("dossier").cast(kind))

    def _of(self, dossier: Dossier) -> Iterator[dict[str, Any]]:
        framework = self.plan.asked.alliance.framework
        cohort = dossier.applicant.cohort
        answers = self.plan.compiled.evaluate(prepare(dossier, framework.vocabulary, self.plan.asked.on))
        for policy, places in self._own:
            if places[cohort] < 0:
                continue
            asked = answers[places[cohort]].questions
            by_place = {one: [self._places[leaf] for leaf in leaves] for one, leaves in asked.items()}
            for one in sorted(by_place, key=lambda one: (-len(by_place[one]), by_place[one], repr(one))):
                nl, en = self._text(policy, cohort, places[cohort], one)
                about = {"dossier": dossier.id, "policy": policy.name, **_about(one)}
                yield {**about, "text_nl": nl, "text_en": en, "leaves": by_place[one]}

    @cached_property
    def _places(self) -> dict[Leaf, int]:
        return {leaf: place for place, leaf in enumerate(self.plan.asked.alliance.framework.leaves)}

    def _text(self, policy: Policy, cohort: int | None, ruleset: int, one: Question) -> tuple[str, str]:
        """A question in words, in Dutch and in English."""
        if (policy.name, cohort) not in self._prose:
            about = self.plan.rulesets[ruleset], self.plan.asked.on, cohort
            framework = self.plan.asked.alliance.framework
            self._prose[policy.name, cohort] = Prose(framework, "nl", *about), Prose(framework, "en", *about)
        key = policy.name, cohort, one
        if key not in self._told:
            nl, en = self._prose[policy.name, cohort]
            self._told[key] = nl.question(one), en.question(one)
        return self._told[key]


def _about(one: Question) -> dict[str, str | None]:
    match one:
        case MissingFact(item=item, attribute=attribute):
            return {"kind": "missing-fact", "item": item, "attribute": attribute}
        case Assessment(outcome=outcome):
            return {"kind": "assessment", "outcome": str(outcome)}
        case JudgementNeeded(judgement=judgement, ruleset=ruleset):
            return {"kind": "judgement", "judgement": judgement, "ruleset": ruleset}
