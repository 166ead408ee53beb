"""Every law has a ruleset that breaks it and one that keeps it; both are told apart by proof, and by samples."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

import pytest

from evc_rules.compare import STANDARD
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.errors import InvalidInputError, MissingExtraError
from evc_rules.language.load import examine_text
from evc_rules.model.attributes import ONGOING, Attribute, Ongoing
from evc_rules.model.conditions import Filter, Sum
from evc_rules.model.dossier import Dossier, Evidence
from evc_rules.model.outcomes import Leaf
from evc_rules.model.quantities import Amount, Dates
from evc_rules.testing import laws
from evc_rules.testing.laws import How
from evc_rules.testing.laws.days import asking_days
from evc_rules.testing.laws.dividing import divides
from evc_rules.testing.laws.law import Subject

from ..engines.making import FRAMEWORK, ON, read, ruleset

pytest_plugins = ["pytester"]

PROVEN, SAMPLED = How(mode="proven"), How(mode="sampled", examples=60)

PLANTED = {
    "more-evidence": (
        laws.more_evidence(),
        """
- {id: degree, grant: ped.climate@2, when: {all: [{diploma: {nlqf: ">= 6"}}, {not: {work: {sector: retail}}}]}}
""",
        """
- {id: degree, grant: ped.climate@2, when: {all: [{diploma: {nlqf: ">= 6"}}, {not: {applicant: {vog: no}}}]}}
""",
    ),
    "more-evidence, a verdict": (
        laws.more_evidence(),
        """
- {id: degree, grant: research@1, when: {diploma: {}}}
- {id: assessed-here, bar: research@1, when: {assessed: {}}}
""",
        """
- {id: degree, grant: research@1, when: {diploma: {}}}
- {id: not-assessed, bar: research@1, when: {not: {assessed: {}}}}
""",
    ),
    "newer-evidence": (
        laws.newer_evidence(),
        """
- {id: old-diploma, grant: history, when: {diploma: {programme: pabo, age: ">= 5 years"}}}
""",
        """
- {id: diploma, grant: history, when: {diploma: {programme: pabo, age: "<= 5 years", date: ">= 2010-01-01"}}}
""",
    ),
    "newer-evidence, of work and diplomas together": (
        laws.newer_evidence(),
        """
- {id: old, grant: history, when: {evidence: {kind: [work, diploma], age: "> 2 years"}}}
""",
        """
- {id: new, grant: history, when: {evidence: {kind: [work, diploma], age: "< 2 years"}}}
""",
    ),
    "newer-evidence, of work": (
        laws.newer_evidence(),
        """
- {id: old, grant: history, when: {work: {sector: po, age: ">= 5 years"}}}
""",
        """
- {id: new, grant: history, when: {work: {sector: po, age: "<= 5 years", from: ">= 2010-01-01"}}}
""",
    ),
    "newer-evidence, a sum over work and diplomas": (
        laws.newer_evidence(),
        """
- {id: old, grant: history, when: {sum: {of: hours, over: {evidence: {age: "> 2 years"}}, at_least: 100 h}}}
""",
        """
- {id: new, grant: history, when: {sum: {of: hours, over: {evidence: {age: "< 2 years"}}, at_least: 100 h}}}
""",
    ),
    "newer-evidence, time covered": (
        laws.newer_evidence(),
        """
- {id: long, grant: history, when: {span: {over: {work: {}}, at_least: 24 months}}}
- {id: unless, bar: history, when: {work: {to: ">= 2024-01-01"}}}
""",
        """
- {id: long, grant: history, when: {all: [{span: {over: {work: {}}, at_least: 24 months}}, {work: {age: "<= 1 year"}}]}}
""",
    ),
    "more-experience, a sum": (
        laws.more_experience(),
        """
- {id: hours, grant: ped.plan@1, when: {sum: {of: hours, over: {work: {}}, at_least: 800 h}}}
- {id: seasoned, bar: ped.plan@1, when: {sum: {of: hours, over: {work: {}}, at_least: 2000 h}}}
""",
        """
- {id: hours, grant: ped.plan@1, when: {sum: {of: hours, over: {work: {days: ">= 2 days/week"}}, at_least: 800 h}}}
""",
    ),
    "more-experience, one item": (
        laws.more_experience(),
        """
- {id: short, grant: ped.plan@1, when: {course: {ec: "<= 5 EC"}}}
""",
        """
- {id: long, grant: ped.plan@1, when: {course: {ec: ">= 5 EC"}}}
""",
    ),
    "higher-level": (
        laws.higher_level(),
        """
- {id: mbo, grant: ped.climate@1, when: {diploma: {nlqf: 4}}}
""",
        """
