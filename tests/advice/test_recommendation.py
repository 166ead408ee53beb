"""Recommendations: asked by name, told in two languages, and showing no more of a dossier than was tested."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from evc_rules.advice import assess, assess_alliance
from evc_rules.errors import InvalidInputError
from evc_rules.language.dump import dump
from evc_rules.language.load import load_ruleset
from evc_rules.model import conditions as forms
from evc_rules.model.dossier import Dossier
from evc_rules.model.quantities import Dates
from evc_rules.results.questions import Assessment, JudgementNeeded, MissingFact
from evc_rules.results.status import Status

from .. import shipped
from ..shipped import ON, alliance, dossier, names


@pytest.fixture(scope="module")
def advice():
    return shipped.advice("onderwijsassistent-41", strategies=("quorum:2",))


def test_an_outcome_at_a_level_is_found_by_name(advice):
    one = advice["voorbeeld-noord"]["ped.climate@2"]
    assert one.status is Status.EXEMPT
    assert one.rules == ("portfolio",)
    assert one.articles == ("oer/art-4.5",)
    assert one.questions == ()


def test_an_open_outcome_says_what_it_depends_on(advice):
    one = advice["voorbeeld-noord"]["ped.safety@2"]
    assert one.status is Status.OPEN
    assert one.statuses == {Status.EXEMPT, Status.NOT_COVERED}
    (question,) = one.questions
    assert isinstance(question, Assessment)
    assert str(question.outcome) == "ped.safety@2"


def test_a_whole_is_as_exempt_as_its_parts(advice):
    whole = advice["voorbeeld-noord"]["ped"]
    parts = [one for one in advice["voorbeeld-noord"] if one.name.startswith("ped.")]
    assert len(whole.traces) == len(parts)
    assert Status.EXEMPT in {one.status for one in parts}
    assert whole.status is Status.NOT_COVERED


@pytest.mark.parametrize(
    ("name", "code", "help_"),
    [
        ("ped.climat@1", "EVC-O001", "did you mean 'ped.climate'?"),
        ("ped.climate@9", "EVC-O002", "its levels: 1..3"),
        ("ped climate", "EVC-S004", ""),
    ],
)
def test_a_name_that_is_none_is_refused_with_help(advice, name, code, help_):
    with pytest.raises(InvalidInputError) as refused:
        advice["voorbeeld-noord"][name]
    (finding,) = refused.value.findings
    assert (finding.code, finding.help) == (code, help_)


def test_why_names_the_rule_the_article_and_what_met_it(advice):
    said = advice["voorbeeld-noord"]["ped.climate@2"]
    assert said.why("en") == (
        "Creating a pedagogical climate, level 2: exempt. "
        "Experience and a portfolio or interview with two assessors [art-4.5, Portfolio and interview] exempts: "
        "at least 1680 hours in all over jobs (sector primary-education) (found: 7500 hours) and assessed as achieved "
        "(instrument portfolio or criterion-based-interview; assessors at least 2; at most 2 years old): "
        "“v-klimaat” and “v-klimaat-gesprek”."
    )
    assert said.why("nl") == (
        "Een pedagogisch klimaat scheppen, niveau 2: vrijgesteld. "
        "Ervaring en een portfolio of gesprek met twee assessoren [art-4.5, Portfolio en gesprek] stelt vrij: "
        "samen ten minste 1680 uur over banen (sector primary-education) (gevonden: 7500 uur) en beoordeeld als "
        "behaald (instrument portfolio of criterion-based-interview; assessoren ten minste 2; ten hoogste 2 jaar oud): "
        "“v-klimaat” en “v-klimaat-gesprek”."
    )


def test_why_a_refusal_names_the_bar(advice):
    assert advice["voorbeeld-noord"]["prof.graduation@3"].why("en") == (
        "Graduation, level 3: refused. Graduation is done here [art-4.9, What is not exempted] rules out exemption."
    )


def test_why_not_says_which_rules_came_near_and_what_they_ask(advice):
    said = advice["voorbeeld-noord"]["ped.climate@3"].why("en")
    assert "not covered. No rule exempts from it." in said
    assert "art-4.7" in said
    assert "and there is none" in said


def test_what_settles_most_is_asked_first(advice):
    counts = [len(leaves) for leaves in advice["voorbeeld-west"].questions.values()]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("person", names())
def test_nothing_that_no_rule_tests_is_shown(person):
    """Privacy: a token in an attribute that is not tested appears in no sentence and no question."""
    secret = "zq-secret-token"  # noqa: S105 - not a password
    known = dossier(person)
    items = tuple(
        item.with_(attributes=tuple(sorted({**item.known, "issuer": secret}.items())), id=item.id)
        for item in known.evidence
    )
    member = alliance().members[0]
    conditions = [condition for rule in member.rulesets[0].rules for condition in forms.every(rule.when)]
    assert "issuer" not in {getattr(test, "attribute", "") for one in conditions for test in forms.tests_of(one)}
    said = assess(member.rulesets[0], known.with_(evidence=items), on=ON, framework=alliance().framework)
    for one in said:
        assert secret not in one.why("nl")
    assert all(secret not in str(question) for question in said.questions)


def test_each_kind_of_question_occurs_among_the_shipped_people():
    kinds = set()
    for person in names():
        for member in shipped.advice(person).members:
            kinds |= {type(question) for question in member.recommendation.questions}
    assert kinds == {MissingFact, Assessment, JudgementNeeded}


def test_a_member_without_a_ruleset_in_force_is_named_and_the_others_go_on():
    early = assess_alliance(
        alliance("pabo-published"), dossier("vwo-propedeuse", "pabo-published"), on=date(2023, 1, 1)
    )
    silent = [one for one in early.members if one.recommendation is None]
    assert silent
    assert {finding.code for one in silent for finding in one.findings} == {"EVC-N003"}
    assert any(one.recommendation for one in early.members)


def test_harmonised_statuses_are_the_same_everywhere_and_credits_are_each_programmes_own(advice):
    (policy,) = advice.harmonised
    said = [one.recommendation for one in policy.members]
    assert all(one.statuses == said[0].statuses for one in said)
    assert len({one.credits.programme.id for one in said}) == len(said)


def test_differing_are_the_outcomes_that_not_all_say_the_same_of(advice):
    said = [one.recommendation for one in advice.members] + [advice.harmonised[0].statuses]
    for leaf in alliance().framework.leaves:
        assert (leaf in advice.differing) == (len({one.traces[leaf].statuses for one in said}) > 1)


def without(person: Dossier, *names: str) -> Dossier:
    kept = tuple(pair for pair in person.applicant.attributes if pair[0] not in names)
    return person.with_(applicant=person.applicant.with_(attributes=kept))


def test_a_cohort_that_is_not_known_leaves_out_the_harmonised_policy_and_nothing_else():
    nameless = without(dossier("onderwijsassistent-41"), "cohort")
    said = assess_alliance(alliance(), nameless, on=ON, strategies=["quorum:2"])
    assert all(one.recommendation for one in said.members)
    assert said.harmonised == ()
    assert [finding.code for finding in said.findings] == ["EVC-N004"]
    with pytest.raises(InvalidInputError, match="EVC-N002"):
        assess_alliance(alliance(), nameless, on=ON, strategies=["quorum:9"])


def test_a_variant_or_start_that_is_chosen_is_what_rules_see_too():
    """Otherwise a part-time path would be planned on full-time exemptions."""
    zuid = alliance().members[2]
    asked = {"on": ON, "framework": alliance().framework, "programme": zuid.programmes[0]}
    part = assess(zuid.rulesets[0], dossier("onderwijsassistent-41"), **asked)
    full = assess(zuid.rulesets[0], dossier("onderwijsassistent-41"), variant="full-time", **asked)
    assert full.statuses != part.statuses
    late = assess(zuid.rulesets[0], dossier("onderwijsassistent-41"), start=date(2029, 2, 1), **asked)
    assert part["content.geography@1"].status is Status.EXEMPT
    assert late["content.geography@1"].status is Status.NOT_COVERED


def test_a_ruleset_that_is_not_in_force_is_said_to_be_so():
    noord = alliance().members[0].rulesets[0]
    early = assess(noord, dossier("onderwijsassistent-41"), on=date(2020, 1, 1), framework=alliance().framework)
    assert "EVC-N003" in {finding.code for finding in early.findings}
    assert {one.status for one in early} == {Status.NOT_COVERED}
    assert "is not in force then" in early["ped.climate@1"].why("en")
    framework = alliance().framework.with_(decisions=Dates(date(2030, 1, 1), None))
    other = assess(noord, dossier("onderwijsassistent-41"), on=ON, framework=framework)
    assert "EVC-O008" in {finding.code for finding in other.findings}


def test_an_answer_that_nothing_shares_and_that_names_no_ruleset_is_said_not_to_count():
    """A judgement belongs to its ruleset unless the alliance declares it shared."""
    alone = assess(
        alliance().members[0].rulesets[0], dossier("onderwijsassistent-41"), on=ON, framework=alliance().framework
    )
    assert "EVC-D004" in {finding.code for finding in alone.findings}
    together = shipped.advice("onderwijsassistent-41")["voorbeeld-noord"]
    assert "EVC-D004" not in {finding.code for finding in together.findings}


def test_a_harmonised_ruleset_by_itself_says_what_it_says_in_its_alliance(advice, tmp_path):
    (policy,) = advice.harmonised
    (tmp_path / "frameworks").mkdir()
    framework = tmp_path / "frameworks" / "leraar-basisonderwijs.yaml"
    framework.write_text(dump(alliance().framework), encoding="utf-8")
    file = tmp_path / "policy.yaml"
    file.write_text(dump(policy.ruleset), encoding="utf-8")
    alone = assess(load_ruleset(file), dossier("onderwijsassistent-41"), on=ON, framework=alliance().framework)
    assert alone.statuses == policy.statuses.statuses


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": "2026-11-24"}, "EVC-C001"),
        ({"on": datetime(2026, 11, 24, 9, 0)}, "EVC-C001"),  # noqa: DTZ001 - any moment is wrong here
        ({"start": "soon"}, "EVC-C001"),
        ({"programme": alliance("pabo-published").members[0].programmes[0]}, "EVC-O008"),
        ({"dossier": dossier("vwo-propedeuse", "pabo-published")}, "EVC-O008"),
    ],
    ids=["a text", "a moment", "a start", "a programme", "a dossier"],
)
def test_what_does_not_belong_together_is_refused_in_python_too(changes, code):
    asked = {"dossier": dossier("onderwijsassistent-41"), "on": ON, "framework": alliance().framework} | changes
    with pytest.raises(InvalidInputError, match=code):
        assess(alliance().members[0].rulesets[0], asked.pop("dossier"), **asked)


def test_a_verdict_that_says_no_is_not_quoted_as_proof():
    person = dossier("onderwijsassistent-41")
    passed = next(one for one in person.verdicts if one.id == "v-klimaat")
    both = person.with_(verdicts=(*person.verdicts, passed.with_(id="v-nee", achieved=False)))
    said = assess(alliance().members[1].rulesets[0], both, on=ON, framework=alliance().framework)["ped.climate@2"]
    assert said.status is Status.EXEMPT
    assert "v-klimaat" in said.why("en")
    assert "v-nee" not in said.why("en")
