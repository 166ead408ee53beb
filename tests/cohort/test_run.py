"""A run says of each dossier what `assess` says of it, loses nothing to a bad row, and goes on where it was cut off."""

# ruff: noqa: S603, S608 - queries and commands are made of what the tests made themselves
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from evc_rules.advice import assess_alliance
from evc_rules.advice.recommendation import spoken
from evc_rules.cli.app import app
from evc_rules.cohort.letters import LETTERS
from evc_rules.errors import InvalidInputError
from evc_rules.model.alliance import Alliance, Member
from evc_rules.reports.build import Builder
from evc_rules.results.truth import Truth

from ..shipped import ON, ROOT, RULESETS, alliance, dossier, names
from .running import answered, made_up, rows, statuses, written

AWARDED = {Truth.TRUE: "Y", Truth.UNKNOWN: "?", Truth.FALSE: "n"}


def some(*institutions, of="voorbeeld") -> Alliance:
    """An alliance with some of its members only: fewer rules, and quicker."""
    chosen = alliance(of)
    return chosen.with_(members=tuple(one for one in chosen.members if one.institution in institutions))


def held_to_assess(subject, people, out, *strategies, choose=False):
    """Whatever came out is what `assess` says, dossier by dossier."""
    found = statuses(out)
    worth = {
        (name, policy, programme): (units, awarded, certain, hoped)
        for name, policy, programme, units, awarded, certain, hoped in rows(
            out, "SELECT dossier, policy, programme, units, awarded, certain, hoped FROM 'OUT/credits/*.parquet'"
        )
    }
    checked = 0
    for person in people:
        advice = assess_alliance(subject, person, on=ON, strategies=strategies)
        policies = [(one.institution, one.recommendation) for one in (*advice.members, *advice.common)]
        policies += [(str(one.strategy), each.recommendation) for one in advice.harmonised for each in one.members]
        for name, said in policies:
            letters = found[person.id][name]
            if said is None:
                assert set(letters) == {"-"}
                continue
            assert [LETTERS[letter] for letter in letters] == [one.statuses for one in said.traces.values()]
            if said.credits is None:
                assert (person.id, name, said.programme.id if said.programme else "") not in worth
                continue
            units, awarded, certain, hoped = worth[person.id, name, said.credits.programme.id]
            assert (certain, hoped) == tuple(one.value for one in said.credits.awarded)
            assert [LETTERS[letter] for letter in units] == [one.statuses for one in said.credits.units]
            exact = [AWARDED[one.awarded] for one in said.credits.units]
            if choose:
                assert list(awarded) == exact
            else:
                assert all(one in {other, "l"} for one, other in zip(awarded, exact, strict=True))
            checked += 1
    return checked


def test_an_alliance_with_strategies_says_what_assess_says(tmp_path):
    subject = some("voorbeeld-noord", "voorbeeld-west")
    people = [dossier(name) for name in names()]
    source = written(people, subject.framework, tmp_path / "in")
    summary = answered(subject, source, tmp_path / "out", "most-generous", choose=True, chunk=6)
    assert summary.dossiers == 10
    assert held_to_assess(subject, people, tmp_path / "out", "most-generous", choose=True) > 20


def test_a_made_up_cohort_says_what_assess_says_and_keeps_limits(tmp_path):
    subject = some("voorbeeld-noord")
    people = made_up(subject, 60)
    source = written(people, subject.framework, tmp_path / "in")
    summary = answered(subject, source, tmp_path / "out")
    assert summary.bound > 0
    assert held_to_assess(subject, people[:25], tmp_path / "out") > 5
    most = max(row[0] for row in rows(tmp_path / "out", "SELECT hoped FROM 'OUT/credits/*.parquet'"))
    assert most <= Decimal(180)


