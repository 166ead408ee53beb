"""The shipped alliance of four: what its harmonised policies exempt, how long they are, and that they load back."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from evc_rules.harmonise import Strategy, harmonise
from evc_rules.language.dump import dump
from evc_rules.language.load import examine, load_alliance, load_dossier
from evc_rules.model.quantities import Amount

from .definition import exempt, settled_alike, statuses, traces_of

ROOT = Path(__file__).parents[2]
ON, COHORT = date(2026, 11, 1), 2026
STRATEGIES = {
    "most-generous": (140, 85_000),
    "quorum:2": (160, 180_000),
    "quorum:3": (130, 215_000),
    "strictest": (100, 205_000),
    "mutual:voorbeeld-noord": (190, 120_000),
    "reference:voorbeeld-zuid": (65, 45_000),
    "floor-ceiling:voorbeeld-noord,voorbeeld-oost,voorbeeld-west": (120, 160_000),
}
"""With the most rules and characters that each may have."""
DOSSIERS = sorted((ROOT / "examples" / "dossiers").glob("*.yaml"))


@cache
def alliance():
    return load_alliance(ROOT / "rulesets" / "alliances" / "voorbeeld.yaml")


@cache
def members():
    return tuple(one.rulesets[0] for one in alliance().members)


@cache
def harmonised(strategy):
    return harmonise(alliance(), strategy, ON, cohort=COHORT)


@cache
def dossiers():
    """Those about this framework, of the cohort that the policies are for."""
    found = []
    for path in DOSSIERS:
        dossier = load_dossier(path, alliance().framework)
        known = {**dossier.applicant.known, "cohort": Amount(COHORT)}
        found.append(dossier.with_(applicant=dossier.applicant.with_(attributes=tuple(sorted(known.items())))))
    return tuple(found)


@cache
def of_members(number):
    return traces_of(
        members(), alliance().framework, dossiers()[number], ON, frozenset(alliance().shared_judgements)
    )  # fmt: skip


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_it_loads_back_as_it_was_without_a_finding(strategy, tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text(dump(harmonised(strategy)), encoding="utf-8")
    read = examine(path, framework=alliance().framework)
    assert read.findings == []
    assert read.model == harmonised(strategy)


@pytest.mark.parametrize(("strategy", "most"), STRATEGIES.items())
def test_it_stays_short_enough_to_read(strategy, most):
    rules, size = most
    assert len(harmonised(strategy).rules) <= rules
    assert len(dump(harmonised(strategy)).encode()) <= size


@pytest.mark.parametrize("number", range(len(DOSSIERS)), ids=[path.stem for path in DOSSIERS])
@pytest.mark.parametrize("strategy", ["most-generous", "quorum:2", "strictest"])
def test_it_exempts_and_refuses_what_the_strategy_says(strategy, number):
    chosen = Strategy.parse(strategy)
    known = {one.id: one for one in members()}
    shared = frozenset(alliance().shared_judgements)
    ruleset = harmonised(strategy)
    found = traces_of([ruleset], alliance().framework, dossiers()[number], ON, shared)[ruleset.id]
    for leaf, trace in found.items():
        assert trace.granted == exempt(chosen, members(), known, of_members(number), leaf), leaf
        assert settled_alike(trace.statuses, statuses(chosen, members(), known, of_members(number), leaf)), leaf


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_rule_says_which_rules_it_came_from_and_cites_their_articles(strategy):
    known = {one.id: one for one in members()}
    for rule in harmonised(strategy).rules:
        wanted = set()
        for part in rule.note.en.split("; "):
            ruleset, _, names = part.partition(": ")
            for name in names.split(", "):
                wanted |= {f"{ruleset}.{article}" for article in known[ruleset].by_id[name].articles}
        assert wanted
        assert set(rule.articles) == wanted


def test_of_diplomas_of_at_most_six_eight_and_ten_years_a_quorum_of_two_takes_eight():
    # Noord asks for at most 10 years, Oost for 8, Zuid (cohort 2026) for 8 of some; West does not ask.
    rule = next(one for one in harmonised("quorum:2").rules if "voorbeeld-oost: recent-degree" in one.note.en)
    assert "8 years" in str(dump(harmonised("quorum:2").with_(rules=(rule,))))
