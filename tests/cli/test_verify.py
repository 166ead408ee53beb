"""`assess --receipt` and `verify`: what people see, exit codes, JSON, tampering, privacy."""

from __future__ import annotations

import json

import pytest

from evc_rules.language.canonical import digest_of
from evc_rules.reports.printed import PRINTED

from ..shipped import DOSSIERS, RULESETS
from .test_commands import ON, out, run

NOORD = str(RULESETS / "voorbeeld-noord" / "policy.yaml")
PERSON = str(DOSSIERS / "onderwijsassistent-41.yaml")
FILES = ("--ruleset", NOORD, "--dossier", PERSON)


@pytest.fixture
def receipt(tmp_path):
    path = tmp_path / "receipt.json"
    out("assess", NOORD, "-d", PERSON, *ON, "--receipt", str(path))
    return path


def changed(path, name, value, *, digest=False):
    data = json.loads(path.read_text(encoding="utf-8"))
    data["receipts"][0][name] = value
    if digest:
        data["digest"] = digest_of(data["receipts"])
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_a_receipt_is_verified_by_the_files_that_it_is_of(receipt):
    result = run("verify", str(receipt), *FILES)
    assert result.exit_code == 0
    for needed in ("Geverifieerd: deze bestanden geven dit advies", "vrijgesteld", "ze kloppen", "2026-11-24"):
        assert needed in result.stdout
    assert "Verified: these files give this" in out("verify", str(receipt), *FILES, "--lang", "en")


def test_json_says_what_was_compared(receipt):
    said = PRINTED["verify"].model_validate_json(out("verify", str(receipt), *FILES, "--json"))
    assert said.verified
    assert {one.outcome for one in said.receipts[0].compared} == {"same"}


@pytest.mark.parametrize("name", list(PRINTED["assess"].model_json_schema()["$defs"]["ReceiptView"]["properties"]))
def test_a_field_that_was_changed_is_seen(receipt, name):
    value = {"on": "2026-11-25", "start": "2027-02-01", "shared": ["hardship"]}.get(name, "x")
    result = run("verify", changed(receipt, name, value), *FILES)
    assert result.exit_code == 1
    assert "het bestand is veranderd nadat het is geschreven" in result.stdout


def test_what_differs_is_said_also_when_the_digest_was_worked_out_anew(receipt):
    path = changed(receipt, "answer", "sha256:0", digest=True)
    result = run("verify", path, *FILES, "--lang", "en")
    assert result.exit_code == 1
    assert "the recommendation, made again: not the same" in result.stdout
    assert "the files are the same, but give something else" in result.stdout
    assert "Find the versions of then" not in result.stdout


def test_a_strategy_that_no_alliance_followed_is_untrue(receipt):
    result = run("verify", changed(receipt, "strategy", "quorum:2", digest=True), *FILES, "--lang", "en")
    assert result.exit_code == 1
    assert "the strategy quorum:2: not the same (here: -)" in result.stdout


def test_every_field_that_cannot_be_is_said(receipt):
    changed(receipt, "on", 0)
    changed(receipt, "evc_rules", "")
    result = run("verify", changed(receipt, "dossier", "x\x1b[31m sha256:0"), *FILES)
    assert result.exit_code == 2
    for said in (
        "receipts[0].on is not a date such as 2026-11-24", "receipts[0].evc_rules is empty",
        "receipts[0].dossier has characters that cannot be shown",
    ):  # fmt: skip
        assert said in " ".join(result.stderr.split())


def test_what_cannot_be_is_said_where_it_stands_all_of_it(receipt):
    data = json.loads(receipt.read_text(encoding="utf-8"))
    (one,) = data["receipts"]
    data["receipts"] = [{**one, "on": 0, "more": 1, "shared": [1]}]
    del data["receipts"][0]["answer"]
    text = json.dumps(data, indent=2)
    receipt.write_text(text, encoding="utf-8")
    result = run("verify", str(receipt), *FILES)
    said, lines = " ".join(result.stderr.split()), text.split("\n")
    assert result.exit_code == 2
    for what, shown, column in (
        ("receipts[0].answer is missing", "    {", 5),
        ("receipts[0].on is not a date", '      "on": 0,', 13),
        ("receipts[0].more is not known", '      "more": 1', 7),
        ("receipts[0].shared[0] has another form", "        1", 9),
    ):
        assert f"receipt.json:{lines.index(shown) + 1}:{column}: EVC-V001: this is no file of receipts: {what}" in said


