"""`diff`: what an edit means, or another date or cohort; also of revisions of git."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from evc_rules.compare.ask import Asking
from evc_rules.reports.printed import PRINTED

from ..shipped import RULESETS
from .test_commands import NOORD, ON, PUBLISHED, run

HANZE = RULESETS / "hanze" / "policy.yaml"
DEGREES = (
    "parameters: {degrees: [{until: 2027-09-01, value: [bachelor, master]}, {from: 2027-09-01, value: [bachelor]}]}"
)
KEMPEL = str(RULESETS / "de-kempel" / "policy.yaml")


def flat(text: str) -> str:
    """Lines that a terminal broke, whole again."""
    return " ".join(text.split())


@pytest.fixture
def edited(tmp_path):
    """A copy of a published ruleset, to change a word of."""
    folder = tmp_path / "rulesets" / "hanze"
    folder.mkdir(parents=True)
    (tmp_path / "rulesets" / "frameworks").symlink_to(RULESETS / "frameworks")
    text = HANZE.read_text(encoding="utf-8").replace("cases: cases.yaml\n", "")

    def with_(*changes: tuple[str, str]) -> str:
        changed = text
        for old, new in changes:
            assert old in changed
            changed = changed.replace(old, new)
        path = folder / "changed.yaml"
        path.write_text(changed, encoding="utf-8")
        return str(path)

    return with_


def test_an_edit_that_changes_nothing_ends_with_0(edited):
    renamed = edited(("article: ", "article:   "))
    result = run("diff", str(HANZE), renamed, *ON)
    assert (result.exit_code, "Bewezen: in alles gelijk" in flat(result.stdout)) == (0, True)


def test_an_edit_that_changes_the_meaning_ends_with_1_and_says_for_whom(edited):
    result = run("diff", str(HANZE), edited(("[bachelor, master]", "bachelor")), *ON)
    assert result.exit_code == 1
    for needed in (
        "strenger voor 5 leeruitkomsten: entry.part-time@1",
        "soort opleiding",
        "master van hbo of wo",
        "eerst vrijgesteld, nu niet",
        "(regel two-years, verkort/voor-wie, verkort/deeltijd)",
    ):
        assert needed in flat(result.stdout)


def test_other_credits_for_the_same_exemptions_change_the_meaning(edited):
    changed = edited(("\nsources:\n", "\nlimits: [{at_most: 30 EC, of: exempted}]\nsources:\n"))
    result = run("diff", str(HANZE), changed, *ON)
    assert result.exit_code == 1
    assert "hoogstens vrij te stellen: niets / 30 EC" in flat(result.stdout)
    assert "toegekend" not in result.stdout  # without a programme there are no credits to tell of


def test_other_credits_are_shown_by_someone_who_gets_them(edited):
    changed = edited(("\nsources:\n", "\nlimits: [{at_most: 30 EC, of: exempted}]\nsources:\n"))
    words = ("diff", str(HANZE), changed, "-o", "route.minor", "--programme", str(HANZE.parent / "programme.yaml"), *ON)
    result = run(*words, "--lang", "en")
    assert result.exit_code == 1
    assert "/ 30 EC awarded in hanze" in flat(result.stdout)
    (pair,) = PRINTED["diff"].model_validate_json(run(*words, "--json").stdout).pairs
    (term,) = pair.terms
    assert (term.what, term.first, term.second, term.witness.awarded_second) == ("limit", None, "30 EC", "30 EC")
    assert term.witness.awarded_first != "30 EC"
    assert "evc-dossier: 1" in term.witness.dossier


def test_what_cannot_be_settled_ends_with_1(monkeypatch, edited):
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    changed = edited(("[bachelor, master]", "bachelor"))
    result = run("diff", str(HANZE), changed, *ON)
    assert result.exit_code == 1
    assert "niet uitgemaakt" in flat(result.stdout)


def test_details_tell_both_sides_in_full(edited):
    changed = edited(("[bachelor, master]", "bachelor"))
    short, long = (run("diff", str(HANZE), changed, "--lang", "en", *more, *ON).stdout for more in ((), ("--details",)))
    assert "exempt before, not covered after" in flat(short)
    assert "Only" not in short
    assert "because of two-years" in flat(long)


def test_one_ruleset_on_two_dates_and_for_two_cohorts(edited):
    dated = edited(
        (
            "\nsources:\n",
            "\n" + DEGREES + "\nsources:\n",
        ),
        ("education: [bachelor, master]", "education: $degrees"),
    )
    result = run("diff", dated, *ON, "--against-on", "2027-09-01", "--lang", "en")
    assert result.exit_code == 1
    assert "on 2026-11-24 → on 2027-09-01" in flat(result.stdout)
    assert "stricter for 5 outcomes" in flat(result.stdout)
    same = run("diff", dated, *ON, "--against-on", "2027-08-31")
    assert (same.exit_code, "Er verandert niets" in same.stdout) == (0, True)
    said = run("diff", KEMPEL, "--cohort", "2022", "--against-cohort", "2027", "--json", *ON)
    assert said.exit_code == 1
    view = PRINTED["diff"].model_validate_json(said.stdout)
    assert [(one.cohort, str(one.on)) for one in view.rulesets] == [(2022, "2026-11-24"), (2027, "2026-11-24")]
    (pair,) = view.pairs
    assert pair.relation == "stricter"
    assert {one for each in pair.differences for one in each.outcomes} == {"route.shorter@1", "route.shorter@2"}


def test_out_of_force_is_said():
    result = run("diff", NOORD, "--on", "2025-01-01", "--against-on", "2025-02-01", "-o", "ped.climate@1")
    assert result.exit_code == 0
    assert result.stderr.count("is not in force on 2025-") == 2


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True)  # noqa: S603, S607 - the git that is there


def commit() -> None:
    git("add", "-A")
    git("-c", "user.name=someone", "-c", "user.email=someone@example.org", "commit", "-q", "-m", "more")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with a ruleset and its framework, at one commit; where the ruleset lies."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    shutil.copytree(RULESETS / "frameworks", tmp_path / "rulesets" / "frameworks")
    folder = tmp_path / "rulesets" / "hanze"
    folder.mkdir()
    policy = folder / "policy.yaml"
    policy.write_text(HANZE.read_text(encoding="utf-8").replace("cases: cases.yaml\n", ""), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    commit()
    return policy


def test_a_revision_is_compared_with_what_is_there_now(repository, monkeypatch):
    here = "rulesets/hanze/policy.yaml"
    assert run("diff", f"main:{here}", here, *ON).exit_code == 0
    repository.write_text(
        repository.read_text(encoding="utf-8").replace("[bachelor, master]", "bachelor"), encoding="utf-8"
    )
    result = run("diff", f"main:{here}", here, "--lang", "en", *ON)
    assert result.exit_code == 1
    assert f"main:{here} → {here}" in result.stdout
    assert "stricter for 5 outcomes" in flat(result.stdout)
    monkeypatch.chdir(repository.parent)
    for said in ("HEAD:policy.yaml", "HEAD:../hanze/policy.yaml", "HEAD:./policy.yaml"):
        assert run("diff", said, "policy.yaml", *ON).exit_code == 1
        assert run("diff", said, said, *ON).exit_code == 0


def test_the_framework_of_a_revision_is_the_one_of_then(repository):
    """What a revision named comes along; where that is another one now, it is read over the one of now, and said."""
    framework = repository.parent.parent / "frameworks" / "pabo-route.yaml"
    text = framework.read_text(encoding="utf-8")
    framework.write_text(
        text.replace("\noutcomes:\n", "\noutcomes:\n  - {id: extra, title: Extra, component: route}\n"),
        encoding="utf-8",
    )
    result = run("diff", "main:rulesets/hanze/policy.yaml", str(repository), *ON)
    assert result.exit_code == 0, result.stderr
    assert "is another one there; it is compared over the one of now" in result.stderr
    framework.unlink()
    result = run("diff", "main:rulesets/hanze/policy.yaml", "main:rulesets/hanze/policy.yaml", *ON)
    assert (result.exit_code, result.stderr) == (0, "")


def test_what_is_wrong_in_a_revision_is_said_of_the_revision(repository):
    repository.write_text("evc-rules: 1\n", encoding="utf-8")
    commit()
    result = run("diff", "main:rulesets/hanze/policy.yaml", "main~1:rulesets/hanze/policy.yaml", *ON)
    assert result.exit_code == 2
    assert "main:rulesets/hanze/policy.yaml:1:1: EVC-S001" in result.stderr


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ((str(HANZE), PUBLISHED), ["'ruleset' is needed here"]),
        ((str(HANZE), NOORD), ["over one framework"]),
        ((str(HANZE), "nothing.yaml"), ["EVC-F001"]),
        ((str(HANZE),), ["there is nothing to compare with"]),
        (("a.yaml", "b.yaml", "--against-cohort", "2026"), ["--against-cohort needs --cohort", "a.yaml", "b.yaml"]),
        ((str(HANZE), "--against-on", "x", "-o", "entri", "-o", "rout"), ["'x' is not a date", "entri", "rout"]),
    ],
)
def test_all_that_is_wrong_is_said_and_ends_with_2(words, wrong):
    result = run("diff", *words, *ON)
    assert result.exit_code == 2
    assert result.stdout == ""
    for each in wrong:
        assert each in result.stderr


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("other:rulesets/hanze/policy.yaml", "git knows no revision 'other' here"),
        ("--help:rulesets/hanze/policy.yaml", "git knows no revision '--help' here"),
        ("main:rulesets/policy.yaml", "'rulesets/policy.yaml' is no YAML file of the revision 'main'"),
    ],
)
def test_a_revision_that_is_not_there_is_said(repository, said, wrong):
    result = run("diff", *ON, "--", said, str(repository))
    assert (result.exit_code, result.stdout) == (2, "")
    assert wrong in result.stderr


def test_no_git_and_no_repository_are_said(repository, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    assert "not a git repository" in run("diff", "main:policy.yaml", str(repository), *ON).stderr
    monkeypatch.setenv("PATH", "")
    result = run("diff", "main:policy.yaml", str(repository), *ON)
    assert (result.exit_code, "git is not there" in result.stderr) == (2, True)


def test_a_cohort_that_a_ruleset_is_not_for_is_warned_of():
    hva = str(RULESETS / "hva" / "policy.yaml")
    result = run("diff", hva, "-o", "route.minor", "--cohort", "2010", "--against-cohort", "2011", *ON)
    for cohort in (2010, 2011):
        assert f"EVC-N003: warning: '{hva}' is not in force for cohort {cohort}" in flat(result.stderr)


def test_an_old_ruleset_without_its_cases_is_over_the_same_framework(edited):
    alone = edited(("\nsources:\n", "\ncases: cases.yaml\nsources:\n"))
    result = run("diff", alone, str(HANZE), "-o", "route.minor", *ON)
    assert "EVC-F009" in result.stderr
    assert "EVC-O008" not in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (("compare", PUBLISHED, "--cohort", "99999"), ("--cohort",)),
        (("gaps", PUBLISHED, "--cohort", "1989"), ("--cohort",)),
        (("harmonise", PUBLISHED, "-s", "strictest", "--cohort", "2101"), ("--cohort",)),
        (("explain", PUBLISHED, "entry", "--cohort", "0"), ("--cohort",)),
        (("align", KEMPEL, "--with", str(HANZE), "--cohort", "-1"), ("--cohort",)),
        (("diff", KEMPEL, "--cohort", "20", "--against-cohort", "2200"), ("--cohort", "--against-cohort")),
    ],
)
def test_a_year_that_no_cohort_can_have_is_refused(words, options):
    result = run(*words, *ON)
    assert result.exit_code == 2
    for option in options:
        assert f"EVC-C001: {option}: " in result.stderr
    assert "choose a year from 1990 to 2100" in result.stderr
