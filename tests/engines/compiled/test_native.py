"""The native core beside the engine in Python: on what is odd, on what is large, when it is not there, and for long."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.engines.compiled import compile_ruleset, compile_rulesets, native
from evc_rules.engines.compiled.flat import thousandths, words
from evc_rules.engines.compiled.tables import Runs
from evc_rules.engines.prepare import KEYING, prepare
from evc_rules.model.attributes import ONGOING, Grade
from evc_rules.model.conditions import All, AtLeast, CoversTest, Exists, Filter, Not
from evc_rules.model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from evc_rules.model.outcomes import Ref, Selector
from evc_rules.model.policy import Rule
from evc_rules.model.quantities import Amount
from tests.engines.making import FRAMEWORK, ON, ruleset
from tests.properties.making import worlds
from tests.shipped import alliance
from tests.shipped import dossier as shipped

built = pytest.mark.skipif(native.kind() == "pure", reason="no native core was built here")

HEAD = """
parameters:
  enough:
    - {value: 500 h, cohorts: /2025}
    - {value: 900 h, cohorts: 2025/}
"""
RULES = """
- {id: credits, grant: history, when: {sum: {of: ec, over: {course: {nlqf: ">= 5"}}, at_least: 10 EC}}}
- {id: two, grant: ped.plan@1, when: {course: {count: 2, nlqf: ">= 4"}}}
- {id: hours, grant: ped.climate@2, when: [{sum: {of: hours, over: {work: {}}, at_least: 800 h}}, {assessed: {}}]}
- {id: cohort, grant: ped.climate@1, when: {sum: {of: hours, over: {work: {}}, at_least: $enough}}}
- {id: worked, grant: research@1..2, when: {span: {over: {work: {}}, at_least: 12 months}}}
- {id: before, grant: research@3, when: {span: {over: {work: {}}, at_least: 12 months, as_of: start}}}
- {id: covered, grant: ped, when: {all: [{course: {covers: target}}, {not: {diploma: {country: de}}}]}}
- {id: some, grant: ped.plan@2, when: {badge: {tags: [a, b]}}}
- {id: no-tag, grant: ped.plan@1, when: {badge: {tags: {not: [c]}}}}
- {id: taught, grant: ped.plan@2, when: {sum: {of: lessons, over: {work: {}}, at_least: 20 lessons}}}
- {id: recent, grant: history, when: {report: {covers: target, age: "<= 2 years", as_of: start}}}
- {id: chained, grant: research@1, when: {all: [{exempt: history}, {certificate: {}}]}}
- {id: old, bar: ped.climate@3, when: {diploma: {age: "> 5 years"}}}
- {id: hard, waives: [old], when: {judgement: hardship, asks: "Hard?", by: board}}
"""


@pytest.fixture(scope="module")
def rules():
    return ruleset(RULES, HEAD)


def alike(rules, dossier, framework=FRAMEWORK, on=ON, shared=()):
    """What the core says, after it was held to what the engine in Python says."""
    works = compile_ruleset(rules, framework, on, shared=shared).compiled.works
    prepared = prepare(dossier, framework.vocabulary, on)
    read, known = works.core.read(prepared), works.in_python(prepared)
    assert read is not None
    assert read.sides(0) == known.sides(0)
    assert read.statuses(0) == known.statuses(0)
    assert list(read.statuses(0)) == list(framework.leaves)
    assert read.questions(0) == known.questions(0)
    assert read.questions(0) == known.questions(0), "asked again it says the same"
    return read


def dossier(*items, verdicts=(), **applicant):
    evidence = tuple(
        Evidence(id=f"i{n}", kind=kind, attributes=tuple(sorted(values.items())))
        for n, (kind, values) in enumerate(items)
    )
    facts = ApplicantFacts(attributes=tuple(sorted(applicant.items())))
    return Dossier(id="d", applicant=facts, evidence=evidence, verdicts=tuple(verdicts))


def course(amount, unit="EC", **more):
    return "course", {"ec": Amount(amount, unit), "nlqf": Amount(Decimal(6)), "date": date(2026, 1, 1), **more}


AMOUNTS = [
    "0", "-0", "10", "9.999", "10.000", "9.9999", "0.0001", "2.5", "-3", "1e3", "1E+30", "-1E+30", "1e-30",
    "1099511627", "1099511628", "1099511627776", "9223372036854775807", "9223372036854775808", "1e400",
    "10.0000000000000000000000000000001", "9.9999999999999999999999999999999",
]  # fmt: skip


@built
@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts_that_do_not_go_into_thousandths_are_added_up_by_python(rules, text):
    alike(rules, dossier(course(Decimal(text))))
    alike(rules, dossier(course(Decimal(text)), course(Decimal("0.001")), ("course", {"nlqf": Amount(Decimal(5))})))


@pytest.mark.parametrize("text", [*AMOUNTS, "Infinity", "-Infinity", "NaN"])
def test_thousandths_are_exact_or_none(text):
    value = Decimal(text)
    found = thousandths(value)
    if found is None:
        exact = value.is_finite() and (Fraction(value) * 1000).denominator == 1
        assert not exact or abs(value) > 2**40 / 1000
    else:
        assert Fraction(found, 1000) == Fraction(value)


ODD = [
    ("work", {"hours": Grade(Decimal(7), "nl-10"), "from": date(2020, 1, 1)}),
    ("work", {"hours": "many", "from": ONGOING, "to": "later"}),
    ("work", {"from": date.min, "to": date.max}),
    ("work", {"from": date(2025, 9, 1), "to": ONGOING, "hours": Amount(Decimal(900), "EC")}),
    ("work", {"from": date(2025, 2, 28), "to": date(2024, 2, 29), "lessons": Amount(Decimal(20), "lessons")}),
    ("badge", {"tags": frozenset()}),
    ("badge", {"tags": frozenset({"a", "c"})}),
    ("badge", {"tags": frozenset({"", "\ud800", "c" * 5000})}),
    ("badge", {"tags": True, "vog": frozenset({"a"})}),
    ("course", {"covers": frozenset({"ped@1", "history"}), "nlqf": "six", "ec": False}),
    ("course", {"covers": "ped@1"}),
    ("course", {"covers": Amount(Decimal(1))}),
    ("course", {}),
    ("report", {"covers": frozenset({"history"}), "date": date(2025, 1, 1)}),
    ("report", {"covers": frozenset({"history"})}),
    ("diploma", {"country": "de", "date": date(2019, 2, 28)}),
    ("diploma", {"date": date(2021, 9, 1)}),
    ("none-such", {"hours": Amount(Decimal(1), "h")}),
    ("", {}),
    ("certificate", {"registered": True}),
]


@built
@pytest.mark.parametrize("start", [None, date(2027, 2, 1), date(2020, 1, 1), "soon"])
@pytest.mark.parametrize("cohort", [None, Decimal(2024), Decimal(2025), Decimal("2e9")])
def test_values_of_other_types_than_declared(rules, start, cohort):
    applicant = {"start": start} if start else {}
    if cohort is not None:
        applicant["cohort"] = Amount(cohort)
    for one in ODD:
        alike(rules, dossier(one, **applicant))
    alike(rules, dossier(*ODD, **applicant))


@built
def test_what_is_said_to_be_unknown(rules):
    for names in (("ec",), ("hours", "lessons"), ("tags",), ("covers",), ("from", "to"), ("date",)):
        blank = [Evidence(id=kind, kind=kind, unknown=names) for kind in ("course", "work", "badge", "report")]
        read = alike(rules, Dossier(id="d", evidence=tuple(blank)))
        assert read.questions(0)


@built
def test_a_moment_is_a_date_that_cannot_be_held_against_days(rules):
    """As in Python, which does not compare the two either; it fails, and does not fall."""
    works = compile_ruleset(rules, FRAMEWORK, ON).compiled.works
    known = prepare(dossier(("diploma", {"date": date(2019, 1, 1)})), FRAMEWORK.vocabulary, ON)
    works.core.read(known)
    moment = known.dossier.evidence[0].with_(attributes=(("date", datetime(2019, 1, 1)),))  # noqa: DTZ001
    odd = replace(known, dossier=known.dossier.with_(evidence=(moment,)))
    with pytest.raises(TypeError):
        works.in_python(odd)
    with pytest.raises(TypeError):
        works.core.read(odd)


@built
def test_what_was_prepared_in_another_way_is_left_to_python(rules):
    works = compile_ruleset(rules, FRAMEWORK, ON).compiled.works
    prepared = prepare(dossier(course(Decimal(12))), FRAMEWORK.vocabulary, ON)
    odd = replace(prepared, undated=set())
    assert works.core.read(odd) is None
    assert works.outcome(odd).statuses(0) == works.outcome(prepared).statuses(0)
    with pytest.raises(AttributeError):
        works.core.read("a dossier")


class Odd(str):
    """Text that is not just text."""

    __slots__ = ()


@built
@pytest.mark.parametrize("unknown", [(), ("ec", "tags"), ("ec", "ec", "none-such")])
def test_keys_made_in_c_are_those_that_python_makes(unknown):
    """One after the other, and of the same types; also numbers that signal when they are looked at."""
    numbers = (*AMOUNTS, "Infinity", "-Infinity")
    values = [value for _, known in ODD for value in known.values()]
    values += [Amount(Decimal(text), unit) for text in numbers for unit in ("", "EC")]
    values += [Grade(Decimal(text), "nl-10") for text in numbers]
    values += [Odd("a"), Amount(Decimal("sNaN")), Amount(Decimal(1), Odd("EC"))]
    names = [*("ec", "tags", "covers"), *(f"name-{n}" for n in range(len(values) - 3))]
    one = Evidence.model_construct(
        id="i", kind="course", attributes=tuple(zip(names, values, strict=True)), unknown=unknown
    )
    made = native._CORE.keys(Amount, Grade, one.attributes, one.unknown)
    assert list(made.items()) == list(one.keys.items())
    assert list(map(type, made.values())) == list(map(type, one.keys.values()))


@built
def test_equal_names_codes_amounts_and_grades_are_one_object_when_they_are_prepared():
    def prepared(number):
        known = {"role": "te" + "acher"[:number], "hours": Amount(Decimal(800 + number - number), "h")}
        known["mark"] = Grade(Decimal("7." + "0" * number), "nl-10")
        items = prepare(dossier(("work", known)), FRAMEWORK.vocabulary, ON).dossier.evidence
        return items[0].keys

    one, other = prepared(5), prepared(5)
    assert one == other
    assert all(value is other[name] for name, value in one.items())


@built
def test_more_amounts_than_are_kept(rules):
    items = tuple(
        Evidence(id=f"n{n}", kind="course", attributes=(("ec", Amount(Decimal(n), "EC")),)) for n in range(5_000)
    )
    prepared = prepare(Dossier(id="d", evidence=items[:1]), FRAMEWORK.vocabulary, ON)
    for one in items:
        KEYING.work_out(one)
    works = compile_ruleset(rules, FRAMEWORK, ON).compiled.works
    many = replace(prepared, dossier=prepared.dossier.with_(evidence=items))
    assert works.core.read(many).sides(0) == works.in_python(many).sides(0)


@built
def test_names_that_are_not_just_text_are_left_to_python(rules):
    works = compile_ruleset(rules, FRAMEWORK, ON).compiled.works
    prepared = prepare(dossier(course(Decimal(12))), FRAMEWORK.vocabulary, ON)
    prepared.dossier.evidence[0].__dict__["keys"] = {Odd("ec"): (Decimal(12), "EC")}
    assert works.core.read(prepared) is None


@built
def test_many_items_and_verdicts(rules):
    made = [one for n in range(150) for one in (course(Decimal(n) / 7), *ODD[:4])]
    verdicts = [Verdict(id=f"v{n}", outcome=Ref("ped.climate", n % 4, n % 4), achieved=n % 3 > 0) for n in range(60)]
    read = alike(rules, dossier(*made, verdicts=verdicts))
    assert len(read.questions(0)) > 200


@built
def test_things_of_one_name_share_their_questions(rules):
    """Files cannot have it, programs can: an item and a verdict with one id ask one fact."""
    verdict = Verdict(id="i0", outcome=Ref("ped", 1, 1), achieved=True)
    twice = dossier(("course", {}), ("course", {}), verdicts=[verdict])
    same = twice.evidence[1].with_(id="i0", attributes=(("ec", Amount(Decimal(1), "EC")),))
    alike(rules, twice.with_(evidence=(twice.evidence[0], same)))


@built
def test_conditions_that_go_deep_and_gates_of_many():
    """Nested a hundred deep; and at least twenty of forty, leaf by leaf, more than are summed on the stack."""
    covering = Exists(filter=Filter(kinds=("course",), tests=(CoversTest(),)))
    rules = ruleset(RULES, HEAD)
    deep = covering
    for n in range(100):
        deep = Not(of=All(of=(deep, rules.rules[n % 3].when)))
    badges = [Exists(filter=Filter(kinds=(f"kind-{n}",), tests=(CoversTest(),))) for n in range(40)]
    several = AtLeast(k=20, of=(*badges, covering))
    everything = (Selector(),)
    more = [Rule(id=f"more-{n}", effect="grant", reach=everything, when=when) for n, when in enumerate((deep, several))]
    larger = rules.with_(rules=(*rules.rules, *more))
    items = [(f"kind-{n}", {}) for n in range(25)] + [course(Decimal(4), covers=frozenset({"ped.climate@2"}))]
    alike(larger, dossier(*items))
    alike(larger, dossier(*items[:19], *items[25:]))


@built
def test_rules_that_override_each_other_in_a_long_row_are_left_to_python():
    one = ruleset("- {id: r0, grant: history, when: {certificate: {}}}")
    row = [one.rules[0].with_(id=f"r{n}", overrides=(f"r{n - 1}",) if n else ()) for n in range(220)]
    made = compile_ruleset(one.with_(rules=tuple(row)), FRAMEWORK, ON)
    assert made.compiled.works.core is None
    assert len(made.ask(dossier()).statuses) == len(FRAMEWORK.leaves)


@built
@settings(max_examples=150)
@given(st.data())
def test_the_core_says_what_python_says(data):
    """Several rulesets at once, questions and traces included; hypothesis has the same worlds for the reference."""
    world = data.draw(worlds(max_outcomes=5, max_rules=8, max_items=5, max_verdicts=4, known=3))
    works = compile_rulesets([world.ruleset] * 2, world.framework, world.on, shared=world.shared).works
    prepared = world.case().prepared
    if works.core is None:
        return
    read, known = works.core.read(prepared), works.in_python(prepared)
    for place in (0, 1):
        assert read.sides(place) == known.sides(place)
        assert read.questions(place) == known.questions(place)
        later = {}.get
        assert [_shown(one) for one in read.traces(place, later).values()] == [
            _shown(one) for one in known.traces(place, later).values()
        ]


def _shown(trace):
    return trace.leaf, trace.granted, trace.barred, trace.statuses


@built
def test_places_that_there_are_not_are_refused(rules):
    read = alike(rules, dossier())
    for place in (-1, 1, 2**70):
        with pytest.raises((IndexError, OverflowError)):
            read.statuses(place)
    with pytest.raises(TypeError):
        read.questions("0")


@built
def test_what_one_dossier_took_is_given_back(rules):
    """Of a thousand dossiers nothing stays but what is kept on purpose, which has been filled by others."""
    works = compile_ruleset(rules, FRAMEWORK, ON).compiled.works
    made = dossier(*ODD, course(Decimal("2.5")), verdicts=[Verdict(id="v", outcome=Ref("ped", 1, 1), achieved=True)])
    answered = made.with_(judgements=(Answer(judgement="hardship", ruleset="r", answer=True),))
    prepared = [prepare(one, FRAMEWORK.vocabulary, ON) for one in (made, answered, dossier())]

    def ask(times):
        for _ in range(times):
            for one in prepared:
                read = works.core.read(one)
                read.statuses(0), read.questions(0), read.sides(0), read.traces(0, len)
        gc.collect()

    ask(20)
    counts = [sys.getrefcount(one) for one in (*FRAMEWORK.leaves, *prepared)]
    tracemalloc.start()
    try:
        ask(5)
        before, _ = tracemalloc.get_traced_memory()
        ask(300)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 20_000, "bytes"
    assert [sys.getrefcount(one) for one in (*FRAMEWORK.leaves, *prepared)] == counts


@built
def test_facts_of_very_many_names_are_not_kept_for_ever(rules):
    """Past the bound a question is made for one dossier, and is still the same question within it."""
    works = compile_ruleset(rules, FRAMEWORK, ON).compiled.works
    for start in range(0, 24_000, 4_000):
        items = tuple(Evidence(id=f"n{n}", kind="course") for n in range(start, start + 4_000))
        prepared = prepare(Dossier(id="d", evidence=(items[0],)), FRAMEWORK.vocabulary, ON)
        many = replace(prepared, dossier=prepared.dossier.with_(evidence=items))
        read = works.core.read(many)
    assert read.questions(0) == works.in_python(many).questions(0)


# Without it


def test_the_core_is_left_alone_when_somebody_wants_python(monkeypatch):
    monkeypatch.setenv("EVC_RULES_PURE", "1")
    assert native._built() is None


def test_the_core_is_not_there_where_it_was_not_built(monkeypatch):
    monkeypatch.delenv("EVC_RULES_PURE", raising=False)
    monkeypatch.setitem(sys.modules, "evc_rules.engines.compiled._core", None)
    monkeypatch.delattr("evc_rules.engines.compiled._core", raising=False)
    assert native._built() is None


def test_a_core_that_was_built_for_other_tables_is_left_alone(monkeypatch):
    class Other:
        FORM = native.FORM + 1

    monkeypatch.delenv("EVC_RULES_PURE", raising=False)
    monkeypatch.setitem(sys.modules, "evc_rules.engines.compiled._core", Other)
    monkeypatch.setattr("evc_rules.engines.compiled._core", Other, raising=False)
    assert native._built() is None


def test_without_a_core_the_same_is_said_in_python(monkeypatch):
    monkeypatch.setattr(native, "_CORE", None)
    members = [member.rulesets[0] for member in alliance().members]
    compiled = compile_rulesets(members, alliance().framework, ON)
    found = compiled.ask(shipped("onderwijsassistent-41"))
    assert native.kind() == "pure"
    assert compiled.works.core is None
    monkeypatch.undo()
    again = compile_rulesets(members, alliance().framework, ON).ask(shipped("onderwijsassistent-41"))
    for one, other in zip(found, again, strict=True):
        assert one.statuses == other.statuses
        assert one.questions == other.questions
        assert one.traces == other.traces


# What both share


def test_words_are_as_long_as_asked_for():
    assert words(-1, 2) == b"\xff" * 16
    assert words(1 << 64, 2) == bytes(8) + b"\x01" + bytes(7)


def test_many_days_are_asked_about_until_none_is_left_between():
    """After some days a table knows on which day each test changes, and asks about no day between any more."""
    rules = ruleset('- {id: a, grant: history, when: {diploma: {age: "<= 5 years"}}}')
    rows = compile_ruleset(rules, FRAMEWORK, ON).compiled.works.reader.kinds["diploma"].tables[0]
    for year in range(2000, 2026):
        rows[date(year, 3, 1)]
    runs = rows.runs[""]
    assert isinstance(runs, Runs)
    assert [(high, low) for high, low in zip(runs.highs, runs.lows[1:], strict=False)] == [
        (date(2021, 8, 31), date(2021, 9, 1))
    ]
