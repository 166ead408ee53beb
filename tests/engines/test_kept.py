"""What is kept is what was made, for the same objects only; the one that was not asked for longest makes room."""

from __future__ import annotations

import pytest

from evc_rules.engines.kept import Kept


class Thing:
    """Told apart by identity."""


def test_the_same_objects_are_answered_with_the_same():
    kept, one, other = Kept(4), Thing(), Thing()
    first = kept.get((one,), 1, lambda: [one])
    assert kept.get((one,), 1, lambda: [one]) is first
    assert kept.get((one,), 2, lambda: [one]) is not first
    assert kept.get((other,), 1, lambda: [other]) is not first
    assert kept.get((Thing(),), 1, list, lambda found: found == [one]) is first


def test_what_was_not_asked_for_longest_makes_room():
    kept = Kept(2)
    things = [Thing(), Thing(), Thing()]
    made = [kept.get((one,), None, lambda one=one: [one]) for one in things[:2]]
    assert kept.get((things[0],), None, list) is made[0]
    kept.get((things[2],), None, lambda: [things[2]])
    assert len(kept) == 2
    assert kept.get((things[0],), None, list) is made[0]
    assert kept.get((things[1],), None, list) is not made[1]


def test_what_cannot_be_made_is_not_kept():
    kept, one = Kept(2), Thing()

    def fails():
        raise ValueError("it cannot be")

    with pytest.raises(ValueError, match="it cannot be"):
        kept.get((one,), None, fails)
    assert len(kept) == 0
    assert kept.get((one,), None, lambda: [1]) == [1]
