"""Counts over a cohort: statuses by leaf and unit, credits, what is open, and where institutes disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ..engines.columnar.planes import counted as holding
from .letters import LETTERS, apart, letters_of, opened
from .worth import Worth, decimal

if TYPE_CHECKING:
    from .plan import Plan

_OPEN: Final = frozenset(letter for letter, each in LETTERS.items() if len(each) > 1)


@dataclass
class Counted:
    """What was counted in one chunk.

    Attributes:
        leaves: By policy and place of the leaf the number of each letter.
        units: By policy, programme, variant and place of the unit the number of each letter.
        credits: By policy, programme and variant the number of each pair of certain and hoped [hundredths of an EC].
        apart: By place of the leaf, and by pair of institutes, in how many dossiers they say something else.
    """

    leaves: dict[str, list[dict[str, int]]] = field(default_factory=dict)
    units: dict[str, list[dict[str, int]]] = field(default_factory=dict)
    credits: dict[str, dict[str, int]] = field(default_factory=dict)
    apart: list[int] = field(default_factory=list)
    pairs: dict[str, list[int]] = field(default_factory=dict)
    any_apart: int = 0
    any_open: dict[str, int] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """The same as plain data."""
        return dict(vars(self))


def counted(
    plan: Plan,
    planes: Mapping[str, np.ndarray],
    count: int,
    worths: Sequence[tuple[str, str, str, np.ndarray, Worth]],
) -> Counted:
    """Count what was said of the dossiers of one chunk."""
    found = Counted()
    for name, said in planes.items():
        found.leaves[name] = letters_of(said, count)
        found.any_open[name] = int(holding(opened(said), count))
    for policy, programme, variant, _, worth in worths:
        key = f"{policy}\t{programme}\t{variant}"
        _add(found.units.setdefault(key, [{} for _ in range(worth.units.shape[1])]), _letters(worth.units))
        pairs, listed = np.unique(np.stack([worth.certain, worth.hoped]), axis=1, return_counts=True)
        amounts = found.credits.setdefault(key, {})
        for certain, hoped, number in zip(*pairs, listed, strict=True):
            amounts[f"{certain} {hoped}"] = amounts.get(f"{certain} {hoped}", 0) + int(number)
    members = [one.name for one in plan.policies if one.strategy is None and one.name in _institutions(plan)]
    if members:
        first = planes[members[0]]
        differs = np.zeros((len(first), first.shape[-1]), dtype=np.uint64)
        for name in members[1:]:
            differs |= apart(planes[name], first)
        found.apart = holding(differs, count).tolist()
        found.any_apart = int(holding(np.bitwise_or.reduce(differs, axis=0), count))
    for one, other in combinations(members, 2):
        found.pairs[f"{one}\t{other}"] = holding(apart(planes[one], planes[other]), count).tolist()
    return found


def _institutions(plan: Plan) -> set[str]:
    return {member.institution for member in plan.asked.alliance.members}


def _letters(codes: np.ndarray) -> list[dict[str, int]]:
    """For each column how often each letter is in it."""
    found = []
    for column in np.ascontiguousarray(codes.T):
        counts = np.bincount(column, minlength=1)
        found.append({chr(letter): int(counts[letter]) for letter in np.flatnonzero(counts)})
    return found


def _add(into: list[dict[str, int]], more: Sequence[Mapping[str, int]]) -> None:
    for one, other in zip(into, more, strict=True):
        for letter, number in other.items():
            one[letter] = one.get(letter, 0) + number


def written_aggregates(plan: Plan, out: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Add up what was counted, and write it out as tables."""
    total = Counted()
    for one in records:
        for name, more in one["leaves"].items():
            _add(total.leaves.setdefault(name, [{} for _ in more]), more)
        for key, more in one["units"].items():
            _add(total.units.setdefault(key, [{} for _ in more]), more)
        for key, more in one["credits"].items():
            total.credits[key] = dict(Counter(total.credits.get(key, {})) + Counter(more))
        for name, more in one["any_open"].items():
            total.any_open[name] = total.any_open.get(name, 0) + more
        total.apart = [sum(pair) for pair in zip(total.apart or [0] * len(one["apart"]), one["apart"], strict=True)]
        for pair, more in one["pairs"].items():
            before = total.pairs.get(pair) or [0] * len(more)
            total.pairs[pair] = [sum(both) for both in zip(before, more, strict=True)]
        total.any_apart += one["any_apart"]
    folder = out / "aggregates"
    folder.mkdir(exist_ok=True)
    for name, rows in (("leaves", _leaf_rows(plan, total)), ("units", _unit_rows(plan, total)),
                       ("credits", _credit_rows(total)), ("policies", _policy_rows(total)),
                       ("disagreement", _apart_rows(plan, total))):  # fmt: skip
        listed = list(rows)
        if listed:
            pq.write_table(pa.Table.from_pylist(listed), folder / f"{name}.parquet")


