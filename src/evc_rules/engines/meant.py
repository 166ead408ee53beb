"""Whether a ruleset is meant for what it is asked: the decision, the cohort, and answers that may be for others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from ..errors import Finding, warning
from ..model.conditions import Judgement, every
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from ..model.policy import Ruleset


def doubts(
    ruleset: Ruleset, framework: Framework, dossier: Dossier, on: date, shared: Collection[str]
) -> Iterator[Finding]:
    """What people should know before they rest on an answer, as warnings.

    Args:
        ruleset: The ruleset that is asked.
        framework: The framework that it is written over.
        dossier: The dossier that it is asked about.
        on: The decision date.
        shared: The judgements that one answer settles for several institutions.
    """
    yield from _out_of_force(ruleset, framework, on, dossier.applicant.cohort)
    yield from _answers(ruleset, dossier, {*shared, *ruleset.shared})


def _out_of_force(ruleset: Ruleset, framework: Framework, on: date, cohort: int | None) -> Iterator[Finding]:
    """That a ruleset or framework is not meant for a decision date or cohort: it then says little, or nothing."""
    if on not in ruleset.applies.decisions:
        message = f"'{ruleset.id}' is not in force on {on}: it applies to decisions {ruleset.applies.decisions}"
        yield warning("EVC-N003", message, "choose another date, or the version that is in force")
    if cohort is not None and cohort not in ruleset.applies.cohorts:
        message = f"'{ruleset.id}' is not for cohort {cohort}: it applies to cohorts {ruleset.applies.cohorts}"
        yield warning("EVC-N003", message, "choose the version that is for this cohort")
    if on not in framework.decisions or (cohort is not None and cohort not in framework.cohorts):
        message = f"'{framework.name}' is meant for decisions {framework.decisions} and cohorts {framework.cohorts}"
        yield warning("EVC-O008", message, "use the version of the framework that is meant for them")


def _answers(ruleset: Ruleset, dossier: Dossier, shared: Collection[str]) -> Iterator[Finding]:
    """Answers that contradict each other, and answers that could be meant for a ruleset but name none."""
    parts = (part for rule in ruleset.rules for part in every(rule.when))
    asked = {part.id for part in parts if isinstance(part, Judgement)}
    for name in dict.fromkeys(one.judgement for one in dossier.judgements if one.judgement in asked):
        answers = [one for one in dossier.judgements if one.judgement == name]
        if name not in shared and any(one.ruleset is None for one in answers):
            message = f"the answer to '{name}' names no ruleset and is not shared, so '{ruleset.id}' does not count it"
            yield warning("EVC-D004", message, f"write 'ruleset: {ruleset.id}' beside it, or ask the alliance")
        if len({one.answer for one in answers if name in shared or one.ruleset == ruleset.id}) > 1:
            help_ = "take out the answer that does not hold; until then it counts as unknown"
            yield warning("EVC-D005", f"the judgement '{name}' is answered both yes and no", help_)
