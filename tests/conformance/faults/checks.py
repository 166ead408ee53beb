"""The checks that must notice faults: tables worked out by hand, pairs by seed, tests of awards."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ..agreeing import differences
from ..engines import ENGINES, REFERENCE, Said, Worlds
from ..table import Group
from ..test_tables import GROUPS
from ..worlds import worlds

PEOPLE = 12
BY_NAME = {engine.name: engine for engine in ENGINES}


def notices(check: str, engine: str) -> bool:
    """Whether a check comes out otherwise than it should."""
    kind, _, name = check.partition(":")
    if kind == "test":
        return _fails(name)
    asked, group, wanted = _asked(check)
    try:
        answers = list(BY_NAME[engine].ask(_anew(asked)))
    except Exception:  # noqa: BLE001 - an engine that breaks does not go unnoticed; the intake talk says so itself
        return True
    wrong: Iterator[str] = group.wrong(answers) if group else iter(())
    return any(wrong) or any(differences(BY_NAME[engine], asked, answers, list(wanted)))


@cache
def _asked(check: str) -> tuple[Worlds, Group | None, tuple[Said | None, ...]]:
    """What is asked, and what the sound reference says of it."""
    kind, _, name = check.partition(":")
    group = next((one for one in GROUPS if str(one) == name), None) if kind == "table" else None
    assert (group is None) == (kind == "seed"), f"there is no {check}"
    asked = group.worlds if group else worlds(int(name), PEOPLE)
    return asked, group, tuple(REFERENCE.ask(asked))


def _anew(asked: Worlds) -> Worlds:
    """The same, with nothing worked out yet."""
    return replace(asked)


def _fails(name: str) -> bool:
    module, _, function = name.partition(":")
    try:
        getattr(importlib.import_module(f"tests.{module}"), function)()
    except Exception:  # noqa: BLE001 - a test that fails, however it does
        return True
    return False
