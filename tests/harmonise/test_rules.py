"""What a harmonised ruleset looks like: thresholds, shared bars, terms, names, and what it takes over from members."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.errors import InvalidInputError
from evc_rules.harmonise import Strategy, harmonise, harmonise_rulesets
from evc_rules.language.dump import dump
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.conditions import (
    AgeTest,
    All,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    CoversTest,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    Param,
    every,
)
from evc_rules.model.outcomes import Framework, Outcome, Ref
from evc_rules.model.policy import Applies, Limit, Parameter, ParameterValue, Rule, Ruleset
from evc_rules.model.quantities import Age, Cohorts, Credits, Dates
from evc_rules.model.sources import Source

ON = date(2026, 11, 1)
FRAMEWORK = Framework(
    id="f",
    version="1",
    title="f",
    outcomes=(
        Outcome(id="ped", title="ped", component="pedagogical-didactic"),
        *(Outcome(id=f"ped.{name}", title=name, component="pedagogical-didactic", part_of=("ped",), levels=3)
          for name in ("climate", "care", "safety")),
        Outcome(id="prof", title="prof", component="professional", levels=2),
    ),
)  # fmt: skip


def diploma(years=None, programme="pabo", **more):
    tests = [CodeTest(attribute="programme", codes=(programme,))]
    tests += [AgeTest(op="<=", value=Age(12 * years))] if years else []
    return Exists(filter=Filter(kinds=("diploma",), tests=tuple(tests)), **more)


def course(*tests):
    return Exists(filter=Filter(kinds=("course",), tests=(CoversTest(), *tests)))


def grant(name, when, *reach, **more):
    reach = tuple(Ref.parse(one) if isinstance(one, str) else one for one in reach)
    return Rule(id=name, title=name, articles=(f"oer/{name}",), effect="grant", reach=reach, when=when, **more)


def bar(name, when, *reach, **more):
    return grant(name, when, *reach, **more).with_(effect="bar")


def ruleset(name, *rules, **more):
    articles = {rule.id: rule.id for rule in rules}
    return Ruleset(
        id=name, title=name, institution=name, framework=FRAMEWORK.name, rules=rules,
        sources={"oer": Source(title="OER", publisher=name, page="https://example.org", articles=articles)}, **more,
    )  # fmt: skip


def put_together(strategy, *members, **more):
    return harmonise_rulesets(members, FRAMEWORK, strategy, ON, **more)


BY_AGE = [ruleset(name, grant("degree", diploma(years), "ped@1")) for name, years in (("a", 5), ("b", 8), ("c", 10))]


@pytest.mark.parametrize(
    ("strategy", "years"),
    [("strictest", 5), ("quorum:3", 5), ("quorum:2", 8), ("quorum:1", 10), ("most-generous", 10)],
)
def test_of_one_threshold_each_strategy_takes_one(strategy, years):
    (rule,) = put_together(strategy, *BY_AGE).rules
    assert rule.when == diploma(years)
    assert rule.reach == (Ref("ped", 1, 1),)


def test_a_rule_names_all_the_rules_that_make_it_enough_and_cites_their_articles():
    harmonised = put_together("quorum:2", *BY_AGE)
    (rule,) = harmonised.rules
    assert rule.id == "degree"
    assert rule.note.en == "b: degree; c: degree"
    assert rule.articles == ("b.oer/degree", "c.oer/degree")
    assert set(harmonised.sources) == {"b.oer", "c.oer"}


def test_a_quorum_is_never_expanded_into_its_combinations():
    members = [ruleset(name, grant("own", diploma(programme=name), "prof@1")) for name in "abcd"]
    (rule,) = put_together("quorum:2", *members).rules
    assert rule.when == AtLeast(k=2, of=tuple(diploma(programme=name) for name in "abcd"))
    assert rule.title.en == "Grounds of at least 2 institutions together"


def test_what_two_do_not_both_grant_a_quorum_does_not():
    one = ruleset("a", grant("degree", diploma(), "prof@1"))
    assert put_together("quorum:2", one, ruleset("b")).rules == ()


def test_higher_levels_are_left_to_one_rule_about_the_target():
    one = ruleset("a", grant("course", course(), "ped"), grant("assessed", Assessed(), "ped@1..2"))
    rules = put_together("most-generous", one, ruleset("b")).rules
    assert [(rule.when, rule.reach) for rule in rules] == [
        (course(), (Ref("ped"),)),
        (Assessed(), (Ref("ped", 1, 2),)),
    ]


def test_a_level_that_only_one_member_grants_is_not_left_to_the_level_above_it():
    lower, upper = (ruleset(name, grant("course", course(), f"ped.care@{n}")) for name, n in (("a", 1), ("b", 2)))
    (rule,) = put_together("most-generous", lower, upper).rules
    assert rule.reach == (Ref("ped.care", 1, 2),)


def test_an_outcome_that_a_condition_names_stays_named_where_it_is_not_the_target():
    one = ruleset("a", grant("elsewhere", Assessed(outcome=Ref("ped.climate", 1, 1)), "ped@1"))
    rules = put_together("reference:a", one).rules
    assert {rule.when: rule.reach for rule in rules} == {
        Assessed(): (Ref("ped.climate", 1, 1),),
        Assessed(outcome=Ref("ped.climate", 1, 1)): (Ref("ped.care", 1, 1), Ref("ped.safety", 1, 1)),
    }


def test_a_whole_is_named_though_part_of_it_is_superfluous():
    wide = ruleset("a", grant("any", course(), "ped"))
    more = ruleset("b", grant("easier", Exists(filter=Filter(tests=(CoversTest(),))), "ped.care"))
    rule = next(one for one in put_together("most-generous", wide, more).rules if one.id == "any")
    assert rule.reach == (Ref("ped"),)


NO_VOG = Applicant(tests=(FlagTest(attribute="employment", value=False),))


def test_a_bar_that_several_rules_stand_back_for_is_written_once():
    one = ruleset(
        "a",
        grant("degree", diploma(), "ped"),
        grant("course", course(), "ped"),
        bar("unemployed", NO_VOG, "ped"),
    )
    rules = put_together("most-generous", one, ruleset("b")).rules
    assert [(rule.id, rule.effect, rule.when, rule.overrides) for rule in rules] == [
        ("degree", "grant", diploma(), ()),
        ("course", "grant", course(), ()),
        ("unemployed", "waive", NO_VOG, ("degree", "course")),
    ]
    assert rules[-1].articles == ("a.oer/unemployed",)


def test_a_bar_for_one_rule_stands_in_its_condition():
    one = ruleset("a", grant("degree", diploma(), "prof"), bar("unemployed", NO_VOG, "prof"))
    (rule,) = put_together("most-generous", one, ruleset("b")).rules
    assert rule.when.of == (diploma(), Not(of=NO_VOG))


def test_hardship_that_overrides_a_bar_and_exempts_is_not_repeated_in_every_exception():
    hardship = Judgement(id="hardship", asks="Undue?")
    one = ruleset(
        "a",
        grant("degree", diploma(), "prof"),
        bar("unemployed", NO_VOG, "prof"),
        grant("hardship", hardship, "prof", overrides=("unemployed",)),
    )
    rules = put_together("reference:a", one).rules
    grants = {rule.id: rule.when for rule in rules if rule.effect == "grant"}
    assert grants["hardship"] == hardship.with_(ruleset="a")
    assert grants["degree"].of == (diploma(), Not(of=NO_VOG))


def test_where_every_member_bars_it_is_refused():
    members = [ruleset(name, grant("degree", diploma(), "prof"), bar("here", NO_VOG, "prof@2")) for name in "ab"]
    (refusal,) = (rule for rule in put_together("strictest", *members).rules if rule.effect == "bar")
    assert refusal.reach == (Ref("prof", 2, 2),)
    assert NO_VOG in every(refusal.when)


def test_a_member_whose_grant_wins_over_its_bar_does_not_refuse():
    wins = ruleset("a", grant("degree", diploma(), "prof"), bar("here", NO_VOG, "prof"), conflicts="grant-wins")
    bars = ruleset("b", bar("here", NO_VOG, "prof"))
    (refusal,) = put_together("strictest", wins, bars).rules
    assert refusal.when == All(of=(NO_VOG, Not(of=diploma())))
    (alone,) = (rule for rule in put_together("reference:a", wins).rules if rule.effect == "bar")
    assert alone.when == NO_VOG


def test_where_one_member_does_not_bar_nothing_is_refused():
    members = [ruleset("a", bar("here", NO_VOG, "prof")), ruleset("b", grant("degree", diploma(), "prof"))]
    assert all(rule.effect != "bar" for rule in put_together("strictest", *members).rules)


def test_mutual_recognition_keeps_the_bars_of_home_for_what_others_exempt():
    home = ruleset("home", grant("own", diploma(programme="x"), "prof@1"), bar("unemployed", NO_VOG, "prof@1"))
    home = home.with_(conflicts="grant-wins")
    other = ruleset("other", grant("degree", diploma(), "prof@1"))
    whens = {rule.id: rule.when for rule in put_together("mutual:home", home, other).rules}
    assert whens["own"] == diploma(programme="x")
    assert whens["degree"].of == (diploma(), Not(of=NO_VOG))


def test_members_for_other_variants_say_so_as_a_member_would():
    part_time = Applies(variants=("part-time",))
    one = ruleset("a", grant("degree", diploma(), "prof@1"), applies=part_time)
    two = ruleset("b", grant("course", course(), "prof@1"))
    harmonised = put_together("most-generous", one, two)
    assert {rule.id: rule.applies.variants for rule in harmonised.rules} == {"degree": ("part-time",), "course": ()}
    assert harmonised.applies == Applies(decisions=Dates(ON))
    same = put_together("most-generous", one, two.with_(applies=part_time), cohort=2026)
    assert [rule.applies for rule in same.rules] == [Applies(), Applies()]
    assert same.applies == Applies(decisions=Dates(ON), cohorts=Cohorts(2026, 2027), variants=("part-time",))


def test_it_records_how_it_was_made():
    made = put_together("quorum:2", *BY_AGE, cohort=2026).provenance
    assert (made.strategy, made.members, made.on, made.cohort, made.limits) == (
        "quorum:2", ("a", "b", "c"), ON, 2026, "quorum:2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "units", "bsa"),
    [
        ([("whole", True), ("whole", True)], "whole", True),
        ([("proportional", False), ("proportional", False)], "proportional", False),
        ([("proportional", True), ("whole", None)], "whole", None),
    ],
)
def test_units_and_bsa_are_taken_over_where_the_members_agree(values, units, bsa):
    members = [ruleset(name, units=unit, bsa=counts) for name, (unit, counts) in zip("ab", values, strict=True)]
    harmonised = put_together("strictest", *members)
    assert (harmonised.units, harmonised.bsa) == (units, bsa)


@pytest.mark.parametrize(
    ("limits", "most"),
    [("strictest", 60), ("quorum:2", 120), ("quorum:3", 60), ("most-generous", None), ("b", 120), ("c", None)],
)
def test_limits_are_the_kth_loosest_or_those_of_one_member(limits, most):
    caps = {"a": 60, "b": 120}
    members = [
        ruleset(name, limits=(Limit(at_most=Credits.parse(f"{caps[name]} EC")),) if name in caps else ())
        for name in "abc"
    ]
    harmonised = put_together("most-generous", *members, limits=limits)
    assert [limit.at_most for limit in harmonised.limits] == ([Credits.parse(f"{most} EC")] if most else [])
    assert harmonised.provenance.limits == limits


def test_shared_judgements_are_one_and_others_stay_with_their_ruleset():
    clause = Judgement(id="hardship", asks="Undue?")
    members = [ruleset(name, grant("hardship", clause, "prof@1")) for name in "ab"]
    (shared,) = put_together("strictest", *members, shared=frozenset({"hardship"})).rules
    assert shared.when == clause
    (own,) = put_together("most-generous", *members).rules[:1]
    assert own.when == clause.with_(ruleset="a")


def test_a_parameter_that_hangs_on_the_cohort_needs_one():
    values = tuple(
        ParameterValue(cohorts=cohorts, value=Age(12 * years))
        for cohorts, years in ((Cohorts(None, 2026), 5), (Cohorts(2026), 8))
    )
    by_cohort = diploma().with_(
        filter=Filter(kinds=("diploma",), tests=(AgeTest(op="<=", value=Param(parameter="years")),))
    )
    one = ruleset("a", grant("degree", by_cohort, "prof"), parameters=(Parameter(id="years", values=values),))
    with pytest.raises(InvalidInputError, match="EVC-N004"):
        put_together("reference:a", one)
    (rule,) = put_together("reference:a", one, cohort=2026).rules
    assert rule.when.filter.tests[0].value == Age(96)


@pytest.mark.parametrize(
    "text", ["", "quorum", "quorum:0", "quorum:x", "strictest:2", "mutual", "reference:", "floor-ceiling:a", "best"]
)
def test_what_is_no_strategy_is_refused_with_those_that_are(text):
    with pytest.raises(InvalidInputError, match="EVC-N002"):
        Strategy.parse(text)


@pytest.mark.parametrize("text", ["strictest", "quorum:2", "mutual:a", "reference:a", "floor-ceiling:a,b,c"])
def test_a_strategy_is_written_as_it_is_read(text):
    assert str(Strategy.parse(text)) == text


@pytest.mark.parametrize("strategy", ["quorum:4", "mutual:nobody", "floor-ceiling:a,nobody"])
def test_a_strategy_that_cannot_be_carried_out_says_so(strategy):
    with pytest.raises(InvalidInputError, match="EVC-N002"):
        put_together(strategy, *BY_AGE)


def test_an_alliance_without_a_ruleset_in_force_says_whose():
    later = BY_AGE[0].with_(applies=Applies(decisions=Dates(date(2030, 1, 1))))
    joined = tuple(Member(institution=one.id, rulesets=(one,)) for one in (later, BY_AGE[1]))
    alliance = Alliance(id="x", title="x", framework=FRAMEWORK, members=joined)
    with pytest.raises(InvalidInputError, match=r"EVC-N003.*'a'"):
        harmonise(alliance, "strictest", ON)
    with pytest.raises(InvalidInputError, match=r"'a' on [-\d]+\n.*choose another date or cohort$"):
        harmonise(alliance, "strictest", ON, cohort=2026)


def test_where_the_cohort_keeps_a_ruleset_out_it_is_named_as_the_cause():
    later = BY_AGE[0].with_(applies=Applies(cohorts=Cohorts(2030)))
    joined = tuple(Member(institution=one.id, rulesets=(one,)) for one in (later, BY_AGE[1]))
    alliance = Alliance(id="x", title="x", framework=FRAMEWORK, members=joined)
    with pytest.raises(InvalidInputError, match=r"'a' on [-\d]+ for cohort 2026\n.*choose another date or cohort$"):
        harmonise(alliance, "strictest", ON, cohort=2026)


def test_a_ground_that_comes_back_is_written_out_once():
    ground = diploma(5, programme="a-programme-with-a-rather-long-name-that-nobody-wants-to-read-twice")
    members = [
        ruleset(
            name,
            grant("long", ground, "ped"),
            grant("own", diploma(programme=name), "ped.care"),
            grant("other", diploma(programme=f"{name}-2"), "ped.safety"),
        )
        for name in "ab"
    ]
    members[1] = members[1].with_(rules=members[1].rules[1:])
    harmonised = put_together("strictest", *members)
    assert len(harmonised.rules) == 2
    assert all(ground in every(rule.when) for rule in harmonised.rules)
    assert dump(harmonised).count("programme: a-programme-with-a-rather-long-name") == 1