def _said(letter: str) -> dict[str, Any]:
    statuses = LETTERS.get(letter, frozenset())
    status = "no ruleset" if not statuses else "open" if len(statuses) > 1 else str(next(iter(statuses)))
    return {"letter": letter, "status": status, "possible": sorted(map(str, statuses))}


def _leaf_rows(plan: Plan, total: Counted) -> Iterable[dict[str, Any]]:
    for policy, by_leaf in total.leaves.items():
        for leaf, numbers in zip(plan.asked.alliance.framework.leaves, by_leaf, strict=True):
            for letter, number in sorted(numbers.items()):
                yield {
                    "policy": policy,
                    "outcome": leaf.outcome,
                    "level": leaf.level,
                    **_said(letter),
                    "dossiers": number,
                }


def _unit_rows(plan: Plan, total: Counted) -> Iterable[dict[str, Any]]:
    programmes = {one.id: one for member in plan.asked.alliance.members for one in member.programmes}
    for key, by_unit in total.units.items():
        policy, name, variant = key.split("\t")
        for unit, numbers in zip(programmes[name].units_of(variant), by_unit, strict=True):
            for letter, number in sorted(numbers.items()):
                about = {"policy": policy, "programme": name, "variant": variant, "unit": unit.id}
                yield {**about, **_said(letter), "dossiers": number}


def _credit_rows(total: Counted) -> Iterable[dict[str, Any]]:
    for key, amounts in total.credits.items():
        policy, programme, variant = key.split("\t")
        about = {"policy": policy, "programme": programme, "variant": variant}
        for pair, number in amounts.items():
            certain, hoped = (decimal(int(one)) for one in pair.split())
            yield {**about, "certain": certain, "hoped": hoped, "dossiers": number}


def _policy_rows(total: Counted) -> Iterable[dict[str, Any]]:
    for policy, by_leaf in total.leaves.items():
        dossiers = sum(by_leaf[0].values()) if by_leaf else 0
        open_ = sum(number for leaf in by_leaf for letter, number in leaf.items() if letter in _OPEN)
        exempt = sum(leaf.get("E", 0) for leaf in by_leaf)
        yield {"policy": policy, "dossiers": dossiers, "open_dossiers": total.any_open[policy],
               "leaves": dossiers * len(by_leaf), "open_leaves": open_, "exempt_leaves": exempt}  # fmt: skip


def _apart_rows(plan: Plan, total: Counted) -> Iterable[dict[str, Any]]:
    """In how many dossiers institutes say something else of a leaf: any two of them, and each pair."""
    leaves = plan.asked.alliance.framework.leaves
    for leaf, number in zip(leaves, total.apart, strict=bool(total.apart)):
        yield {"one": "any", "other": "any", "outcome": leaf.outcome, "level": leaf.level, "dossiers": number}
    for pair, numbers in total.pairs.items():
        one, other = pair.split("\t")
        for leaf, number in zip(leaves, numbers, strict=True):
            yield {"one": one, "other": other, "outcome": leaf.outcome, "level": leaf.level, "dossiers": number}
