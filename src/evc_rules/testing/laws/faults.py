"""What laws name that is not there: a law that could never be asked would seem to hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ...errors import Finding, InvalidInputError
from ...language.reader import did_you_mean
from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT
from ...model.outcomes import Ref
from .law import Subject


def refs(outcomes: Sequence[str], law: str) -> tuple[Ref, ...]:
    """Outcomes as a law names them.

    Raises:
        InvalidInputError: EVC-C001 when something is written in another way.
    """
    try:
        return tuple(map(Ref.parse, outcomes))
    except ValueError as error:
        raise InvalidInputError((Finding("EVC-C001", f"law '{law}': {error}"),)) from error


def of_outcomes(named: Sequence[Ref], law: str, subject: Subject) -> Iterator[Finding]:
    """Outcomes, and levels of them, that the framework has not."""
    framework = subject.framework
    for ref in named:
        if ref.outcome not in framework.by_id:
            message = f"law '{law}': the outcome '{ref.outcome}' is not in framework {framework.name}"
            yield Finding("EVC-O001", message, help=did_you_mean(ref.outcome, framework.by_id))
            continue
        top = max(framework.by_id[one].levels for one in framework.under(ref.outcome))
        if ref.high > top:
            yield Finding("EVC-C001", f"law '{law}': '{ref}' goes beyond the highest level, {top}")


def of_attributes(
    names: Sequence[str], bearers: Collection[str] | None, law: str, subject: Subject
) -> Iterator[Finding]:
    """Attributes that nothing here carries, and bearers that there are not."""
    every, vocabulary = (APPLICANT, VERDICT, *EVIDENCE_KINDS), subject.framework.vocabulary
    for bearer in bearers or ():
        if bearer not in every:
            message = f"law '{law}': '{bearer}' is no kind of evidence, nor verdict, nor applicant"
            yield Finding("EVC-C001", message, help=did_you_mean(bearer, every))
    for name in names:
        carrying = {on for one in vocabulary.attributes if one.id == name for on in one.on}
        if not carrying:
            known = {one.id for one in vocabulary.attributes}
            yield Finding("EVC-C001", f"law '{law}': there is no attribute '{name}'", help=did_you_mean(name, known))
        elif bearers is not None and carrying.isdisjoint(bearers):
            message = f"law '{law}': '{name}' is not an attribute of {', '.join(sorted(bearers)) or 'nothing'}"
            yield Finding("EVC-C001", message, help=f"it is one of: {', '.join(sorted(carrying))}")
