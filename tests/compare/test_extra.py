"""z3 is an extra: looked for when there is something to ask, and its absence is one clear error."""

from __future__ import annotations

import subprocess
import sys

import pytest

from evc_rules.compare import Relation, compare_rulesets
from evc_rules.errors import MissingExtraError

from ..engines.making import FRAMEWORK, ON, ruleset

OLD, NEW = (ruleset(f"- {{id: a, grant: history, when: {{diploma: {{nlqf: {level}}}}}}}") for level in (5, 6))


def test_importing_the_room_does_not_import_z3():
    script = "import sys, evc_rules.compare; sys.exit(any(name.split('.')[0] == 'z3' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603


def test_without_z3_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(MissingExtraError) as missing:
        compare_rulesets([OLD, NEW], FRAMEWORK, ON)
    assert str(missing.value) == 'comparing rulesets needs the extra "compare": pip install "evc-rules[compare]"'


def test_what_needs_no_asking_needs_no_z3(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    assert compare_rulesets([OLD, OLD], FRAMEWORK, ON).pair(0, 1).relation is Relation.EQUIVALENT
