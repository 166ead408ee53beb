"""Planted edits of whole rulesets: reach, levels, bars, overrides, conflicts, chains, dates, limits."""

from __future__ import annotations

from datetime import date

import pytest

from evc_rules.compare import Comparison, Relation, compare_rulesets
from evc_rules.model.attributes import Attribute
from evc_rules.model.conditions import Applicant, CoversTest

from ..engines.making import FRAMEWORK, ON, ruleset

DIPLOMA = "- {id: a, grant: ped.climate@2, when: {diploma: {nlqf: 6}}}"
COURSE = "- {id: b, grant: ped.climate@2, when: {course: {accredited: yes}}}"
BAR = "- {id: b, bar: ped.climate@2, when: {diploma: {country: xx}}}"
LIMIT = "limits: [{at_most: 30 EC, of: exempted}]"

CHANGES = {
    "a level lower": (DIPLOMA, DIPLOMA.replace("@2", "@1"), "more-generous"),
    "a level higher": (DIPLOMA, DIPLOMA.replace("@2", "@3"), "stricter"),
    "all levels": (DIPLOMA, DIPLOMA.replace("ped.climate@2", "ped.climate"), "stricter"),
    "another outcome": (DIPLOMA, DIPLOMA.replace("ped.climate@2", "history"), "incomparable"),
    "a whole": (DIPLOMA, DIPLOMA.replace("ped.climate@2", "{part_of: ped, level: '<= 2'}"), "stricter"),
    "everything": (DIPLOMA, DIPLOMA.replace("ped.climate@2", "{any: true}"), "stricter"),
    "everything but one": (
        DIPLOMA.replace("ped.climate@2", "{any: true}"),
        DIPLOMA.replace("ped.climate@2", "{any: true, except: [history]}"),
        "more-generous",
    ),
    "a rule more": (DIPLOMA, f"{DIPLOMA}\n{COURSE}", "stricter"),
    "a rule less": (f"{DIPLOMA}\n{COURSE}", DIPLOMA, "more-generous"),
    "a bar more": (DIPLOMA, f"{DIPLOMA}\n{BAR}", "more-generous"),
    "a bar a level lower": (f"{DIPLOMA}\n{BAR}", f"{DIPLOMA}\n{BAR.replace('@2', '@1')}", "more-generous"),
    "a bar a level higher": (f"{DIPLOMA}\n{BAR}", f"{DIPLOMA}\n{BAR.replace('@2', '@3')}", "stricter"),
    "a bar becomes a grant": (f"{DIPLOMA}\n{BAR}", f"{DIPLOMA}\n{BAR.replace('bar:', 'grant:')}", "stricter"),
    "an override": (f"{DIPLOMA}\n{BAR}", f"{DIPLOMA[:-1]}, overrides: [b]}}\n{BAR}", "stricter"),
    "an override of a grant": (
        f"{DIPLOMA}\n{BAR}",
        f"{DIPLOMA}\n{BAR[:-1]}, overrides: [a]}}",
        "more-generous",  # with level 2 goes what it carried along: level 1
    ),
    "a waiver": (
        f"{DIPLOMA}\n{BAR}",
        f"{DIPLOMA}\n{BAR}\n- {{id: c, waives: [b], when: {{applicant: {{employment: yes}}}}}}",
        "stricter",
    ),
    "for one variant": (DIPLOMA, f"{DIPLOMA[:-1]}, applies: {{variants: [part-time]}}}}", "more-generous"),
    "for later cohorts": (DIPLOMA, f"{DIPLOMA[:-1]}, applies: {{cohorts: 2026/..}}}}", "more-generous"),
    "from the day after": (DIPLOMA, f"{DIPLOMA[:-1]}, applies: {{decisions: 2026-09-02/..}}}}", "more-generous"),
    "a chain": (
        f"- {{id: c, grant: history, when: {{course: {{}}}}}}\n{DIPLOMA}",
        "- {id: c, grant: history, when: {course: {}}}\n- {id: a, grant: ped.climate@2, when: {exempt: history}}",
        "incomparable",
    ),
    "far along a chain": (
        "- {id: c, grant: history, when: {course: {ec: '>= 5 EC'}}}\n- {id: a, grant: ped, when: {exempt: history}}",
        "- {id: c, grant: history, when: {course: {ec: '>= 6 EC'}}}\n- {id: a, grant: ped, when: {exempt: history}}",
        "more-generous",
    ),
}

