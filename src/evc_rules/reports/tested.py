"""Makes views of what cases exercise of a ruleset, and of which slips in it they notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..advice.why import Why
from ..compare import STANDARD
from ..errors import Finding
from ..guard import Mutation, Suggested, Told, Tried
from ..guard.coverage import Coverage
from ..guard.edges import Edge
from ..language.dump import dump
from ..language.render import Prose
from ..language.source_map import SourceMap
from ..language.words import say
from ..model.base import Lang
from ..results.status import Status
from ..results.truth import Truth
from ..testing.cases import CaseResult, Subject
from ..testing.suites import Suite
from ..testing.telling import failure
from . import views_tested as views
from .build import VERSION, finding
from .views_compare import RuleAtView
from .witnesses import Described, rule_at

_TRUTHS = (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)
_SIDES = ("under", "at", "over")


@dataclass(frozen=True)
class Tested:
    """Makes the views of one ruleset.

    Attributes:
        subject: The ruleset, and what its cases need.
        where: Where its rules stand.
        on: The decision date whose values of parameters are used.
        lang: The language.
    """

    subject: Subject
    where: SourceMap
    on: date
    lang: Lang

    def view(
        self,
        suites: Sequence[Suite],
        results: Iterable[tuple[Suite, CaseResult]],
        covered: Coverage | None,
        mutated: Mutation | None,
    ) -> views.TestView:
        """Everything."""
        return views.TestView(
            evc_rules=VERSION,
            ruleset=self.subject.ruleset.id,
            framework=self.subject.framework.name,
            files=[str(one.path) for one in suites],
            cases=sum(len(one.cases.cases) for one in suites),
            failed=[self._failed(suite, one, one.finding) for suite, one in results if one.finding],
            coverage=self.coverage(covered) if covered else None,
            mutation=self.mutation(mutated) if mutated else None,
        )

    def _failed(self, suite: Suite, one: CaseResult, wrong: Finding) -> views.FailedCaseView:
        at = one.case.at
        return views.FailedCaseView(
            case=one.case.title.in_(self.lang), file=at.file if at else None, line=at.line if at else None,
            about=one.about, expected=list(one.expected), got=list(one.got),
            finding=finding(wrong), told=list(failure(suite, one, self.lang)),
        )  # fmt: skip

    def coverage(self, found: Coverage) -> views.CoverageView:
        """What cases exercise."""
        return views.CoverageView(
            rules=[views.RuleSeenView(rule=self._rule(one.rule.id), seen=_truths(one.seen)) for one in found.rules],
            pieces=[
                views.PieceSeenView(
                    rule=self._rule(one.rule.id), piece=self._piece(one.piece, one.bearers),
                    seen=_truths(one.seen), decided=_truths(one.decided),
                )
                for one in found.pieces
            ],
            boundaries=[
                views.BoundaryView(
                    rule=self._rule(one.edge.rule) if one.edge.rule else None, **self._place(one.edge.about),
                    boundary=self._boundary(one.edge), wanted=list(one.edge.wanted),
                    met=[side for side in _SIDES if side in one.sides],
                )
                for one in found.edges
            ],
        )  # fmt: skip

    def mutation(self, found: Mutation) -> views.MutationView:
        """Which slips are noticed."""
        return views.MutationView(
            on=found.on,
            mutants=[self._mutant(one) for one in found.tried],
            noticed=found.count("noticed"),
            counted=found.counted,
            same=found.count("same"),
            unknown=found.count("unknown"),
            cases=[self._suggested(one) for one in found.suggested],
            facts=[one.in_(self.lang) for one in STANDARD.statements(self.subject.framework.vocabulary)],
        )

    def _mutant(self, one: Tried) -> views.MutantView:
        mutant = one.mutant
        return views.MutantView(
            kind=mutant.kind, rules=self._rules(mutant.rules), **self._place(mutant.about),
            change=self._told.change(mutant), fate=one.fate,
            case=one.by.title.in_(self.lang) if one.by else None, why=one.why.in_(self.lang),
        )  # fmt: skip

    def _suggested(self, one: Suggested) -> views.SuggestedCaseView:
        ruleset, framework, case = self.subject.ruleset, self.subject.framework, one.case
        prose = Prose(framework, self.lang, ruleset, case.on, case.dossier.applicant.cohort)
        return views.SuggestedCaseView(
            case=case.title.in_(self.lang),
            on=case.on,
            expect={
                str(expected.outcome): [each.value for each in Status if each.value in expected.statuses]
                for expected in case.expect
            },
            awards=list(dict.fromkeys(str(end) for each in case.awards for end in (each.least, each.most))),
            periods=case.path.periods if case.path else None,
            applicant=list(Described(framework, self.lang).lines(case.dossier)),
            dossier=dump(case.dossier),
            why="\n".join(Why(prose).leaf(each) for each in one.traces),
            rules=self._rules(one.rules),
            mutant=self._mutant(Tried(one.mutant, "unnoticed", case)),
            notices=len(one.notices),
        )

    @property
    def _told(self) -> Told:
        return Told(self.subject.framework, self.subject.ruleset, self.lang, self.on)

    def _rule(self, name: str) -> RuleAtView:
        return rule_at(self.subject.ruleset, name, self.where)

    def _rules(self, names: Iterable[str]) -> list[RuleAtView]:
        return [self._rule(name) for name in names if name in self.subject.ruleset.by_id]

    def _place(self, about: Sequence[object]) -> dict[str, Any]:
        at = self.where(*about)
        return {"file": at.file if at else None, "line": at.line if at else None}

    def _piece(self, piece: Any, bearers: tuple[str, ...]) -> str:
        prose = Prose(self.subject.framework, self.lang, self.subject.ruleset, self.on)
        return prose.condition(piece) if hasattr(piece, "form") else prose.test(piece, bearers)

    def _boundary(self, edge: Edge) -> str:
        if hasattr(edge.piece, "form") or hasattr(edge.piece, "test"):
            return self._piece(edge.piece, edge.bearers)
        if isinstance(edge.piece, date):
            return say(self.lang, f"beslissingen vanaf {edge.piece}", f"decisions from {edge.piece}")
        return say(self.lang, f"cohorten vanaf {edge.piece}", f"cohorts from {edge.piece}")


def _truths(seen: set[Truth]) -> list[Any]:
    return [str(one) for one in _TRUTHS if one in seen]
