"""The engines that are held to the reference: one line each, at the end.

An engine is asked about one ruleset and many dossiers at once, as some plan for longer than they answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from evc_rules.engines.compiled import compile_ruleset, native
from evc_rules.engines.lower import lower
from evc_rules.engines.prepare import Prepared, prepare
from evc_rules.engines.protocol import Answers
from evc_rules.engines.protocol import Engine as Evaluating
from evc_rules.engines.reference import Case, Reference, holds
from evc_rules.engines.rete import rete
from evc_rules.errors import InvalidInputError
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework, Leaf
from evc_rules.model.policy import Ruleset
from evc_rules.results.questions import Question
from evc_rules.results.status import Statuses, possible
from evc_rules.results.trace import LeafTrace
from tests.engines.columnar.asked import asked as in_columns


@dataclass(frozen=True)
class Worlds:
    """What is asked: one ruleset about many dossiers, on one decision date.

    Attributes:
        framework: The framework.
        ruleset: The ruleset.
        dossiers: The dossiers.
        on: The decision date.
        shared: The judgements that one answer settles for all rulesets.
    """

    framework: Framework
    ruleset: Ruleset
    dossiers: tuple[Dossier, ...]
    on: date
    shared: frozenset[str] = frozenset()

    def first(self, count: int | None) -> Worlds:
        """The same with the first dossiers only; with None all."""
        if count is None:
            return self
        fewer = replace(self, dossiers=self.dossiers[:count])
        fewer.__dict__["prepared"] = self.prepared[:count]
        return fewer

    def ordered(self, order: Sequence[int]) -> Worlds:
        """The same with the dossiers in another order, given by their places."""
        return replace(self, dossiers=tuple(self.dossiers[place] for place in order))

    @cached_property
    def prepared(self) -> tuple[Prepared, ...]:
        return tuple(prepare(dossier, self.framework.vocabulary, self.on) for dossier in self.dossiers)


@dataclass(frozen=True)
class Said:
    """What an engine says of one dossier.

    Attributes:
        statuses: The statuses that are possible, of every leaf.
        questions: The open questions, each with the leaves that it is about; None when the engine gives none.
        trace: Gives the trace of a leaf; None when the engine gives none.
    """

    statuses: Mapping[Leaf, Statuses]
    questions: Mapping[Question, frozenset[Leaf]] | None = None
    trace: Callable[[Leaf], LeafTrace] | None = None


Ask = Callable[[Worlds], Sequence[Said | None]]
"""Answers for every dossier; None for one that the engine says it does not carry."""


def never(worlds: Worlds, dossier: Dossier) -> bool:  # noqa: ARG001 - one of several
    """For engines that carry everything."""
    return False


def cohort_matters(worlds: Worlds, dossier: Dossier) -> bool:
    """Whether a parameter hangs on the cohort, which is not known: lowering refuses that."""
    several = any(len(one.at(worlds.on, None)) > 1 for one in worlds.ruleset.parameters)
    return several and dossier.applicant.cohort is None


def everything(ruleset: int) -> int | None:  # noqa: ARG001 - one of several
    """For engines that the volume run asks about every pair."""
    return None


def some(every: int, dossiers: int) -> Callable[[int], int | None]:
    """For engines that take longer: of every so many rulesets one, about so many dossiers."""
    return lambda ruleset: 0 if ruleset % every else dossiers


@dataclass(frozen=True)
class Engine:
    """An engine.

    Attributes:
        name: What it is called.
        ask: Answers for every dossier of worlds.
        passes_over: What it may refuse to answer for, and nothing else.
        part: How much the volume run asks of it: for the place of a ruleset a number of dossiers, or None for all.
        examples: How many rulesets hypothesis tries.
        remembers: Whether it keeps what it met in one dossier for the next.
    """

    name: str
    ask: Ask
    passes_over: Callable[[Worlds, Dossier], bool] = never
    part: Callable[[int], int | None] = everything
    examples: int = 150
    remembers: bool = False

    def __str__(self) -> str:
        return self.name


def said(answers: Answers) -> Said:
    questions = {question: frozenset(leaves) for question, leaves in answers.questions.items()}
    return Said(answers.statuses, questions, answers.trace)


def one_by_one(make: Callable[[Ruleset, Framework, date, frozenset[str]], Evaluating]) -> Ask:
    """Asks an engine that is made for a ruleset and a date, and then answers for one dossier at a time."""

    def ask(worlds: Worlds) -> list[Said]:
        engine = make(worlds.ruleset, worlds.framework, worlds.on, worlds.shared)
        return [said(engine.evaluate(prepared)) for prepared in worlds.prepared]

    return ask


def compiled(ruleset: Ruleset, framework: Framework, on: date, shared: frozenset[str]) -> Evaluating:
    """The compiled engine in Python, also where the native core was built."""
    made = compile_ruleset(ruleset, framework, on, shared=shared)
    made.compiled.works.__dict__["core"] = None
    return made


def in_c(ruleset: Ruleset, framework: Framework, on: date, shared: frozenset[str]) -> Evaluating:
    """The compiled engine with its native core."""
    return compile_ruleset(ruleset, framework, on, shared=shared)


def lowered(worlds: Worlds) -> list[Said | None]:
    """The lowered form, each clause of it asked of the reference by itself."""
    by_cohort = {}
    found: list[Said | None] = []
    for prepared in worlds.prepared:
        if cohort_matters(worlds, prepared.dossier):
            found.append(None)
            continue
        cohort = prepared.dossier.applicant.cohort
        if cohort not in by_cohort:
            by_cohort[cohort] = lower(worlds.ruleset, worlds.framework, worlds.on, cohort=cohort, shared=worlds.shared)
        case = Case(worlds.ruleset, worlds.framework, prepared, worlds.on, worlds.shared)
        statuses = {}
        for leaf, one in by_cohort[cohort].leaves.items():
            granted, barred = (holds(case, side, leaf).truth for side in (one.granted, one.barred))
            statuses[leaf] = possible(granted, barred, worlds.ruleset.conflicts)
        found.append(Said(statuses))
    return found


def columnar(worlds: Worlds) -> list[Said | None]:
    """All dossiers as tables in one query; None for those that the columns leave to the compiled engine."""
    named = [dossier.with_(id=f"{place:06}") for place, dossier in enumerate(worlds.dossiers)]
    try:
        said, _ = in_columns([worlds.ruleset], worlds.framework, named, worlds.on, worlds.shared)
    except InvalidInputError as error:
        if {one.code for one in error.findings} != {"EVC-K001"}:  # a framework that cannot be made into tables
            raise
        said = {}
    return [Said(said[dossier.id][0]) if dossier.id in said else None for dossier in named]


def left_to_another(worlds: Worlds, dossier: Dossier) -> bool:  # noqa: ARG001 - one of several
    """Columns may leave any dossier to the compiled engine; how many they do leave is counted by itself."""
    return True


REFERENCE = Engine("reference", one_by_one(Reference))

ENGINES = (
    REFERENCE,
    Engine("lowered", lowered, cohort_matters, part=some(every=1, dossiers=20)),
    Engine("compiled", one_by_one(compiled), remembers=True),
    *([Engine("native", one_by_one(in_c), remembers=True)] if native.kind() == "native" else []),
    Engine("rete", one_by_one(rete), part=some(every=4, dossiers=10), remembers=True),
    Engine("columnar", columnar, left_to_another, part=some(every=10, dossiers=40), examples=10),
)
