"""`compare` and `diff`: what people see, exit codes, and witnesses that can be assessed again."""

from __future__ import annotations

import pytest

from evc_rules.compare.ask import Asking
from evc_rules.language.load import load_dossier
from evc_rules.reports.printed import PRINTED

from ..shipped import RULESETS, alliance
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
    assert "Is deze ruimer of strenger dan die?" in short
    assert "stelt vrij" not in short.partition("Waar dit")[0]
    assert "stelt vrij" in long


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