- {id: mbo, grant: ped.climate@1, when: {diploma: {nlqf: ">= 4"}}}
""",
    ),
    "equal-variants": (
        laws.equal_variants(),
        """
- {id: part-time, grant: ped.climate@1, when: {work: {}}, applies: {variants: [part-time]}}
""",
        """
- {id: anyone, grant: ped.climate@1, when: {all: [{work: {}}, {applicant: {employment: yes}}]}}
""",
    ),
    "equal-institutions": (
        laws.equal_institutions(),
        """
- {id: ours, grant: history, when: {course: {issuer: r, covers: target}}}
""",
        """
- {id: all, grant: history, when: {course: {covers: target}}}
""",
    ),
    "prerequisites": (
        laws.prerequisites(),
        """
- {id: planning, grant: ped.plan@2, when: {diploma: {}}}
""",
        """
- {id: planning, grant: [ped.plan@2, ped.climate@1], when: {diploma: {}}}
""",
    ),
    "no-conflict": (
        laws.no_conflict(),
        """
- {id: yes, grant: history, when: {diploma: {}}}
- {id: no, bar: history, when: {diploma: {nlqf: "<= 4"}}}
""",
        """
- {id: yes, grant: history, when: {diploma: {}}, overrides: [no]}
- {id: no, bar: history, when: {diploma: {nlqf: "<= 4"}}}
""",
    ),
    "pays-once": (
        laws.pays_once(["history", "research"]),
        """
- {id: one, grant: [history, research@1], when: {diploma: {}}}
""",
        """
- {id: one, grant: history, when: {diploma: {}}}
- {id: two, grant: research@1, when: {work: {}}}
""",
    ),
    "pays-once, together with others": (
        laws.pays_once(["history", "research"]),
        """
- {id: x, grant: history, when: {any: [{all: [{diploma: {nlqf: ">= 7"}}, {work: {}}]}, {portfolio: {}}]}}
- {id: y, grant: research@1, when: {any: [{all: [{diploma: {nlqf: ">= 7"}}, {course: {}}]}, {badge: {}}]}}
""",
        """
- {id: x, grant: history, when: {all: [{diploma: {nlqf: ">= 7"}}, {work: {}}]}}
- {id: y, grant: research@1, when: {all: [{diploma: {nlqf: "<= 6"}}, {course: {}}]}}
""",
    ),
    "pays-once, a sum": (
        laws.pays_once(["history", "research"]),
        """
- {id: x, grant: history, when: {sum: {of: ec, over: {course: {}}, at_least: 20 EC}}}
- {id: y, grant: research@1, when: {sum: {of: ec, over: {course: {field: "01"}}, at_least: 10 EC}}}
""",
        """
- {id: x, grant: history, when: {sum: {of: ec, over: {course: {field: "02"}}, at_least: 20 EC}}}
- {id: y, grant: research@1, when: {sum: {of: ec, over: {course: {field: "01"}}, at_least: 10 EC}}}
""",
    ),
    "pays-once, a verdict": (
        laws.pays_once(["history", "research"]),
        """
- {id: x, grant: history, when: {assessed: {outcome: history}}}
- {id: y, grant: research@1, when: {any: [{assessed: {outcome: history}}, {portfolio: {}}]}}
""",
        """
- {id: x, grant: history, when: {assessed: {instrument: portfolio}}}
- {id: y, grant: research@1, when: {assessed: {instrument: portfolio}}}
""",
    ),
    "promise": (
        laws.promise("graduates", when={"diploma": {"programme": "pabo"}}, exempt=["ped.climate@2"]),
        """
- {id: recent, grant: ped.climate@3, when: {diploma: {programme: pabo, age: "<= 10 years"}}}
""",
        """
- {id: every, grant: ped.climate@2, when: {diploma: {field: "0113"}}}
""",
    ),
    "floor": (
        laws.floor(ruleset("- {id: least, grant: history, when: {diploma: {nlqf: '>= 6'}}}", name="floor")),
        """
- {id: masters, grant: history, when: {diploma: {nlqf: ">= 7"}}}
""",
        """
- {id: all, grant: history, when: {diploma: {nlqf: ">= 5"}}}
""",
    ),
    "agreement": (
        laws.agreement(ruleset("- {id: a, grant: history, when: {diploma: {nlqf: '>= 6'}}}", name="them"), ["history"]),
        """
- {id: generous, grant: history, when: {diploma: {nlqf: ">= 5"}}}
""",
        """
