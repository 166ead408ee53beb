"""Which policies are best for an alliance, what single concession buys most, and what makes agreement impossible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from ..engines.columnar.planes import counted, unpacked
from ..errors import Finding, InvalidInputError
from ..harmonise import Strategy
from ..model.alliance import Alliance
from ..model.dossier import Dossier
from ..model.outcomes import Leaf
from .planes import applicants
from .terms import Term
from .weigh import Table, Weighed


@dataclass(frozen=True)
class Concession:
    """What giving up one term buys.

    Attributes:
        term: The term.
        best: The policy that agrees most without it.
        gained: How many more answers are surely the same at all members than with it.
    """

    term: Term
    best: Weighed
    gained: int


@dataclass(frozen=True)
class Clash:
    """Two terms that cannot both hold where members are to answer alike.

    Attributes:
        exempts: What exempts in any case.
        refuses: Without what nothing is exempt.
        answers: How many answers (an applicant and an outcome) they clash on.
        leaves: The outcomes, those with most applicants first.
        example: An applicant on whom they clash.
    """

    exempts: Term
    refuses: Term
    answers: int
    leaves: tuple[Leaf, ...]
    example: str


@dataclass(frozen=True)
class Negotiation:
    """What an alliance can agree on.

    Attributes:
        applicants: How many applicants it was weighed for.
        terms: What members will not give up.
        now: The policies as they are.
        weighed: The policies that were weighed, in the order in which they were tried.
        best: Those that no other is better than: in agreement, EC that move, and applicants who are worse off.
        concessions: What giving up one term buys, most first; those that buy nothing left out.
        clashes: The terms that make agreement impossible, those that stand in the way most first.
        findings: Why some applicants are left out.
    """

    applicants: int
    terms: tuple[Term, ...]
    now: Weighed
    weighed: tuple[Weighed, ...]
    best: tuple[Weighed, ...]
    concessions: tuple[Concession, ...]
    clashes: tuple[Clash, ...]
    findings: tuple[Finding, ...]


def _silent(_done: int, _total: int) -> None:
    """Nobody is told."""


def negotiate(
    alliance: Alliance,
    dossiers: Iterable[Dossier],
    *,
    on: date,
    terms: Sequence[Term] = (),
    strategies: Iterable[str | Strategy] = (),
    tell: Callable[[int, int], None] | None = None,
) -> Negotiation:
    """What an alliance can agree on, for some applicants.

    Each member takes over a policy, but for what it will not give up. Of all policies that a strategy names those are
    best that no other one beats: in how many answers are the same at all members, in EC that move, and in applicants
    who lose an exemption at a member.

    Args:
        alliance: The alliance.
        dossiers: The applicants: personas or a cohort.
        on: The decision date.
        terms: What members will not give up.
        strategies: Other strategies to weigh, beside those that `candidates` names.
        tell: Told how much is done, and of how much: applicants are asked, then policies are weighed.

    Raises:
        InvalidInputError: EVC-N002 when a strategy cannot be carried out, EVC-N003 when no applicant has an answer at
            every member, EVC-C001 when there are no applicants.
        MissingExtraError: The extra `cohort` is not installed.
    """
    listed = list(dossiers)
    chosen = [Strategy.parse(one) if isinstance(one, str) else one for one in strategies]
    policies = tuple(dict.fromkeys((*candidates(alliance), *chosen)))
    say = tell or _silent
    steps = len(listed) + len(policies)
    people = applicants(alliance, listed, terms, on, tell=lambda done: say(done, steps))
    if not people.count:
        why = people.findings or (Finding("EVC-C001", "there are no applicants to negotiate for"),)
        raise InvalidInputError(tuple(Finding(one.code, one.message, help=one.help) for one in why))
    table = Table(alliance, people, terms)
    weighed = []
    for number, one in enumerate(policies):
        say(len(listed) + number, steps)
        weighed.append(table.weigh(one))
    tried = tuple(weighed)
    best = tuple(one for one in tried if not any(other.dominates(one) for other in tried))
    return Negotiation(
        people.count,
        table.terms,
        table.weigh(None),
        tried,
        tuple(sorted(best, key=lambda one: one.merit, reverse=True)),
        tuple(_concessions(table, tried)),
        tuple(sorted(_clashes(table), key=lambda one: -one.answers)),
        people.findings,
    )


def candidates(alliance: Alliance) -> tuple[Strategy, ...]:
    """The strategies to weigh: every quorum, each member to start from, common rulesets as floor and ceiling."""
    members = [one.institution for one in alliance.members]
    common = ["", *dict.fromkeys(one.institution for one in alliance.common)]
    found = [Strategy("strictest"), Strategy("most-generous")]
    found += [Strategy("quorum", k=k) for k in range(2, len(members))]
    found += [Strategy(name, home=home) for name in ("reference", "mutual") for home in members]
    bounds = [(floor, ceiling) for floor, ceiling in product(common, common) if floor != ceiling]
    found += [
        Strategy("floor-ceiling", home=home, floor=floor, ceiling=ceiling)
        for home in members
        for floor, ceiling in bounds
    ]
    return tuple(found)


def _concessions(table: Table, tried: Sequence[Weighed]) -> Iterator[Concession]:
    strategies = [one.strategy for one in tried]
    most = max((one.agreed for one in tried), default=0)
    found = []
    for term in table.terms:
        without = table.without(term)
        best = max((without.weigh(one) for one in strategies), key=lambda one: one.merit)
        if best.agreed > most:
            found.append(Concession(term, best, best.agreed - most))
    yield from sorted(found, key=lambda one: -one.gained)


def _clashes(table: Table) -> Iterator[Clash]:
    people = table.people
    for one, other in product(table.terms, table.terms):
        exempt, allowed = table.bound(one)[0][0], table.bound(other)[1][1]
        both = exempt & ~allowed
        by_leaf = counted(both, people.count)
        if by_leaf.sum():
            order = np.argsort(-by_leaf, kind="stable")
            leaves = tuple(people.framework.leaves[place] for place in order if by_leaf[place])
            who = unpacked(np.bitwise_or.reduce(both, axis=0), people.count)
            yield Clash(one, other, int(by_leaf.sum()), leaves, people.dossiers[int(np.argmax(who))])
