"""Laws 8, 9, 12 and 4 on recommendations as a whole, over generated programmes, rulesets and dossiers."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evc_rules.advice import Recommendation, assess, remaining_path
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework
from evc_rules.plan import award_violations, path_violations
from evc_rules.results.status import Status
from evc_rules.results.truth import Truth
from evc_rules.testing.strategies import decision_dates, dossiers, frameworks, programmes, rulesets


@st.composite
def recommendations(draw: st.DrawFn) -> Recommendation:
    framework = draw(frameworks(max_outcomes=3))
    ruleset = draw(rulesets(framework, max_rules=3))
    programme = draw(programmes(framework))
    dossier = draw(dossiers(ruleset, framework))
    variant = draw(st.sampled_from([one.id for one in programme.variants]))
    return assess(
        ruleset, dossier, on=draw(decision_dates()), framework=framework, programme=programme, variant=variant
    )


@settings(max_examples=150)
@given(recommendations())
def test_law_8_awarded_and_remaining_are_the_total(advice):
    worth = advice.credits
    certain, hoped = worth.awarded
    least, most = worth.remaining
    assert certain <= hoped <= worth.total
    assert (certain + most, hoped + least) == (worth.total, worth.total)
    for outlook, end in ((worth.certain, certain), (worth.hoped, hoped)):
        assert sum(unit.ec.value for unit in worth.programme.units if unit.id in outlook.award.awarded) == end.value


@settings(max_examples=150)
@given(recommendations())
def test_law_9_limits_hold_at_both_ends(advice):
    worth = advice.credits
    for outlook in (worth.certain, worth.hoped):
        exempt = {
            unit.id
            for unit in worth.programme.units_of(worth.variant)
            if outlook.exempt.issuperset(advice.framework.select(unit.outcomes))
        }
        found = award_violations(
            worth.programme, advice.framework, worth.variant, exempt, advice.ruleset.limits, outlook.award
        )
        assert found == []


@settings(max_examples=80)
@given(recommendations())
def test_law_12_paths_keep_every_constraint_and_hope_never_lengthens_them(advice):
    worth = advice.credits
    paths = []
    for hoped, outlook in ((False, worth.certain), (True, worth.hoped)):
        path = remaining_path(advice, hoped=hoped)
        broken = path_violations(
            worth.programme, advice.framework, worth.variant, outlook.award.awarded, outlook.exempt,
            advice.start, path, outlook.loads,
        )  # fmt: skip
        assert broken == []
        paths.append(path)
    now, best = paths
    same_choice = set(worth.certain.award.awarded) <= set(worth.hoped.award.awarded)
    if same_choice and now.finish and now.proven and best.proven and not best.minimum_binds and not best.clashes:
        assert best.finish <= now.finish


@settings(max_examples=200)
@given(recommendations(), st.data())
def test_law_4_knowing_less_never_narrows_the_interval_of_credits(advice, data):
    """Unknown is never zero: whatever is not known, what would be awarded if it were lies between the two ends."""
    doubtful = {"EVC-D002", "EVC-D003", "EVC-D008"}  # what forgetting would take away
    assume(not doubtful & {finding.code for finding in advice.findings})
    less = data.draw(forgetful(advice.dossier, advice.framework))
    before = assess(
        advice.ruleset, less, on=advice.on, framework=advice.framework, programme=advice.credits.programme,
        variant=advice.credits.variant,
    )  # fmt: skip
    assert before.credits.awarded[0] <= advice.credits.awarded[0]
    assert advice.credits.awarded[1] <= before.credits.awarded[1]


@st.composite
def forgetful(draw: st.DrawFn, dossier: Dossier, framework: Framework) -> Dossier:
    """The dossier with one thing in it no longer known."""
    unknowable = {one.id for one in framework.vocabulary.attributes if one.absent == "none"}
    things = [*dossier.evidence, *dossier.verdicts, dossier.applicant]
    known = [(thing, name) for thing in things for name, _ in thing.attributes if name not in unknowable]
    choices = [*known, *((None, answer) for answer in dossier.judgements)]
    assume(choices)
    thing, what = draw(st.sampled_from(choices))
    if thing is None:
        return dossier.with_(judgements=tuple(one for one in dossier.judgements if one.judgement != what.judgement))
    poorer = thing.with_(attributes=tuple(pair for pair in thing.attributes if pair[0] != what))
    return dossier.with_(
        evidence=tuple(poorer if one is thing else one for one in dossier.evidence),
        verdicts=tuple(poorer if one is thing else one for one in dossier.verdicts),
        applicant=poorer if thing is dossier.applicant else dossier.applicant,
    )


@settings(max_examples=100)
@given(recommendations())
def test_every_open_outcome_names_a_question_and_no_settled_one_does(advice):
    for one in advice:
        assert bool(one.questions) == (one.status is Status.OPEN)
        assert one.why("nl")
        assert one.why("en")


@settings(max_examples=100)
@given(recommendations())
def test_a_unit_is_awarded_only_when_all_its_outcomes_are_exempt(advice):
    for one in advice.credits.units:
        leaves = advice.framework.select(one.unit.outcomes)
        statuses = [advice.traces[leaf].status for leaf in leaves]
        if one.awarded is Truth.TRUE:
            assert set(statuses) == {Status.EXEMPT}
        if one.awarded is not Truth.TRUE and set(statuses) == {Status.EXEMPT}:
            assert one.stopped_by
