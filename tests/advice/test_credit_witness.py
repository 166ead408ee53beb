"""Somebody for whom terms make other credits: asked again of both rulesets, by the public interface."""

from __future__ import annotations

from importlib import import_module

import pytest

from evc_rules.advice import assess
from evc_rules.advice.credit_witness import CreditWitnesses
from evc_rules.compare import compare_rulesets
from evc_rules.errors import MissingExtraError
from evc_rules.model.outcomes import Leaf
from evc_rules.model.policy import Limit
from evc_rules.model.quantities import Credits
from evc_rules.plan import award_violations

from ..shipped import ON, alliance

LEAF = {Leaf("route.minor", 1)}


@pytest.fixture(scope="module")
def member():
    return next(one for one in alliance("pabo-published").members if one.institution == "leiden")


def witnesses(ruleset, other, programme):
    framework = alliance("pabo-published").framework
    found = compare_rulesets([ruleset, other], framework, ON, leaves=LEAF)
    return found, CreditWitnesses(found, [programme, None], time_limit=10)


def limited(ruleset, *limits: str):
    return ruleset.with_(limits=tuple(Limit(at_most=Credits.parse(one)) for one in limits))


def test_who_is_found_gets_other_credits_for_the_same(member):
    (ruleset,), (programme,) = member.rulesets, member.programmes
    framework = alliance("pabo-published").framework
    found, credits_ = witnesses(limited(ruleset, "60 EC"), limited(ruleset, "30 EC"), programme)
    (term,) = found.terms(0, 1)
    one = credits_.of(0, 1, term)
    assert one is not None
    assert one.dossier.applicant.known["variant"] == one.first.variant
    assert one.first.awarded > one.second.awarded
    assert one.loads[0] < one.loads[1]
    for side, ruleset_ in zip((one.first, one.second), found.rulesets, strict=True):
        again = assess(ruleset_, one.dossier, on=ON, framework=framework, programme=programme)
        assert all(again[str(leaf)].status.value == "exempt" for leaf in one.both)
        assert side.awarded[0] <= ruleset_.limits[0].at_most
        exempt = [
            unit.id for unit in programme.units_of(side.variant) if one.both >= set(framework.select(unit.outcomes))
        ]
        assert not award_violations(programme, framework, side.variant, exempt, ruleset_.limits, side.certain.award)
    for item in one.dossier.evidence:
        fewer = one.dossier.with_(evidence=tuple(each for each in one.dossier.evidence if each != item))
        again = [assess(each, fewer, on=ON, framework=framework) for each in found.rulesets]
        assert any(said[str(leaf)].status.value != "exempt" for said in again for leaf in one.both)


@pytest.mark.parametrize(("first", "second"), [(("400 EC",), ()), (("400 EC",), ("300 EC",))])
def test_limits_that_never_bind_show_nobody(member, first, second):
    (ruleset,), (programme,) = member.rulesets, member.programmes
    found, credits_ = witnesses(limited(ruleset, *first), limited(ruleset, *second), programme)
    (term,) = found.terms(0, 1)
    assert credits_.of(0, 1, term) is None


def test_counting_units_in_proportion_leaves_another_load():
    """One unit of several outcomes: who has some of them studies less of it where it is counted in proportion."""
    noord = alliance().members[0]
    framework, whole = alliance().framework, noord.programmes[0]
    unit = next(one for one in whole.units if one.id == "ruimte-tijd-1")
    programme = whole.with_(units=(unit,))
    ruleset = noord.rulesets[0].with_(limits=())
    found = compare_rulesets([ruleset, ruleset.with_(units="proportional")], framework, ON, leaves=LEAF)
    (term,) = found.terms(0, 1)
    one = CreditWitnesses(found, [programme, None], time_limit=10).of(0, 1, term)
    assert one is not None
    assert one.loads[0] > one.loads[1]
    assert not one.both.issuperset(framework.select(unit.outcomes))
    assert CreditWitnesses(found, [None, None], time_limit=10).of(0, 1, term) is None


def test_without_the_planner_nobody_is_shown(member, monkeypatch):
    (ruleset,), (programme,) = member.rulesets, member.programmes
    found, credits_ = witnesses(limited(ruleset, "60 EC"), limited(ruleset, "30 EC"), programme)

    def missing(*_args, **_more):
        raise MissingExtraError("plan", "choosing")

    monkeypatch.setattr(import_module("evc_rules.advice.credit_witness"), "credit", missing)
    assert credits_.of(0, 1, found.terms(0, 1)[0]) is None
