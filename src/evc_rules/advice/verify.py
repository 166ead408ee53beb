"""Verifying a receipt: whether these files are the ones, and whether the recommendation comes out the same again.

It is recomputed from the files, and its traces go through the checker, which shares nothing with any engine. A receipt
that was not held against everything that it names is not verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal, TypeVar

from ..checker import Asked, Flaw, check_traces
from ..errors import InvalidInputError
from ..harmonise import Strategy, harmonise
from ..language.canonical import digest
from ..language.dump import Dumpable
from ..model.alliance import Alliance
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..results.questions import Question
from .assess import assess
from .receipt import Receipt
from .recommendation import Recommendation

_Model = TypeVar("_Model", bound=Dumpable)

Outcome = Literal["same", "different", "not-given"]
"""How something compares with what a receipt says of it; `not-given` is neither."""

What = Literal["framework", "ruleset", "programme", "dossier", "strategy", "shared", "answer", "reasons"]
"""What is compared: the files, how they were put together, what is recommended, and whether its reasons hold."""


@dataclass(frozen=True)
class Compared:
    """One thing that a receipt speaks of.

    Attributes:
        what: What it is.
        name: What the receipt calls it; nothing for the answer and the reasons.
        outcome: How it compares.
        found: What there is in its place, where that is called otherwise.
    """

    what: What
    name: str
    outcome: Outcome
    found: str = ""


@dataclass(frozen=True)
class Verified:
    """What became of verifying one receipt.

    Attributes:
        receipt: The receipt.
        compared: What it was held against.
        recommendation: The recommendation as it comes out now, or None when it could not be worked out.
        flaws: What the checker found in its traces.
        version: The version of this library.
    """

    receipt: Receipt
    compared: tuple[Compared, ...]
    recommendation: Recommendation | None
    flaws: tuple[Flaw, ...]
    version: str

    @property
    def holds(self) -> bool:
        """Whether all that it names is the same, and so is the recommendation."""
        return all(one.outcome == "same" for one in self.compared)


def verify(receipts: Iterable[Receipt], alliance: Alliance | None, dossier: Dossier | None) -> tuple[Verified, ...]:
    """Hold receipts against files.

    Args:
        receipts: The receipts.
        alliance: Where rulesets and programmes are looked for, or None when they were not given.
        dossier: The dossier, or None.

    Raises:
        MissingExtraError: OR-tools is not installed, and a limit binds.
    """
    listed = list(receipts)
    made = {(one.strategy, one.on): _made(one, alliance, dossier) for one in listed} if alliance and dossier else {}
    return tuple(_verified(one, alliance, dossier, made.get((one.strategy, one.on))) for one in listed)


def _made(receipt: Receipt, alliance: Alliance, dossier: Dossier) -> Ruleset | None:
    """The ruleset that the strategy of a receipt makes of those of an alliance, if it is one."""
    try:
        strategy = Strategy.parse(receipt.strategy)
        return harmonise(alliance, strategy, receipt.on, cohort=dossier.applicant.cohort)
    except InvalidInputError:
        return None


def _verified(receipt: Receipt, alliance: Alliance | None, dossier: Dossier | None, made: Ruleset | None) -> Verified:
    offered = _Offered.by(alliance, made)
    given = alliance is not None
    ruleset, its_ruleset = _found(receipt.ruleset, offered.rulesets, given=given)
    programme, its_programme = _found(receipt.programme, offered.programmes, given=given)
    framework, its_framework = _found(receipt.framework, offered.frameworks, given=given)
    person, its_dossier = _found(receipt.dossier, [dossier] if dossier else [], given=dossier is not None)
    compared = [
        Compared("framework", *its_framework),
        Compared("ruleset", *its_ruleset),
        *([Compared("programme", *its_programme)] if receipt.programme else []),
        Compared("dossier", *its_dossier),
    ]
    if not (ruleset and framework and person and (programme or not receipt.programme)):
        compared += [Compared("answer", "", "not-given"), Compared("reasons", "", "not-given")]
        return Verified(receipt, tuple(compared), None, (), version("evc-rules"))
    again = assess(
        ruleset, person, on=receipt.on, framework=framework, programme=programme,
        variant=receipt.variant or None, start=receipt.start, shared=receipt.shared,
    )  # fmt: skip
    flaws = checked(again)
    compared += _together(receipt, again, alliance)
    compared.append(Compared("answer", "", "same" if again.receipt.answer == receipt.answer else "different"))
    compared.append(Compared("reasons", "", "different" if flaws else "same"))
    return Verified(receipt, tuple(compared), again, flaws, version("evc-rules"))


def _together(receipt: Receipt, again: Recommendation, alliance: Alliance | None) -> list[Compared]:
    """What a receipt says of the strategy and of the shared judgements, where it or what is here names any.

    An answer can be the same under another strategy, and with other judgements shared; what the receipt says of them is
    then untrue all the same.
    """
    shared = {*(alliance.shared_judgements if alliance else ()), *again.ruleset.shared}
    said: dict[What, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "strategy": ((receipt.strategy,), (again.receipt.strategy,)),
        "shared": (receipt.shared, tuple(sorted(shared))),
    }
    return [
        Compared(what, ", ".join(written), "same") if written == here
        else Compared(what, ", ".join(written) or "-", "different", ", ".join(here) or "-")
        for what, (written, here) in said.items()
        if any(written) or any(here)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Offered:
    """What a receipt can be about: rulesets of an alliance and one that it can make, programmes, the framework."""

    rulesets: tuple[Ruleset, ...] = ()
    programmes: tuple[Programme, ...] = ()
    frameworks: tuple[Framework, ...] = ()

    @classmethod
    def by(cls, alliance: Alliance | None, made: Ruleset | None) -> _Offered:
        if alliance is None:
            return cls()
        rulesets = [*alliance.common, *(one for member in alliance.members for one in member.rulesets)]
        programmes = (one for member in alliance.members for one in member.programmes)
        return cls((*rulesets, *([made] if made else ())), tuple(programmes), (alliance.framework,))


def checked(one: Recommendation) -> tuple[Flaw, ...]:
    """What the checker finds in the traces of a recommendation, and where it says otherwise than they do."""
    asked = Asked(one.ruleset, one.framework, one.dossier, one.on, one.shared, one.variant, one.chosen_start)
    missing = [Flaw(str(leaf), "it has no trace") for leaf in one.framework.leaves if leaf not in one.traces]
    flaws = [*missing, *check_traces(asked, one.traces)]
    open_: dict[Question, list[object]] = {}
    for leaf, trace in one.traces.items():
        if one.statuses[leaf] != trace.statuses:
            flaws.append(Flaw(str(leaf), "its status is not the one of its trace"))
        for question in trace.questions:
            open_.setdefault(question, []).append(leaf)
    if {question: list(leaves) for question, leaves in one.answers.questions.items()} != open_:
        flaws.append(Flaw("questions", "they are not those of the traces"))
    return tuple(flaws)


def _found(written: str, offered: Sequence[_Model], *, given: bool) -> tuple[_Model | None, tuple[str, Outcome, str]]:
    """The one of which a receipt has the digest; with its name, how it compares, and what is there in its place."""
    name, _, wanted = written.partition(" ")
    same = [one for one in offered if digest(one) == wanted and _name(one) == name]
    if same:
        return same[0], (name, "same", "")
    others = [_name(one) for one in offered]
    instead = "" if name in others else ", ".join(dict.fromkeys(others))
    return None, (name, "different" if given else "not-given", instead)


def _name(one: Dumpable) -> str:
    return one.name if isinstance(one, Framework) else one.id
