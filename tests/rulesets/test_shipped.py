"""What is shipped (frameworks, rulesets, programmes, alliances, dossiers) holds together and says where it is from."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.language.load import examine
from evc_rules.model import conditions as forms
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.attributes import Ongoing
from evc_rules.model.conditions import Exempt, Param, Span, Sum, every
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework, Leaf
from evc_rules.model.policy import Ruleset
from evc_rules.model.programme import Programme
from evc_rules.model.quantities import Credits
from evc_rules.model.sources import Citation
from evc_rules.plan import Path as Remaining
from evc_rules.plan import award, award_violations, path_violations, plan_path
from evc_rules.results.status import Status, Statuses

ROOT = Path(__file__).parents[2]
RULESETS = ROOT / "rulesets"
DOSSIERS = ROOT / "examples" / "dossiers"
ON = date(2026, 11, 24)
TEACHING = {"pedagogical-didactic", "subject-didactic", "subject-content", "professional"}
FILES = sorted(path.relative_to(RULESETS).as_posix() for path in RULESETS.glob("*/*.yaml") if path.name != "cases.yaml")
TEN = sorted(path.stem for path in DOSSIERS.glob("*.yaml"))
PUBLISHED = sorted(path.stem for path in (DOSSIERS / "published").glob("*.yaml"))


@cache
def alliance(name: str) -> Alliance:
    loaded = examine(RULESETS / "alliances" / f"{name}.yaml").model
    assert isinstance(loaded, Alliance)
    return loaded


@cache
def dossier(path: str) -> Dossier:
    name = "pabo-published" if path.startswith("published/") else "voorbeeld"
    loaded = examine(DOSSIERS / f"{path}.yaml", framework=alliance(name).framework)
    assert [str(one) for one in loaded.findings] == []
    assert isinstance(loaded.model, Dossier)
    return loaded.model


@cache
def statuses(of: str, institution: str, path: str) -> dict[Leaf, Statuses]:
    """What a member of an alliance (or national law) says of a dossier."""
    together = alliance(of)
    found = {one.institution: one.rulesets[0] for one in together.members} | {one.id: one for one in together.common}
    prepared = prepare(dossier(path), together.framework.vocabulary, ON)
    case = Case(found[institution], together.framework, prepared, ON, frozenset(together.shared_judgements))
    return {leaf: one.statuses for leaf, one in evaluate(case).items()}


def members(name: str) -> list[str]:
    return [one.institution for one in alliance(name).members]


def member(name: str, institution: str) -> Member:
    return next(one for one in alliance(name).members if one.institution == institution)


def differing(of: str, path: str) -> list[Leaf]:
    """The leaves that two members say different things of."""
    said = [statuses(of, one, path) for one in members(of)]
    return [leaf for leaf in said[0] if len({one[leaf] for one in said}) > 1]


def exempt(found: dict[Leaf, Statuses]) -> set[Leaf]:
    return {leaf for leaf, one in found.items() if one == {Status.EXEMPT}}


@pytest.mark.parametrize("file", FILES)
def test_loads_without_any_finding(file):
    loaded = examine(RULESETS / file)
    assert [str(one) for one in loaded.findings] == []
    assert loaded.model is not None


# The framework

TEACHER = "leraar-basisonderwijs"


@cache
def framework(name: str) -> Framework:
    loaded = examine(RULESETS / "frameworks" / f"{name}.yaml").model
    assert isinstance(loaded, Framework)
    return loaded


def parts(one: Framework) -> list[str]:
    return [outcome.id for outcome in one.outcomes if not one.parts.out_degree(outcome.id)]


def test_has_sixty_outcomes_over_the_four_components():
    whole = framework(TEACHER)
    count = Counter(whole.by_id[name].component for name in parts(whole))
    assert set(count) == TEACHING
    assert count.total() >= 60
    assert min(count.values()) >= 10


def test_most_outcomes_come_in_three_levels_and_some_rest_on_others():
    whole = framework(TEACHER)
    levels = Counter(whole.by_id[name].levels for name in parts(whole))
    assert levels[3] > levels.total() / 2
    assert sum(bool(outcome.requires) for outcome in whole.outcomes) >= 25


@pytest.mark.parametrize("name", [TEACHER, "pabo-route"])
def test_every_node_of_a_framework_has_its_source(name):
    whole = framework(name)
    for outcome in whole.outcomes:
        cited = Citation.parse(outcome.source)
        source = whole.sources[cited.source]
        assert cited.article in source.articles, outcome.id
        assert source.publisher, outcome.id
        assert urlsplit(source.page).hostname, outcome.id


# Four made-up institutes

FOUR = ["voorbeeld-noord", "voorbeeld-oost", "voorbeeld-zuid", "voorbeeld-west"]


def rules_of(institution: str) -> Ruleset:
    return member("voorbeeld", institution).rulesets[0]


def programme_of(institution: str, of: str = "voorbeeld") -> Programme:
    (found,) = member(of, institution).programmes
    return found


@pytest.mark.parametrize("institution", FOUR)
def test_a_made_up_institute_says_so(institution):
    ruleset, programme = rules_of(institution), programme_of(institution)
    assert ruleset.illustrative
    assert programme.illustrative
    assert not programme.source
    assert not any(source.page for source in ruleset.sources.values())
    assert "bedacht" in ruleset.note.nl
    assert "made-up" in ruleset.note.en


@pytest.mark.parametrize("institution", FOUR)
def test_has_twenty_five_rules_and_a_programme_for_each_way_of_studying(institution):
    ruleset, programme = rules_of(institution), programme_of(institution)
    assert len(ruleset.rules) >= 25
    assert all(rule.title.nl and rule.title.en and rule.articles for rule in ruleset.rules)
    for variant in ("full-time", "part-time"):
        assert programme.variant[variant].total == programme.total_of(variant) == Credits.parse("240 EC")
    lateral = programme.variant["lateral-entry"]
    assert lateral.years_max == 2
    assert programme.total_of("lateral-entry") <= Credits.parse("120 EC")


def test_the_programmes_teach_every_outcome():
    for institution in FOUR:
        programme = programme_of(institution)
        for variant in ("full-time", "part-time"):
            taught = {leaf for unit in programme.units_of(variant) for leaf in framework(TEACHER).select(unit.outcomes)}
            assert taught == set(framework(TEACHER).leaves), (institution, variant)


def test_the_four_differ_the_way_real_ones_do():
    rulesets = [rules_of(institution) for institution in FOUR]
    assert {one.conflicts for one in rulesets} == {"report", "bar-wins", "grant-wins"}
    assert {one.units for one in rulesets} == {"whole", "proportional"}
    assert {one.bsa for one in rulesets} == {True, False, None}
    assert len({tuple(sorted(str(limit.at_most) for limit in one.limits)) for one in rulesets}) >= 3
    assert all(one.limits for one in rulesets)


def test_between_them_they_use_what_the_language_has():
    rules = [rule for institution in FOUR for rule in rules_of(institution).rules]
    parameters = [parameter for institution in FOUR for parameter in rules_of(institution).parameters]
    conditions = [part for rule in rules for part in every(rule.when)]
    used = {part.form for part in conditions}
    assert used >= {"all", "any", "not", "at_least", "evidence", "sum", "span", "assessed", "judgement", "exempt"}
    assert {rule.effect for rule in rules} == {"grant", "bar", "waive"}
    assert any(rule.overrides for rule in rules if rule.effect != "waive")
    assert sum(isinstance(part, Exempt) for part in conditions) >= 4
    assert any(rule.applies.cohorts.end for rule in rules)
    assert any(rule.applies.variants for rule in rules)
    assert any(value.start for parameter in parameters for value in parameter.values)
    assert any(value.cohorts.start for parameter in parameters for value in parameter.values)


def test_each_asks_for_other_experience_and_ages():
    worked, ages, assessors = [], [], []
    for institution in FOUR:
        ruleset = rules_of(institution)

        def now(value, ruleset=ruleset):
            return ruleset.parameter[value.parameter].at(ON, 2026)[0] if isinstance(value, Param) else value

        conditions = [part for rule in ruleset.rules for part in every(rule.when)]
        tests = [test for part in conditions for test in forms.tests_of(part)]
        worked.append({str(now(part.at_least)) for part in conditions if isinstance(part, Sum | Span)})
        ages.append({str(now(test.value)) for test in tests if test.test == "age"})
        assessors.append({str(now(test.value)) for test in tests if getattr(test, "attribute", "") == "assessors"})
    for asked in (worked, ages):
        assert all(one != other for one, other in combinations(asked, 2))
    assert all("2" in one for one in assessors)


# Ten dossiers

LADDER = {"havo", "vwo", "mbo-4", "associate-degree", "hbo-bachelor", "wo-master"}


def test_ten_people_from_a_school_leaver_to_a_foreign_teacher():
    people = [dossier(name) for name in TEN]
    assert len(people) == 10
    assert {str(one.applicant.known.get("entry")) for one in people} == LADDER | {"None"}
    assert {str(one.applicant.known["variant"]) for one in people} == {"full-time", "part-time", "lateral-entry"}
    assert all(one.illustrative and one.title.nl and one.title.en for one in people)


@pytest.mark.parametrize("name", TEN)
def test_a_dossier_is_a_plausible_file(name):
    one = dossier(name)
    assert len(one.evidence) >= 5
    assert prepare(one, framework(TEACHER).vocabulary, ON).findings == ()
    age = one.applicant.known["years-old"].value
    for item in one.evidence:
        begin, end = item.known.get("from"), item.known.get("to")
        if item.kind == "work":
            assert isinstance(end, date | Ongoing), item.id
            earliest = ON.replace(year=ON.year - int(age) + 15)
            assert begin >= earliest, (item.id, "works from the age of fifteen")
            weeks = ((end if isinstance(end, date) else ON) - begin).days / 7
            if "hours" in item.known:
                assert item.known["hours"].value <= 42 * weeks, (item.id, "no more than a full week")


def test_the_foreign_teacher_misses_documents():
    foreign = dossier("buitenlandse-leraar")
    diploma = next(item for item in foreign.evidence if item.kind == "diploma")
    assert not {"nlqf", "date", "accredited"} & diploma.known.keys()
    for institution in FOUR:
        said = statuses("voorbeeld", institution, "buitenlandse-leraar").values()
        assert sum(len(one) > 1 for one in said) >= 50


@pytest.mark.parametrize("name", TEN)
def test_the_four_answer_the_same_person_in_different_ways(name):
    assert len(differing("voorbeeld", name)) >= 5


@pytest.mark.parametrize("name", [name for name in TEN if name != "buitenlandse-leraar"])
def test_everyone_is_exempt_from_something_everywhere(name):
    assert all(exempt(statuses("voorbeeld", institution, name)) for institution in FOUR)


def remaining(institution: str, path: str, of: str = "voorbeeld") -> tuple[Credits, Remaining]:
    """What is awarded, and the path that is left; both verified."""
    together = alliance(of)
    ruleset, programme = member(of, institution).rulesets[0], programme_of(institution, of)
    done = exempt(statuses(of, institution, path))
    known = dossier(path).applicant.known
    variant, start = str(known["variant"]), max(known["start"], ON)
    units = [one.id for one in programme.units_of(variant) if set(together.framework.select(one.outcomes)) <= done]
    given = award(programme, together.framework, variant, units, ruleset.limits, exempt_leaves=done, start=start)
    assert not award_violations(programme, together.framework, variant, units, ruleset.limits, given)
    path_ = plan_path(programme, together.framework, variant, given.awarded, done, start)
    assert not path_violations(programme, together.framework, variant, given.awarded, done, start, path_)
    return given.credits, path_


@pytest.mark.parametrize("institution", FOUR)
@pytest.mark.parametrize("name", TEN)
def test_what_is_left_can_be_placed_and_is_proven_shortest(institution, name):
    credits_, path = remaining(institution, name)
    assert path.proven
    assert path.clashes == ()
    assert path.finish
    whole = programme_of(institution).variant[path.variant].total
    assert credits_ + path.load == whole
    assert path.finish <= date(2027 + 5 + 2, 2, 1)


def test_experience_and_degrees_are_worth_credits():
    worth = {name: [remaining(institution, name)[0] for institution in FOUR] for name in TEN}
    for name in ("onderwijsassistent-41", "leraarondersteuner-evc", "historicus-master", "pabo-onderbroken"):
        assert sum(map(bool, worth[name])) >= 3, name
    assert max(worth["herintreder-pabo"]) == Credits.parse("180 EC"), "a limit holds it there"
    assert max(worth["schoolverlater-havo"]) <= Credits.parse("5 EC")


# Seven institutes that publish their rules

REAL = {"de-kempel", "driestar", "hva", "marnix", "hanze", "leiden", "inholland"}
WITHOUT_PROGRAMME = {"inholland"}  # its page gives no duration


def published() -> list[Ruleset]:
    together = alliance("pabo-published")
    return [*(one.rulesets[0] for one in together.members), *together.common]


def test_the_published_alliance_has_the_seven_and_national_law():
    together = alliance("pabo-published")
    assert set(members("pabo-published")) == REAL
    assert [one.id for one in together.common] == ["national"]
    assert together.shared_judgements == ("national-subjects",)


@pytest.mark.parametrize("ruleset", published(), ids=lambda one: one.id)
def test_every_rule_under_a_real_name_cites_a_page(ruleset):
    assert not ruleset.illustrative
    assert ruleset.note.nl
    assert ruleset.note.en
    for source in ruleset.sources.values():
        assert source.publisher
        assert urlsplit(source.page).scheme == "https"
        assert source.note.nl
        assert source.note.en
    for rule in ruleset.rules:
        assert rule.articles, rule.id
        for text in rule.articles:
            cited = Citation.parse(text)
            assert cited.article in ruleset.sources[cited.source].articles, rule.id


def test_nothing_made_up_hides_among_the_published():
    together = alliance("pabo-published")
    assert not together.illustrative
    assert not together.framework.illustrative
    for one in together.members:
        assert not any(ruleset.illustrative for ruleset in one.rulesets)
        assert not any(programme.illustrative for programme in one.programmes)


@pytest.mark.parametrize("institution", sorted(REAL - WITHOUT_PROGRAMME))
def test_a_published_programme_says_where_it_is_from_and_what_was_inferred(institution):
    programme = programme_of(institution, "pabo-published")
    assert urlsplit(programme.source).hostname
    assert "afgeleid" in programme.note.nl
    assert "inferred" in programme.note.en
    assert programme.variant["part-time"].total == Credits.parse("240 EC")
    assert programme.variant["part-time"].load_max == Credits.parse("30 EC")
    lateral = programme.variant.get("lateral-entry")
    assert lateral is None or lateral.years_max == 2


def test_who_publishes_no_duration_has_no_programme():
    without = {one.institution for one in alliance("pabo-published").members if not one.programmes}
    assert without == WITHOUT_PROGRAMME


def test_every_real_name_is_in_the_published_alliance_and_no_other():
    assert not set(members("voorbeeld")) & REAL
    folders = {path.parent.name for path in RULESETS.glob("*/policy.yaml")}
    assert folders == REAL | set(FOUR) | {"national"}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_seven_answer_the_same_person_in_different_ways(name):
    leaves = differing("pabo-published", f"published/{name}")
    lateral = dossier(f"published/{name}").applicant.known["variant"] == "lateral-entry"
    assert bool(leaves) is not lateral, "only lateral entry is left to national law"


ASSISTANT, SWITCHER, HAVO = "onderwijsassistent-na-evc", "loopbaanwisselaar-hbo", "havist-met-toetsen"
SAID = [
    (ASSISTANT, "de-kempel", "route.shorter@2", "exempt"),
    (ASSISTANT, "driestar", "route.shorter@2", "open"),
    (ASSISTANT, "hva", "entry.part-time", "not-covered"),
    (ASSISTANT, "marnix", "entry.part-time", "not-covered"),
    (ASSISTANT, "inholland", "entry.part-time", "exempt"),
    (ASSISTANT, "national", "admission.history", "not-covered"),
    (ASSISTANT, "national", "admission.nature", "exempt"),
    ("onderwijsassistent-voor-evc", "de-kempel", "route.shorter@2", "open"),
    ("onderwijsassistent-voor-evc", "inholland", "entry.part-time", "not-covered"),
    (SWITCHER, "driestar", "route.shorter@4", "exempt"),
    (SWITCHER, "hanze", "route.shorter@4", "exempt"),
    (SWITCHER, "leiden", "route.shorter@4", "exempt"),
    (SWITCHER, "hva", "route.minor", "exempt"),
    (SWITCHER, "hva", "route.shorter@4", "not-covered"),
    (SWITCHER, "marnix", "route.shorter@2", "exempt"),
    (SWITCHER, "marnix", "route.shorter@3", "open"),
    (SWITCHER, "de-kempel", "route.shorter@1", "not-covered"),
    (SWITCHER, "national", "entry.begin", "exempt"),
    (HAVO, "national", "admission.geography", "exempt"),
    (HAVO, "national", "admission.history", "not-covered"),
    (HAVO, "national", "entry.begin", "open"),
    (HAVO, "driestar", "entry.part-time", "refused"),
    (HAVO, "hva", "entry.part-time", "not-covered"),
    (HAVO, "inholland", "entry.part-time", "exempt"),
    ("vwo-propedeuse", "marnix", "entry.part-time", "open"),
    ("vwo-propedeuse", "driestar", "route.shorter@2", "exempt"),
    ("zij-instromer-geschikt", "national", "entry.lateral", "open"),
]


@pytest.mark.parametrize(("person", "institution", "outcome", "status"), SAID)
def test_says_what_an_admission_officer_reads_on_the_page(person, institution, outcome, status):
    said = statuses("pabo-published", institution, f"published/{person}")
    name, _, level = outcome.partition("@")
    found = said[Leaf(name, int(level or 1))]
    assert (next(iter(found)).value if len(found) == 1 else "open") == status


@pytest.mark.parametrize(
    ("institution", "finish"),
    [("driestar", date(2029, 9, 1)), ("hanze", date(2029, 9, 1)), ("leiden", date(2029, 9, 1)),
     ("hva", date(2030, 2, 1)), ("marnix", date(2030, 9, 1)), ("de-kempel", date(2031, 9, 1))],
)  # fmt: skip
def test_a_degree_takes_two_to_four_years_from_the_same_start(institution, finish):
    _, path = remaining(institution, f"published/{SWITCHER}", "pabo-published")
    assert path.finish == finish
