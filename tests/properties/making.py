"""What the laws are tested on: a ruleset, a dossier and a date, and how they are evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework
from evc_rules.model.policy import Ruleset
from evc_rules.testing.strategies import decision_dates, dossiers, frameworks, rulesets


@dataclass(frozen=True)
class World:
    framework: Framework
    ruleset: Ruleset
    dossier: Dossier
    on: date
    shared: frozenset[str] = frozenset()

    def case(self, dossier: Dossier | None = None) -> Case:
        prepared = prepare(dossier or self.dossier, self.framework.vocabulary, self.on)
        return Case(self.ruleset, self.framework, prepared, self.on, self.shared)

    def traces(self, dossier: Dossier | None = None):
        return evaluate(self.case(dossier))

    def statuses(self, dossier: Dossier | None = None):
        return {leaf: trace.statuses for leaf, trace in self.traces(dossier).items()}

    def findings(self) -> set[str]:
        return {finding.code for finding in self.case().prepared.findings}


@st.composite
def worlds(draw, *, max_outcomes=3, max_rules=4, max_items=3, max_verdicts=2, known=4, **more):
    framework = draw(frameworks(max_outcomes=max_outcomes))
    ruleset = draw(rulesets(framework, max_rules=max_rules, **more))
    dossier = draw(dossiers(ruleset, framework, max_items=max_items, max_verdicts=max_verdicts, known=known))
    shared = draw(st.sampled_from((frozenset(), frozenset({"hardship"}))))
    return World(framework, ruleset, dossier, draw(decision_dates()), shared)