def test_versions_of_a_ruleset_are_chosen_by_cohort(tmp_path):
    """Rulesets for different cohorts; and an applicant whose cohort is not known gets no answer."""
    chosen = some("voorbeeld-noord")
    (member,) = chosen.members
    (before,) = member.rulesets
    early = before.with_(applies=before.applies.with_(cohorts=before.applies.cohorts.parse("2024/2026")), id="early")
    late = before.with_(applies=before.applies.with_(cohorts=before.applies.cohorts.parse("2026/..")), id="late",
                        rules=before.rules[:6])  # fmt: skip
    subject = chosen.with_(
        members=(Member(institution="voorbeeld-noord", rulesets=(early, late), programmes=member.programmes),)
    )
    people = made_up(subject, 40)
    source = written(people, subject.framework, tmp_path / "in")
    summary = answered(subject, source, tmp_path / "out")
    assert any(one.code == "EVC-N003" for one in summary.findings)
    held_to_assess(subject, people, tmp_path / "out")
    assert {"-"} in [set(row["voorbeeld-noord"]) for row in statuses(tmp_path / "out").values()]


def test_open_questions_are_those_that_assess_asks(tmp_path):
    """Of every dossier that is open somewhere, at every institute, in the order in which they help most."""
    subject = some("voorbeeld-noord", "voorbeeld-west")
    people = [*made_up(subject, 20), *(dossier(name) for name in names()[:3])]
    source = written(people, subject.framework, tmp_path / "in")
    answered(subject, source, tmp_path / "out", "most-generous", questions=True, chunk=9)
    found = rows(
        tmp_path / "out",
        "SELECT dossier, policy, text_nl, text_en, kind, coalesce(item, outcome, judgement), attribute, leaves"
        " FROM read_parquet('OUT/questions/*.parquet', filename = true, file_row_number = true)"
        " ORDER BY dossier, policy, filename, file_row_number",
    )
    expected = []
    for person in sorted(people, key=lambda one: one.id):
        advice = assess_alliance(subject, person, on=ON)
        for one in (*advice.members, *advice.common):
            said = one.recommendation
            if said is None:
                continue
            place = {leaf: number for number, leaf in enumerate(said.statuses)}
            for question, leaves in said.questions.items():
                view = Builder("nl").question(question, said.prose)
                about = view.item or view.outcome or view.judgement
                english = spoken(said.prose, "en").question(question)
                expected.append((person.id, one.institution, view.text, english, view.kind, about, view.attribute,
                                 [place[leaf] for leaf in leaves]))  # fmt: skip
    assert len(expected) > 100
    assert found == sorted(expected, key=lambda row: row[:2])


def test_aggregates_count_what_was_said(tmp_path):
    subject = some("voorbeeld-noord", "voorbeeld-west")
    source = written(made_up(subject, 80), subject.framework, tmp_path / "in")
    answered(subject, source, tmp_path / "out", chunk=30)
    found = statuses(tmp_path / "out")
    counted = rows(
        tmp_path / "out", "SELECT policy, outcome, level, letter, dossiers FROM 'OUT/aggregates/leaves.parquet'"
    )
    leaves = [(one.outcome, one.level) for one in subject.framework.leaves]
    for policy, outcome, level, letter, number in counted:
        place = leaves.index((outcome, level))
        assert number == sum(row[policy][place] == letter for row in found.values())
    assert sum(row[4] for row in counted) == 2 * 80 * len(leaves)
    apart = rows(
        tmp_path / "out", "SELECT outcome, level, dossiers FROM 'OUT/aggregates/disagreement.parquet' WHERE one = 'any'"
    )
    for outcome, level, number in apart:
        place = leaves.index((outcome, level))
        assert number == sum(row["voorbeeld-noord"][place] != row["voorbeeld-west"][place] for row in found.values())
    ((dossiers, open_),) = rows(
        tmp_path / "out",
        "SELECT dossiers, open_dossiers FROM 'OUT/aggregates/policies.parquet' WHERE policy = 'voorbeeld-noord'",
    )
    assert dossiers == 80
    assert open_ == sum(any(letter.islower() for letter in row["voorbeeld-noord"]) for row in found.values())


