"""Receipts: what a recommendation was made from, and a digest of what it says. The same receipt, the same answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ..language.canonical import canonical, digest, digest_of
from ..language.unsugar import tests_of
from ..model.outcomes import Leaf
from ..results.questions import Assessment, MissingFact, Question

if TYPE_CHECKING:
    from .recommendation import Recommendation


@dataclass(frozen=True)
class Receipt:
    """Digests of everything that a recommendation depends on, and of what it says.

    A digest is of what a file says, not of its bytes: comments and layout do not change it. It tells nothing of what is
    in a dossier, only whether it is the same one.

    Attributes:
        evc_rules: The version of this library.
        ruleset: The ruleset, as `id sha256:…`.
        framework: The framework.
        programme: The programme, or nothing.
        dossier: The dossier.
        on: The decision date.
        variant: The variant that was chosen in place of the dossier's, or nothing.
        start: The start of the programme that was chosen in place of the dossier's, or None.
        shared: The judgements that one answer settled for all members of an alliance.
        strategy: The strategy by which an alliance made the ruleset, or nothing.
        answer: What was recommended: the digest of statuses, open questions and credits.
    """

    evc_rules: str
    ruleset: str
    framework: str
    programme: str
    dossier: str
    on: date
    variant: str = ""
    start: date | None = None
    shared: tuple[str, ...] = ()
    strategy: str = ""
    answer: str = ""

    def as_data(self) -> dict[str, Any]:
        """The receipt as plain data, for JSON."""
        return {key: _written(value) for key, value in asdict(self).items()}


def _written(value: Any) -> Any:
    return str(value) if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def receipt(one: Recommendation) -> Receipt:
    """The receipt of a recommendation."""
    made = one.ruleset.provenance
    return Receipt(
        evc_rules=version("evc-rules"),
        ruleset=f"{one.ruleset.id} {digest(one.ruleset)}",
        framework=f"{one.framework.name} {digest(one.framework)}",
        programme=f"{one.programme.id} {digest(one.programme)}" if one.programme else "",
        dossier=f"{one.dossier.id} {digest(one.dossier)}",
        on=one.on,
        variant=one.variant or "",
        start=one.chosen_start,
        shared=tuple(sorted(one.shared)),
        strategy=made.strategy if made else "",
        answer=digest_of(answer_data(one)),
    )


def answer_data(one: Recommendation) -> dict[str, Any]:
    """What a recommendation says, as the plain data that its digest is of."""
    found: dict[str, Any] = {
        "statuses": {str(leaf): sorted(map(str, statuses)) for leaf, statuses in one.statuses.items()},
        "questions": _questions(one.answers.questions),
    }
    if one.credits:
        found["credits"] = {
            "variant": one.credits.variant,
            "awarded": [str(ec) for ec in one.credits.awarded],
            "remaining": [str(ec) for ec in one.credits.remaining],
            "units": {each.unit.id: str(each.awarded) for each in one.credits.units},
        }
    return found


def _questions(asked: Mapping[Question, tuple[Leaf, ...]]) -> list[dict[str, Any]]:
    found = [{**_question(one), "about": sorted(map(str, leaves))} for one, leaves in asked.items()]
    return sorted(found, key=canonical)


def _question(one: Question) -> dict[str, Any]:
    if isinstance(one, MissingFact):
        return {"fact": one.attribute, "item": one.item}
    if isinstance(one, Assessment):
        return {"assess": str(one.outcome), "tests": tests_of(one.tests)}
    return {"judgement": one.judgement, "ruleset": one.ruleset}
