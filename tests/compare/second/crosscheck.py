"""The two encodings held to each other, leaf by leaf. As a program it goes through all pairs, and says what it found.

python -m tests.compare.second.crosscheck [FIRST SEED] [PAIRS]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest.mock import patch

from evc_rules.compare import Comparison, compare_rulesets
from evc_rules.compare.explicit.look import Decision, Differ, OnlyFirst, Question, look
from evc_rules.compare.explicit.thing import Setting
from evc_rules.compare.lore import STANDARD
from evc_rules.compare.replay import Replay
from evc_rules.engines.lower import lower
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Leaf
from evc_rules.results.status import Status

from .pairs import pair

PAIRS = 10_000
SECONDS = 5.0
EXEMPT = frozenset({Status.EXEMPT})
ASKED = ("only the first exempts", "only the second exempts", "they say something else")

Answer = Dossier | str | bool | None
"""Someone; or None, proven that there is nobody; or why it is not known. Of the cells, True where there is someone."""


@dataclass
class Found:
    """What was found of some pairs."""

    pairs: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def crosschecked(seed: int, found: Found) -> None:
    """Hold the two to each other on every leaf of the pair of rulesets of a seed."""
    two = pair(seed)
    rulesets = (two.first, two.second)
    with patch("evc_rules.compare.matrix.look", lambda *_: "not asked"):
        compared = compare_rulesets(
            rulesets, two.framework, two.on, cohort=two.cohort, shared=two.shared, time_limit=SECONDS
        )
    replay = Replay(rulesets, two.framework, two.on, two.shared)
    lowered = [lower(one, two.framework, two.on, cohort=two.cohort, shared=two.shared) for one in rulesets]
    cohorts = None if two.cohort is None else (two.cohort, two.cohort)
    setting = Setting(two.framework, two.on, cohorts, STANDARD)
    for leaf in two.framework.leaves:
        sides = [(one.leaves[leaf].granted, one.leaves[leaf].barred, one.ruleset.conflicts) for one in lowered]
        if sides[0] == sides[1]:  # nothing to find
            continue
        found.pairs += 1
        for what, cells, explicit in zip(
            ASKED, _cells(compared, leaf), _explicit(leaf, sides, setting, replay), strict=True
        ):
            found.counts[f"{_kind(cells)} / {_kind(explicit)}"] += 1
            wrong = _wrong(cells, explicit)
            if wrong:
                found.differences.append(f"seed {seed}, {leaf}, {what}: {wrong}")


def _cells(compared: Comparison, leaf: Leaf) -> Iterator[Answer]:
    """What the cells say; each witness that they show has been replayed."""
    try:
        relation = compared.pair(0, 1).leaves[leaf]
    except AssertionError as error:
        yield from (f"the cells: {error}" for _ in ASKED)
        return
    alike = relation.alike
    yield from (
        shown.dossier if shown else None if proven else "not known"
        for shown, proven in (
            (relation.only_first, compared._within(leaf, 0, 1)),
            (relation.only_second, compared._within(leaf, 1, 0)),
        )
    )
    yield True if alike is False else None if alike else "not known"


def _explicit(leaf: Leaf, sides: list[Decision], setting: Setting, replay: Replay) -> Iterator[Answer]:
    def said(dossier: Dossier):
        return [replay.trace(place, dossier, leaf).statuses for place in (0, 1)]

    def only(one: int, other: int):
        return lambda dossier: said(dossier)[one] == EXEMPT and said(dossier)[other] != EXEMPT

    asked: list[tuple[Question, object]] = [
        (OnlyFirst(sides[0], sides[1]), only(0, 1)),
        (OnlyFirst(sides[1], sides[0]), only(1, 0)),
        (Differ(*sides), lambda dossier: len(set(said(dossier))) > 1),
    ]
    for question, confirms in asked:
        yield look(question, setting, SECONDS, confirms)


def _kind(answer: Answer) -> str:
    if isinstance(answer, str):
        return answer if answer.startswith("the") else "not known"
    return "nobody" if answer is None else "someone"


def _wrong(cells: Answer, explicit: Answer) -> str:
    """What is wrong, or nothing. That nobody of so many items was found is wrong where somebody of no more is there."""
    for one in (cells, explicit):
        if isinstance(one, str) and one.startswith(("the reference", "the cells")):
            return one
    if cells is None and isinstance(explicit, Dossier):
        return f"proven that there is nobody, but there is {explicit!r}"
    if isinstance(cells, Dossier | bool) and explicit is None:
        return f"proven of explicit items that there is nobody, but there is {cells!r}"
    if isinstance(cells, Dossier) and isinstance(explicit, str) and explicit.startswith("nobody"):
        return f"{explicit} Yet there is {cells!r}" if len(cells.evidence) <= 4 else ""
    return ""


def main(first: int = 0, pairs: int = PAIRS) -> int:
    """Go through so many pairs from a seed on; what was found is said after each thousand."""
    found, begun, seed = Found(), time.process_time(), first
    while found.pairs < pairs:
        before, thousands = len(found.differences), found.pairs // 1000
        crosschecked(seed, found)
        for one in found.differences[before:]:
            _say(one)
        if found.pairs // 1000 > thousands or found.pairs >= pairs:
            _say(_told(found, (first, seed), time.process_time() - begun))
        seed += 1
    return 1 if found.differences else 0


def _told(found: Found, seeds: tuple[int, int], seconds: float) -> str:
    counts = "; ".join(f"{what}: {count}" for what, count in sorted(found.counts.items()))
    seeded = f"{datetime.now(UTC).date()}: seeds {seeds[0]} to {seeds[1]}, {seconds:.0f} s"
    compared = f"{found.pairs} pairs of rulesets and a leaf, {len(found.differences)} differences"
    return f"{seeded}: {compared}. Cells / items: {counts}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
