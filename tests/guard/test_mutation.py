"""Which slips cases notice: shown by somebody, proven to change nothing, or not known in time; and the cases to add."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evc_rules.errors import Severity
from evc_rules.guard import Mutation, mutation, usual_day
from evc_rules.guard.noticing import Watch, passes
from evc_rules.guard.saying import saying
from evc_rules.guard.suggesting import written
from evc_rules.language.load import examine
from evc_rules.model.cases import CaseFile
from evc_rules.model.conditions import DateTest
from evc_rules.testing.suites import Suites

from ..shipped import RULESETS
from .small import HEAD, ON, case, cases, framework, read, subject

BACHELOR = "  - {id: bachelor, grant: ped.relations@1, when: {diploma: {nlqf: '>= 6', age: '<= 5 years'}}}\n"
EXACT = case("{evidence: [{id: d, diploma: {nlqf: 6, date: 2021-10-01}}]}", "{ped.relations@1: exempt}", "exact")
LIMIT = 10.0


def tried(rules: str, text: str = "", **more: float) -> Mutation:
    found = subject(rules)
    return mutation(found, cases(text) if text else (), ON, time_limit=LIMIT, **more)


def fates(found: Mutation) -> dict[str, str]:
    return {f"{one.mutant.kind} {one.mutant.became}": one.fate for one in found.tried if one.mutant.rules}


def test_a_case_on_the_edge_notices_what_makes_the_edge_stricter_and_nothing_else() -> None:
    found = tried(BACHELOR, EXACT)
    noticed = [one.mutant.kind for one in found.tried if one.fate == "noticed"]
    assert sorted(noticed) == ["effect", "strictness", "threshold", "threshold"]
    assert found.count("unnoticed") > 0


def test_each_case_to_add_is_what_the_ruleset_says_and_with_them_nothing_goes_unnoticed() -> None:
    found = tried(BACHELOR, EXACT)
    assert all(passes(found.subject, one.case) for one in found.suggested)
    for one in found.suggested:
        assert one.notices
        watch = Watch(found.subject, [one.case])
        assert all(
            watch.notices(mutant, saying(found.subject, mutant.ruleset)[0]) is one.case for mutant in one.notices
        )
    added = [*cases(EXACT), *(one.case for one in found.suggested)]
    again = mutation(found.subject, added, ON, time_limit=LIMIT)
    assert (again.count("noticed"), again.count("unnoticed")) == (found.counted, 0)
    assert again.suggested == ()
    assert again.whole
    assert not found.whole


def test_the_case_to_add_for_a_bound_lies_on_the_bound() -> None:
    """Six is exempt and would not be if it were seven; five years to the day likewise."""
    found = tried(BACHELOR)
    known = [dict(item.attributes) for one in found.suggested for item in one.case.dossier.evidence]
    assert "6" in {str(one.get("nlqf")) for one in known}
    assert {"2021-10-01", "2021-09-30"} <= {str(one["date"]) for one in known if "date" in one}, "to the day"


def test_what_changes_nothing_is_proven_and_not_counted() -> None:
    """Whoever has a diploma has something: the second way adds nobody."""
    rules = "  - {id: a, grant: ped.relations@1, when: {any: [{diploma: {}}, {diploma: {nlqf: 6}}]}}\n"
    rules += "  - {id: b, grant: content.dutch@1, when: {work: {}}}\n"
    found = tried(rules)
    same = [(one.mutant.kind, one.mutant.rules) for one in found.tried if one.fate == "same"]
    assert ("threshold", ("a",)) in same
    assert found.count("unknown") == 0
    assert found.counted + len(same) == len(found.tried)


def test_what_changes_nothing_yet_but_will_on_a_later_day_is_not_proven_to_change_nothing() -> None:
    """Whatever is handed in before 2027 was obtained before 2027: the bound tells nobody apart until then."""
    rules = "  - {id: a, grant: ped.relations@1, when: {diploma: {nlqf: 5, date: '< 2027-01-01'}}}\n"
    rules += "  - {id: b, grant: content.dutch@1, when: {work: {}}}\n"
    found = tried(rules)
    bound = {one.fate for one in found.tried if one.mutant.kind == "threshold" and isinstance(one.mutant.was, DateTest)}
    assert bound == {"unnoticed"}
    assert {date(2026, 12, 31), date(2027, 1, 1)} <= {one.case.on for one in found.suggested}


def test_without_time_it_is_not_known_whether_what_nobody_notices_matters() -> None:
    found = tried(BACHELOR, EXACT, within=0.0)
    assert found.count("unnoticed") == found.count("same") == 0
    assert found.count("unknown") > 0
    why = {one.why.en for one in found.tried if one.fate == "unknown"}
    assert why == {"the time was up: give more with --within"}
    assert found.count("noticed") == tried(BACHELOR, EXACT).count("noticed"), "what cases notice takes no solver"
    assert not found.whole


def test_the_same_question_has_the_same_answer() -> None:
    one, other = (tried(BACHELOR, EXACT) for _ in range(2))
    assert [each.case for each in one.suggested] == [each.case for each in other.suggested]
    assert fates(one) == fates(other)


def test_cases_that_fail_already_watch_over_nothing() -> None:
    wrong = case("{evidence: [{id: d, diploma: {nlqf: 6, date: 2021-10-01}}]}", "{ped.relations@1: refused}", "wrong")
    found = tried(BACHELOR, EXACT + wrong)
    assert [one.title.en for one in found.failing] == ["wrong"]
    assert found.count("noticed") == tried(BACHELOR, EXACT).count("noticed")
    assert not found.whole


@pytest.mark.parametrize(
    ("expected", "kind"),
    [("asks: [{judgement: fair}]", "without-condition"), ("cites: [oer/a]", "effect")],
)
def test_what_is_expected_beside_statuses_notices_too(expected: str, kind: str) -> None:
    more = "sources: {oer: {title: OER, articles: {a: A}}}\n"
    rules = "  - {id: a, article: oer/a, grant: ped.relations@1, when: {judgement: fair, asks: Is it fair}}\n"
    rules += "  - {id: b, article: oer/a, bar: ped.relations@1, when: {work: {}}}\n"
    found, _ = read(rules, more)
    (one,) = cases(f"  - {{case: a, dossier: {{}}, {expected}}}\n")
    watching = mutation(found, [one], ON, time_limit=LIMIT)
    assert passes(found, one)
    if kind == "without-condition":
        assert kind in {each.mutant.kind for each in watching.tried if each.fate == "noticed"}
    assert watching.failing == ()


def test_a_slip_in_another_time_is_looked_for_in_that_time() -> None:
    more = "parameters: {most: [{until: 2026-05-01, value: 4 years}, {from: 2026-05-01, value: 5 years}]}\n"
    rules = (
        "  - {id: a, grant: ped.relations@1, when: {diploma: {age: '<= $most'}}}\n  - {id: b, grant: content.dutch@1}\n"
    )
    found, _ = read(rules, more)
    done = mutation(found, (), ON, time_limit=LIMIT)
    days = {str(one.case.on) for one in done.suggested if str(one.mutant.was) == "4 years"}
    assert days
    assert days <= {"2026-01-01", "2026-04-30"}, "the first day of the ruleset, or the last of that value"
    moved = {str(one.case.on) for one in done.suggested if one.mutant.kind == "decisions" and one.mutant.rules}
    assert moved <= {"2026-04-30", "2026-05-01"}


def test_most_cases_say_the_usual_day() -> None:
    text = EXACT + case("{}", "{ped: open}", "b").replace("{case", "{on: 2026-11-01, case") * 2
    assert str(usual_day(cases(text))) == "2026-11-01"
    assert usual_day(()) is None


def test_a_file_of_cases_to_add_reads_as_them_and_says_to_check_them(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(f"{HEAD}rules:\n{BACHELOR}", encoding="utf-8")
    over = framework()
    found, where = read(BACHELOR)
    done = mutation(found, cases(EXACT), ON, time_limit=LIMIT)
    out = tmp_path / "cases.suggested.yaml"
    text = written(done, where, tmp_path / "policy.yaml", out, "en")
    out.write_text(text, encoding="utf-8")
    loaded = examine(out, framework=over)
    assert [one for one in loaded.findings if one.severity is Severity.ERROR] == []
    assert isinstance(loaded.model, CaseFile)
    assert loaded.model.ruleset == "policy.yaml"
    assert [(one.title, one.on, one.expect[0].statuses) for one in loaded.model.cases] == [
        (one.case.title, one.case.on, one.case.expect[0].statuses) for one in done.suggested
    ]
    said, made = (one.cases for one in (loaded.model, CaseFile(cases=tuple(one.case for one in done.suggested))))
    assert [one.dossier.with_(id="x") for one in said] == [one.dossier.with_(id="x") for one in made]
    assert text.startswith("# Proposed by evc-rules test")
    assert text.count("# Check: ") == len(done.suggested)
    assert "bachelor (policy.yaml:9)" in text


def test_work_that_ends_on_the_last_day_of_a_month_is_written_without_a_warning(tmp_path: Path) -> None:
    rules = "  - {id: a, grant: ped.relations@1, when: {work: {to: '>= 2024-08-01'}}}\n"
    rules += "  - {id: b, grant: content.dutch@1}\n"
    (tmp_path / "policy.yaml").write_text(f"{HEAD}rules:\n{rules}", encoding="utf-8")
    found, where = read(rules)
    out = tmp_path / "cases.suggested.yaml"
    done = mutation(found, (), ON, time_limit=LIMIT)
    out.write_text(written(done, where, tmp_path / "policy.yaml", out, "en"), encoding="utf-8")
    assert "through: 2024-07-30" in out.read_text(encoding="utf-8")
    loaded = examine(out, framework=framework())
    assert loaded.findings == []
    assert isinstance(loaded.model, CaseFile)
    said = [one.dossier.with_(id="x") for one in loaded.model.cases]
    assert said == [one.case.dossier.with_(id="x") for one in done.suggested]


def test_a_shipped_ruleset_is_tried_in_seconds_and_its_cases_to_add_notice_the_rest() -> None:
    suite = Suites().open(RULESETS / "hva" / "cases.yaml")
    found = mutation(suite.subject, suite.cases.cases, ON, time_limit=LIMIT)
    assert found.count("unknown") == 0
    added = [*suite.cases.cases, *(one.case for one in found.suggested)]
    again = mutation(suite.subject, added, ON, time_limit=LIMIT)
    assert again.count("noticed") == again.counted == found.counted