- {id: same, grant: history, when: {any: [{diploma: {nlqf: 6}}, {diploma: {nlqf: ">= 7"}}]}}
- {id: else, grant: research, when: {work: {}}}
""",
    ),
}  # fmt: skip


def asked(rules, law, how, head=""):
    (result,) = laws.check(ruleset(rules, head), FRAMEWORK, laws=[law], on=ON, how=how)
    return result


def statuses(rules, dossier, leaf):
    return trace(Case(rules, FRAMEWORK, prepare(dossier, FRAMEWORK.vocabulary, ON), ON), leaf).statuses


SEVERAL = (
    "more-evidence",
    "newer-evidence",
    "newer-evidence, of work",
    "newer-evidence, time covered",
    "more-experience, a sum",
    "equal-variants",
    "no-conflict",
    "pays-once",
    "pays-once, a sum",
    "floor",
)
FOUND = [
    *(pytest.param(name, PROVEN, id=f"{name}, proven") for name in PLANTED),
    *(pytest.param(name, SAMPLED, id=f"{name}, sampled") for name in SEVERAL),
]


@pytest.mark.parametrize(("name", "how"), FOUND)
def test_what_breaks_a_law_is_found_and_shown_by_somebody(name, how):
    law, broken, _ = PLANTED[name]
    result = asked(broken, law, how)
    assert result.holds is False, str(result)
    assert not result.ok
    for breach in result.breaches:
        assert len(breach.dossiers) in {1, 2}
        assert sum(len(one.evidence) + len(one.verdicts) for one in breach.dossiers) <= 5
        for side, text in zip(breach.sides, breach.yaml() * 2, strict=False):
            read = examine_text(text, "shown.yaml", framework=FRAMEWORK)
            assert isinstance(read.model, Dossier)
            assert [one for one in read.findings if one.severity.value == "error"] == []
            if side.ruleset == "r":
                assert statuses(ruleset(broken), side.dossier, side.leaf) == side.statuses


@pytest.mark.parametrize("name", PLANTED)
def test_what_keeps_a_law_is_proven_for_everybody(name):
    law, _, sound = PLANTED[name]
    found = laws.check(ruleset(sound), FRAMEWORK, laws=[law], on=ON, how=PROVEN)
    if not found:  # nothing in it could break the law
        assert name.startswith("equal")
        return
    (result,) = found
    assert result.ok, str(result)
    assert result.mode == "proven"
    assert result.proven


@pytest.mark.parametrize("name", ["newer-evidence", "newer-evidence, of work", "more-experience, a sum", "floor"])
def test_samples_of_what_keeps_a_law_could_have_shown_something(name):
    law, _, sound = PLANTED[name]
    result = asked(sound, law, SAMPLED)
    assert result.ok, str(result)
    assert result.mode == "sampled"
    assert result.telling >= 5
    assert result.telling <= result.tried


def test_a_policy_treats_alike_the_variants_that_it_is_for():
    part_time = "- {id: a, grant: history, when: {diploma: {}}, applies: {variants: [part-time]}}"
    assert not laws.check(
        ruleset(part_time, "applies: {variants: [part-time]}"), FRAMEWORK, laws=[laws.equal_variants()], on=ON
    )[0].breaches
    anyone = "- {id: a, grant: history, when: {diploma: {}}}"
    assert (
        laws.check(
            ruleset(anyone, "applies: {variants: [part-time, dual]}"), FRAMEWORK, laws=[laws.equal_variants()], on=ON
        )
        == ()
    )
    result = asked(part_time, laws.equal_variants(), PROVEN, "applies: {variants: [part-time, dual]}")
    assert {side.dossier.applicant.known["variant"] for side in result.breaches[0].sides} == {"part-time", "dual"}
    sampled = asked(part_time, laws.equal_variants(), SAMPLED, "applies: {variants: [part-time, dual]}")
    assert {side.dossier.applicant.known["variant"] for side in sampled.breaches[0].sides} == {"part-time", "dual"}


def test_more_evidence_can_be_worth_less_than_nothing():
    points = Attribute(id="points", on=("badge",), type="number", low=Decimal(-5), high=Decimal(5))
    framework = FRAMEWORK.with_(attributes=(*FRAMEWORK.attributes, points))
    counted = Sum(of="points", over=Filter(kinds=("badge",)), at_least=Amount(Decimal(3)))
    rules = ruleset("- {id: a, grant: history, when: {badge: {}}}")
    rules = rules.with_(rules=tuple(one.with_(when=counted) for one in rules.rules))
    (result,) = laws.check(rules, framework, laws=[laws.more_evidence()], on=ON, how=PROVEN)
    assert result.holds is False


def test_levels_cohere_whatever_the_rules_are():
    rules = """
- {id: up, grant: ped.climate@3, when: {diploma: {}}}
- {id: not-high, bar: ped.climate@2, when: {work: {}}}
- {id: but, grant: ped.climate@3, when: {portfolio: {}}, overrides: [not-high]}
"""
    result = asked(rules, laws.levels(), PROVEN)
    assert result.ok
    assert result.proven == 5


def test_dead_rules_are_named():
    rules = """