def test_a_key_that_stands_twice_is_refused(receipt):
    """A person reads the one, and a program the other."""
    text = receipt.read_text(encoding="utf-8")
    receipt.write_text(text.replace('"on":', '"on": "2020-01-01",\n"on":', 1), encoding="utf-8")
    result = run("verify", str(receipt), *FILES)
    assert (result.exit_code, "EVC-F005: the key 'on' stands twice here" in result.stderr) == (2, True)


def test_a_receipt_that_an_editor_saved_with_a_mark_in_front_is_read(receipt):
    receipt.write_text(receipt.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert run("verify", str(receipt), *FILES).exit_code == 0


@pytest.mark.parametrize("form", ["true", "1.0", '"1"', "null"])
def test_the_form_of_the_file_is_a_number(receipt, form):
    text = receipt.read_text(encoding="utf-8").replace('"evc_receipts": 1', f'"evc_receipts": {form}')
    receipt.write_text(text, encoding="utf-8")
    result = run("verify", str(receipt), *FILES)
    assert (result.exit_code, "evc_receipts is not 1" in " ".join(result.stderr.split())) == (2, True)


def test_another_version_is_said_beside_the_outcome(receipt):
    result = run("verify", changed(receipt, "evc_rules", "0.0.9", digest=True), *FILES, "--lang", "en")
    assert result.exit_code == 0
    assert "Made with evc_rules 0.0.9" in result.stdout


def test_another_dossier_is_not_verified_and_nothing_of_it_is_shown(receipt):
    other = str(DOSSIERS / "buitenlandse-leraar.yaml")
    result = run("verify", str(receipt), "-r", NOORD, "-d", other)
    assert result.exit_code == 1
    assert "het dossier onderwijsassistent-41: niet hetzelfde (hier: buitenlandse-leraar)" in result.stdout


def test_a_receipt_and_what_is_said_of_it_show_nothing_of_the_dossier(receipt):
    said = receipt.read_text(encoding="utf-8") + out("verify", str(receipt), *FILES)
    for value in ("mbo-onderwijsassistent", "4900", "primary-education", "eerste-school", "2017"):
        assert value not in said


def test_without_files_nothing_is_verified(receipt):
    result = run("verify", str(receipt))
    assert result.exit_code == 1
    assert "geef ook de regeling of alliantie (--ruleset) en het dossier (--dossier)" in result.stdout


def test_a_file_without_receipts_is_not_verified(receipt):
    receipt.write_text(json.dumps({"evc_receipts": 1, "receipts": [], "digest": digest_of([])}), encoding="utf-8")
    assert run("verify", str(receipt), *FILES).exit_code == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"evc_receipts": 2, "receipts": [], "digest": ""}', "\udcff"])
def test_what_is_no_file_of_receipts_ends_with_2(tmp_path, text):
    path = tmp_path / "receipt.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run("verify", str(path))
    assert (result.exit_code, "EVC-V001" in result.stderr) == (2, True)


def test_what_is_no_json_is_said_where_it_is(tmp_path):
    path = tmp_path / "receipt.json"
    path.write_text('{\n  "evc_receipts": oops\n}', encoding="utf-8")
    said = " ".join(run("verify", str(path)).stderr.split())
    assert "receipt.json:2:19: EVC-V001: this is no file of receipts: it is no JSON" in said


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    result = run("verify", str(tmp_path / "none.json"))
    assert (result.exit_code, "EVC-F001" in result.stderr) == (2, True)


def test_a_dossier_is_not_read_without_a_framework(receipt):
    assert run("verify", str(receipt), "-d", PERSON).exit_code == 2


def test_a_receipt_is_not_written_over_another_one_unless_asked(receipt):
    asked = ("assess", NOORD, "-d", PERSON, *ON, "--receipt", str(receipt))
    assert run(*asked).exit_code == 2
    assert run(*asked, "--force").exit_code == 0
