"""`compare` and `diff`: what people see, exit codes, and witnesses that can be assessed again."""

from __future__ import annotations

import pytest

from evc_rules.compare.ask import Asking
from evc_rules.language.load import load_dossier
from evc_rules.reports.printed import PRINTED

from ..shipped import DOSSIERS, RULESETS, alliance
from .test_commands import ON, PUBLISHED, data, out, run

HANZE = RULESETS / "hanze" / "policy.yaml"
TWO = ("compare", PUBLISHED, "-i", "leiden", "-i", "hva", "-o", "route.minor", "--cohort", "2026", *ON)


@pytest.fixture
def edited(tmp_path):
    """A copy of a published ruleset, to change a word of."""
    folder = tmp_path / "rulesets" / "hanze"
    folder.mkdir(parents=True)
    (tmp_path / "rulesets" / "frameworks").symlink_to(RULESETS / "frameworks")
    text = HANZE.read_text(encoding="utf-8").replace("cases: cases.yaml\n", "")

    def with_(old: str, new: str) -> str:
        assert old in text
        path = folder / f"{abs(hash(new))}.yaml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return str(path)

    return with_


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
        "hva ─── de-kempel = driestar = marnix = hanze = leiden = inholland",
        "Where the most of 6 applicants would notice",
        "for example havist-met-toetsen: exempt at inholland; not at de-kempel",
    ):
        assert needed in said, needed
    assert "--dossiers zegt waar" in out("compare", PUBLISHED, "-o", "entry", *ON)


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
    assert all({name.partition(":")[2] for name in one.because} <= set(one.second.rules) for one in witnesses)
    assert all(one.because for one in witnesses)
    assert all(one.second.status == "exempt" for one in witnesses)
    assert all(one.first.status != "exempt" for one in witnesses)
    for number, one in enumerate(witnesses):
        path = tmp_path / f"{number}.yaml"
        path.write_text(one.dossier, encoding="utf-8")
        assert load_dossier(path, alliance("pabo-published").framework).id == "witness"


def test_an_edit_that_changes_nothing_ends_with_0(edited):
    renamed = edited("article: ", "article:   ")
    result = run("diff", str(HANZE), renamed, *ON)
    assert (result.exit_code, "Bewezen: in alles gelijk" in result.stdout) == (0, True)


def test_an_edit_that_changes_the_meaning_ends_with_1_and_says_for_whom(edited):
    result = run("diff", str(HANZE), edited("[bachelor, master]", "bachelor"), *ON)
    assert result.exit_code == 1
    for needed in ("de oude: ruimer dan de nieuwe", "Alleen de oude stelt vrij", "soort opleiding master"):
        assert needed in result.stdout


def test_other_credits_for_the_same_exemptions_change_the_meaning(edited):
    changed = edited("\nsources:\n", "\nlimits: [{at_most: 30 EC, of: exempted}]\nsources:\n")
    result = run("diff", str(HANZE), changed, *ON)
    assert result.exit_code == 1
    assert "de oude: gelijk aan de nieuwe" in result.stdout
    assert "hoogstens vrij te stellen: niets / 30 EC" in result.stdout


def test_what_cannot_be_settled_ends_with_1(monkeypatch, edited):
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    changed = edited("[bachelor, master]", "bachelor")
    result = run("diff", str(HANZE), changed, *ON)
    assert result.exit_code == 1
    assert "niet uitgemaakt" in result.stdout


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("compare", PUBLISHED, "-i", "hanzee", "-i", "leiden"), "did you mean 'hanze'"),
        (("compare", PUBLISHED, "-i", "hanze"), "nothing to compare with"),
        (("compare", PUBLISHED, "-o", "nothing"), "nothing"),
        (("compare", str(HANZE)), "'alliance' is needed here"),
        (("diff", str(HANZE), PUBLISHED), "'ruleset' is needed here"),
        (("diff", str(HANZE), str(RULESETS / "voorbeeld-noord" / "policy.yaml")), "over one framework"),
        (("diff", str(HANZE), "nothing.yaml"), "EVC-F001"),
    ],
)
def test_bad_input_ends_with_2(words, wrong):
    result = run(*words, *ON)
    assert result.exit_code == 2
    assert wrong in result.stderr
