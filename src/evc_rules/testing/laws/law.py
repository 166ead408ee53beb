"""A law, and what it is asked of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ...compare import Lore
from ...errors import Finding
from ...model.base import Text
from ...model.outcomes import Framework
from ...model.policy import Ruleset
from ...model.programme import Programme
from .claims import Claim, Findings


@dataclass(frozen=True)
class Subject:
    """What laws are asked of.

    Attributes:
        ruleset: The ruleset.
        framework: The framework that it is written over.
        shared: The judgements that one answer settles for all.
        lore: What is assumed of everybody.
        versions: Other versions of the same policy.
        programme: The programme that exemptions are worth credits in, or None.
    """

    ruleset: Ruleset
    framework: Framework
    shared: frozenset[str]
    lore: Lore
    versions: tuple[Ruleset, ...] = ()
    programme: Programme | None = None


Claims = Callable[[Subject, date], Iterable[Claim]]
Flaws = Callable[[Subject, Sequence[date], float], Findings]


@dataclass(frozen=True)
class Shown:
    """What samples show of the rules themselves.

    Attributes:
        findings: What is found.
        tried: How many samples were tried.
        telling: How many of them showed something.
        aimed: What samples were to show something of.
        reached: That of which they did.
    """

    findings: Findings
    tried: int
    telling: int
    aimed: frozenset[str]
    reached: frozenset[str]


def _no_claims(_subject: Subject, _on: date) -> tuple[Claim, ...]:
    return ()


@dataclass(frozen=True)
class Law:
    """Something that a policy should always keep to.

    Attributes:
        id: Its name.
        title: What it says.
        claims: What it comes to on a decision date, of dossiers.
        flaws: What it comes to on all decision dates, of the rules themselves; asked with a time limit [s].
        shown: The same without a solver, where somebody can show it; asked with how many samples to try, and why.
        applies: Whether there is anything in a ruleset that could break it.
        faults: What it names that is not there, or lacks: it then cannot be asked.
        beside: The other rulesets that it is about.
    """

    id: str
    title: Text
    claims: Claims = field(default=_no_claims, repr=False)
    flaws: Flaws | None = field(default=None, repr=False)
    shown: Callable[[Subject, Sequence[date], int, str], Shown] | None = field(default=None, repr=False)
    applies: Callable[[Subject], bool] = field(default=lambda _: True, repr=False)
    faults: Callable[[Subject], Iterable[Finding]] = field(default=lambda _: (), repr=False)
    beside: Callable[[Subject], tuple[Ruleset, ...]] = field(default=lambda _: (), repr=False)
