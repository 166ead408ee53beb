"""Memory stays flat over many talks, also of many rulesets: nothing of a case, and no old ruleset, is kept."""

from __future__ import annotations

import subprocess
import sys

import pytest

TALKS = """
from tests.engines.rete.test_talk import *
from tests.engines.rete.test_talk import _diploma, _answer

def talks(count):
    for _ in range(count):
        session = begun(WORLD)
        session.add(_diploma())
        session.add(_answer("stop"))
        assert session.next
"""
RULESETS = """
from evc_rules.engines.rete import door as module
from tests.engines.rete.making import *
module.MOST_GROUPS = 64

def talks(count):
    for _ in range(count):
        talks.seed += 1
        rules = rules_of(large(talks.seed, 60, 30))
        concluded(rules, range(60))
    assert len(module.door()) == 64

talks.seed = 0
"""
GROWTH = """
import resource
peaks = []
for count in (%d, %d):
    talks(count)
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peaks[1] - peaks[0])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no peak of memory to read")
@pytest.mark.parametrize(
    ("script", "first", "more"), [(TALKS, 300, 1200), (RULESETS, 150, 250)], ids=["talks", "rulesets"]
)
def test_memory_is_flat(script, first, more):
    """In a process of its own; `benchmarks/intake.py` does the same for 100,000 talks."""
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script + GROWTH % (first, more)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(ended.stdout) * unit < 3 * 1024 * 1024
