"""Hand-made tables: every engine says what was worked out by hand, and what the reference says of all the rest."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from . import tables
from .agreeing import differences
from .engines import ENGINES, REFERENCE, Said
from .seen import seen, wanted
from .table import Group, grouped


def _groups() -> list[Group]:
    found = []
    for module in pkgutil.iter_modules(tables.__path__):
        loaded = importlib.import_module(f"{tables.__name__}.{module.name}")
        found += grouped(module.name, getattr(loaded, "ROWS", ()))
        found += getattr(loaded, "GROUPS", ())
    return found


GROUPS = _groups()


def orders(count: int) -> Iterator[list[int]]:
    """From the outside in, and two at random, the same every time."""
    yield [place // 2 if place % 2 == 0 else count - 1 - place // 2 for place in range(count)]
    for seed in range(2):
        yield Random(seed).sample(range(count), count)  # noqa: S311 - no secret


@cache
def _reference(place: int) -> list[Said | None]:
    return list(REFERENCE.ask(GROUPS[place].worlds))


@pytest.mark.parametrize("place", range(len(GROUPS)), ids=map(str, GROUPS))
@pytest.mark.parametrize("engine", ENGINES, ids=str)
def test_what_was_worked_out_by_hand(engine, place):
    """Every row as expected; and of every dossier of the table what the reference says, outcome by outcome."""
    group, reference = GROUPS[place], _reference(place)
    answers = reference if engine is REFERENCE else list(engine.ask(group.worlds))
    assert "\n\n".join(group.wrong(answers)) == ""
    assert "\n\n".join(differences(engine, group.worlds, answers, reference)) == ""


@pytest.mark.parametrize("place", range(len(GROUPS)), ids=map(str, GROUPS))
@pytest.mark.parametrize("engine", [one for one in ENGINES if one.remembers], ids=str)
def test_what_was_asked_before_changes_nothing(engine, place):
    """Every table in other orders: an engine may keep what it met, such as the ends of a range before its middle."""
    group, reference = GROUPS[place], _reference(place)
    for order in orders(len(reference)):
        asked = group.worlds.ordered(order)
        found = differences(engine, asked, list(engine.ask(asked)), [reference[one] for one in order], traced=50)
        assert "\n\n".join(found) == ""


def test_everything_stands_in_a_table():
    """Every form and every test in each truth value, every status, every boundary: each in a row worked out by hand."""
    found: set[str] = set()
    for place, group in enumerate(GROUPS):
        reference = _reference(place)
        for row in group.rows:
            here = group.places[row.dossier]
            found.update(seen(group.worlds, here, reference[here], (group.leaf(row, name) for name in row.expected)))
    assert sorted(wanted() - found) == []