HEADS = {
    "conflicts are refused": ("", "conflicts: bar-wins", "equivalent"),
    "conflicts are granted": ("", "conflicts: grant-wins", "stricter"),
    "a limit": ("", LIMIT, "equivalent"),
    "a limit by one": (LIMIT, LIMIT.replace("30", "31"), "equivalent"),
    "a limit on some": (LIMIT, LIMIT.replace("exempted}", "exempted, among: {part_of: ped}}"), "equivalent"),
    "units in proportion": ("", "units: proportional", "equivalent"),
    "toward the BSA": ("bsa: counts", "bsa: does-not-count", "equivalent"),
}

SAME = {
    "rules in another order": (f"{DIPLOMA}\n{COURSE}", f"{COURSE}\n{DIPLOMA}"),
    "another name": (DIPLOMA, DIPLOMA.replace("id: a", "id: other")),
    "a rule in two": (
        "- {id: a, grant: ped.climate@2, when: {any: [{diploma: {nlqf: 6}}, {course: {}}]}}",
        f"{DIPLOMA}\n- {{id: b, grant: ped.climate@2, when: {{course: {{}}}}}}",
    ),
    "what a level includes": (DIPLOMA, f"{DIPLOMA}\n{DIPLOMA.replace('id: a', 'id: b').replace('@2', '@1')}"),
    "outcomes one by one": (
        DIPLOMA.replace("ped.climate@2", "{part_of: ped}"),
        DIPLOMA.replace("ped.climate@2", "[ped.climate@3, ped.plan@2]"),
    ),
    "an exception in the condition": (
        f"{DIPLOMA}\n- {{id: w, waives: [a], when: {{course: {{}}}}}}",
        "- {id: a, grant: ped.climate@2, when: {all: [{diploma: {nlqf: 6}}, {not: {course: {}}}]}}",
    ),
}


def both(old: str, new: str, heads: tuple[str, str] = ("", "")) -> Comparison:
    return compare_rulesets([ruleset(old, heads[0]), ruleset(new, heads[1])], FRAMEWORK, ON)


@pytest.mark.parametrize("edit", CHANGES)
def test_an_edit_of_the_rules_is_found(edit):
    old, new, expected = CHANGES[edit]
    pair = both(old, new).pair(0, 1)
    assert (str(pair.relation), pair.same, pair.undecided) == (expected, False, ())
    assert pair.differing


@pytest.mark.parametrize("edit", HEADS)
def test_an_edit_of_the_head_is_found(edit):
    old, new, expected = HEADS[edit]
    pair = both(f"{DIPLOMA}\n{BAR}", f"{DIPLOMA}\n{BAR}", (old, new)).pair(0, 1)
    assert (str(pair.relation), pair.same, pair.undecided) == (expected, False, ())
    assert bool(pair.differing) != bool(pair.terms)


@pytest.mark.parametrize("edit", SAME)
def test_an_edit_of_the_rules_that_changes_nothing_is_proven(edit):
    pair = both(*SAME[edit]).pair(0, 1)
    assert (pair.relation, pair.same, pair.undecided) == (Relation.EQUIVALENT, True, ())


def test_a_limit_that_another_one_keeps_changes_nothing():
    wider = "limits: [{at_most: 30 EC, of: exempted}, {at_most: 30 EC, of: exempted, among: {part_of: ped}}]"
    assert both(DIPLOMA, DIPLOMA, (LIMIT, wider)).pair(0, 1).same


