"""Which cases notice that a ruleset is not what it was: one that came out as expected no longer does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from ..compare.replay import Replay
from ..model.cases import PolicyCase
from ..model.outcomes import Leaf
from ..testing.cases import Subject, run_case
from .mutants import Mutant


def passes(subject: Subject, case: PolicyCase) -> bool:
    """Whether a case comes out as expected."""
    return all(one.passed for one in run_case(subject, case))


class Watch:
    """Cases that come out as expected, and watch over a ruleset.

    Args:
        subject: The ruleset as it should be, and what its cases need.
        cases: The cases.
    """

    def __init__(self, subject: Subject, cases: Iterable[PolicyCase]) -> None:
        self.subject = subject
        self.cases: list[tuple[PolicyCase, frozenset[Leaf] | None]] = []
        for one in cases:
            self.add(one)

    def add(self, case: PolicyCase) -> None:
        """Let a case watch too."""
        self.cases.append((case, self._about(case)))

    def _about(self, case: PolicyCase) -> frozenset[Leaf] | None:
        """The leaves that what a case expects hangs on; None when it can hang on any."""
        if case.awards or case.path or not case.expect:
            return None
        framework = self.subject.framework
        return frozenset(leaf for one in case.expect for leaf in framework.leaves_of(one.outcome))

    def notices(self, mutant: Mutant) -> PolicyCase | None:
        """The first case that notices a mutant; None when none does."""
        changed = replace(self.subject, ruleset=mutant.ruleset)
        replays: dict[date, Replay] = {}
        for case, about in self.cases:
            if about is not None and not about & mutant.leaves:
                continue
            if case.on not in replays:
                replays[case.on] = Replay((mutant.ruleset,), changed.framework, case.on, changed.shared)
            traced = partial(replays[case.on].trace, 0, case.dossier)
            if not all(one.passed for one in run_case(changed, case, traced)):
                return case
        return None
