"""`compare`: what people see, exit codes, and witnesses that can be assessed again."""

from __future__ import annotations

import pytest

from evc_rules.language.load import load_dossier
from evc_rules.reports.printed import PRINTED

from ..shipped import DOSSIERS, RULESETS, alliance
from .test_commands import ON, PUBLISHED, data, out, run

HANZE = RULESETS / "hanze" / "policy.yaml"
TWO = ("compare", PUBLISHED, "-i", "leiden", "-i", "hva", "-o", "route.minor", "--cohort", "2026", *ON)


def test_two_policies_side_by_side_with_someone_who_would_notice():
    said = out(*TWO)
    for needed in ("leiden: strenger dan hva", "Alleen hva stelt vrij", "een diploma", "Waar dit op rust"):
        assert needed in said


def test_it_speaks_english_when_asked():
    said = out(*TWO, "--lang", "en")
    for needed in ("leiden: stricter than hva", "Only hva exempts", "a diploma", "What this rests on"):
        assert needed in said


def test_many_policies_in_one_table_and_differences_when_asked():
    short, long = (
        out("compare", PUBLISHED, "-o", "entry", "--cohort", "2026", *ON, *more) for more in ((), ("--details",))
    )
    assert "Wie is ruimer (links) dan wie" in short
    assert "Alleen" not in short.partition("Waar dit")[0]
    assert "Alleen" in long


def test_many_policies_in_their_order_with_what_they_agree_on_and_where_applicants_notice():
    said = out("compare", PUBLISHED, "-d", str(DOSSIERS / "published"), "--lang", "en", *ON)
    for needed in (
        "7 rulesets · 23 outcomes · 21 pairs",
        "settled: 483 of 483",
        "leiden ─── hanze",
        "not to be ordered with any other: de-kempel, driestar, hva, marnix, inholland",
        "agree on 16 of 23 outcomes",
        "agree except for a judgement on 0 of 23",
        "hva: alone against all others: The minor of 30 EC",
        "hangs on the judgement too: national-subjects, marnix:interview-advice",
        "hva ─── de-kempel = driestar = marnix = hanze = leiden = inholland",
        "Where the most of 6 applicants would notice",
        "for example havist-met-toetsen: exempt at inholland; not at de-kempel",
    ):
        assert needed in said, needed
    assert "--dossiers zegt waar" in out("compare", PUBLISHED, "-o", "entry", *ON)


def test_of_two_policies_too_it_is_said_where_applicants_notice():
    people = str(DOSSIERS / "published")
    asked = ("compare", PUBLISHED, "-i", "hva", "-i", "marnix", "-o", "entry", "-d", people)
    said, counted = out(*asked, "--lang", "en", *ON), data(*asked, *ON)["noticed"]
    assert "Where the most of 6 applicants would notice" in said
    assert counted["outcomes"]
    for one in counted["outcomes"][:5]:
        assert f"{one['applicants']['surely']} surely" in said
    assert "--dossiers" not in said + out(*TWO)


def test_json_of_many_policies_counts_what_applicants_notice():
    people = str(DOSSIERS / "published")
    said = PRINTED["compare"].model_validate(data("compare", PUBLISHED, "--personas", people, *ON))
    assert (said.asked, said.settled) == (483, 483)
    assert said.noticed.applicants == len(list((DOSSIERS / "published").glob("*.yaml")))
    counts = [one.applicants.surely for one in said.noticed.outcomes]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] >= 1
    for one in said.noticed.outcomes:
        assert (one.example is None) == (one.applicants.surely == 0)
        if one.witness:
            assert one.witness.first.status == "exempt"
            assert one.first in one.exempting
            assert one.second in one.refusing
    most = max(one.applicants.surely for one in said.pairs)
    assert 0 < most <= said.noticed.applicants
    for pair in said.pairs:
        per_whole = sum(sum(part.outcomes.values()) - part.outcomes.get("equivalent", 0) for part in pair.parts)
        assert per_whole == 23 - pair.outcomes["equivalent"]


def test_a_cohort_in_tables_is_noticed_alike(tmp_path):
    people, tables = str(DOSSIERS / "published"), tmp_path / "tables"
    out("cohort-convert", PUBLISHED, "-d", people, "-o", str(tables))
    one, other = (data("compare", PUBLISHED, "-d", each, *ON)["noticed"] for each in (people, str(tables)))
    for each in (one, other):
        for listed in each["outcomes"]:
            for key in ("example", "exempting", "refusing", "first", "second", "witness"):
                del listed[key]
    assert one == other


def test_the_clauses_that_make_the_difference_are_counted():
    (pair,) = data("compare", PUBLISHED, "-i", "leiden", "-i", "hva", "-o", "route.minor", *ON)["pairs"]
    assert pair["parts"] == [{"whole": "route", "title": pair["parts"][0]["title"], "outcomes": {"stricter": 1}}]
    assert [(one["ruleset"], one["rules"], one["outcomes"]) for one in pair["clauses"]] == [
        (1, ["hva:minor"], ["route.minor@1"])
    ]


def test_json_holds_the_witness_as_a_dossier_file(tmp_path):
    said = PRINTED["compare"].model_validate(data(*TWO))
    (pair,) = said.pairs
    assert (pair.relation, pair.same, pair.undecided) == ("stricter", False, [])
    witnesses = [one for each in pair.differences for one in each.witnesses]
    assert {one.shows for one in witnesses} == {"only-second"}
    assert all({each.rule for each in one.because} <= set(one.second.rules) for one in witnesses)
    assert all(each.line and each.file.endswith("hva/policy.yaml") for one in witnesses for each in one.because)
    assert all(one.because for one in witnesses)
    assert all(one.second.status == "exempt" for one in witnesses)
    assert all(one.first.status != "exempt" for one in witnesses)
    for number, one in enumerate(witnesses):
        path = tmp_path / f"{number}.yaml"
        path.write_text(one.dossier, encoding="utf-8")
        assert load_dossier(path, alliance("pabo-published").framework).id == "witness"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("compare", PUBLISHED, "-i", "hanzee", "-i", "leiden"), "did you mean 'hanze'"),
        (("compare", PUBLISHED, "-i", "hanze"), "nothing to compare with"),
        (("compare", PUBLISHED, "-o", "nothing"), "nothing"),
        (("compare", str(HANZE)), "'alliance' is needed here"),
    ],
)
def test_bad_input_ends_with_2(words, wrong):
    result = run(*words, *ON)
    assert result.exit_code == 2
    assert wrong in result.stderr


def test_all_that_is_wrong_is_said_at_once():
    words = ("-i", "hanzee", "-i", "leidn", "-o", "entri", "-o", "rout", "-d", "nowhere.yaml", "--on", "tomorrow")
    result = run("compare", PUBLISHED, *words)
    assert result.exit_code == 2
    for wrong in ("hanzee", "leidn", "entri", "rout", "nowhere.yaml", "'tomorrow' is not a date"):
        assert wrong in result.stderr, wrong
    assert result.stdout == ""
