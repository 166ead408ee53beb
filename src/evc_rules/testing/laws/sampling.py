"""Claims tried on samples: dossiers that come near to what the rules ask, with much that is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ...compare.narrow import Narrowing
from ...compare.replay import lighter
from ...engines.compiled import compile_ruleset
from ...engines.prepare import prepare
from ...errors import MissingExtraError
from ...model.dossier import Dossier
from ...model.outcomes import Leaf
from ...model.policy import Rule, Ruleset
from ...model.reach import reached_by
from ...results.status import Statuses
from .claims import Claim
from .results import Breach
from .twins import Twin

LEAST: Final = 40
"""So many samples each rule gets at least: enough to meet it, and to miss it in several ways."""
MANY: Final = 40
"""A rule that asks for more things than this is not met."""


@dataclass(frozen=True)
class Sampled:
    """What samples show of a claim.

    Attributes:
        tried: How many were tried.
        telling: How many of them could have broken it.
        breach: The smallest that was found to break it.
        broken: The outcomes of which that one breaks it.
        aimed: The rules that grant, and have to act on somebody for samples to show something of them.
        reached: Those of them that acted on somebody who could have broken it.
    """

    tried: int
    telling: int
    breach: Breach | None = None
    broken: frozenset[tuple[Leaf, Leaf]] = frozenset()
    aimed: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()


def sample(claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]], examples: int) -> Sampled:
    """Try a claim on samples; always the same ones. Each rule that can matter gets its share, and no fewer than a few.

    Raises:
        MissingExtraError: hypothesis is not installed.
    """
    focus = _focus(claim, pairs)
    trying = _Trying(claim, pairs, _aimed(claim, pairs, focus))
    share = max(LEAST, examples // max(len(focus), 1))
    rules: list[Rule | None] = [*focus] or [None]
    for trying.rule in rules:
        found = _somebody(claim, pairs, trying, share)
        if found is not None:
            counts, broken = (trying.tried, trying.telling), list(trying.broken(found))
            return Sampled(*counts, _shown(claim, found, broken[0]), frozenset(broken), trying.aimed, trying.reached)
    return Sampled(trying.tried, trying.telling, aimed=trying.aimed, reached=trying.reached)


def _aimed(claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]], focus: Sequence[Rule]) -> frozenset[str]:
    """The rules that have to exempt somebody, in the first dossier, for samples to show something of them."""
    first, granting = {one for one, _ in pairs}, {rule.id for rule in claim.sides[0].rules if rule.effect == "grant"}
    return frozenset(rule.id for rule in focus if rule.id in granting and first & reached_by(claim.framework, rule))


def _shown(claim: Claim, found: Dossier, pair: tuple[Leaf, Leaf]) -> Breach:
    """What somebody shows of two outcomes, with as little known of them as it takes."""
    return claim.breach(lighter(found, lambda less: claim.breaks(less, pair)), [pair])


def _somebody(claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]], trying: _Trying, examples: int) -> Dossier | None:
    """Somebody who breaks a claim, among those who come near to what a rule asks."""
    twin, about = claim.twin, {trying.rule.id} if trying.rule else ()
    asked = _mattering(claim, pairs) if claim.divided else twin.copies
    most = {} if claim.divided else {"max_items": MANY, "max_verdicts": MANY}
    settling: dict[Leaf, list[Leaf]] = {}
    for one, other in pairs:
        settling.setdefault(one, []).append(other)

    def drawn(strategies: Any) -> Any:
        return strategies.applicants(
            asked, twin.framework, on=claim.on, twice=twin.twice, about=about, settling=settling, **most
        )

    return first_of(drawn, trying, examples)


def first_of(drawn: Callable[[Any], Any], wanted: Callable[[Dossier], bool], examples: int) -> Dossier | None:
    """The simplest sample that is wanted, of so many; None when none is.

    Args:
        drawn: Makes a strategy out of `evc_rules.testing.strategies`.
        wanted: Whether a sample is wanted.
        examples: How many are tried.

    Raises:
        MissingExtraError: hypothesis is not installed.
    """
    try:
        from hypothesis import HealthCheck, find, settings  # noqa: PLC0415 - an extra, which proofs do without
        from hypothesis.errors import NoSuchExample  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("testing", "trying laws on samples") from error
    from .. import strategies  # noqa: PLC0415

    chosen = settings(
        max_examples=examples, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        found: Dossier = find(drawn(strategies), wanted, settings=chosen)
    except NoSuchExample:
        return None
    return found


def _focus(claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]]) -> list[Rule]:
    """The rules to begin with: those that look at what the two dossiers differ in, or all; of the outcomes asked."""
    leaves, apart = {leaf for pair in pairs for leaf in pair}, _telling_apart(claim.twin)
    found: dict[str, Rule] = {}
    for rule in (rule for side in claim.twin.copies for rule in side.rules):
        there = claim.on in rule.applies.decisions and (not apart or rule.id in apart)
        if there and (rule.effect == "waive" or not leaves.isdisjoint(reached_by(claim.framework, rule))):
            found.setdefault(rule.id, rule)
    return list(found.values())


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

    def __init__(self, claim: Claim, pairs: Sequence[tuple[Leaf, Leaf]], aimed: frozenset[str]) -> None:
        self._claim, self._pairs = claim, pairs
        self._engines = [compile_ruleset(one, claim.framework, claim.on, shared=claim.shared) for one in claim.sides]
        self.tried = self.telling = 0
        self.aimed, self.reached = aimed, frozenset[str]()
        self.rule: Rule | None = None

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
        telling = [pair for one, other, pair in each if claim.relation.telling(one, other)]
        self.telling += bool(telling)
        self._reach(dossier, telling)
        suspects = (pair for one, other, pair in each if claim.relation.broken(one, other))
        return (pair for pair in suspects if claim.breaks(dossier, pair))

    def _reach(self, dossier: Dossier, telling: Iterable[tuple[Leaf, Leaf]]) -> None:
        """Note whether the rule that samples are drawn for acts where one could have shown something."""
        if self.rule is None or self.rule.id not in self.aimed - self.reached:
            return
        leaves = reached_by(self._claim.framework, self.rule)
        if any(self.rule.id in self._claim.acting(dossier, pair) for pair in telling if pair[0] in leaves):
            self.reached |= {self.rule.id}

    def _statuses(self, place: int, dossier: Dossier) -> dict[Leaf, Statuses]:
        prepared = prepare(dossier, self._claim.framework.vocabulary, self._claim.on)
        return dict(self._engines[place].evaluate(prepared).statuses)
