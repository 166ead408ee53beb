"""Makes views of results: what is printed as JSON, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any, Literal, assert_never

from ..advice import (
    AllianceAdvice,
    CreditAdvice,
    HarmonisedAdvice,
    MemberAdvice,
    OutcomeAdvice,
    Recommendation,
    Why,
    remaining_paths,
)
from ..advice.assess import Paths
from ..advice.recommendation import spoken
from ..engines.coherence import incoherent
from ..engines.monotone import monotone
from ..errors import Finding
from ..language.render import Prose
from ..model.base import Lang
from ..model.outcomes import Framework, Leaf
from ..model.policy import Limit, Ruleset
from ..model.quantities import plain
from ..model.reach import reached_by
from ..model.sources import Citation
from ..plan import Path
from ..results.questions import Assessment, JudgementNeeded, MissingFact, Question
from ..results.status import Status, Statuses
from ..results.trace import LeafTrace
from . import views
from .steps import rule_step
from .view import SettledName, View
from .views_lowered import LoweredView

VERSION = version("evc-rules")


def finding(one: Finding) -> views.FindingView:
    """A finding."""
    at = one.position
    return views.FindingView(
        code=one.code, severity=one.severity.value, message=one.message, help=one.help,
        file=at.file if at else None, line=at.line if at else None, column=at.column if at else None,
    )  # fmt: skip


def possible(statuses: Statuses) -> list[SettledName]:
    """The statuses that are still possible, in a fixed order."""
    return [one.value for one in Status if one in statuses]  # type: ignore[misc]


def path(one: Path, lang: Lang) -> views.PathView:
    """A path."""
    return views.PathView(
        variant=one.variant,
        start=one.start,
        finish=one.finish,
        proven=one.proven,
        bound=one.bound,
        load=str(one.load),
        highest_load=str(one.highest),
        minimum_binds=one.minimum_binds,
        finish_if_counted=one.finish_if_counted,
        assessed=list(one.assessed),
        objectives=[
            views.ObjectiveView(goal=each.goal, value=plain(each.value), bound=plain(each.bound), proven=each.proven)
            for each in one.objectives
        ],
        periods=[
            views.PeriodView(
                period=each.slot.period, study_year=each.slot.study_year, start=each.slot.start, end=each.slot.end,
                load=str(each.load), units=list(each.units), running=list(each.running),
            )
            for each in one.periods
        ],
        clashes=[
            views.ClashView(
                kind=each.kind, units=list(each.units), text=each.text.in_(lang),
                enough=[
                    views.RelaxationView(what=way.what, unit=way.unit or None, text=way.text.in_(lang))
                    for way in each.relaxations
                ],
            )
            for each in one.clashes
        ],
        done=list(one.done), begun=one.begun,
    )  # fmt: skip


@dataclass(frozen=True)
class Builder:
    """Builds views in one language.

    Attributes:
        lang: The language of texts.
        plan: Whether paths are worked out.
    """

    lang: Lang = "nl"
    plan: bool = False

    def alliance(self, one: AllianceAdvice) -> views.AssessView:
        """What an alliance says of a dossier."""
        return views.AssessView(
            evc_rules=VERSION,
            dossier=one.dossier.id,
            on=one.on,
            framework=one.alliance.framework.name,
            members=[self.member(each) for each in one.members],
            common=[self.member(each) for each in one.common],
            harmonised=[self.harmonised(each) for each in one.harmonised],
            differing=[str(leaf) for leaf in one.differing],
            findings=[finding(each) for each in one.findings],
        )

    def planned(self, one: AllianceAdvice) -> views.PlanView:
        """The remaining paths at each member of an alliance."""
        return views.PlanView(
            evc_rules=VERSION,
            dossier=one.dossier.id,
            on=one.on,
            members=[self.member(each) for each in one.members],
            harmonised=[self.harmonised(each) for each in one.harmonised],
        )

    def harmonised(self, one: HarmonisedAdvice) -> views.HarmonisedView:
        """What a harmonised policy says of a dossier."""
        return views.HarmonisedView(
            strategy=str(one.strategy),
            ruleset=one.ruleset.id,
            members=[self.member(each) for each in one.members],
        )

    def member(self, one: MemberAdvice) -> views.MemberView:
        """What one institution says."""
        return views.MemberView(
            institution=one.institution,
            title=one.title.in_(self.lang) or one.institution,
            recommendation=self.recommendation(one.recommendation, _known(one.paths)) if one.recommendation else None,
            findings=[finding(each) for each in one.findings],
        )

    def recommendation(self, one: Recommendation, paths: Paths | None = None) -> views.RecommendationView:
        """A recommendation, with paths that are known already, or worked out here where they are wanted."""
        prose = spoken(one.prose, self.lang)
        now, best = paths or (remaining_paths(one) if self.plan else (None, None))
        return views.RecommendationView(
            ruleset=one.ruleset.id,
            title=one.ruleset.title.in_(self.lang),
            illustrative=one.ruleset.illustrative,
            note=one.ruleset.note.in_(self.lang),
            outcomes=[self.outcome(each) for each in one],
            credits=self.credits(one.credits) if one.credits else None,
            questions=[self.question(each, prose, leaves) for each, leaves in one.questions.items()],
            path=path(now, self.lang) if now else None,
            path_at_best=path(best, self.lang) if best else None,
            findings=[finding(each) for each in one.findings],
            receipt=views.ReceiptView.model_validate(one.receipt.as_data()),
        )

    def outcome(self, one: OutcomeAdvice) -> views.OutcomeView:
        """What is recommended for one outcome."""
        prose = spoken(one.prose, self.lang)
        covered = one.statuses != {Status.NOT_COVERED}
        return views.OutcomeView(
            outcome=one.name,
            title=prose.outcome(one.leaves[0]),
            status=one.status.value,
            possible=possible(one.statuses),
            rules=list(one.rules),
            articles=list(one.articles),
            why=one.why(self.lang) if covered else "",
        )

    def credits(self, one: CreditAdvice) -> views.CreditsView:
        """What exemptions are worth."""
        return views.CreditsView(
            programme=one.programme.id,
            variant=one.variant,
            total=str(one.total),
            awarded=str(one.awarded[0]),
            awarded_at_most=str(one.awarded[1]),
            remaining_at_least=str(one.remaining[0]),
            remaining_at_most=str(one.remaining[1]),
            count_toward_bsa=one.bsa,
            units=[
                views.UnitView(
                    unit=each.unit.id,
                    title=each.unit.title.in_(self.lang),
                    ec=str(each.unit.ec),
                    status=each.status.value,
                    possible=possible(each.statuses),
                    awarded=str(each.awarded),
                    load=str(each.load),
                    stopped_by=[self.limit(limit) for limit in each.stopped_by],
                )
                for each in one.units
            ],
        )

    def limit(self, one: Limit) -> views.LimitView:
        """A limit."""
        return views.LimitView(at_most=str(one.at_most), articles=list(one.articles))

    def question(self, one: Question, prose: Prose, leaves: Iterable[Leaf] = ()) -> views.QuestionView:
        """An open question."""
        kind: Literal["missing-fact", "assessment", "judgement"]
        about: dict[str, str | None]
        match one:
            case MissingFact(item=item, attribute=attribute):
                kind, about = "missing-fact", {"item": item, "attribute": attribute}
            case Assessment(outcome=outcome):
                kind, about = "assessment", {"outcome": str(outcome)}
            case JudgementNeeded(judgement=judgement, ruleset=ruleset):
                kind, about = "judgement", {"judgement": judgement, "ruleset": ruleset}
            case _:
                assert_never(one)
        text = prose.question(one)
        return views.QuestionView(kind=kind, text=text, outcomes=[str(leaf) for leaf in leaves], **about)

    def rules(
        self, ruleset: Ruleset, framework: Framework, leaves: Iterable[Leaf], prose: Prose
    ) -> list[views.RuleView]:
        """The rules that reach some of these leaves."""
        asked = set(leaves)
        return [
            views.RuleView(
                rule=rule.id,
                title=rule.title.in_(self.lang),
                effect=rule.effect,
                articles=list(rule.articles),
                when=prose.condition(rule.when),
                overridden_by=[other.id for other in ruleset.overridden_by[rule.id]],
                note=rule.note.in_(self.lang),
            )
            for rule in ruleset.rules
            if rule.effect != "waive" and asked & reached_by(framework, rule)
        ]

    def explained(
        self,
        institution: str,
        ruleset: Ruleset,
        traces: dict[Leaf, LeafTrace | None],
        prose: Prose,
        lowered: list[LoweredView],
    ) -> views.ExplainedView:
        """What a ruleset says of some leaves: the rules that reach them, their sources, and why or when."""
        rules = self.rules(ruleset, prose.framework, traces, prose)
        cited = {Citation.parse(text).source for rule in rules for text in rule.articles}
        return views.ExplainedView(
            institution=institution,
            ruleset=ruleset.id,
            illustrative=ruleset.illustrative,
            note=ruleset.note.in_(self.lang),
            sources=[
                views.SourceView(
                    source=name,
                    title=source.title.in_(self.lang),
                    publisher=source.publisher,
                    page=source.page,
                    note=source.note.in_(self.lang),
                )
                for name, source in ruleset.sources.items()
                if name in cited
            ],
            rules=rules,
            lowered=lowered,
            traces=[self.trace(one, prose) for one in traces.values() if one],
        )

    def trace(self, one: LeafTrace, prose: Prose) -> views.TraceView:
        """Why a leaf has its status, in full."""
        return views.TraceView(
            outcome=str(one.leaf),
            status=one.status.value,
            possible=possible(one.statuses),
            granted=str(one.granted),
            barred=str(one.barred),
            why=Why(prose).leaf(one),
            questions=[self.question(each, prose, (one.leaf,)) for each in one.questions],
            grants=[rule_step(each) for each in one.grants],
            bars=[rule_step(each) for each in one.bars],
        )


def as_data(
    advice: AllianceAdvice | Recommendation | OutcomeAdvice | Path, *, lang: Lang = "nl", plan: bool = False
) -> dict[str, Any]:
    """Advice, one outcome of it, or a path, as data for JSON: the same keys as the command line prints.

    Args:
        advice: What was advised.
        lang: The language of texts.
        plan: Whether remaining paths are worked out too.
    """
    build = Builder(lang, plan=plan)
    view: View
    match advice:
        case AllianceAdvice():
            view = build.alliance(advice)
        case Recommendation():
            view = build.recommendation(advice)
        case OutcomeAdvice():
            view = build.outcome(advice)
        case Path():
            view = path(advice, lang)
    return view.model_dump(mode="json")


def _known(paths: Paths) -> Paths | None:
    return None if paths == (None, None) else paths


def check_view(
    files: list[str], found: Iterable[Finding], cases: int, failed: int, laws: list[views.LawsView]
) -> views.CheckView:
    """What `check` found."""
    return views.CheckView(
        evc_rules=VERSION, files=files, findings=[finding(one) for one in found], cases=cases, failed=failed, laws=laws
    )


def laws_view(ruleset: Ruleset, framework: Framework, lang: Lang = "en") -> views.LawsView:
    """What an analysis of a ruleset says of the laws."""
    losses, prose = monotone(ruleset, framework), Prose(framework, lang, ruleset)
    return views.LawsView(
        ruleset=ruleset.id,
        monotone=not losses,
        losses=[
            views.LossView(rule=one.rule, condition=prose.condition(one.condition), then=one.then) for one in losses
        ],
        gaps=[
            views.GapView(rule=one.rule, outcome=str(one.leaf), requires=str(one.requires))
            for one in incoherent(ruleset, framework)
        ],
    )


def explain_view(outcome: str, on: date, dossier: str | None, rulesets: list[views.ExplainedView]) -> views.ExplainView:
    """What rulesets say of an outcome."""
    return views.ExplainView(evc_rules=VERSION, outcome=outcome, on=on, dossier=dossier, rulesets=rulesets)
