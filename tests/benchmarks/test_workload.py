"""The workload of the benchmarks is what it says to be, and every rule of it matters to someone."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from benchmarks.peers.by_hand import ByHand
from benchmarks.peers.native import Policy
from benchmarks.workload import Workload, workload

from evc_rules.engines.reference import Case, acts
from evc_rules.language.dump import dump
from evc_rules.language.load import examine
from evc_rules.model.reach import targets_of
from evc_rules.results.truth import Truth


@cache
def made() -> Workload:
    return workload(dossiers=60)


def test_of_the_size_that_the_issue_asks_for():
    assert len(made().framework.leaves) == 120
    assert [len(ruleset.rules) for ruleset in made().rulesets] == [60] * 20
    assert {len(one.evidence) for one in made().dossiers} == set(range(5, 16))


def test_the_same_for_the_same_seed_and_other_for_another():
    small = workload(2, 5)
    assert small == workload(2, 5)
    assert small.rulesets == made().rulesets[:2]
    assert [one.evidence for one in small.dossiers] == [one.evidence for one in made().dossiers[:5]]
    assert small.rulesets != workload(2, 5, seed=5).rulesets


def test_institutes_share_filters_and_differ():
    filters = [set(Policy(one, made().framework, made().on, made().shared).filters) for one in made().rulesets]
    together = set().union(*filters)
    assert all(len(one) > 40 for one in filters)
    assert len(together) < 0.6 * sum(map(len, filters))
    assert all(one != other for one in filters for other in filters if one is not other)


def test_a_tenth_of_the_values_is_missing():
    items = [item for dossier in made().dossiers for item in dossier.evidence]
    there = Counter((item.kind, name) for item in items for name, _ in item.attributes)
    kinds = Counter(item.kind for item in items)
    always = [(kind, name) for kind, name in there if (kind, name) != ("diploma", "nlqf")]  # that one may be inferred
    known = sum(there[each] for each in always) / sum(kinds[kind] for kind, _ in always)
    assert 0.88 < known < 0.92


@pytest.mark.parametrize("number", [0, 1])
def test_a_ruleset_is_one_that_an_author_could_have_written(number, tmp_path):
    ruleset, framework = made().rulesets[number], made().framework
    (tmp_path / "framework.yaml").write_text(dump(framework), encoding="utf-8")
    loaded = examine(tmp_path / "framework.yaml")
    assert (loaded.model, loaded.findings) == (framework, [])
    (tmp_path / "policy.yaml").write_text(dump(ruleset), encoding="utf-8")
    loaded = examine(tmp_path / "policy.yaml", framework=framework)
    assert (loaded.model, loaded.findings) == (ruleset, [])


def test_a_dossier_is_one_that_an_adviser_could_have_written(tmp_path):
    for dossier in made().dossiers[:5]:
        (tmp_path / "dossier.yaml").write_text(dump(dossier), encoding="utf-8")
        loaded = examine(tmp_path / "dossier.yaml", framework=made().framework)
        assert (loaded.model, loaded.findings) == (dossier, [])


def test_every_rule_acts_or_may_act_for_someone_and_not_for_someone_else():
    framework, on = made().framework, made().on
    cases = [Case(made().rulesets[0], framework, one, on, made().shared) for one in workload(1, 200).prepared()]
    for rule in made().rulesets[0].rules:
        target = targets_of(framework, rule)[0]
        seen: set[Truth] = set()
        for case in cases:
            seen.add(acts(case, rule, target).truth)
            if len(seen) > 1:
                break
        assert len(seen) > 1, rule.id


def test_statuses_are_of_every_kind_and_a_third_is_open():
    policy = Policy(made().rulesets[0], made().framework, made().on, made().shared)
    peer = ByHand(policy)
    found = [one for each in made().prepared() for one in peer.statuses(peer.run(peer.native(each))).values()]
    assert {str(status) for one in found for status in one} >= {"exempt", "not-covered", "refused"}
    assert 0.2 < sum(len(one) > 1 for one in found) / len(found) < 0.5