- {id: wide, grant: ped.climate@2, when: {diploma: {nlqf: ">= 4"}}}
- {id: narrow, grant: ped.climate@1, when: {diploma: {nlqf: ">= 6"}}}
- {id: never, grant: history, when: {all: [{diploma: {nlqf: 6}}, {not: {diploma: {nlqf: ">= 5"}}}]}}
"""
    result = asked(rules, laws.rules_matter(), PROVEN)
    said = str(result)
    assert [one for one in ("wide", "narrow", "never") if f"'{one}'" in said] == ["narrow", "never"]
    assert "'never' decides nothing: without it all is the same (it never acts)" in said
    assert not asked(rules, laws.attainable(), PROVEN).ok
    assert asked("- {id: a, grant: history, when: {diploma: {}}}", laws.attainable(), PROVEN).ok


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            "- {id: late, grant: history, when: {diploma: {}}, applies: {decisions: 2020-01-01/2021-01-01}}",
            "granted, but only by rules that are never in force",
        ),
        ("- {id: chained, grant: history, when: {exempt: research@1}}", "it takes an exemption that nobody gets"),
        (
            "- {id: degree, grant: history, when: {diploma: {}}}\n- {id: no, bar: history, overrides: [degree]}",
            "another rule always overrides it",
        ),
        (
            "- {id: degree, grant: history, when: {diploma: {}}}\n- {id: no, bar: history}",
            "granted, but whoever meets the terms is always barred",
        ),
    ],
)
def test_what_nobody_attains_is_not_said_to_be_attainable(rules, said):
    (attainable, matter) = laws.check(
        ruleset(rules, "applies: {decisions: 2026-01-01/..}"), FRAMEWORK,
        laws=[laws.attainable(), laws.rules_matter()], how=PROVEN,
    )  # fmt: skip
    assert (attainable.holds, attainable.proven) == (False, 0)
    assert said in str(attainable)
    assert matter.holds is ("always barred" in said)


def test_a_rule_that_is_never_in_force_decides_nothing():
    rules = """
- {id: early, grant: history, when: {diploma: {}}, applies: {decisions: ../2021-01-01}}
- {id: others, grant: history, when: {portfolio: {}}, applies: {cohorts: ../2010}}
- {id: now, grant: history, when: {work: {}}}
"""
    one = ruleset(rules, "applies: {decisions: 2026-01-01/.., cohorts: 2020/..}")
    (result,) = laws.check(one, FRAMEWORK, laws=[laws.rules_matter()], how=PROVEN)
    assert [name for name in ("early", "others", "now") if f"'{name}' is never in force" in str(result)] == [
        "early", "others",
    ]  # fmt: skip
    assert result.proven == 1


def test_a_bar_that_is_an_exception_to_a_wide_grant_is_meant():
    rules = """
- {id: degree, grant: [history, research@1], when: {diploma: {}}}
- {id: research-here, bar: research@1}
"""
    assert asked(rules, laws.attainable(), PROVEN).holds
    assert asked(rules.replace("bar: research@1", "bar: research@1, overrides: [degree]"), laws.attainable(), PROVEN).ok


def test_a_rule_that_matters_on_one_date_is_not_dead():
    rules = """
- {id: now, grant: history, when: {diploma: {}}, applies: {decisions: 2026-01-01/2026-09-01}}
- {id: later, grant: research, when: {diploma: {}}, applies: {decisions: 2026-09-01/..}}
"""
    both = [date(2026, 1, 1), date(2026, 9, 1)]
    (result,) = laws.check(ruleset(rules), FRAMEWORK, laws=[laws.rules_matter()], on=both)
    assert result.ok


def test_no_date_falls_in_two_versions_or_in_none():
    def version(name, decisions):
        return ruleset("- {id: a, grant: history, when: {diploma: {}}}", f"applies: {{decisions: {decisions}}}", name)

    def said(*versions):
        first, *others = versions
        (result,) = laws.check(first, FRAMEWORK, laws=[laws.one_version()], versions=others)
        return [(one.on, one.what.en) for one in result.breaches]

    old, new = version("old", "2024-09-01/2026-09-01"), version("new", "2026-09-01/..")
    assert said(old, new) == []
    assert said(old, version("late", "2026-09-02/..")) == [(date(2026, 9, 1), "no version is in force")]
    assert said(old, version("early", "2026-08-31/..")) == [(date(2026, 8, 31), "more than one version: old, early")]


def test_a_parameter_without_a_value_is_found():
    head = """applies: {decisions: 2024-09-01/..}
