"""Proving: that a harmonised ruleset is what its strategy means, clause by clause; see `prove`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ..compare import STANDARD, TIME_LIMIT, Lore
from ..compare.replay import Replay
from ..engines.cohorts import cohort_ranges, representative
from ..engines.implies import Order
from ..engines.lower import lower
from ..errors import Finding, InvalidInputError
from ..harmonise import Strategy, in_force
from ..harmonise.define import named
from ..model.alliance import Alliance
from ..model.outcomes import Framework, Leaf
from ..model.policy import Provenance, Ruleset
from ..model.quantities import Cohorts
from .definition import Definition, Plain
from .found import Clause, LeafProof, Proof, Shown
from .prove import Judge, Sides
from .somebody import Search

__all__ = ["Clause", "LeafProof", "Proof", "Shown", "prove", "prove_rulesets"]


def prove(
    ruleset: Ruleset,
    alliance: Alliance,
    *,
    leaves: Collection[Leaf] | None = None,
    lore: Lore = STANDARD,
    time_limit: float = TIME_LIMIT,
) -> Proof:
    """Prove of a harmonised ruleset that it is what its strategy means, or show who it treats otherwise.

    It may have been edited since it was made: what `harmonised:` says in it is what it is held to.

    Args:
        ruleset: The harmonised ruleset.
        alliance: The alliance that it was made of.
        leaves: Only these leaves.
        lore: The facts of the world that are assumed.
        time_limit: How long to look for the answer to one question [s].

    Raises:
        InvalidInputError: EVC-N002 when it was not made by harmonising this alliance, EVC-N003 when a member has no
            ruleset in force.
        MissingExtraError: z3 is not installed.
    """
    made = _made(ruleset)
    return prove_rulesets(
        ruleset,
        in_force(alliance, made.on, made.cohort),
        alliance.framework,
        common=alliance.common,
        shared=frozenset(alliance.shared_judgements),
        leaves=leaves,
        lore=lore,
        time_limit=time_limit,
    )


def prove_rulesets(
    ruleset: Ruleset,
    members: Sequence[Ruleset],
    framework: Framework,
    *,
    common: Sequence[Ruleset] = (),
    shared: frozenset[str] = frozenset(),
    leaves: Collection[Leaf] | None = None,
    lore: Lore = STANDARD,
    time_limit: float = TIME_LIMIT,
) -> Proof:
    """Prove it of one that was made of these rulesets; see `prove`."""
    made = _made(ruleset)
    strategy = Strategy.parse(made.strategy)
    known = {one.id: one for one in (*members, *common)}
    if made.members != tuple(one.id for one in members):
        these = ", ".join(one.id for one in members)
        message = f"'{ruleset.id}' was made of {', '.join(made.members)}, and not of {these}"
        raise InvalidInputError((Finding("EVC-N002", message, help="harmonise again, or name its own alliance"),))
    names = {name: named(name, known).id for name in (strategy.home, strategy.floor, strategy.ceiling) if name}
    ids = tuple(one.id for one in members)
    others = {name: known[name] for name in dict.fromkeys((*ids, *names.values()))}
    judge = Judge(
        ruleset,
        others,
        Definition(strategy, ids, names, Plain()),
        Replay((ruleset, *others.values()), framework, made.on, shared),
        Search(framework, made.on, lore, time_limit),
        Order(framework.vocabulary),
    )
    found: dict[Leaf, LeafProof] = {}
    for cohorts in _ranges(made, (ruleset, *others.values())):
        for leaf, one in _proven(judge, framework, cohorts, made, shared, leaves):
            found[leaf] = one if leaf not in found else found[leaf].and_(one)
    return Proof(ruleset, strategy, made.on, made.cohort, found, lore.statements(framework.vocabulary))


def _made(ruleset: Ruleset) -> Provenance:
    if ruleset.provenance is None:
        message = f"'{ruleset.id}' was not made by harmonising"
        raise InvalidInputError((Finding("EVC-N002", message, help="prove what `evc-rules harmonise` wrote"),))
    return ruleset.provenance


def _ranges(made: Provenance, rulesets: Sequence[Ruleset]) -> list[Cohorts]:
    return cohort_ranges(rulesets, made.on) if made.cohort is None else [Cohorts(made.cohort, made.cohort + 1)]


def _proven(
    judge: Judge,
    framework: Framework,
    cohorts: Cohorts,
    made: Provenance,
    shared: frozenset[str],
    leaves: Collection[Leaf] | None,
) -> Iterator[tuple[Leaf, LeafProof]]:
    """What is proven of each leaf for some cohorts; leaves of which the same is said share one proof."""
    cohort = representative(cohorts)
    lowered = {
        one.id: lower(one, framework, made.on, cohort=cohort, shared=shared).leaves
        for one in (judge.ruleset, *judge.others.values())
    }
    known: dict[tuple[object, ...], LeafProof] = {}
    for leaf in framework.leaves:
        if leaves is None or leaf in leaves:
            sides: Sides = {name: one[leaf] for name, one in lowered.items()}
            key = judge.alike(leaf, sides)
            if key not in known:
                known[key] = judge.leaf(leaf, sides, cohorts)
            yield leaf, known[key].at(leaf, framework)
