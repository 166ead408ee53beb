"""The door: what durable_rules concludes is what the gates say, and nothing of a case stays behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evc_rules
from evc_rules.engines.rete import blocks, door, groups, matching
from evc_rules.engines.rete.clauses import Body, Clause, Clauses
from evc_rules.engines.rete.logic import Drafting
from evc_rules.errors import InvalidInputError, MissingExtraError
from evc_rules.results.truth import Truth

from .making import concluded, evaluate, large, logics, matched, readings, rules_of

ENGINE = door.door().engine


def _tiny(inputs: int = 2):
    drafting = Drafting(inputs)
    return drafting.done([drafting.every(range(inputs))])


TINY = rules_of(_tiny()).apart[0]
BOTH = ((0b11, frozenset()),)
"""Both of its inputs hold."""


@contextmanager
def _through(engine):
    """The door, to another engine."""
    one = door.door()
    one.engine = engine
    try:
        yield
    finally:
        one.engine = ENGINE


@settings(max_examples=300, deadline=None)
@given(logics(max_gates=12), st.data())
def test_durable_rules_concludes_what_the_gates_say(logic, data):
    values = data.draw(st.lists(st.sampled_from(Truth), min_size=logic.inputs, max_size=logic.inputs))
    assert matched(logic, values) == evaluate(logic, values)


@pytest.mark.parametrize("seed", range(3))
def test_over_several_messages_and_hundreds_of_rules_too(seed):
    logic = large(seed)
    rules = rules_of(logic)
    assert len(rules.apart) > 1
    assert rules.joined
    assert sum(len(group.heads) for group in rules.all) > 200
    cases = [[Truth((place * 7 + shift + place // 5) % 3) for place in range(logic.inputs)] for shift in range(3)]
    cases += [[truth] * logic.inputs for truth in Truth]
    for values in cases:
        assert matched(logic, values, rules) == evaluate(logic, values)


def test_what_was_told_before_is_not_told_again_and_nothing_else_is_left_out():
    """Step by step, each from what the one before left, it concludes what it concludes at once."""
    logic = large(7)
    rules = rules_of(logic)
    values = [Truth((place * 5 + place // 7) % 3) for place in range(logic.inputs)]
    before = None
    for step in range(12):
        strict, lenient = map(rules.reading, readings(values))
        listening = Failing("", None)
        with _through(listening):
            found = matching.matched(rules, (strict, lenient), before)
        at_once = matching.matched(rules, (strict, lenient))
        assert (found.surely, found.maybe) == (at_once.surely, at_once.maybe)
        assert set(found.told) == set(at_once.told)
        new = set(found.told) - set(before.told if before else ())
        assert listening.told.count(groups.WAKE) == len(new)
        assert before is None or len(new) < len(found.told)
        before = found
        values[step * 31 % len(values)] = Truth((values[step * 31 % len(values)] + 1) % 3)
        matching.matched(rules, (rules.reading([]),) * 2)  # another talk in between


def test_the_same_rules_go_in_once():
    door.shut()
    rules = rules_of(_tiny())
    assert [group.digest for group in rules.all] == [group.digest for group in rules_of(_tiny()).all]
    for _ in range(3):
        concluded(rules_of(_tiny()), [0])
    assert len(door.door()) == 1


def test_the_rules_that_were_not_used_for_longest_make_room(monkeypatch):
    monkeypatch.setattr(door, "MOST_GROUPS", 20)
    door.shut()
    first = rules_of(_tiny())
    for inputs in range(2, door.MOST_GROUPS + 12):
        concluded(rules_of(_tiny(inputs)), [0])
        concluded(first, [0])
    assert len(door.door()) == door.MOST_GROUPS
    assert first.apart[0].digest in door.door()._handles


def test_the_state_of_a_case_is_gone_afterwards():
    rules = rules_of(_tiny())
    assert concluded(rules, [0, 1])
    handle = door.door()._handles[rules.apart[0].digest]
    with pytest.raises(ENGINE.error, match="309"):  # no such state
        ENGINE.get_facts(handle, groups.SID)


def test_a_case_does_not_see_the_one_before():
    rules = rules_of(_tiny())
    assert concluded(rules, [0]) == frozenset()
    assert concluded(rules, [1]) == frozenset()
    assert concluded(rules, [0, 1]) == {rules.asked[0]}


class Failing:
    """The engine, but for one function; and what it was told."""

    def __init__(self, broken: str, does) -> None:
        self.broken, self.does = broken, does
        self.told: list[str] = []
        self.deleted = 0

    def __getattr__(self, name):
        if name == self.broken:
            return self.does
        return getattr(ENGINE, name)

    def assert_fact(self, handle, message):
        self.told.append(message)
        return self.does(handle, message) if self.broken == "assert_fact" else ENGINE.assert_fact(handle, message)

    def delete_ruleset(self, handle):
        self.deleted += 1
        ENGINE.delete_ruleset(handle)


def _refuses(*_):
    raise ENGINE.error("Could not do it, error code: 303")


@pytest.mark.parametrize(
    ("broken", "does", "said"),
    [
        ("assert_fact", _refuses, "303"),
        ("complete_and_start_action", _refuses, "303"),
        ("create_ruleset", _refuses, "303"),
        ("assert_fact", lambda *_: (2, 1), "answered with 2"),
        ("start_action_for_state", lambda *_: None, "always fires did not"),
    ],
)
def test_a_failure_of_the_engine_is_raised_and_leaves_nothing_behind(broken, does, said):
    """Exceptions are not swallowed, and a message that the engine takes for one that it has seen is no answer."""
    failing = Failing(broken, does)
    through = door.Door(failing)
    with pytest.raises(InvalidInputError, match=said) as raised:
        through.match(TINY, BOTH)
    assert [finding.code for finding in raised.value.findings] == ["EVC-I002"]
    assert len(through) == 0
    assert failing.deleted == (broken != "create_ruleset")


def test_a_rule_that_fires_again_and_again_is_a_failure():
    firing = Failing("complete_and_start_action", None)
    fired: list[str] = []

    def again(handle, state):
        fired.append("")
        return ENGINE.complete_and_start_action(handle, state) if len(fired) == 1 else '{"0":{"m":{"r": 0}}}'

    firing.does = again
    with pytest.raises(InvalidInputError, match="a rule fired twice"):
        door.Door(firing).match(TINY, BOTH)


def test_the_engine_is_not_asked_in_the_middle_of_an_answer():
    """A handler of signals may run at any moment, in the thread that holds the lock."""
    asking = Failing("assert_fact", None)
    through = door.Door(asking)
    refused: list[str] = []

    def again(handle, message):
        with pytest.raises(InvalidInputError, match="asked again before it had answered") as raised:
            through.match(TINY, BOTH)
        refused.append(raised.value.findings[0].code)
        return ENGINE.assert_fact(handle, message)

    asking.does = again
    assert through.match(TINY, BOTH) == (frozenset(TINY.heads),)
    assert refused == ["EVC-I002", "EVC-I002"]
    through.close()


def test_the_engine_is_told_whole_numbers_and_nothing_else():
    """But for the name of the state, which is always the same."""
    listening = Failing("", None)
    rules = rules_of(large(1))
    through = door.Door(listening)
    for group in rules.all:
        holding = [group.holding(rules.reading(range(count))) for count in (500, 300)]
        through.match(group, tuple((one, group.rests_on) for one in holding))
    through.close()
    told = [json.loads(message) for message in listening.told]
    assert len(told) > 3
    assert {message.pop("sid") for message in told} == {groups.SID}
    assert {type(value) for message in told for value in message.values()} == {int}


def test_threads_may_use_the_door_at_once():
    logics_ = [large(seed, 60, 40) for seed in range(4)]
    wrong: list[str] = []

    def work(start: int) -> None:
        for turn in range(40):
            logic = logics_[(start + turn) % 4]
            values = [Truth((place + turn) % 3) for place in range(logic.inputs)]
            if matched(logic, values) != evaluate(logic, values):
                wrong.append(f"{start} {turn}")

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_no_threads_are_started():
    before = threading.active_count()
    matched(_tiny(), [Truth.TRUE, Truth.TRUE])
    assert threading.active_count() == before


def test_shutting_takes_everything_out_and_the_door_opens_again():
    rules = rules_of(_tiny())
    concluded(rules, [0])
    handle = door.door()._handles[rules.apart[0].digest]
    door.shut()
    assert len(door.door()) == 0
    with pytest.raises(ENGINE.error, match="111"):  # no such ruleset
        ENGINE.get_facts(handle, groups.SID)
    assert concluded(rules, [0, 1]) == {rules.asked[0]}


def test_a_process_ends_cleanly_with_rulesets_still_in_the_engine():
    script = (
        "from tests.engines.rete.making import *\nprint(matched(large(1), [Truth.TRUE] * 500)[:1] != [], flush=True)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=60)  # noqa: S603
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "True\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_process_starts_afresh():
    """The thread that held the lock, and was half-way a case, does not exist in the child."""
    rules = rules_of(_tiny())
    concluded(rules, [0])
    with door.door()._lock:
        ENGINE.assert_fact(door.door()._handles[rules.apart[0].digest], groups.WAKE)
        held = threading.Event()
        result: list[int] = []

        def fork() -> None:
            held.set()
            child = os.fork()
            if child == 0:
                os._exit(int(concluded(rules, [0, 1]) != {rules.asked[0]}))
            result.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

        thread = threading.Thread(target=fork)
        thread.start()
        thread.join(30)
    door.shut()  # half-way a case, too
    assert result == [0]


def test_without_durable_rules_the_error_names_the_extra(monkeypatch):
    monkeypatch.setattr(door, "_doors", [])
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(MissingExtraError) as missing:
        door.door()
    assert str(missing.value) == 'an intake talk needs the extra "intake": pip install "evc-rules[intake]"'
    door.shut()


def test_the_rest_of_the_library_does_not_touch_durable_rules():
    script = (
        "import sys\n"
        "sys.modules['durable_rules_engine'] = sys.modules['durable'] = None\n"
        "import evc_rules, evc_rules.cli, evc_rules.engines.rete.door\n"
        "print([name for name, module in sys.modules.items() if 'durable' in name and module])\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)  # noqa: S603
    assert ended.stdout == "[]\n"


def test_only_the_door_imports_durable_rules():
    sources = Path(evc_rules.__file__).parent.rglob("*.py")
    found = [path.name for path in sources if '"durable_rules_engine"' in path.read_text(encoding="utf-8")]
    assert found == ["door.py"]


# What would come near a limit of durable_rules


def _refused(clauses: Clauses) -> str:
    with pytest.raises(InvalidInputError) as raised:
        blocks.laid_out(clauses, [0])
    (finding,) = raised.value.findings
    assert finding.code == "EVC-I001"
    assert finding.help
    return finding.message


def test_more_rules_than_can_be_carried_are_refused():
    clauses = tuple(Clause(Body(inputs=frozenset({one})), one) for one in range(blocks.MOST_RULES))
    assert "4000 rules" in _refused(Clauses(clauses, frozenset()))


def test_more_groups_than_can_be_carried_are_refused(monkeypatch):
    monkeypatch.setattr(blocks, "MOST_BRANCHES", 4)
    clauses = tuple(Clause(Body(inputs=frozenset({one})), one) for one in range(300))
    assert "groups, and 4" in _refused(Clauses(clauses, frozenset()))


def test_names_that_durable_rules_would_take_for_each_other_are_refused(monkeypatch):
    monkeypatch.setattr(blocks, "_hash", len)
    assert "the same hash" in _refused(Clauses((Clause(Body(inputs=frozenset({1})), 1),), frozenset()))


def test_names_are_hashed_as_durable_rules_hashes_them():
    """Its source has the hashes of two names written out."""
    assert (blocks._hash("id"), blocks._hash("sid")) == (926444256, 3593476751)


@pytest.mark.parametrize(
    "shape",
    [
        [{one} for one in range(500)],
        [{0, one} for one in range(1, 300)],
        [{one, one + 1, one + 2} for one in range(400)],
        [set(range(one, one + 90)) for one in range(0, 500, 9)],
        [{7}] * 700,
        [{one % 13, 20 + one % 17, 50 + one % 19, 80 + one % 23} for one in range(900)],
    ],
    ids=["one each", "one in common", "in a row", "wide", "all alike", "mixed"],
)
def test_no_limit_is_reached_however_much_holds_at_once(shape):
    """Tests that hold at the same time, properties of a message, rules that share a test: each limit is kept."""
    clauses = tuple(Clause(Body(inputs=frozenset(inputs)), 10_000 + head) for head, inputs in enumerate(shape))
    rules = blocks.laid_out(Clauses(clauses, frozenset()), ())
    assert max(len(inputs) for group in rules.all for inputs in group.blocks) <= blocks.MOST_PROPERTIES
    everything = frozenset(one for inputs in shape for one in inputs)
    assert concluded(rules, everything) == {clause.head for clause in clauses}
    assert concluded(rules, everything - {7}) == {clause.head for clause in clauses if 7 not in clause.body.inputs}


def test_more_rules_rest_on_a_fact_than_may_share_a_test():
    inputs = frozenset({1})
    resting = tuple(Clause(Body(frozenset({one % 30}), frozenset({500})), 1000 + one) for one in range(900))
    rules = blocks.laid_out(Clauses((Clause(Body(inputs), 500), *resting), frozenset()), ())
    assert len(rules.joined.facts[500, 0]) == len(rules.joined.facts[500, 1]) == 5
    assert concluded(rules, range(30)) == {500, *range(1000, 1900)}
    assert concluded(rules, [0, *range(2, 30)]) == frozenset()


def test_a_condition_over_many_outcomes_fires_although_it_is_wider_than_a_rule_can_be():
    drafting = Drafting(60)
    outcomes = [drafting.outcome(drafting.some([one, one + 1])) for one in range(0, 60, 2)]
    logic = drafting.done([drafting.every(outcomes)])
    rules = rules_of(logic)
    widest = max(len(rule["all"]) for group in rules.all for rule in json.loads(group.text).values())
    assert widest <= blocks.MOST_ANTECEDENTS - 2
    assert concluded(rules, range(0, 60, 2)) >= set(logic.asked)
    assert not concluded(rules, range(2, 60, 2)) & set(logic.asked)
