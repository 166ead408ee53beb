"""Paths side by side are the paths that `plan` gives, with what they come to; what cannot be planned says why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evc_rules import assess_alliance, load_alliance, load_dossier
from evc_rules.advice.lanes import Lanes, gaps_between
from evc_rules.advice.many import lanes_of_many
from evc_rules.harmonise import Strategy
from evc_rules.model.programme import Assessment, Fees
from evc_rules.model.quantities import Euros
from evc_rules.plan import Wishes, path_violations, plan_path

from ..shipped import DOSSIERS, RULESETS

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def alliance():
    return load_alliance(RULESETS / "alliances" / "voorbeeld.yaml")


@pytest.fixture(scope="module")
def dossier(alliance):
    return load_dossier(DOSSIERS / "onderwijsassistent-41.yaml", alliance.framework)


@pytest.fixture(scope="module")
def lanes(alliance, dossier):
    return Lanes(two_of(alliance), ON, [Strategy.parse("quorum:2")]).of(dossier)


def two_of(alliance):
    return alliance.with_(members=(alliance.members[1], alliance.members[3]))


def test_every_institution_stands_as_offered_by_its_own_policy_and_by_each_strategy(lanes):
    assert [(one.institution, one.way, one.strategy) for one in lanes] == [
        (institution, way, strategy)
        for institution in ("voorbeeld-oost", "voorbeeld-west")
        for way, strategy in (("offered", ""), ("own", ""), ("harmonised", "quorum:2"))
    ]


def test_own_and_harmonised_paths_are_those_of_plan(alliance, dossier, lanes):
    advice = assess_alliance(two_of(alliance), dossier, on=ON, strategies=["quorum:2"], plan=True)
    there = {("own", one.institution): one.paths for one in advice.members}
    there |= {("harmonised", one.institution): one.paths for one in advice.harmonised[0].members}
    for one in lanes:
        if one.way != "offered":
            assert (one.now.path, one.best.path) == there[one.way, one.institution]


def test_as_offered_nobody_is_exempt(alliance, lanes):
    for one in lanes:
        if one.way == "offered":
            assert one.best is None
            assert (one.now.credits.value, one.now.awarded) == (0, frozenset())
            assert one.now.path.load == one.programme.total_of(one.variant)
            start = one.now.path.start
            whole = (one.programme, alliance.framework, one.variant, (), (), start)
            assert path_violations(*whole, one.now.path) == []


def test_what_is_less_to_do_and_what_is_exempt_add_up(lanes):
    by_way = {(one.institution, one.way): one for one in lanes}
    for institution in ("voorbeeld-oost", "voorbeeld-west"):
        offered, own = by_way[institution, "offered"], by_way[institution, "own"]
        found = gaps_between(offered.now, own.now, own.programme)
        less = sum((gap.before.value - gap.after.value for gap in found), Decimal(0))
        assert less == offered.now.path.load.value - own.now.path.load.value
        assert {gap.unit for gap in found if not gap.after} == own.now.awarded
        assert gaps_between(own.now, own.now, own.programme) == ()
        assert own.now.hours.value == own.now.path.load.value * 28


def test_fees_are_known_only_where_the_programme_says_them(alliance, dossier, lanes):
    assert {one.now.fees for one in lanes} == {None}
    west = alliance.members[3]
    programme = west.programmes[0]
    first = programme.units_of("full-time")[0]
    by_test = Assessment(load=first.ec, offered=first.offered, fee=Euros(Decimal(100)))
    units = tuple(one.with_(assessment=by_test) if one == first else one for one in programme.units)
    terms = tuple(each.with_(fees=Fees(ec=Euros(Decimal(40)))) for each in programme.variants)
    dear = programme.with_(variants=terms, units=units)
    only = alliance.with_(members=(west.with_(programmes=(dear,)),))
    plain, tested = (
        Lanes(only, ON, variants=("full-time",), at_best=False, wishes=wishes).of(dossier)[0].now
        for wishes in (Wishes(), Wishes(assessed=(first.id,)))
    )
    assert plain.fees == Euros(240 * Decimal(40))
    assert tested.fees == Euros((240 - first.ec.value) * 40 + 100)


def test_what_cannot_be_planned_is_said_and_not_left_out(alliance, dossier):
    found = Lanes(alliance, ON, variants=("dual",), only=frozenset({"voorbeeld-oost"})).of(dossier)
    assert [(one.way, one.now, one.variant) for one in found] == [("offered", None, "dual"), ("own", None, "dual")]
    assert {each.en for one in found for each in one.why} == {"the programme has no such variant"}
    late = Wishes(finish_by=date(2027, 9, 1))
    offered, own = Lanes(alliance, ON, only=frozenset({"voorbeeld-oost"}), wishes=late).of(dossier)
    for one in (offered, own):
        assert one.now.periods is None
        assert one.now.path.clashes
        assert one.now.decisive is None


def test_what_is_the_same_is_planned_once(alliance, dossier, monkeypatch):
    asked = []

    def counted(*words, **more):
        asked.append(words[2])
        return plan_path(*words, **more)

    monkeypatch.setattr("evc_rules.advice.lanes.plan_path", counted)
    lanes = Lanes(alliance, ON, at_best=False, only=frozenset({"voorbeeld-oost"}))
    first = lanes.of(dossier)
    assert lanes.of(dossier) == first
    assert len(asked) == 2


def test_what_can_only_be_followed_is_said_where_it_is_so(alliance, dossier):
    west = alliance.members[3]
    programme = west.programmes[0]
    name = programme.units_of("part-time")[0].id
    asked = Wishes(assessed=(name,))
    only = frozenset({west.institution})
    (found,) = {one.findings for one in Lanes(alliance, ON, only=only, wishes=asked).of(dossier)}
    assert [(one.code, f"'{name}'" in one.message) for one in found] == [("EVC-P010", True)]
    assert all(not one.findings for one in Lanes(alliance, ON, only=only).of(dossier))


def test_of_many_the_same_comes_out_however_many_processes_there_are(alliance, dossier):
    people = [dossier, dossier.with_(id="b", verdicts=()), dossier.with_(id="c", evidence=())]
    lanes = Lanes(two_of(alliance), ON, at_best=False, wishes=Wishes(goals=("finish",)))
    alone = [(one, lanes.of(one)) for one in people]
    assert list(lanes_of_many(lanes, people, 1)) == alone
    assert list(lanes_of_many(lanes, people, 2)) == alone
    assert alone[0][1] != alone[2][1]
    assert {lane.programme is None for _, beside in alone for lane in beside} == {False}
