"""OR-tools is an extra: looked for when there is something to solve, and its absence is one clear error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from evc_rules.errors import MissingExtraError
from evc_rules.model.policy import Limit
from evc_rules.plan import Wishes, award, plan_path

from .making import START, ec, plain_framework, programme, unit

MADE = programme(unit("a", 5), unit("b", 5))
UNEVEN = programme(unit("a", 5), unit("b", 3), load_max=ec(5))
FRAME = plain_framework("a", "b")


@pytest.fixture
def _without_ortools(monkeypatch):
    for name in ("ortools", "ortools.sat", "ortools.sat.python", "ortools.sat.python.cp_model"):
        monkeypatch.setitem(sys.modules, name, None)


def test_importing_the_room_does_not_import_ortools():
    script = "import sys, evc_rules.plan; sys.exit(any(name.split('.')[0] == 'ortools' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603


@pytest.mark.usefixtures("_without_ortools")
def test_a_path_without_ortools_names_the_extra():
    with pytest.raises(MissingExtraError) as missing:
        plan_path(UNEVEN, FRAME, "full-time", (), (), START, wishes=Wishes(goals=("smooth",)))
    assert str(missing.value) == 'planning a path needs the extra "plan": pip install "evc-rules[plan]"'


@pytest.mark.usefixtures("_without_ortools")
def test_an_award_under_a_limit_that_binds_names_the_extra():
    with pytest.raises(MissingExtraError, match="choosing which exempt units are awarded"):
        award(MADE, FRAME, "full-time", {"a", "b"}, (Limit(at_most=ec(5)),))


@pytest.mark.usefixtures("_without_ortools")
def test_what_needs_no_solving_needs_no_ortools():
    assert plan_path(MADE, FRAME, "full-time", {"a", "b"}, (), START).finish == START
    filled = plan_path(MADE, FRAME, "full-time", (), (), START)
    assert (filled.periods[0].units, filled.proven) == (("a", "b"), True)
    too_large = programme(unit("a", 20))
    assert plan_path(too_large, FRAME, "full-time", (), (), START).clashes
    assert award(MADE, FRAME, "full-time", {"a", "b"}, (Limit(at_most=ec(10)),)).credits == ec(10)
