"""Law 13: a trace that the checker accepts has the status that it claims; a tampered trace is rejected."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

import evc_rules.checker
from evc_rules.checker import Asked, check_traces
from evc_rules.model.outcomes import Leaf, Ref
from evc_rules.results.trace import LeafTrace, Step
from evc_rules.results.truth import Truth

from .. import shipped
from ..conformance.engines import ENGINES, REFERENCE
from ..conformance.table import Group, says
from ..conformance.test_tables import GROUPS
from ..conformance.worlds import worlds
from .tampering import NODES, PLACES, STATUSES, Tamper, nodes

TRACING = [one for one in ENGINES if one.name in {"reference", "compiled", "rete"}]

EVERYTHING = """\
- {id: a, title: A rule, grant: ped.climate@2, when: {all: [
    {any: [{diploma: {nlqf: ">= 6", age: "<= 5 years"}}, {not: {work: {}}}]},
    {sum: {of: hours, over: {work: {sector: po}}, at_least: 100 h}},
    {span: {over: {work: {}}, at_least: 12 months}}]}}
- {id: b, article: [s/art-1, s], grant: [ped.climate@3, ped.plan@1], when: {all: [
    {assessed: {instrument: portfolio}}, {at_least: {k: 1, of: [{applicant: {variant: dual}}, {exempt: history@1}]}}]}}
