"""Seeded faults: each of the changes in the table breaks something, and the check that it names notices.

A change that does not apply (any more) fails, and so does a check that a sound engine does not pass.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from evc_rules.engines.columnar import kernels
from evc_rules.engines.compiled import works

from .faults.checks import notices
from .faults.fault import Fault

TABLE = Path(__file__).parent / "faults" / "table.yaml"
FAULTS = tuple(Fault(**one) for one in YAML(typ="safe").load(TABLE.read_text(encoding="utf-8")))
MODULES = sorted({fault.module for fault in FAULTS})


@pytest.fixture(autouse=True)
def in_python(monkeypatch):
    """Faults are planted in Python, so that is what must run."""
    monkeypatch.setattr(works, "core", lambda *_: None)
    monkeypatch.setattr(kernels, "built", lambda: None)


@pytest.mark.parametrize("module", MODULES)
def test_every_fault_is_noticed(module):
    missed = []
    for fault in (one for one in FAULTS if one.module == module):
        with fault.planted():
            missed += [] if notices(fault.noticed_by, fault.engine) else [str(fault)]
    assert missed == []


@pytest.mark.parametrize(("check", "engine"), sorted({(one.noticed_by, one.engine) for one in FAULTS})[::4])
def test_a_sound_engine_passes_the_checks(check, engine):
    assert not notices(check, engine)


def test_there_are_faults_everywhere():
    """In lowering, in what makes dossiers ready, in each engine, and in awards."""
    assert len(FAULTS) == len({(one.module, one.old, one.new) for one in FAULTS}) >= 120
    assert {"engines.lower", "engines.simplify", "engines.prepare", "engines.compiled", "engines.rete",
            "engines.columnar", "plan.award", "advice.credits"} <= {_room(one.module) for one in FAULTS}  # fmt: skip


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault("engines.simplify", "no such text", "x", ""), "stands there 0 times"),
        (Fault("engines.simplify", "k -= parts.count(TRUE)", "k -= parts.count(TRUE)", ""), "changes nothing"),
        (Fault("engines.simplify", "from __future__ import annotations", "TRUTH = 1", ""), "more than functions"),
    ],
)
def test_a_change_that_does_not_apply_fails(fault, why):
    with pytest.raises(AssertionError, match=why), fault.planted():
        raise RuntimeError


def test_a_fault_is_gone_afterwards():
    fault = FAULTS[0]
    with fault.planted():
        assert notices(fault.noticed_by, fault.engine)
    assert not notices(fault.noticed_by, fault.engine)