parameters:
  years: [{from: 2024-09-01, value: 5 years}]"""
    whole = ruleset("- {id: a, grant: history, when: {diploma: {age: '<= $years'}}}", head)
    (years,) = whole.parameters
    later = years.with_(values=tuple(one.with_(start=date(2025, 9, 1)) for one in years.values))
    (result,) = laws.check(whole.with_(parameters=(later,)), FRAMEWORK, laws=[laws.one_version()])
    assert [(one.on, one.what.en) for one in result.breaches] == [
        (date(2024, 9, 1), "the parameter 'years' has no values")
    ]


def test_a_law_is_asked_on_every_stretch_of_dates():
    head = """applies: {decisions: 2024-09-01/..}
parameters:
  level: [{until: 2026-09-01, value: 5}, {from: 2026-09-01, value: 7}]"""
    rules = "- {id: a, grant: history, when: {diploma: {nlqf: '>= $level'}}}"
    promised = laws.promise("six", when={"diploma": {"nlqf": ">= 6"}}, exempt=["history"])
    (result,) = laws.check(ruleset(rules, head), FRAMEWORK, laws=[promised])
    assert [one.on for one in result.breaches] == [date(2026, 9, 1)]


def test_a_waiver_holds_while_it_is_needed():
    law, broken, sound = PLANTED["higher-level"]
    waive = {"higher-level": "the MBO rule is about that diploma alone"}
    (needed,) = laws.check(ruleset(broken), FRAMEWORK, laws=[law], on=ON, waive=waive)
    assert needed.ok
    (idle,) = laws.check(ruleset(sound), FRAMEWORK, laws=[law], on=ON, waive=waive)
    assert not idle.ok
    assert "the waiver is not needed" in str(idle)
    with pytest.raises(InvalidInputError, match=r"EVC-C001.*'higher-levels' is waived"):
        laws.check(ruleset(broken), FRAMEWORK, laws=[law], on=ON, waive={"higher-levels": "a slip"})


def test_what_cannot_be_proven_is_sampled_and_says_so():
    rules = "- {id: a, grant: history, when: {diploma: {age: '>= 2 years', as_of: start}}}"
    proven = asked(rules, laws.newer_evidence(), PROVEN)
    assert proven.holds is None
    assert not proven.ok
    sampled = asked(rules, laws.newer_evidence(), How())
    assert sampled.mode == "sampled"
    assert sampled.holds is False
    assert "start of the programme" in str(sampled)


def test_where_a_start_is_counted_to_the_form_shows_that_newer_helps():
    rules = """
- {id: a, grant: history, when: {diploma: {age: '<= 2 years', as_of: start}}}
- {id: b, bar: research, when: {not: {evidence: {kind: [work, course], age: '< 1 year', as_of: start}}}}
- {id: c, grant: research, when: {sum: {of: ec, over: {course: {age: '<= 1 year', as_of: start}}, at_least: 5 EC}}}
"""
    result = asked(rules, laws.newer_evidence(), PROVEN)
    assert result.ok
    assert result.mode == "proven"
    turned = rules.replace("bar: research", "grant: ped.plan@1")
    assert asked(turned, laws.newer_evidence(), PROVEN).holds is None


def test_work_moves_as_a_whole_and_what_goes_on_had_ended():
    rules = "- {id: a, grant: history, when: {work: {from: '<= 2025-09-01', age: '>= 5 years'}}}"
    result = asked(rules, laws.newer_evidence(), PROVEN)
    ((before,), (after,)) = (one.evidence for one in result.breaches[0].dossiers)
    ends = [ON if isinstance(one.known["to"], Ongoing) else one.known["to"] for one in (before, after)]
    begins = [one.known["from"] for one in (before, after)]
    assert ends[0] < ends[1]
    assert ends[1] - ends[0] == begins[1] - begins[0]


def test_time_that_is_counted_to_another_day_is_sampled_or_seen_by_form():
    """Work of before covers more of what lies before a day; with an age it can only help to be later."""
    until = "- {id: a, grant: history, when: {span: {over: {work: {}}, as_of: 2025-01-01, at_least: 12 months}}}"
    assert asked(until, laws.newer_evidence(), PROVEN).holds is None
    found = asked(until, laws.newer_evidence(), How(examples=400))
    assert found.holds is False
    recent = "- {id: a, grant: history, when: {span: {over: {work: {age: '<= 5 years'}}, at_least: 12 months}}}"
    proven = asked(recent, laws.newer_evidence(), PROVEN)
    assert proven.ok
    assert proven.seen_by_form == proven.proven


def test_jobs_beside_each_other_stay_beside_each_other_where_time_is_counted():
    """Else every rule on a length of time would break the law: two jobs one after the other last longer."""
    rules = ruleset("""
