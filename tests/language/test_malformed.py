"""Malformed input of any kind gives findings: no exception, no crash of the interpreter, no endless wait."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evc_rules.language.load import examine, load_framework
from evc_rules.language.yaml_text import MAX_BYTES, read_file, read_text

from .corpus import CORPUS, small

POLICY = "evc-rules: 1\nruleset: r\ntitle: R\ninstitution: i\nrules: []\n"
DOSSIER = "evc-dossier: 1\ndossier: someone\n"


def _dossier(body: str) -> str:
    return DOSSIER + body


FORM = {
    "empty": (b"", "EVC-F007"),
    "only a byte order mark": (b"\xef\xbb\xbf", "EVC-F007"),
    "only comments": (b"# nothing\n\n# at all\n", "EVC-F007"),
    "only a document mark": (b"---\n...\n", "EVC-F007"),
    "null": (b"~\n", "EVC-F007"),
    "binary": (bytes(range(256)), "EVC-F002"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "EVC-F002"),
    "utf-16": ("evc-rules: 1".encode("utf-16"), "EVC-F002"),
    "latin-1": ("evc-rules: 1\ntitle: é\n".encode("latin-1"), "EVC-F002"),
    "a zero byte": (b"evc-rules: 1\ntitle: a\0b\n", "EVC-F002"),
    "a zero by escape": (b'evc-dossier: 1\ndossier: "a\\0b"\n', "EVC-F002"),
    "a lone surrogate by escape": (b'evc-dossier: 1\ndossier: "\\ud800"\n', "EVC-F004"),
    "a terminal escape in a key": (b'evc-dossier: 1\n"\\e[31m": x\n', "EVC-F002"),
    "turned direction": ("evc-dossier: 1\ndossier: a\ntitle: \u202ex\n".encode(), "EVC-F002"),
    "a list": (b"- evc-rules: 1\n", "EVC-F008"),
    "a text": (b"evc-rules\n", "EVC-F008"),
    "a number": (b"1\n", "EVC-F008"),
    "a merge key": (b"<<: {evc-dossier: 1, dossier: x}\n", "EVC-F008"),
    "a version too many": (b"evc-rules: 1.0\n", "EVC-F008"),
    "a list for a version": (b"evc-rules: [1]\n", "EVC-F008"),
    "a tag that would run": (b"!!python/object/apply:os.system [ls]\n", "EVC-F004"),
    "a tag of one's own": (b"evc-dossier: 1\ndossier: !mine x\n", "EVC-F004"),
    "binary data by tag": (b"evc-dossier: 1\ndossier: !!binary aGVsbG8=\n", "EVC-F004"),
    "two documents": (b"evc-dossier: 1\n---\nevc-dossier: 1\n", "EVC-F004"),
    "a key that is a list": (b"? [a]\n: 1\nevc-dossier: 1\n", "EVC-F004"),
    "an alias of nothing": (b"a: *b\n", "EVC-F004"),
    "an alias of itself": (b"a: &a [*a]\n", "EVC-F006"),
    "a tab": (b"a:\n\t- b\n", "EVC-F004"),
    "an open quote": (b"a: 'b\n", "EVC-F004"),
    "a directive of another yaml": (b"%YAML 9.9\n---\na: 1\n", "EVC-F004"),
    "a number as a key twice": (b"evc-dossier: 1\n1: a\n1: b\n", "EVC-F005"),
    "a long line": (b"evc-dossier: 1\ndossier: " + b"a" * 900_000, "EVC-F003"),
    "a long key": (b"a" * 900_000 + b": 1\n", "EVC-F003"),
}


@pytest.mark.parametrize(("raw", "code"), FORM.values(), ids=FORM)
def test_a_file_of_the_wrong_form(raw: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(raw)
    loaded = examine(path)
    assert code in {finding.code for finding in loaded.findings}
    for finding in loaded.findings:
        assert str(finding).isprintable() or set(str(finding)) - {"\n"} == set(filter(str.isprintable, str(finding)))


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + DOSSIER.encode())
    assert examine(path, framework=small()).findings == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_counts(end: str) -> None:
    _, findings = read_text(end.join(["a: 1", "b: 2", "a: 3"]), "f")
    assert [str(finding.position) for finding in findings] == ["f:3:1"]


VALUES = {
    "credits with an exponent": ("evidence: [{id: a, diploma: {ec: 1e5}}]", "EVC-S004"),
    "credits that are no number": ("evidence: [{id: a, diploma: {ec: NaN}}]", "EVC-S004"),
    "credits by yaml's name for it": ("evidence: [{id: a, diploma: {ec: .nan}}]", "EVC-S004"),
    "endless credits": ("evidence: [{id: a, diploma: {ec: .inf}}]", "EVC-S004"),
    "credits with a comma": ("evidence: [{id: a, diploma: {ec: '7,5 EC'}}]", "EVC-A003"),
    "other digits": ("evidence: [{id: a, diploma: {nlqf: \u0666}}]", "EVC-S004"),
    "a hexadecimal number": ("evidence: [{id: a, diploma: {nlqf: 0x6}}]", "EVC-S004"),
    "a huge number": (f"evidence: [{{id: a, diploma: {{nlqf: {'9' * 5000}}}}}]", "EVC-S004"),
    "30 February": ("evidence: [{id: a, diploma: {date: 2024-02-30}}]", "EVC-S004"),
    "29 February of a common year": ("evidence: [{id: a, diploma: {date: 2023-02-29}}]", "EVC-S004"),
    "a moment": ("evidence: [{id: a, diploma: {date: '2024-02-01T10:00:00Z'}}]", "EVC-S004"),
    "a number for a date": ("judgements: [{judgement: a, answer: yes, date: 20240201}]", "EVC-S004"),
    "a number for yes": ("judgements: [{judgement: a, answer: 1}]", "EVC-S004"),
    "a grade without a scale": ("evidence: [{id: a, diploma: {grade: 8}}]", "EVC-S003"),
    "a scale that is a list": ("evidence: [{id: a, diploma: {grade: {value: 8, scale: [nl-10]}}}]", "EVC-S003"),
    "a code that is a list": ("evidence: [{id: a, diploma: {programme: [a]}}]", "EVC-S003"),
    "a code with a line break": ('evidence: [{id: a, diploma: {programme: "a\\nb"}}]', "EVC-S004"),
    "an empty code": ('evidence: [{id: a, diploma: {programme: ""}}]', "EVC-S004"),
    "evidence that is a mapping": ("evidence: {id: a}", "EVC-S003"),
    "evidence that is a text": ("evidence: [a]", "EVC-S003"),
    "evidence of two kinds": ("evidence: [{id: a, diploma: {}, work: {}}]", "EVC-S003"),
    "an id that is empty": ("evidence: [{id: , diploma: {}}]", "EVC-S003"),
    "an applicant that is a list": ("applicant: [2026]", "EVC-S003"),
    "a list left empty": ("evidence:", "EVC-S001"),
    "a title that is a list": ("title: [a]", "EVC-S003"),
    "a title within a title": ("title: {nl: {nl: a}}", "EVC-S003"),
}


@pytest.mark.parametrize(("body", "code"), VALUES.values(), ids=VALUES)
def test_a_value_that_is_none(body: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(_dossier(body + "\n"), encoding="utf-8")
    assert [finding.code for finding in examine(path, framework=small()).findings] == [code]


def test_the_last_day_that_there_is(tmp_path: Path) -> None:
    """9999-12-31 is how some systems write "no end": it is told so, rather than counted with."""
    path = tmp_path / "file.yaml"
    path.write_text(_dossier("evidence: [{id: a, work: {to: 9999-12-31}}, {id: b, work: {through: 9999-12-31}}]\n"))
    found = examine(path, framework=small()).findings
    assert [finding.code for finding in found] == ["EVC-S004", "EVC-S004"]
    assert all("leave out an end that is not there" in finding.message for finding in found)


def test_a_file_of_10_mib_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(_dossier("evidence:\n") + "  - {id: a, diploma: {nlqf: 6}}\n" * (10 * MAX_BYTES // 32))
    assert [finding.code for finding in examine(path).findings] == ["EVC-F003"]


@pytest.mark.parametrize("name", ["missing.yaml", "folder", "a" * 300, "zero\0byte"])
def test_what_cannot_be_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert [finding.code for finding in read_file(tmp_path / name)[1]] == ["EVC-F001"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may read everything can read this too")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text(DOSSIER)
    path.chmod(0)
    assert [finding.code for finding in examine(path).findings] == ["EVC-F001"]


@pytest.mark.parametrize("framework", ["a" * 300, "../../../etc/passwd", "klein@1/../..", "é@1"])
def test_a_framework_by_a_name_that_no_file_has(framework: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(f"{POLICY}framework: {framework}\n", encoding="utf-8")
    assert [finding.code for finding in examine(path).findings] == ["EVC-F009"]


def test_a_framework_that_is_a_ruleset_over_itself(tmp_path: Path) -> None:
    """Files that name each other in a circle come to an end."""
    (tmp_path / "frameworks").mkdir()
    path = tmp_path / "frameworks" / "self.yaml"
    path.write_text(f"{POLICY}framework: self@1\n")
    assert [finding.code for finding in examine(path).findings] == ["EVC-F008"]


_CHAIN = "\n".join(
    f"  - {{id: {letter}{n}, title: O, part_of: [o{n + 1}, p{n + 1}]}}" for n in range(400) for letter in "op"
)
_HEAD = 'evc-framework: 1\nframework: f\nversion: "1"\ntitle: t\nillustrative: true\noutcomes:\n'
EXPLOSIVE = {
    "brackets": ("[" * 400_000, "EVC-F006"),
    "braces": ("{a: " * 200_000, "EVC-F006"),
    "dashes": ("- " * 400_000, "EVC-F006"),
    "questions": ("? " * 400_000, "EVC-F006"),
    "steps": ("\n".join(" " * n + "a:" for n in range(1300)), "EVC-F006"),
    "aliases": ("a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 12)), "EVC-F006"),
    "nested aliases": ("\n".join(f"a{n}: &a{n} [{f'*a{n - 1}' if n else 'x'}]" for n in range(5000)), "EVC-F006"),
    "items": (_dossier("evidence:\n") + "- {a: 1}\n" * 100_000, "EVC-F003"),
    "wrong items": (_dossier("evidence:\n") + "- {id: a, x: 1}\n" * 15_000, "EVC-S003"),
    "spaces": (_dossier(f'applicant: {{cohort: "{" " * 19_000}x{" " * 900}y"}}\n'), "EVC-A003"),
    "wholes": (_HEAD + _CHAIN + "\n  - {id: o400, title: O}\n  - {id: p400, title: P}\n", "EVC-O006"),
    "a long circle": (
        _HEAD + "".join(
            f"  - {{id: o{n}, title: O, component: route, requires: [o{(n + 1) % 1500}]}}\n" for n in range(1500)
        ),
        "EVC-O004",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), EXPLOSIVE.values(), ids=EXPLOSIVE)
def test_a_file_that_would_explode(text: str, code: str, tmp_path: Path) -> None:
    """In a process of its own: deep nesting once brought the whole interpreter down."""
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    program = (
        "import json, sys; from evc_rules.language.load import examine, load_framework;"
        "found = examine(sys.argv[1], framework=load_framework(sys.argv[2])).findings;"
        "print(json.dumps(sorted({finding.code for finding in found})))"
    )
    framework = str(CORPUS / "frameworks" / "klein.yaml")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program, str(path), framework], capture_output=True, text=True, timeout=60, check=True
    )
    assert code in json.loads(done.stdout)


def test_the_corpus_framework_can_be_used() -> None:
    assert load_framework(CORPUS / "frameworks" / "klein.yaml").name == "klein@1"
