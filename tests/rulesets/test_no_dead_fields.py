"""No dead fields: whatever value of a shipped ruleset is changed, the change is refused, or shows.

Every value of every ruleset, and every number and sign in a value, is changed to plausible other values, one at a time,
until a change is refused by the checks or shows. It shows when the reference engine gives some dossier another
status (or the limits award other units); dossiers on the edge are made for it. Only texts, and the terms that credits
are reckoned by, may show in another way: as what people are told.

Of the four long rulesets every second value of each kind is taken, to be done in a minute; `EVC_EVERY_VALUE=1` takes
every one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from evc_rules.language.load import load_programme
from evc_rules.model.programme import Programme

from .mutating import File, Mutant, Place
from .visible import behaves, told

RULESETS = Path(__file__).parents[2] / "rulesets"
FILES = sorted(path.parent.name for path in RULESETS.glob("*/policy.yaml"))
LONG = 300
"""From so many values on, a ruleset is long."""
EVERY = bool(os.environ.get("EVC_EVERY_VALUE"))
TERMS = {"units", "bsa"}
"""How exempt credits are reckoned: told beside them, and no matter of statuses."""


@cache
def read(name: str) -> File:
    return File.read(RULESETS / name / "policy.yaml")


@cache
def programme(name: str) -> Programme | None:
    path = RULESETS / name / "programme.yaml"
    return load_programme(path) if path.is_file() else None


def shown_as(file: File, name: str, mutant: Mutant) -> str:
    """How a change shows: refused, told or behaves; or nothing."""
    changed, findings = file.mutated(mutant)
    if changed is None or findings:
        return "refused"
    if told(changed) != told(file.ruleset):
        return "told"
    return "behaves" if behaves(file.ruleset, changed, file.framework, programme(name)) else ""


def only_told(place: Place) -> bool:
    """Whether a value is a text, a name, a citation or a term: of these it is enough that people are told."""
    keys = {key for key in place if isinstance(key, str)}
    texts = {"title", "note", "sources", "article", "asks", "by", "id", "institution", "ruleset", "illustrative"}
    return bool(keys & (texts | TERMS))


def taken(file: File) -> Iterator[Place]:
    """The values that are changed: of a long ruleset, of what is not merely told, every second of each kind."""
    seen: Counter[tuple[str, ...]] = Counter()
    for place in file.values:
        kind = tuple(key for key in place if isinstance(key, str))[-2:]
        seen[kind] += 1
        if EVERY or len(file.values) < LONG or only_told(place) or seen[kind] % 2:
            yield place


@pytest.mark.parametrize("name", FILES)
def test_whatever_value_is_changed_is_refused_or_shows(name):
    file = read(name)
    assert file.values, "there is something to change"
    dead, merely_told = [], []
    for place in taken(file):
        for mutants in file.mutants(place):
            shown = next(filter(None, (shown_as(file, name, one) for one in mutants)), "")
            if not shown:
                dead.append(f"{mutants[0]} (and {len(mutants) - 1} others)")
            if shown == "told" and not only_told(place):
                merely_told.append(str(mutants[0]))
    assert dead == []
    assert merely_told == []
