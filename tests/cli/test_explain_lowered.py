"""`explain` without a dossier: the lowered form, readable, with its rules and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from evc_rules.engines.lower import lower
from evc_rules.language.source_map import SourceMap
from evc_rules.language.unsugar import condition as unsugared
from evc_rules.reports.printed import PRINTED
from evc_rules.reports.steps import data as plain

from ..shipped import ON, alliance
from .test_commands import ASSISTANT as ASSISTANT_FILE
from .test_commands import NOORD, VOORBEELD, data, out, run

AT = ("--on", str(ON))


def lowered(*words: str):
    """For each ruleset its lowered forms, as JSON has them."""
    said = data("explain", *words, *AT)
    PRINTED["explain"].model_validate(said)
    return {one["ruleset"]: one["lowered"] for one in said["rulesets"]}


def clauses(form):
    return [each for one in form["outcomes"] for each in (*one["granted"], *one["barred"])]


def written(one, parts):
    """A condition as a ruleset has it, with every part in its place."""
    if one["part"]:
        return written(parts[one["part"]], parts)
    of = [written(each, parts) for each in one["of"]]
    match one["form"]:
        case "all" | "any":
            return {one["form"]: of}
        case "not":
            return {"not": of[0]}
        case "at_least":
            return {"at_least": {"k": str(one["k"]), "of": of}}
    return one["written"]


@pytest.mark.parametrize("outcome", ["ped", "prof.practice"])
def test_it_is_the_lowered_form_clause_by_clause_with_shared_parts_put_back(outcome):
    forms = lowered(VOORBEELD, outcome, "--cohort", "2026")
    rulesets = [one for member in alliance().members for one in member.in_force(ON, 2026)]
    shared = frozenset(alliance().shared_judgements)
    assert list(forms) == [one.id for one in (*alliance().common, *rulesets)]
    for ruleset in rulesets:
        leaves = lower(ruleset, alliance().framework, ON, cohort=2026, shared=shared).leaves
        by_name = {str(leaf): one for leaf, one in leaves.items()}
        (form,) = forms[ruleset.id]
        parts = {part["part"]: part["condition"] for part in form["parts"]}
        for one in form["outcomes"]:
            meant = by_name[one["outcome"]]
            for said, clauses_ in ((one["granted"], meant.grants), (one["barred"], meant.bars)):
                conditions = [written(each["condition"], parts) for each in said]
                assert conditions == [plain(unsugared(each.condition)) for each in clauses_]
                names = [[f"{ruleset.id}:{rule['rule']}" for rule in each["rules"]] for each in said]
                assert names == [list(each.rules) for each in clauses_]


@pytest.mark.parametrize("file", [NOORD, VOORBEELD])
def test_every_clause_says_where_its_rules_stand(file):
    found = 0
    for forms in lowered(file, "ped").values():
        for rule in chain.from_iterable(each["rules"] for form in forms for each in clauses(form)):
            line = Path(rule["file"]).read_text(encoding="utf-8").splitlines()[rule["line"] - 1]
            assert line.strip() == f"- id: {rule['rule']}"
            found += 1
    assert found > 50


def references(one):
    yield from [one["part"]] if one["part"] else []
    yield from chain.from_iterable(references(each) for each in one["of"])


def test_what_is_named_is_met_more_than_once_and_told_once():
    (form,) = lowered(NOORD, "ped.climate", "--lang", "en")["voorbeeld-noord"]
    told = [*(each["condition"] for each in clauses(form)), *(part["condition"] for part in form["parts"])]
    met = Counter(chain.from_iterable(map(references, told)))
    named = [part["part"] for part in form["parts"]]
    assert named[:3] == ["A", "B", "C"]
    assert set(met) == set(named)
    assert min(met.values()) >= 2
    page = out("explain", NOORD, "ped.climate", "--lang", "en", *AT)
    first = {name: place for place, name in reversed(list(enumerate(re.findall(r"\((\w+)\) (?!see above)", page))))}
    assert {name for name in first if len(name) == 1} == set(named)
    for name in named:
        assert page.count(f"({name}) see above") == met[name] - 1


def test_a_page_in_english():
    page = out("explain", NOORD, "prof.practice@1", "--lang", "en", *AT)
    squeezed = " ".join(page.split())
    for needed in (
        "[prof.practice@1]",
        "granted when one of these holds:",
        "[oer/art-4.6]",
        "voorbeeld-noord/policy.yaml:152 all of:",
        "barred when: No exemption from placements without a certificate of conduct",
        "all of: - the applicant: cohort at least 2024 - the applicant: certificate of conduct: no",
        "Granted and barred: in conflict. Neither: not covered.",
    ):
        assert needed in squeezed


def test_a_page_in_dutch():
    page = " ".join(out("explain", NOORD, "prof.practice@1", *AT).split())
    assert "toegekend wanneer een van deze geldt:" in page
    assert "uitgesloten wanneer: Geen vrijstelling van stage zonder VOG" in page
    assert "Toegekend en uitgesloten: in strijd. Geen van beide: niet geregeld." in page


@pytest.mark.parametrize(
    ("member", "both"),
    [("voorbeeld-noord", "conflict"), ("voorbeeld-oost", "exempt"), ("voorbeeld-zuid", "refused")],
)
def test_what_becomes_of_what_is_granted_and_barred(member, both):
    """True and true: conflict, or what `conflicts:` declares."""
    assert lowered(VOORBEELD, "prof.practice@1")[member][0]["both"] == both


def test_an_override_is_a_condition_that_does_not_hold_and_is_named():
    page = " ".join(out("explain", VOORBEELD, "prof.practice@1", "--lang", "en", *AT).split())
    assert ", yields to recent-lesson" in page
    assert "not: all of: - the applicant: employment at a school" in page


def test_a_parameter_that_hangs_on_the_cohort_is_told_for_each_range_of_cohorts():
    """Rules, parameters, … are picked by decision date and cohort."""
    both = lowered(VOORBEELD, "prof.practice@1")["voorbeeld-west"]
    assert [form["cohorts"] for form in both] == ["2024/2026", "2026/.."]
    ages = [" ".join(each["text"] for each in clauses(form)) for form in both]
    assert "ten hoogste 5 jaar" in ages[0]
    assert "ten hoogste 5 jaar" not in ages[1]
    (one,) = lowered(VOORBEELD, "prof.practice@1", "--cohort", "2026")["voorbeeld-west"]
    assert one["outcomes"] == both[1]["outcomes"]
    assert [form["cohorts"] for form in lowered(NOORD, "prof.practice@1")["voorbeeld-noord"]] == ["../.."]


def test_ranges_that_say_the_same_of_what_is_asked_are_one():
    (one,) = lowered(VOORBEELD, "prof.practice@1")["voorbeeld-zuid"]
    assert one["cohorts"] == "2024/.."


def test_for_a_cohort_without_a_ruleset_it_says_so():
    result = run("explain", NOORD, "ped.climate", "--cohort", "2019", *AT)
    assert result.exit_code == 0
    assert "EVC-N003" in result.stderr
    assert "for cohort 2019" in result.stderr
    assert "choose another date or cohort" in result.stderr


def test_with_a_dossier_there_is_no_lowered_form_and_no_cohort_to_choose():
    assert lowered(NOORD, "ped.climate@1", "-d", ASSISTANT_FILE) == {"voorbeeld-noord": []}
    result = run("explain", NOORD, "ped.climate@1", "-d", ASSISTANT_FILE, "--cohort", "2026", *AT)
    assert result.exit_code == 2
    assert "EVC-C001" in result.stderr


def test_of_what_no_rule_speaks_it_says_so(tmp_path):
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "f.yaml").write_text(
        "evc-framework: 1\nframework: f\nversion: '1'\ntitle: F\noutcomes:\n"
        "  - {id: a, title: Alpha, component: professional}\n  - {id: b, title: Beta, component: professional}\n",
        encoding="utf-8",
    )
    policy = tmp_path / "policy.yaml"
    start = "evc-rules: 1\nruleset: r\ntitle: R\ninstitution: r\nillustrative: yes\nframework: f@1\n"
    policy.write_text(f"{start}rules:\n  - {{id: always, grant: a}}\n", encoding="utf-8")
    page = " ".join(out("explain", str(policy), "b", "--lang", "en", *AT).split())
    assert "Beta [b@1] no rule speaks of it" in page
    page = " ".join(out("explain", str(policy), "a", "--lang", "en", *AT).split())
    assert f"granted when: always [always] {policy}:8 always" in page


def test_a_map_of_places_includes_another():
    one, other, thing = SourceMap(), SourceMap(), object()
    other.put(thing, "there")  # type: ignore[arg-type]
    assert one(thing) is None
    one.include(other)
    assert one(thing) == "there"


def test_it_holds_for_the_decision_date():
    earlier = data("explain", VOORBEELD, "prof.practice@1", "--on", "2020-01-01")
    assert earlier["rulesets"] == []
    assert date.fromisoformat(earlier["on"]) == date(2020, 1, 1)