def spoilt(source):
    """Four bad rows among good ones."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE e AS SELECT * FROM '{source}/evidence.parquet' ORDER BY dossier, item")
        wrong = [("kind", "'diplom'"), ("nlqf", "9"), ("date", "DATE '1066-01-01'"), ("dossier", "'nobody'")]
        for number, (column, value) in enumerate(wrong):
            connection.execute(f'UPDATE e SET "{column}" = {value} WHERE rowid = {7 * number}')
        connection.execute(f"COPY e TO '{source}/evidence.parquet'")


def test_a_bad_row_never_loses_a_run(tmp_path):
    subject = some("voorbeeld-noord")
    people = made_up(subject, 30)
    source = written(people, subject.framework, tmp_path / "in")
    spoilt(source)
    summary = answered(subject, source, tmp_path / "out", chunk=12)
    assert (summary.dossiers, summary.rejects) == (30, 4)
    rejected = rows(tmp_path / "out", "SELECT \"table\", file, code FROM 'OUT/rejects/*.parquet'")
    assert {one[:2] for one in rejected} == {("evidence", str(source / "evidence.parquet"))}
    assert sorted(one[2] for one in rejected) == ["EVC-A005", "EVC-K003", "EVC-S003", "EVC-S004"]
    with duckdb.connect() as connection:
        left = connection.execute(f"SELECT dossier, item FROM '{source}/evidence.parquet'").fetchall()
    bad = {
        (left[row - 1][0], left[row - 1][1])
        for (row,) in rows(tmp_path / "out", "SELECT row FROM 'OUT/rejects/*.parquet'")
    }
    kept = [one.with_(evidence=tuple(item for item in one.evidence if (one.id, item.id) not in bad)) for one in people]
    changed = {one.id for one, other in zip(people, kept, strict=True) if one != other}
    assert len(changed) >= 2
    held_to_assess(subject, [one for one in kept if one.id in changed], tmp_path / "out")


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path):
    """The same comes out as of a run that was not; what was done is not done again."""
    subject = some("voorbeeld-noord")
    source = written(made_up(subject, 90), subject.framework, tmp_path / "in")
    policy = RULESETS / "voorbeeld-noord" / "policy.yaml"
    words = [sys.executable, "-m", "evc_rules.cli", "cohort", str(policy), "--dossiers", str(source),
             "--out", str(tmp_path / "out"), "--on", "2026-11-24", "--chunk", "3", "--lang", "en"]  # fmt: skip
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    counts = tmp_path / "out" / "counts"
    until = time.monotonic() + 120
    while time.monotonic() < until and len(list(counts.glob("*.json"))) < 2 and running.poll() is None:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    done = {path.name: path.stat().st_mtime_ns for path in counts.glob("*.json")}
    assert 0 < len(done) < 30
    result = CliRunner().invoke(app, [*words[3:]])
    assert result.exit_code == 2
    assert "add --resume" in result.stderr
    result = CliRunner().invoke(app, [*words[3:], "--resume", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["dossiers"] == 90
    assert {name: (counts / name).stat().st_mtime_ns for name in done} == done
    whole = ["--out", str(tmp_path / "whole")]
    result = CliRunner().invoke(app, [*words[3:7], *whole, *words[9:]])
    assert result.exit_code == 0, result.output
    assert statuses(tmp_path / "out") == statuses(tmp_path / "whole")
    for name in ("leaves", "policies", "disagreement"):
        path = f"aggregates/{name}.parquet"
        assert pq.read_table(tmp_path / "out" / path) == pq.read_table(tmp_path / "whole" / path)


@pytest.mark.parametrize("left", ["", "{}", '{"leaves": [', "[]"])
def test_a_chunk_whose_counts_are_not_whole_is_done_again(tmp_path, left):
    subject = some("voorbeeld-noord")
    source = written(made_up(subject, 6), subject.framework, tmp_path / "in")
    answered(subject, source, tmp_path / "out", chunk=3)
    path = tmp_path / "out" / "counts" / "00001.json"
    before = path.read_text()
    path.write_text(left)
    summary = answered(subject, source, tmp_path / "out", chunk=3, resume=True)
    assert summary.dossiers == 6
    assert path.read_text() == before


def test_another_run_does_not_go_on_in_a_folder(tmp_path):
    subject = some("voorbeeld-noord")
    source = written(made_up(subject, 10), subject.framework, tmp_path / "in")
    answered(subject, source, tmp_path / "out")
    with pytest.raises(InvalidInputError, match="the folder holds another run"):
        answered(subject, source, tmp_path / "out", resume=True, on=date(2026, 12, 1))


def test_bad_files_end_with_findings_and_nothing_is_written(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "dossiers.parquet").write_bytes(b"no parquet")
    pq.write_table(pa.table({"dossier": ["a"]}), tmp_path / "in" / "evidence.parquet")
    policy = str(RULESETS / "voorbeeld-noord" / "policy.yaml")
    result = CliRunner().invoke(
        app, ["cohort", policy, "-d", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--on", "2026-11-24"]
    )
    assert result.exit_code == 2
    assert "EVC-F001" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_progress_is_told_with_an_estimate(tmp_path):
    subject = some("voorbeeld-noord")
    source = written(made_up(subject, 20), subject.framework, tmp_path / "in")
    told = []
    answered(subject, source, tmp_path / "out", chunk=8, tell=told.append)
    assert [one.done for one in told] == [8, 16, 20]
    assert all(one.total == 20 for one in told)
    assert told[0].left > 0
    assert told[-1].left == 0


@pytest.mark.parametrize("said", ['{"fingerprint": "12', "[]", ""])
def test_a_run_that_does_not_say_what_was_asked_is_not_gone_on_with(tmp_path, said):
    subject = some("voorbeeld-noord")
    source = written(made_up(subject, 5), subject.framework, tmp_path / "in")
    answered(subject, source, tmp_path / "out")
    (tmp_path / "out" / "run.json").write_text(said)
    with pytest.raises(InvalidInputError, match=r"run\.json:1:1: EVC-C001: the file cannot be read, or not whole"):
        answered(subject, source, tmp_path / "out", resume=True)


def test_common_rulesets_of_one_institution_have_a_column_each(tmp_path):
    """They are called by their ids then; one that shares the name of a member is, too."""
    chosen = some("voorbeeld-noord")
    (ruleset,) = chosen.members[0].rulesets
    law, other = (ruleset.with_(id=name, institution="state", rules=rules) for name, rules in
                  (("law", ruleset.rules[:2]), ("decree", ruleset.rules[2:4])))  # fmt: skip
    own = ruleset.with_(id="noord-also", rules=ruleset.rules[4:6])
    subject = chosen.with_(common=(law, other, own))
    people = made_up(subject, 12)
    source = written(people, subject.framework, tmp_path / "in")
    answered(subject, source, tmp_path / "out", "strictest")
    found = statuses(tmp_path / "out")
    for person in people:
        advice = assess_alliance(subject, person, on=ON)
        names_ = ("voorbeeld-noord", "law", "decree", "noord-also")
        said = dict(zip(names_, (*advice.members, *advice.common), strict=True))
        assert set(found[person.id]) == {*said, "strictest"}
        for name, one in said.items():
            letters = found[person.id][name]
            if one.recommendation is None:  # none is in force
                assert set(letters) == {"-"}
            else:
                wanted = [trace.statuses for trace in one.recommendation.traces.values()]
                assert [LETTERS[each] for each in letters] == wanted


@pytest.mark.parametrize("taken", ["dossier", "strictest"])
def test_what_would_be_called_as_another_column_is_refused(tmp_path, taken):
    chosen = some("voorbeeld-noord")
    (ruleset,) = chosen.members[0].rulesets
    subject = chosen.with_(common=(ruleset.with_(id="law", institution=taken),))
    source = written(made_up(subject, 2), subject.framework, tmp_path / "in")
    with pytest.raises(InvalidInputError, match=f"EVC-S005: two columns of what is written would be called '{taken}'"):
        answered(subject, source, tmp_path / "out", "strictest", "strictest")


def test_a_strategy_that_is_asked_twice_is_answered_once(tmp_path):
    subject = some("voorbeeld-noord")
    source = written(made_up(subject, 2), subject.framework, tmp_path / "in")
    answered(subject, source, tmp_path / "out", "strictest", "strictest")
    assert {frozenset(row) for row in statuses(tmp_path / "out").values()} == {
        frozenset({"voorbeeld-noord", "strictest"})
    }
