"""Whatever plan is shown has been held against what was asked."""

from __future__ import annotations

import importlib

import pytest

from evc_rules.plan import plan_path

from .making import START, plain_framework, programme, unit

solve = importlib.import_module("evc_rules.plan.solve")


def test_a_plan_that_breaks_something_is_not_shown(monkeypatch):
    made = programme(unit("a", 5, offered=("P2",)), unit("b", 5))
    frame = plain_framework("a", "b")
    asked = (made, frame, "full-time", (), (), START)
    assert plan_path(*asked).finish is not None
    begun = solve.settled
    monkeypatch.setattr(solve, "settled", lambda problem, slots: (0, *begun(problem, slots)[1:]))
    with pytest.warns(UserWarning, match="and is not shown"):
        path = plan_path(*asked)
    assert (path.finish, path.periods, path.proven) == (None, (), False)
    assert path.bound is not None
