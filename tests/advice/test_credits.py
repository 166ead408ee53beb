"""Section 5: units, credits as an interval, proportional loads, limits that stop an award, and BSA."""

from __future__ import annotations

import pytest

from evc_rules.advice import assess, remaining_path
from evc_rules.advice.credits import load_left, reduced
from evc_rules.errors import InvalidInputError
from evc_rules.model.policy import Limit
from evc_rules.model.quantities import Credits
from evc_rules.results.status import Status, exempt_in
from evc_rules.results.truth import Truth

from .. import shipped
from ..shipped import ON, alliance, dossier, names


def ec(text: str) -> Credits:
    return Credits.parse(f"{text} EC")


@pytest.mark.parametrize(
    ("whole", "left", "of", "load"),
    [
        ("5", 1, 2, "2.5"),
        ("5", 2, 3, "3"),  # 3.33, in half EC rounded down
        ("7.5", 1, 4, "1.5"),  # 1.875
        ("2.5", 1, 3, "0.5"),  # 0.83
        ("1", 1, 4, "0.5"),  # 0.25 would be nothing, while something is left to learn
        ("0.25", 1, 2, "0.25"),  # never more than the unit
        ("10", 10, 10, "10"),
    ],
)
def test_a_partly_exempt_unit_asks_proportionally_less_in_half_ec_rounded_down(whole, left, of, load):
    assert reduced(ec(whole), left, of) == ec(load)


def advise(person: str = "onderwijsassistent-41", member: int = 0, **changes):
    one = alliance().members[member]
    (ruleset,) = one.rulesets
    return assess(
        ruleset.with_(**changes), dossier(person), on=ON, framework=alliance().framework, programme=one.programmes[0],
        shared=alliance().shared_judgements,
    )  # fmt: skip


def test_units_that_are_whole_ask_all_or_nothing():
    worth = advise(units="whole").credits
    assert {one.load for one in worth.units} == {one.unit.ec for one in worth.units}
    assert load_left(worth) == worth.remaining[1]


def test_proportional_units_ask_less_and_are_not_awarded():
    whole, proportional = advise(units="whole").credits, advise(units="proportional").credits
    partly = [one for one in proportional.units if one.load < one.unit.ec]
    assert partly
    assert all(one.awarded is not Truth.TRUE for one in partly)
    assert proportional.awarded == whole.awarded
    assert load_left(proportional) < load_left(whole)
    assert load_left(proportional) == remaining_path(advise(units="proportional")).load


def test_the_load_of_a_partly_exempt_unit_is_of_what_is_left_of_it():
    said = advise(units="proportional")
    for one in said.credits.units:
        leaves = said.framework.select(one.unit.outcomes)
        left = sum(exempt_in(said.statuses[leaf]) is not Truth.TRUE for leaf in leaves)
        partly = 0 < left < len(leaves)
        assert one.load == (reduced(one.unit.ec, left, len(leaves)) if partly else one.unit.ec)


def test_whether_a_unit_is_awarded_is_unknown_while_a_question_decides_it():
    units = advise("buitenlandse-leraar").credits.units
    assert any(one.awarded is Truth.UNKNOWN for one in units)
    assert all(one.status is Status.OPEN for one in units if one.awarded is Truth.UNKNOWN)


def test_a_limit_that_binds_is_named_on_the_unit_that_it_stops():
    cap = Limit(at_most=ec("10"), articles=("oer/art-4.10",))
    worth = advise(limits=(cap,)).credits
    assert worth.awarded[0] <= ec("10")
    stopped = [one for one in worth.units if one.stopped_by]
    assert stopped
    assert all(one.stopped_by == (cap,) and one.awarded is not Truth.TRUE for one in stopped)


def test_what_the_regulation_says_of_bsa_is_passed_on():
    assert [advise(bsa=said).credits.bsa for said in (True, False, None)] == [True, False, None]


def test_while_anything_is_open_credits_are_an_interval():
    worth = advise("buitenlandse-leraar").credits
    certain, at_most = worth.awarded
    assert certain == ec("0") < at_most
    assert worth.is_open


def test_a_variant_that_is_not_known_leaves_credits_out_and_says_so():
    one = alliance().members[0]
    person = dossier("onderwijsassistent-41")
    nameless = person.with_(
        applicant=person.applicant.with_(attributes=tuple(x for x in person.applicant.attributes if x[0] != "variant"))
    )
    said = assess(one.rulesets[0], nameless, on=ON, framework=alliance().framework, programme=one.programmes[0])
    assert said.credits is None
    assert "EVC-P007" in {finding.code for finding in said.findings}
    given = assess(
        one.rulesets[0], nameless, on=ON, framework=alliance().framework, programme=one.programmes[0],
        variant="full-time",
    )  # fmt: skip
    assert given.credits.variant == "full-time"


def test_a_variant_that_the_programme_lacks_leaves_credits_out_and_says_so():
    one = alliance().members[0]
    said = assess(
        one.rulesets[0], dossier("onderwijsassistent-41"), on=ON, framework=alliance().framework,
        programme=one.programmes[0], variant="dual",
    )  # fmt: skip
    assert said.credits is None
    assert "EVC-P006" in {finding.code for finding in said.findings}


def test_a_ruleset_over_another_framework_is_refused():
    one = alliance("pabo-published").members[0]
    with pytest.raises(InvalidInputError, match="EVC-O008"):
        assess(one.rulesets[0], dossier("onderwijsassistent-41"), on=ON, framework=alliance().framework)


@pytest.mark.parametrize("person", names())
def test_every_shipped_person_gets_credits_that_add_up_at_every_institute(person):
    for one in shipped.advice(person).members:
        worth = one.recommendation.credits
        (certain, at_most), (least, most) = worth.awarded, worth.remaining
        assert certain <= at_most
        assert certain + most == at_most + least == worth.total
