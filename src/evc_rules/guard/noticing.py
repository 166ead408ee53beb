"""Which cases notice that a ruleset is not what it was: one that came out as expected no longer does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..model.cases import PolicyCase
from ..model.outcomes import Leaf
from ..results.status import Statuses
from ..testing.cases import Subject, as_expected, run_case
from .mutants import Mutant
from .saying import Person, Saying, saying


def passes(subject: Subject, case: PolicyCase) -> bool:
    """Whether a case comes out as expected."""
    return all(one.passed for one in run_case(subject, case))


@dataclass(frozen=True, slots=True)
class _Watching:
    """A case that watches: what it hangs on (None when on any leaf), and what is said of it now."""

    case: PolicyCase
    about: frozenset[Leaf] | None
    person: Person
    says: Mapping[Leaf, Statuses]


class Watch:
    """Cases that come out as expected, and watch over a ruleset.

    Args:
        subject: The ruleset as it should be, and what its cases need.
        cases: The cases.
    """

    def __init__(self, subject: Subject, cases: Iterable[PolicyCase]) -> None:
        self.subject = subject
        self._saying = saying(subject, subject.ruleset)[0]
        self._cases = [self._watching(one) for one in cases]

    def _watching(self, case: PolicyCase) -> _Watching:
        person = Person.of(case.dossier, case.on, self.subject.framework)
        return _Watching(case, self._about(case), person, dict(self._saying.of(person)))

    def _about(self, case: PolicyCase) -> frozenset[Leaf] | None:
        """The leaves that what a case expects hangs on; None when it can hang on any."""
        if case.awards or case.path or not case.expect:
            return None
        framework = self.subject.framework
        return frozenset(leaf for one in case.expect for leaf in framework.leaves_of(one.outcome))

    def notices(self, mutant: Mutant, by: Saying) -> PolicyCase | None:
        """The first case that notices a mutant, by what the mutant says; None when none does."""
        changed = replace(self.subject, ruleset=mutant.ruleset)
        noticing = (one.case for one in self._cases if self._noticed(one, mutant, changed, by))
        return next(noticing, None)

    def _noticed(self, one: _Watching, mutant: Mutant, changed: Subject, by: Saying) -> bool:
        if one.about is not None and not one.about & mutant.leaves:
            return False
        case, framework = one.case, changed.framework
        if mutant.on_terms:
            return bool(case.awards or case.path) and _fails(changed, _worth_of(case))
        said = by.of(one.person)
        for expected in case.expect:
            leaves = framework.leaves_of(expected.outcome)
            if mutant.leaves.intersection(leaves) and not as_expected(expected, [said[leaf] for leaf in leaves]):
                return True
        if (case.asks or case.cites) and _fails(changed, case.with_(awards=(), path=None)):
            return True
        if not (case.awards or case.path) or all(said[leaf] == one.says[leaf] for leaf in mutant.leaves):
            return False
        return _fails(changed, _worth_of(case))


def _worth_of(case: PolicyCase) -> PolicyCase:
    """What a case expects of what exemptions are worth."""
    return case.with_(expect=(), asks=None, cites=None)


def _fails(subject: Subject, case: PolicyCase) -> bool:
    return not passes(subject, case)