def test_a_parameter_that_hangs_on_the_cohort_is_compared_for_every_cohort():
    head = "parameters: {low: [{cohorts: ../2026, value: 5}, {cohorts: 2026/.., value: 6}]}"
    old = DIPLOMA.replace("nlqf: 6", "nlqf: '>= $low'")
    compared = both(old, DIPLOMA.replace("nlqf: 6", "nlqf: '>= 6'"), (head, ""))
    assert compared.pair(0, 1).relation is Relation.MORE_GENEROUS
    (shown, *_) = [one.only_first for one in compared.pair(0, 1).differing]
    assert shown
    cohort = shown.dossier.applicant.cohort
    assert cohort is not None
    assert cohort < 2026


def test_a_version_is_compared_with_itself_at_another_date():
    head = "parameters: {low: [{until: 2027-01-01, value: 5}, {from: 2027-01-01, value: 6}]}"
    old = ruleset(DIPLOMA.replace("nlqf: 6", "nlqf: '>= $low'"), head)
    new = ruleset(DIPLOMA.replace("nlqf: 6", "nlqf: '>= 6'"))
    before, after = (compare_rulesets([old, new], FRAMEWORK, on) for on in (ON, date(2027, 1, 1)))
    assert (before.pair(0, 1).relation, after.pair(0, 1).relation) == (Relation.MORE_GENEROUS, Relation.EQUIVALENT)


def test_what_time_cannot_change_is_proven_although_time_to_the_start_is_not_settled():
    work = "{span: {over: {work: {from: '>= 2026-01-01'}}, at_least: 12 months, as_of: start}}"
    grant = f"- {{id: a, grant: ped.climate@2, when: {work}}}"
    never = f"{grant}\n- {{id: b, bar: ped.climate@1}}"
    assert both(never, grant).pair(0, 1).relation is Relation.STRICTER


def test_judgements_are_one_for_all_only_where_they_are_shared():
    rule = "- {id: a, grant: ped.climate@2, when: {judgement: hardship, asks: Really}}"
    rulesets = [ruleset(rule, name="x"), ruleset(rule, name="y")]
    own = compare_rulesets(rulesets, FRAMEWORK, ON)
    shared = compare_rulesets(rulesets, FRAMEWORK, ON, shared=frozenset({"hardship"}))
    assert (own.pair(0, 1).relation, shared.pair(0, 1).relation) == (Relation.INCOMPARABLE, Relation.EQUIVALENT)


@pytest.mark.parametrize("named", ["history", "ped", "ped.climate@1..2"])
def test_a_leaf_that_a_condition_names_is_not_treated_as_one_that_it_does_not_name(named):
    """Each leaf by itself, and all together: what covers a whole covers its parts, and not what is no part of it."""
    grant = "- {{id: a, grant: {{any: true}}, when: {{course: {{covers: {}}}}}}}"
    old, new = ruleset(grant.format("target")), ruleset(grant.format(named))
    together = compare_rulesets([old, new], FRAMEWORK, ON)
    for leaf in FRAMEWORK.leaves:
        alone = compare_rulesets([old, new], FRAMEWORK, ON, leaves=[leaf])
        assert together.relation(leaf, 0, 1) is alone.relation(leaf, 0, 1)
        assert together.pair(0, 1).leaves[leaf].alike is alone.pair(0, 1).leaves[leaf].alike


def test_what_the_applicant_is_aligned_with_moves_along_from_leaf_to_leaf():
    about = Attribute(id="about", on=("applicant",), type="outcomes")
    framework = FRAMEWORK.with_(attributes=(*FRAMEWORK.attributes, about))
    plain = ruleset("- {id: a, grant: {any: true}, when: {diploma: {}}}")
    (rule,) = plain.rules
    aligned = plain.with_(rules=(rule.with_(when=Applicant(tests=(CoversTest(attribute="about"),))),))
    pair = compare_rulesets([plain, aligned], framework, ON).pair(0, 1)
    assert pair.relation is Relation.INCOMPARABLE
    assert all(one.only_second for one in pair.leaves.values())
