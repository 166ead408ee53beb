"""Claims tried on samples: dossiers that come near to what the rules ask, with much that is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...compare.narrow import Narrowing
from ...compare.replay import lighter
from ...engines.compiled import compile_ruleset
from ...engines.prepare import prepare
from ...errors import MissingExtraError
from ...model.dossier import Dossier
from ...model.outcomes import Leaf
from ...model.policy import Ruleset
from ...results.status import Statuses
from .claims import Claim
from .results import Breach
from .twins import Twin


@dataclass(frozen=True)
class Sampled:
    """What samples show of a claim.

    Attributes:
        tried: How many were tried.
        telling: How many of them could have broken it.
        breach: The smallest that was found to break it.
        broken: The outcomes of which that one breaks it.
    """

    tried: int
    telling: int
    breach: Breach | None = None
    broken: frozenset[tuple[Leaf, Leaf]] = frozenset()


def sample(claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]], examples: int) -> Sampled:
    """Try a claim on so many samples; always the same ones.

    Raises:
        MissingExtraError: hypothesis is not installed.
    """
    try:
        from hypothesis import HealthCheck, find, settings  # noqa: PLC0415 - an extra, which proofs do without
        from hypothesis.errors import NoSuchExample  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("testing", "trying laws on samples") from error
    from ..strategies import applicants  # noqa: PLC0415

    twin = claim.twin
    asked = _mattering(claim, pairs) if claim.divided else twin.copies
    drawn = applicants(asked, twin.framework, on=claim.on, twice=twin.twice, about=_telling_apart(twin))
    trying = _Trying(claim, pairs)
    chosen = settings(
        max_examples=examples, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        found = find(drawn, trying, settings=chosen)
    except NoSuchExample:
        return Sampled(trying.tried, trying.telling)
    counts = trying.tried, trying.telling
    broken = list(trying.broken(found))
    light = lighter(found, lambda less: claim.breaks(less, broken[0]))
    return Sampled(*counts, claim.breach(light, broken[:1]), frozenset(broken))


def _telling_apart(twin: Twin) -> frozenset[str]:
    """The rules that look at what the two dossiers differ in."""
    others = {rule.id: rule.when for rule in twin.copies[1].rules}
    return frozenset(rule.id for rule in twin.copies[0].rules if others.get(rule.id, rule.when) != rule.when)


def _mattering(claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]]) -> Ruleset:
    """The ruleset with only the rules that matter to the outcomes that are asked about."""
    ruleset, narrowing = claim.sides[0], Narrowing(claim.sides[0], claim.framework)
    kept = {rule.id for pair in pairs for leaf in pair for rule in narrowing.to(leaf).rules}
    return ruleset.with_(rules=tuple(rule for rule in ruleset.rules if rule.id in kept))


class _Trying:
    """Whether a sample breaks a claim, by the compiled engine first; the reference has the last word."""

    def __init__(self, claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]]) -> None:
        self._claim, self._pairs = claim, pairs
        self._engines = [compile_ruleset(one, claim.framework, claim.on, shared=claim.shared) for one in claim.sides]
        self.tried = self.telling = 0

    def __call__(self, dossier: Dossier) -> bool:
        self.tried += 1
        return next(self.broken(dossier), None) is not None

    def broken(self, dossier: Dossier) -> Iterator[tuple[Leaf, Leaf]]:
        """The pairs of which it breaks the claim."""
        claim = self._claim
        both = claim.twin.pair(dossier)
        mine = self._statuses(0, both[0])
        alike = claim.sides[0] is claim.sides[1] and both[0] is both[1]
        theirs = mine if alike else self._statuses(1, both[1])
        each = [(mine[first], theirs[second], (first, second)) for first, second in self._pairs]
        self.telling += any(claim.relation.telling(one, other) for one, other, _ in each)
        suspects = (pair for one, other, pair in each if claim.relation.broken(one, other))
        return (pair for pair in suspects if claim.breaks(dossier, pair))

    def _statuses(self, place: int, dossier: Dossier) -> dict[Leaf, Statuses]:
        prepared = prepare(dossier, self._claim.framework.vocabulary, self._claim.on)
        return dict(self._engines[place].evaluate(prepared).statuses)