- {id: a, grant: history, when: {span: {over: {work: {}}, at_least: 24 months}}}
- {id: b, grant: research@1, when: {work: {age: "<= 2 years"}}}
""")
    (claim,) = [one for one in laws.newer_evidence().claims(Subject(rules, FRAMEWORK, frozenset(), STANDARD), ON)
                if (Leaf("history", 1), Leaf("history", 1)) in one.pairs]  # fmt: skip
    jobs = read("""\
evc-dossier: 1
dossier: d
evidence:
  - {id: a, work: {from: 2024-09-01, to: 2026-01-01, date-before: 2025-01-01}}
  - {id: b, work: {from: 2024-10-01, to: ongoing}}
""", claim.twin.framework)  # fmt: skip
    before, after = claim.twin.pair(jobs)
    assert [one.known["from"] for one in before.evidence] == [date(2023, 9, 2), date(2023, 10, 2)]
    assert [one.known["to"] for one in before.evidence] == [date(2025, 1, 1), date(2025, 9, 1)]
    assert [dict(one.attributes) for one in after.evidence] == [
        {"from": date(2024, 9, 1), "to": date(2026, 1, 1)},
        {"from": date(2024, 10, 1), "to": ONGOING},
    ]


def test_that_a_date_makes_no_difference_is_not_seen_by_a_form_that_lets_later_help():
    rules = "- {id: a, grant: history, when: {diploma: {age: '<= 2 years', as_of: start}}}"
    assert asked(rules, laws.equal("date", of=["diploma"]), PROVEN).holds is None


def test_what_differs_without_being_named_is_not_said_to_be_proven():
    head = """parameters:
  years: [{cohorts: ../2026, value: 5 years}, {cohorts: 2026/.., value: 10 years}]"""
    by_cohort = "- {id: a, grant: history, when: {diploma: {age: '<= $years'}}}"
    assert asked(by_cohort, laws.equal("cohort"), PROVEN, head).holds is None
    by_start = "- {id: a, grant: history, when: {diploma: {age: '<= 5 years', as_of: start}}}"
    assert asked(by_start, laws.equal("start"), PROVEN).holds is None
    assert asked(by_start, laws.equal("start"), How(mode="sampled", examples=200)).holds is not None


def test_samples_that_show_nothing_prove_nothing():
    rules = """
- {id: a, grant: history, when: {all: [{diploma: {}}, {not: {diploma: {}}}]}}
- {id: b, bar: history, when: {all: [{work: {}}, {not: {work: {}}}]}}
"""
    result = asked(rules, laws.no_conflict(), How(mode="sampled", examples=20))
    assert (result.telling, result.holds, result.ok) == (0, None, False)


def test_one_line_gives_one_test_for_each_law_that_applies(pytester):
    pytester.makepyfile(
        """
        from evc_rules.testing import laws
        from tests.engines.making import FRAMEWORK, ON, ruleset

        RULES = "- {id: mbo, grant: ped.climate@1, when: {diploma: {nlqf: 4}}}"
        test_ours = laws.for_ruleset(ruleset(RULES), FRAMEWORK, on=ON)
        """
    )
    found = pytester.runpytest("-q", "-p", "no:cacheprovider", "-rA", "--junit-xml=report.xml")
    found.assert_outcomes(passed=6, failed=1)
    found.stdout.fnmatch_lines(["*test_ours[[]higher-level[]]*", "higher-level: A diploma of a higher level*"])
    found.stdout.fnmatch_lines(["attainable (proven): proven for everybody (questions: 1)"])
    report = (pytester.path / "report.xml").read_text(encoding="utf-8")
    assert report.count('<property name="law-mode" value="proven" />') == 7


def test_a_ruleset_that_does_not_say_from_when_needs_a_date():
    framework = FRAMEWORK.with_(decisions=Dates())
    with pytest.raises(InvalidInputError, match="does not say from when"):
        laws.check(ruleset("- {id: a, grant: history, when: {diploma: {}}}"), framework, laws=[laws.levels()])


def test_leaves_that_break_a_law_in_the_same_way_are_told_together():
    rules = "- {id: all, grant: [ped.climate@1, research@1], when: {diploma: {nlqf: 4}}}"
    result = asked(rules, laws.higher_level(), PROVEN)
    (breach,) = result.breaches
    assert breach.leaves == (Leaf("ped.climate", 1), Leaf("research", 1))
    assert "op 1 manier gebroken" in "\n".join(result.lines("nl"))


def test_without_hypothesis_only_samples_are_missed(monkeypatch):
    law, broken, _ = PLANTED["higher-level"]
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    assert asked(broken, law, PROVEN).holds is False
    with pytest.raises(MissingExtraError, match=r"evc-rules\[testing\]"):
        asked(broken, law, SAMPLED)


def test_a_day_that_a_condition_names_is_asked_about():
    rules = "- {id: old, grant: history, when: {diploma: {date: '< 2027-01-01'}}}"
    (result,) = laws.check(
        ruleset(rules, "applies: {decisions: 2025-09-01/..}"), FRAMEWORK, laws=[laws.newer_evidence()], how=PROVEN
    )
    assert result.holds is False
    assert result.breaches[0].on == date(2027, 1, 1)


def test_a_day_counts_again_when_what_is_of_that_day_reaches_an_age():
    rules = "- {id: a, grant: history, when: {diploma: {date: '>= 2027-01-01', age: '>= 2 years'}}}"
    days = asking_days(ruleset(rules, "applies: {decisions: 2025-09-01/..}"), FRAMEWORK)
    assert {date(2027, 1, 1), date(2029, 1, 1)} <= set(days)


def test_what_is_in_force_from_always_is_asked_before_its_first_change():
    rules = """