- {id: c, bar: ped.climate@1, when: {judgement: strict, asks: Is it strict, by: board}}
- {id: d, waives: [c], when: {assessed: {outcome: ped}}}
- {id: e, grant: history, when: {badge: {points: ">= 1", count: 2}}}
"""
ITEMS = (
    "diploma: {programme: hbo-bachelor} & work: {hours: 60 h, sector: po, to: ongoing}"
    " & work: {hours: 50 h, to: ongoing} & badge: {points: 3} & badge: {points: 3}"
    " & verdict: {outcome: ped.climate@3, achieved: yes, instrument: portfolio}"
    " & verdict: {outcome: ped.plan@1, achieved: no} & applicant: {variant: dual}"
    " & judgement: {judgement: strict, ruleset: r, answer: no, date: 2026-01-01}"
)
SOME = 5
"""Of so many ways to tamper one is tried: all of them take 20 s."""
HEAD = "sources: {s: {title: Source, articles: {art-1: First}}}"


@cache
def everything():
    """One dossier that meets every form, and what was asked."""
    rows = says("§11", EVERYTHING, {ITEMS: {}}, head=HEAD)
    asked = Group("everything", tuple(rows)).worlds
    return told(asked, 0), of(asked, 0)


def told(asked, place) -> dict:
    said = list(REFERENCE.ask(asked))[place]
    return {leaf: said.trace(leaf) for leaf in said.statuses if said.trace(leaf).grants or said.trace(leaf).bars}


def of(asked, place) -> Asked:
    return Asked(asked.ruleset, asked.framework, asked.dossiers[place], asked.on, asked.shared)


@pytest.mark.parametrize("engine", TRACING, ids=str)
def test_the_traces_of_every_engine_are_accepted(engine):
    """On the tables, and on pairs that are made from seeds; of engines that say what the reference says on fewer."""
    listed = [worlds(seed, 6) for seed in range(5000, 5025)]
    listed += [group.worlds for group in GROUPS[::3] if engine is REFERENCE]
    checked = 0
    for asked in listed:
        for place, said in enumerate(engine.ask(asked)):
            traces = {leaf: said.trace(leaf) for leaf in said.statuses}
            assert check_traces(of(asked, place), traces) == ()
            checked += len(traces)
    assert checked > 400


def test_one_trace_meets_every_type_of_node_in_each_of_its_fields():
    found = {type(node) for trace in everything()[0].values() for node in nodes(trace)}
    assert found == set(NODES)


def test_every_field_of_every_node_matters():
    """Fields of nodes changed to values that they have elsewhere: none is accepted, and no field is left out."""
    traces, asked = everything()
    assert check_traces(asked, traces) == ()
    changed: Counter = Counter()
    for place, tampered in list(Tamper(traces).tampered())[::SOME]:
        assert check_traces(asked, tampered), place
        changed[place] += 1
    assert set(changed) == set(PLACES)


@pytest.mark.parametrize("seed", range(6000, 6016))
def test_tampered_traces_of_generated_pairs_are_rejected(seed):
    asked = worlds(seed, 2)
    traces, others = told(asked, 0), told(asked, 1)
    for place, tampered in list(Tamper(traces, others).tampered())[seed % 20 :: 20]:
        assert check_traces(of(asked, 0), tampered), place


def test_the_trace_of_another_question_is_rejected():
    """Whole traces, sound in themselves, but of another dossier, ruleset, day or answer to whom judgements belong."""
    traces, asked = everything()
    dossier, ruleset = asked.dossier, asked.ruleset
    for other in (
        replace(asked, dossier=dossier.with_(verdicts=dossier.verdicts[1:])),
        replace(asked, dossier=dossier.with_(judgements=())),
        replace(asked, dossier=dossier.with_(evidence=dossier.evidence[1:])),
        replace(asked, ruleset=ruleset.with_(rules=ruleset.rules[:-1])),
        replace(asked, ruleset=ruleset.with_(rules=ruleset.rules[::-1])),
        replace(asked, ruleset=ruleset.with_(sources={})),
        replace(asked, on=asked.on + timedelta(days=1)),
        replace(asked, shared=frozenset({"strict"})),
        replace(asked, variant="part-time"),
        replace(asked, framework=asked.framework.with_(facts=())),
    ):
        assert check_traces(other, traces)


def test_what_is_accepted_has_the_status_that_it_claims():
    """Every set of statuses is tried for every leaf: only the one of the reference is accepted."""
    traces, asked = everything()
    for leaf, trace in traces.items():
        claims = [replace(trace, statuses=statuses) for statuses in STATUSES]
        accepted = [claim.statuses for claim in claims if not check_traces(asked, {**traces, leaf: claim})]
        assert accepted == [trace.statuses]


def test_a_trace_cannot_rest_on_itself():
    """Two traces that say exempt, each because of the other: every step follows, and nothing holds them up."""
    rules = "- {id: a, grant: history, when: {exempt: didactics}}\n- {id: b, grant: didactics, when: {evidence: {}}}"
    asked = Group("circle", tuple(says("§3", rules, {"diploma: {}": {}}))).worlds
    first, second = asked.ruleset.rules
    turned = second.with_(when=first.when.with_(outcome=Ref("history")))
    circular = replace(of(asked, 0), ruleset=asked.ruleset.with_(rules=(first, turned)))
    didactics = Leaf("didactics", 1)
    traces = told(asked, 0)
    rule = traces[didactics].grants[0]
    step = Step(turned.when, Truth.TRUE, found="history@1: exempt")
    traces[didactics] = replace(traces[didactics], grants=(rule._replace(condition=step),))
    assert [flaw.what for flaw in check_traces(circular, traces)] == [
        "it rests on itself: didactics@1 → history@1 → didactics@1"
    ]


def test_what_a_trace_rests_on_must_be_there():
    traces, asked = everything()
    fewer = {leaf: trace for leaf, trace in traces.items() if leaf.outcome != "history"}
    assert any("has no trace" in flaw.what for flaw in check_traces(asked, fewer))


def test_a_flaw_says_where_it_is_and_shows_nothing_of_the_dossier():
    traces, asked = everything()
    said = {
        str(flaw) for _, tampered in list(Tamper(traces).tampered())[::40] for flaw in check_traces(asked, tampered)
    }
    assert any(
        one.startswith("ped.climate@1 / rule a for ped.climate@2 / all 1 / any 1 / evidence / i0 / test ")
        for one in said
    )
    for value in ("hbo-bachelor", "60 h", "2020-01-01", "ongoing", "portfolio"):
        assert not any(value in one for one in said)


def test_traces_of_shipped_policies_are_accepted():
    for one in shipped.advice("buitenlandse-leraar").members:
        said = one.recommendation
        asked = Asked(said.ruleset, said.framework, said.dossier, said.on, said.shared)
        assert check_traces(asked, said.traces) == ()


def test_no_engine_is_imported():
    """Besides the layers of the package: what the checker imports is the model, results and errors."""
    folder = Path(evc_rules.checker.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 2:
                assert node.module.split(".")[0] in {"model", "results", "errors"}


def test_a_leaf_trace_that_is_made_later_is_checked_like_any_other():
    traces, asked = everything()
    leaf = next(iter(traces))
    one = traces[leaf]
    later = LeafTrace.postponed(leaf, one.granted, one.barred, one.statuses, lambda _: (one.grants, one.bars[:-1]))
    assert check_traces(asked, {**traces, leaf: later})
