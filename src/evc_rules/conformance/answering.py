"""Answering the suite: our engines behind the protocol by which any engine answers. One line in, one line out.

`python -m evc_rules.conformance compiled` (or `reference`) is an engine that `evc-rules conformance-run` can ask.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ..advice.credits import CreditAdvice, credit
from ..engines.compiled import compile_ruleset
from ..engines.prepare import prepare
from ..engines.protocol import Answers, Engine
from ..engines.reference import Reference
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Leaf
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..results.questions import Assessment, MissingFact, Question
from ..results.status import Status
from .form import from_data, to_data

Make = Callable[[Ruleset, Framework, date, frozenset[str]], Engine]

ENGINES: Final[dict[str, Make]] = {
    "reference": Reference,
    "compiled": lambda ruleset, framework, on, shared: compile_ruleset(ruleset, framework, on, shared=shared),
}
"""Our engines by name."""


@dataclass
class Answering:
    """An engine that answers line by line.

    Attributes:
        make: Makes the engine for a ruleset.
        frameworks: The frameworks that it was told.
    """

    make: Make
    frameworks: dict[str, Framework] = field(default_factory=dict)

    def answers(self, lines: Iterable[str]) -> Iterator[str]:
        """The answers to lines; frameworks and groups have none."""
        for line in lines:
            told = json.loads(line)
            if "case" in told:
                yield json.dumps(self._answer(told), ensure_ascii=False)
            elif "group" in told:
                self._group(told)
            else:
                framework = from_data(Framework, told["framework"])
                self.frameworks[framework.name] = framework

    def _group(self, told: Mapping[str, Any]) -> None:
        self.framework, self.on = self.frameworks[told["framework"]], date.fromisoformat(told["on"])
        self.ruleset = from_data(Ruleset, told["ruleset"])
        self.programme = from_data(Programme, told["programme"]) if "programme" in told else None
        self.variant = told.get("variant", "")
        self.engine = self.make(self.ruleset, self.framework, self.on, frozenset(told.get("shared", ())))

    def _answer(self, told: Mapping[str, Any]) -> dict[str, Any]:
        dossier = from_data(Dossier, told["dossier"])
        answers = self.engine.evaluate(prepare(dossier, self.framework.vocabulary, self.on))
        found = {"case": told["case"], **said(answers)}
        if self.programme:
            worth = credit(self.ruleset, self.framework, self.programme, self.variant, answers.statuses, start=self.on)
            found["credits"] = credits_said(worth)
        return found


def said(answers: Answers) -> dict[str, Any]:
    """Statuses and open questions, as the suite writes them: outcomes that are not covered are left out."""
    statuses = {
        str(leaf): sorted(map(str, found)) for leaf, found in answers.statuses.items() if found != {Status.NOT_COVERED}
    }
    questions = [_question(one, leaves) for one, leaves in answers.questions.items()]
    return {"statuses": statuses, "questions": sorted(questions, key=lambda one: json.dumps(one, sort_keys=True))}


def _question(one: Question, leaves: Iterable[Leaf]) -> dict[str, Any]:
    about = sorted(map(str, leaves))
    if isinstance(one, MissingFact):
        return {"fact": one.attribute, "item": one.item, "about": about}
    if isinstance(one, Assessment):
        return {"assess": str(one.outcome), "tests": to_data(one.tests), "about": about}
    return {"judge": one.judgement, "ruleset": one.ruleset, "about": about}


def credits_said(worth: CreditAdvice) -> dict[str, Any]:
    """What is awarded, certainly and at most, and of each unit whether it is."""
    return {
        "awarded": [str(ec) for ec in worth.awarded],
        "units": {one.unit.id: str(one.awarded) for one in worth.units},
    }
