"""Laws about the rules themselves, without a solver: somebody shows that a rule decides, or that a grant is attained.

One sample is enough to show either; where none does, it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from ...compare.replay import Replay
from ...engines.compiled import CompiledRuleset, compile_ruleset
from ...engines.prepare import prepare
from ...gaps.idle import without
from ...model.dossier import Dossier
from ...model.outcomes import Leaf
from ...model.policy import Rule
from ...model.reach import reached_by
from ...results.status import Status, Statuses
from .attaining import WHAT, in_force_ever
from .claims import Doubt, Findings
from .flaws import never_in_force
from .law import Shown, Subject
from .relations import EXEMPT
from .results import Breach
from .sampling import LEAST, MANY, first_of

EACH: Final = 12
"""So many samples for each outcome of which nobody is known to attain it."""


def shown_to_matter(subject: Subject, days: Sequence[date], examples: int, why: str) -> Shown:
    """Rules without which the policy says something else of some sample."""
    one, framework = subject.ruleset, subject.framework
    never = [rule.id for rule in one.rules if not in_force_ever(one, framework, rule)]
    rules = [rule for rule in one.rules if rule.id not in never and any(day in rule.applies.decisions for day in days)]
    share, tried, found = max(LEAST, examples // max(len(rules), 1)), 0, set[str]()
    for rule in rules:
        for day in (day for day in days if day in rule.applies.decisions):
            deciding = _Deciding(subject, rule, day)
            if _sample(subject, rule, day, deciding, share) is not None:
                found.add(rule.id)
            tried += deciding.tried
            if rule.id in found:
                break
    open_ = tuple(Doubt(rule.id, why) for rule in rules if rule.id not in found)
    breaches = tuple(Breach(None, (), never_in_force(name)) for name in never)
    findings = Findings(len(found), 0, open_, breaches)
    return Shown(findings, tried, len(found), frozenset(rule.id for rule in rules), frozenset(found))


def shown_to_be_attained(subject: Subject, days: Sequence[date], examples: int, why: str) -> Shown:
    """Outcomes that some rule grants, and from which some sample is exempt.

    Where somebody who is granted more meets a bar on an outcome, the bar is taken for an exception that is meant.
    """
    one, framework = subject.ruleset, subject.framework
    granting = [rule for rule in one.rules if rule.effect == "grant"]
    ever = [rule for rule in granting if in_force_ever(one, framework, rule)]
    share, tried = max(LEAST, examples // max(len(ever), 1)), 0
    attained, barred, asked = set[Leaf](), set[Leaf](), set[Leaf]()
    for day in days:
        for rule in (rule for rule in ever if day in rule.applies.decisions):
            asked |= reached_by(framework, rule)
            trying = _Attaining(subject, rule, day, attained)
            if trying.left:
                _sample(subject, rule, day, trying, max(share, EACH * len(trying.left)))
                tried += trying.tried
                barred |= trying.barred
    may = frozenset[Leaf]().union(*(reached_by(framework, rule) for rule in ever))
    never = {leaf for rule in granting for leaf in reached_by(framework, rule)} - may
    lacking = [leaf for leaf in framework.leaves if leaf in asked - attained - barred]
    breaches = (Breach(days[0], tuple(sorted(never)), WHAT["never"]),) if never else ()
    findings = Findings(len(attained), 0, tuple(Doubt(str(leaf), why) for leaf in lacking), breaches)
    return Shown(findings, tried, len(attained), frozenset(map(str, asked - barred)), frozenset(map(str, attained)))


def _sample(
    subject: Subject, rule: Rule, day: date, wanted: Callable[[Dossier], bool], examples: int
) -> Dossier | None:
    settling = {leaf: (leaf,) for leaf in subject.framework.leaves}
    return first_of(
        lambda strategies: strategies.applicants(
            subject.ruleset,
            subject.framework,
            on=day,
            about={rule.id},
            settling=settling,
            max_items=MANY,
            max_verdicts=MANY,
        ),
        wanted,
        examples,
    )


class _Trying:
    """Looks at samples of one rule, on one day."""

    def __init__(self, subject: Subject, rule: Rule, day: date) -> None:
        self._subject, self._rule, self._day, self.tried = subject, rule, day, 0
        self._whole = self._compiled()

    def _compiled(self, gone: str = "") -> CompiledRuleset:
        one = without(self._subject.ruleset, gone) if gone else self._subject.ruleset
        return compile_ruleset(one, self._subject.framework, self._day, shared=self._subject.shared)

    def _statuses(self, engine: CompiledRuleset, dossier: Dossier) -> dict[Leaf, Statuses]:
        return dict(engine.evaluate(prepare(dossier, self._subject.framework.vocabulary, self._day)).statuses)


class _Deciding(_Trying):
    """Looks for somebody of whom the policy says something else without the rule."""

    def __init__(self, subject: Subject, rule: Rule, day: date) -> None:
        super().__init__(subject, rule, day)
        self._fewer = self._compiled(rule.id)
        both = (subject.ruleset, without(subject.ruleset, rule.id))
        self._replay = Replay(both, subject.framework, day, subject.shared)

    def __call__(self, dossier: Dossier) -> bool:
        self.tried += 1
        mine, theirs = self._statuses(self._whole, dossier), self._statuses(self._fewer, dossier)
        other = next((leaf for leaf in mine if mine[leaf] != theirs[leaf]), None)
        if other is None:
            return False
        first, second = (self._replay.trace(place, dossier, other).statuses for place in (0, 1))
        return first != second


class _Attaining(_Trying):
    """Looks for people who are exempt from what the rule grants, and was not found attained yet."""

    def __init__(self, subject: Subject, rule: Rule, day: date, attained: set[Leaf]) -> None:
        super().__init__(subject, rule, day)
        self._reached, self._attained = reached_by(subject.framework, rule), attained
        self._replay = Replay((subject.ruleset,), subject.framework, day, subject.shared)
        self.barred = set[Leaf]()

    @property
    def left(self) -> frozenset[Leaf]:
        """What is not attained yet."""
        return self._reached - self._attained

    def __call__(self, dossier: Dossier) -> bool:
        if not self.left:
            return False  # never true: what was found before must not count for how one sample is answered
        self.tried += 1
        said = self._statuses(self._whole, dossier)
        for leaf in [leaf for leaf in self.left if said[leaf] == EXEMPT]:
            if self._replay.trace(0, dossier, leaf).statuses == EXEMPT:
                self._attained.add(leaf)
        if any(said[leaf] == EXEMPT for leaf in self._reached):
            self.barred |= {leaf for leaf in self.left if said[leaf] <= {Status.CONFLICT, Status.REFUSED}}
        return False
