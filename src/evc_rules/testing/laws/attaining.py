"""What rules grant, and nobody attains: on terms that nobody meets, by rules never in force, or always barred."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final, Literal

from ...gaps.asking import Inquiry
from ...gaps.found import Never
from ...language.rulesets import overlap
from ...model.base import Text
from ...model.outcomes import Framework, Leaf
from ...model.policy import Rule, Ruleset
from ...model.reach import reached_by
from .claims import Doubt, Findings
from .law import Subject
from .results import Breach

_Why = Literal["barred", "void", "unmet", "never"]
WHAT: Final = {
    "unmet": Text(nl="verleend, maar niemand kan eraan voldoen", en="granted, but nobody can meet the terms"),
    "void": Text(
        nl="verleend, maar altijd gaat een andere regel voor, of er is een vrijstelling voor nodig die niemand krijgt",
        en="granted, but another rule always overrides it, or it takes an exemption that nobody gets",
    ),
    "barred": Text(
        nl="verleend, maar wie aan de voorwaarden voldoet, wordt altijd uitgesloten",
        en="granted, but whoever meets the terms is always barred",
    ),
    "never": Text(
        nl="verleend, maar alleen door regels die nooit gelden", en="granted, but only by rules that are never in force"
    ),
}
"""What is wrong with what nobody attains."""
_REASON: Final[dict[str, _Why]] = {"no-rule": "void", "no-grant": "void", "barred": "barred", "unmet": "unmet"}


def in_force_ever(one: Ruleset, framework: Framework, rule: Rule) -> bool:
    """Whether there is a decision date and a cohort for which a rule is in force, whatever dates are asked about."""
    times = (rule.applies.decisions, one.applies.decisions, framework.decisions)
    each = all(overlap(first, other) for first in times for other in times)  # intervals that meet in pairs meet
    return each and overlap(rule.applies.cohorts, one.applies.cohorts)


def unmet(subject: Subject, days: Sequence[date], time_limit: float) -> Findings:
    """Outcomes that some rule grants, and that nobody attains on any day.

    Rules that are in force on none of the days are not asked about, unless they never are. An outcome that is always
    barred is taken as meant, where a rule that grants it grants others too that somebody attains: such a bar is an
    exception to a wide grant.
    """
    ruleset, framework = subject.ruleset, subject.framework
    granting = {rule: reached_by(framework, rule) for rule in ruleset.rules if rule.effect == "grant"}
    found: dict[Leaf, _Why | None] = {}
    why = dict[Leaf, str]()
    for day in days:
        there = frozenset[Leaf]().union(*(leaves for rule, leaves in granting.items() if day in rule.applies.decisions))
        left = [leaf for leaf in framework.leaves if leaf in there and (leaf not in found or found[leaf])]
        inquiry = inquiry_of(subject, day, time_limit)
        for group in inquiry.groups(0, left):
            told = inquiry.never(group)
            if isinstance(told, str):
                why |= dict.fromkeys(group, told)
            reason = _REASON[told.reason] if isinstance(told, Never) else "unmet" if told else None
            found |= {leaf: _weaker(found.get(leaf, reason), reason) for leaf in group}
    ever = frozenset[Leaf]().union(
        *(leaves for rule, leaves in granting.items() if in_force_ever(ruleset, framework, rule))
    )
    found |= {leaf: "never" for leaves in granting.values() for leaf in leaves if leaf not in ever}
    found |= dict.fromkeys(_meant(granting.values(), found))
    wrong = {leaf for leaf, reason in found.items() if reason and leaf not in why}
    open_ = tuple(Doubt(str(leaf), said) for leaf, said in why.items() if found[leaf])
    breaches = tuple(_breaches(days[0], [leaf for leaf in framework.leaves if leaf in wrong], found))
    return Findings(len(found) - len(wrong) - len(open_), 0, open_, breaches)


def _weaker(one: _Why | None, other: _Why | None) -> _Why | None:
    """What is left of the reasons on two days: none when there is none on one of them."""
    return None if one is None or other is None else one


def _meant(granted: Collection[frozenset[Leaf]], found: dict[Leaf, _Why | None]) -> list[Leaf]:
    """What other rules always take out of a grant that somebody attains otherwise."""
    wide = [leaves for leaves in granted if any(leaf in found and found[leaf] is None for leaf in leaves)]
    out = [leaf for leaf, reason in found.items() if reason in {"barred", "void"}]
    return [leaf for leaf in out if any(leaf in leaves for leaves in wide)]


def _breaches(day: date, wrong: Sequence[Leaf], found: dict[Leaf, _Why | None]) -> Iterator[Breach]:
    for reason, what in WHAT.items():
        leaves = tuple(leaf for leaf in wrong if found[leaf] == reason)
        if leaves:
            yield Breach(day, leaves, what)


def inquiry_of(subject: Subject, on: date, time_limit: float) -> Inquiry:
    """Asks about the ruleset, on a day."""
    return Inquiry(
        (subject.ruleset,), subject.framework, on,
        cohort=None, shared=subject.shared, lore=subject.lore, time_limit=time_limit,
    )  # fmt: skip
