"""What is timed beside us says the same as we do: every peer gives the answers of the reference."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest
from benchmarks.peers import all as peers
from benchmarks.peers.by_hand import written
from benchmarks.peers.native import NotCarriedError, Policy
from benchmarks.workload import Workload, workload

from evc_rules.engines.reference import Reference
from evc_rules.model.conditions import Assessed
from evc_rules.model.outcomes import Ref

DOSSIERS = 6


@cache
def made(missing: float) -> Workload:
    return workload(2, DOSSIERS, missing=missing)


@cache
def answers(place: int, missing: float):
    """What the reference says; of dossiers of which everything is known with no to whatever nobody answered."""
    one = made(missing)
    reference = Reference(one.rulesets[place], one.framework, one.on, one.shared)
    prepared = one.prepared() if missing else one.settled()
    found = [reference.evaluate(each) for each in prepared]
    return [(each.statuses, each.questions) for each in found]


def policy(place: int, missing: float = 0.1) -> Policy:
    one = made(missing)
    return Policy(one.rulesets[place], one.framework, one.on, one.shared)


def agrees(name: str, place: int) -> None:
    missing = 0.0 if peers.PEERS[name].two_valued else 0.1
    peer = peers.made(name, policy(place, missing))
    for prepared, (statuses, questions) in zip(made(missing).prepared(), answers(place, missing), strict=True):
        said = peer.run(peer.native(prepared))
        assert peer.statuses(said) == statuses
        if peer.answers == "statuses and questions":
            assert peer.questions(said) == questions
    peer.close()


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("name", [name for name, entry in peers.PEERS.items() if not entry.alone])
def test_a_peer_gives_the_answers_of_the_reference(name, place):
    if not peers.there(name):
        pytest.skip("the extra 'bench' is not installed")
    agrees(name, place)


@pytest.mark.parametrize("name", [name for name, entry in peers.PEERS.items() if entry.alone])
def test_a_peer_that_needs_a_process_of_its_own_does_too(name):
    if not peers.there(name):
        pytest.skip("the extra 'bench' is not installed")
    call = f"from tests.benchmarks.test_peers import agrees; agrees({name!r}, 0); print('agreed')"
    asked = [sys.executable, "-c", call]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - ourselves
    assert done.stdout.endswith("agreed\n"), done.stderr


def test_what_is_compared_is_not_all_the_same():
    found = [status for statuses, _ in answers(0, 0.1) for status in statuses.values()]
    assert any(len(one) > 1 for one in found)
    assert len(set(found)) > 3
    assert any(questions for _, questions in answers(0, 0.1))
    assert all(len(one) == 1 for statuses, _ in answers(0, 0.0) for one in statuses.values())


def test_a_peer_that_is_wrong_is_found():
    one = policy(0)
    module: dict[str, object] = {}
    exec(written(one).replace('"exempt"', '"refused"'), module)  # noqa: S102 - written just here
    peer = peers.made("by-hand", one)
    peer.run = module["evaluate"]
    said = [peer.statuses(peer.run(peer.native(each))) for each in made(0.1).prepared()]
    assert said != [statuses for statuses, _ in answers(0, 0.1)]


def test_a_ruleset_that_peers_do_not_carry_is_refused():
    one = policy(0)
    rule = one.ruleset.rules[0].with_(when=Assessed(outcome=Ref("ped.climate", 1, 1)))
    with pytest.raises(NotCarriedError):
        peers.made("by-hand", Policy(one.ruleset.with_(rules=(rule,)), one.framework, one.on, one.shared))
