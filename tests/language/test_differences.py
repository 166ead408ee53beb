"""A case can be like another one but for a difference."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evc_rules.language.load import load_cases
from evc_rules.model.cases import PolicyCase
from evc_rules.model.quantities import Amount

from .corpus import small

CASES = """\
evc-cases: 1
on: 2026-10-01
cases:
  - case: {nl: Assistent, en: Assistant}
    id: assistant
    on: 2026-11-01
    dossier:
      title: Someone
      applicant: {variant: part-time, cohort: 2026}
      evidence:
        - {id: d, diploma: {nlqf: 4, date: 2020-07-01}}
        - {id: w, work: {sector: primary-education, hours: 800 h, from: 2020-08-01}}
      verdicts:
        - {id: v, outcome: ped.climate@1, achieved: yes, assessors: 2, date: 2026-06-01}
      judgements: [{judgement: fair, ruleset: r, answer: yes}]
    expect: {ped: open}
"""


def like(tmp_path: Path, said: str) -> tuple[PolicyCase, PolicyCase]:
    path = tmp_path / "cases.yaml"
    path.write_text(f"{CASES}  - case: Other\n    {said}\n    expect: {{ped: open}}\n", encoding="utf-8")
    first, second = load_cases(path, small()).cases
    return first, second


@pytest.mark.parametrize("name", ["assistant", "Assistent", "Assistant"])
def test_a_case_is_like_another_by_its_id_or_a_title(tmp_path: Path, name: str) -> None:
    first, second = like(tmp_path, f"like: {name}")
    assert second.dossier == first.dossier
    assert second.on == date(2026, 11, 1), "its day too"


def test_its_own_day_comes_before_that_of_the_other(tmp_path: Path) -> None:
    assert like(tmp_path, "like: assistant\n    on: 2027-01-01")[1].on == date(2027, 1, 1)


def test_what_is_said_again_takes_the_place_of_what_was_known_and_the_rest_stays(tmp_path: Path) -> None:
    but = "{applicant: {cohort: 2025}, evidence: [{id: w, work: {hours: 799 h}}, {id: n, badge: {ec: 5 EC}}]}"
    first, second = like(tmp_path, f"like: assistant\n    but: {but}")
    assert second.dossier.applicant.known == {**first.dossier.applicant.known, "cohort": Amount.parse("2025")}
    diploma, work, badge = second.dossier.evidence
    assert diploma == first.dossier.evidence[0]
    assert work.known == {**first.dossier.evidence[1].known, "hours": Amount.parse("799 h")}
    assert badge.kind == "badge"
    assert second.dossier.verdicts == first.dossier.verdicts
    assert second.dossier.title == first.dossier.title


def test_what_is_left_empty_is_not_known(tmp_path: Path) -> None:
    _, second = like(tmp_path, "like: assistant\n    but: {evidence: [{id: w, work: {hours: }}]}")
    assert "hours" not in second.dossier.evidence[1].known
    assert second.dossier.evidence[1].unknown == ("hours",)


def test_verdicts_answers_and_items_of_another_kind_are_said_whole(tmp_path: Path) -> None:
    but = (
        "{evidence: [{id: d, certificate: {ec: 5 EC}}], verdicts: [{id: v, outcome: ped.climate@2, achieved: no}], "
        "judgements: [{judgement: fair, ruleset: r, answer: no}]}"
    )
    _, second = like(tmp_path, f"like: assistant\n    but: {but}")
    assert second.dossier.evidence[0].known == {"ec": Amount.parse("5 EC")}
    (verdict,) = second.dossier.verdicts
    assert (str(verdict.outcome), verdict.achieved, verdict.known) == ("ped.climate@2", False, {})
    assert [one.answer for one in second.dossier.judgements] == [False]


def test_what_is_taken_out_is_not_there(tmp_path: Path) -> None:
    _, second = like(tmp_path, "like: assistant\n    but: {without: [d, v, fair]}")
    assert [one.id for one in second.dossier.evidence] == ["w"]
    assert second.dossier.verdicts == second.dossier.judgements == ()


def test_a_dossier_of_a_file_can_differ_too(tmp_path: Path) -> None:
    (tmp_path / "someone.yaml").write_text(
        "evc-dossier: 1\ndossier: someone\nevidence: [{id: w, work: {hours: 800 h, from: 2020-08-01}}]\n"
    )
    _, second = like(tmp_path, "dossier: someone.yaml\n    but: {evidence: [{id: w, work: {to: 2021-08-01}}]}")
    assert second.dossier.evidence[0].known["to"] == date(2021, 8, 1)
    assert second.dossier.evidence[0].known["hours"] == Amount.parse("800 h")
