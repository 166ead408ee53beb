"""What durable_rules does wrong, shown: when a release cures one of these, the guard against it may go.

Each runs in a process of its own with a time-out, as some of them hang or crash. The guards are tested in
`test_door.py`; the comment says which one it is.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

OPENING = """
import json
import durable_rules_engine as engine
made = lambda rules: engine.create_ruleset("r", json.dumps(rules))
"""

SHOWN = {
    # Guard: messages are whole numbers, 1 for what holds and nothing else.
    "a text passes for a number": (
        """
rules = made({"a": {"all": [{"m": {"$gte": {"x": 5}}}]}})
for number, value in enumerate(("abc", 4, 5)):
    state = engine.assert_fact(rules, json.dumps({"id": number, "x": value}))[1]
    fired = engine.start_action_for_state(rules, state)
    print(value, fired is not None)
    if fired:
        engine.complete_and_start_action(rules, state)
""",
        "abc True\n4 False\n5 True\n",
    ),
    # Guard: every message has an id of its own, and 2 as an answer is a failure.
    "a fact that differs in type only is not taken up": (
        """
rules = made({"a": {"all": [{"m": {"$ex": {"x": 1}}}]}})
print(engine.assert_fact(rules, '{"x": 1}')[0], engine.assert_fact(rules, '{"x": "1"}')[0])
""",
        "0 2\n",
    ),
    # Guard: `clauses.WIDEST`, so that no rule joins more than 14.
    "a rule that joins seventeen facts fails": (
        """
rules = made({"a": {"all": [{f"m{one}": {"x": one}} for one in range(17)]}})
try:
    for one in range(17):
        engine.assert_fact(rules, json.dumps({"id": one, "x": one}))
except engine.error as error:
    print(error)
""",
        "Could not assert fact, error code: 304\n",
    ),
    # Guard: `blocks.MOST_PENDING`, over all tests of a message that can hold at the same time.
    "a message for which 65 tests hold fails": (
        """
rules = made({f"a{one}": {"all": [{"m": {"$gte": {"x": one}}}]} for one in range(65)})
try:
    engine.assert_fact(rules, '{"x": 100}')
except engine.error as error:
    print(error)
""",
        "Could not assert fact, error code: 303\n",
    ),
    # Guard: `blocks.MOST_PROPERTIES`.
    "a message with more than 254 properties fails": (
        """
rules = made({"a": {"all": [{"m": {"x0": 1}}]}})
try:
    engine.assert_fact(rules, json.dumps({f"x{one}": 1 for one in range(253)}))
except engine.error as error:
    print(error)
""",
        "Could not assert fact, error code: 302\n",
    ),
    # Guard: `blocks.MOST_RULES`.
    "more than 4,096 rules are refused": (
        """
try:
    made({f"a{one}": {"all": [{"m": {"$and": [{"g": one // 64}, {"f": one % 64}]}}]} for one in range(4097)})
except engine.error as error:
    print(error)
""",
        "Could not create ruleset, error code: 106\n",
    ),
    # Guard: the state of a case is deleted before the next one comes.
    "the 1,025th state fails": (
        """
rules = made({"a": {"all": [{"m": {"x": 1}}]}})
try:
    for number in range(1, 2000):
        engine.assert_fact(rules, json.dumps({"sid": str(number), "x": 1}))
except MemoryError:
    print(number)
""",
        "1025\n",
    ),
    # Guard: nothing is retracted; each case starts with an empty state.
    "what follows from a fact stays when the fact goes": (
        """
rules = made({"a": {"all": [{"m": {"x": 1}}]}, "b": {"all": [{"m": {"y": 1}}]}})
state = engine.assert_fact(rules, '{"id": 1, "x": 1}')[1]
engine.start_action_for_state(rules, state)
engine.assert_fact(rules, '{"id": 2, "y": 1}')  # what the rule that fires concludes
engine.complete_and_start_action(rules, state)
engine.retract_fact(rules, '{"id": 1, "x": 1}')
print(engine.get_facts(rules, "0"))
""",
        '[{"id": 2, "y": 1}]\n',
    ),
    # Guard: no actions run; the door reads off which rules fire.
    "an exception in an action is swallowed, and quoted": (
        """
import logging
from durable import lang
logging.disable()
with lang.ruleset("r"):
    @lang.when_all(lang.m.x == 1)
    def act(c):
        raise ValueError("something out of a dossier")
print("something out of a dossier" in lang.post("r", {"x": 1})["exception"])
""",
        "True\n",
    ),
    # Guard: no host; `test_no_threads_are_started`.
    "a host starts threads that nothing ends": (
        """
import threading
from durable.engine import Host
Host({"r": {"a": {"all": [{"m": {"x": 1}}], "run": lambda c: None}}})
print(threading.active_count() > 1)
""",
        "True\n",
    ),
}


def _run(script: str, seconds: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", OPENING + script], check=False, capture_output=True, text=True, timeout=seconds
    )


@pytest.mark.parametrize("defect", SHOWN)
def test_a_known_defect_is_still_there(defect):
    script, said = SHOWN[defect]
    shown = _run(script, 30)
    assert (shown.stdout, shown.returncode) == (said, 0), shown.stderr


def test_the_513th_value_of_a_property_still_hangs():
    """Guard: `blocks.MOST_BRANCHES`, and facts that are numbered in two digits."""
    script = 'made({f"a{one}": {"all": [{"m": {"x": one}}]} for one in range(%d)})'
    assert _run(script % 512, 30).returncode == 0
    with pytest.raises(subprocess.TimeoutExpired):
        _run(script % 513, 3)


def test_many_rules_that_share_a_test_still_overrun_memory():
    """Guard: `blocks.MOST_SHARING`. What comes of it differs: a crash here, a wrong answer there."""
    script = """
rules = made({f"a{one}": {"all": [{"m": {"x": 1}}]} for one in range(300)})
state = engine.assert_fact(rules, '{"x": 1}')[1]
fired = engine.start_action_for_state(rules, state)[1]
number = 0
while fired and number < 1000:
    number += 1
    fired = engine.complete_and_start_action(rules, state)
print(number)
"""
    shown = _run(script, 30)
    assert (shown.stdout, shown.returncode) != ("300\n", 0)