- {id: yes, grant: history, when: {diploma: {}}}
- {id: no, bar: history, when: {diploma: {nlqf: "<= 4"}}, applies: {decisions: ../2026-09-01}}
"""
    (result,) = laws.check(ruleset(rules), FRAMEWORK.with_(decisions=Dates()), laws=[laws.no_conflict()], how=PROVEN)
    assert [one.on for one in result.breaches] == [date(2026, 8, 31)]


def test_a_day_on_which_nothing_is_in_force_is_said():
    rules = ruleset("- {id: a, grant: history, when: {diploma: {}}}", "applies: {decisions: 2025-09-01/..}")
    (result,) = laws.check(rules, FRAMEWORK, laws=[laws.one_version()], on=date(2020, 1, 1))
    assert next((one.on, one.what.en) for one in result.breaches) == (date(2020, 1, 1), "no version is in force")


def test_days_are_dates_and_each_is_asked_once():
    rules = ruleset("- {id: a, grant: history, when: {diploma: {}}}")
    with pytest.raises(InvalidInputError, match=r"EVC-C001.*'2026-01-01' is no date"):
        laws.check(rules, FRAMEWORK, laws=[laws.levels()], on=["2026-01-01"])
    with pytest.raises(InvalidInputError, match=r"EVC-C001.*is no date"):
        laws.check(rules, FRAMEWORK, laws=[laws.levels()], on="2026-01-01")
    (once,) = laws.check(rules, FRAMEWORK, laws=[laws.levels()], on=ON)
    (twice,) = laws.check(rules, FRAMEWORK, laws=[laws.levels()], on=[ON, ON])
    assert twice.proven == once.proven


def test_evidence_that_counts_for_both_pays_once_where_it_can_be_divided():
    """Two courses: one for each. That there is always a way to divide, the solver is not asked."""
    either = """
- {id: x, grant: history, when: {course: {ec: ">= 5 EC"}}}
- {id: y, grant: research@1, when: {course: {count: 2}}}
"""
    shown = asked(either, laws.pays_once(["history", "research"]), PROVEN)
    assert len(shown.breaches[0].dossiers[0].evidence) == 2
    freely = """
- {id: x, grant: history, when: {portfolio: {}}}
- {id: y, grant: research@1, when: {any: [{not: {portfolio: {}}}, {report: {}}]}}
"""
    assert asked(freely, laws.pays_once(["history", "research"]), PROVEN).holds is None
    sampled = asked(freely, laws.pays_once(["history", "research"]), How())
    assert (sampled.mode, sampled.holds) == ("sampled", True)
    assert "whether it can always be divided is not known" in str(sampled)


def test_what_takes_no_evidence_is_not_paid_twice():
    rules = """
- {id: x, grant: history, when: {applicant: {vog: yes}}}
- {id: y, grant: research@1, when: {diploma: {}}}
"""
    result = asked(rules, laws.pays_once(["history", "research"]), PROVEN)
    assert result.ok
    assert result.proven == 1


@pytest.mark.parametrize("items", range(7))
def test_evidence_divides_where_some_part_and_the_rest_exempt(items):
    """By brute force over which items each outcome needs at least so many of."""
    things = [Evidence(id=f"i{number}", kind="badge") for number in range(items)]
    for first in range(4):
        for second in range(4):
            found = divides(
                Dossier(id="d", evidence=tuple(things)),
                lambda part, place, least=(first, second): len(part.evidence) >= least[place],
            )
            assert found is (first + second <= items)


THEM = ruleset("- {id: a, grant: history, when: {diploma: {}}}", name="them")


@pytest.mark.parametrize(
    ("law", "told"),
    [
        (laws.equal("isuer"), r"EVC-C001: law 'equal-isuer': there is no attribute 'isuer'\n.*did you mean 'issuer'"),
        (laws.equal("issuer", of=["dipploma"]), r"'dipploma' is no kind of evidence"),
        (laws.equal("nlqf", of=["applicant"]), r"'nlqf' is not an attribute of applicant"),
        (laws.more_experience(["ours"]), r"there is no attribute 'ours'"),
        (laws.pays_once(["history", "nosuch"]), r"EVC-O001: law 'pays-once': the outcome 'nosuch' is not in framework"),
        (laws.pays_once(["history", "research@9"]), r"'research@9' goes beyond the highest level"),
        (laws.pays_once(["history"]), r"EVC-C001: law 'pays-once' is about one outcome, or none"),
        (laws.pays_once([]), r"EVC-C001: law 'pays-once' is about one outcome, or none"),
        (laws.agreement(THEM, ["zz"]), r"EVC-O001: law 'agreement': the outcome 'zz'"),
        (laws.agreement(THEM, []), r"EVC-C001: law 'agreement' is about no outcomes"),
    ],
)  # fmt: skip
def test_a_law_that_names_what_is_not_there_is_refused(law, told):
    with pytest.raises(InvalidInputError, match=told):
        laws.check(ruleset("- {id: a, grant: history, when: {diploma: {}}}"), FRAMEWORK, laws=[law], on=ON)


def test_an_outcome_that_is_miswritten_is_refused():
    with pytest.raises(InvalidInputError, match="EVC-C001: law 'pays-once'"):
        laws.pays_once(["history", "a b"])


@pytest.mark.parametrize("name", ["to", "from"])
@pytest.mark.parametrize(
    "when",
    [
        "{work: {age: '<= 5 years'}}",
        "{span: {over: {work: {}}, at_least: 24 months}}",
        "{evidence: {age: '<= 5 years'}}",
    ],
)
def test_the_time_of_work_matters_where_its_age_or_length_is_asked(name, when):
    result = asked(f"- {{id: a, grant: history, when: {when}}}", laws.equal(name), PROVEN)
    assert result.holds is None
    assert [what for what, _ in result.sampled] == ["history@1"]


def test_the_time_of_work_does_not_matter_to_the_age_of_a_diploma():
    rules = ruleset("- {id: a, grant: history, when: {diploma: {age: '<= 5 years'}}}")
    assert laws.check(rules, FRAMEWORK, laws=[laws.equal("to")], on=ON) == ()


@pytest.mark.parametrize("name", ["cohort", "start"])
def test_each_rule_that_hangs_on_what_differs_is_left_open(name):
    head = "parameters:\n  n: [{cohorts: ../2025, value: 5}, {cohorts: 2025/.., value: 4}]"
    rules = """
- {id: g, grant: history, when: {diploma: {nlqf: '>= $n', age: '<= 5 years', as_of: start}}}
- {id: s, grant: research@1, when: {span: {over: {work: {}}, at_least: 24 months, as_of: start}}}
- {id: p, grant: ped.plan@1, when: {diploma: {nlqf: 5}}}
"""
    result = asked(rules, laws.equal(name), PROVEN, head)
    assert {"history@1"} | ({"research@1"} if name == "start" else set()) == {what for what, _ in result.sampled}


def test_nobody_whose_work_ends_before_it_begins_shows_anything():
    result = asked(
        "- {id: a, grant: history, when: {span: {over: {work: {}}, at_least: 24 months}}}",
        laws.equal("to"), How(mode="sampled", examples=100),
    )  # fmt: skip
    (breach,) = result.breaches
    for one in breach.dossiers:
        for item in one.evidence:
            assert isinstance(item.known["to"], Ongoing) or item.known["from"] <= item.known["to"]


def test_it_is_said_what_is_sure_and_what_is_not():
    title = laws.levels().title
    sure = laws.LawResult("levels", title, proven=1)
    assert sure.how("en") == "proven for everybody (questions: 1)"
    some = laws.LawResult("levels", title, proven=1, sampled=(("a@1", "why"),), tried=9, telling=1)
    assert some.how("en") == (
        "proven on 1 of 2 questions; not proven on 1 (a@1: why); samples tried: 9, of which 1 could have shown"
        " something, none is against it"
    )
    assert some.how("nl") == (
        "bewezen op 1 van de 2 vragen; niet bewezen op 1 (a@1: why); geprobeerde voorbeelden: 9, waarvan er 1 iets kon"
        " aantonen, geen spreekt haar tegen"
    )
    assert "everybody" not in some.how("en")
    many = laws.LawResult("levels", title, sampled=tuple((f"o@{level}", "why") for level in range(9)))
    assert many.how("en") == "not proven on 9 (o@0; o@1; o@2; o@3 and more: why); not tried on samples"
    assert laws.LawResult("levels", title, proven=1, breaches=(laws.Breach(None, (), title),)).how("en") == (
        "proven on 1 question; broken in 1 way"
    )
