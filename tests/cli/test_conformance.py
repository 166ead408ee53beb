"""`conformance` and `conformance-run`: our own engines pass by the protocol, and one that is wrong is caught."""

from __future__ import annotations

import sys

import pytest

from evc_rules.conformance import SUITE
from evc_rules.reports.printed import PRINTED

from .test_commands import out, run

OURS = (sys.executable, "-m", "evc_rules.conformance")
WRONG = """
import sys
from evc_rules.engines.compiled import measure
from evc_rules.conformance.__main__ import main
measure._reached.__code__ = (
    lambda low, high, wanted: TRUE if low > wanted else FALSE if high < wanted else UNKNOWN
).__code__
main()
"""


def test_our_engine_conforms():
    said = out("conformance-run", "--lang", "en", "--", *OURS, "compiled")
    assert "1575 of 1575 cases right" in said
    assert "This engine says what the reference says." in said


def test_an_engine_with_one_boundary_wrong_is_caught_and_the_report_says_where(tmp_path):
    """`sum` that must be more than what is asked, not at least as much."""
    engine = tmp_path / "wrong.py"
    engine.write_text(WRONG, encoding="utf-8")
    result = run("conformance-run", "--json", "--", sys.executable, str(engine))
    assert result.exit_code == 1
    view = PRINTED["conformance-run"].model_validate_json(result.stdout)
    assert not view.conforms
    assert 0 < len(view.wrong) < 200
    weak = {one.feature for one in view.features if one.right < one.asked}
    assert {"sum at the amount", "span on the day"} <= weak
    assert any(one.case.startswith("counting-") for one in view.wrong)


SKIPS = """
import json, sys
for line in sys.stdin:
    told = json.loads(line)
    if "case" in told:
        print(json.dumps({"case": told["case"], "skip": "not today"}), flush=True)
"""


@pytest.mark.parametrize(
    ("program", "needed"),
    [
        (SKIPS, "passed over: 1575 (not today)"),
        ("", "Broken off: the engine"),
        ("import sys\nfor line in sys.stdin: print('hm', flush=True)", "is no answer to it: hm"),
        ("import time\ntime.sleep(60)", "no answer to ages-0/0 within 0.5 s"),
        ('import sys\nfor line in sys.stdin: print(\'{"case": "other"}\', flush=True)', "is no answer to it"),
        (
            "import sys\nfor line in sys.stdin: sys.stdout.buffer.write(b'\\xff\\n'); sys.stdout.flush()",
            "is no answer to it: �",
        ),
        ("import sys\nfor line in sys.stdin: print('[' * 200_000, flush=True)", "is no answer to it"),
        ("import sys\nfor line in sys.stdin: print('\\x1b[31mX', flush=True)", "is no answer to it: �[31mX"),
    ],
)
def test_an_engine_that_does_not_answer_does_not_conform(tmp_path, program, needed):
    engine = tmp_path / "engine.py"
    engine.write_text(program, encoding="utf-8")
    result = run("conformance-run", "--timeout", "0.5", "--lang", "en", "--", sys.executable, str(engine))
    assert (result.exit_code, needed in result.stdout) == (1, True)
    assert "Does not conform" in result.stdout


def test_a_command_that_is_not_there_ends_with_2():
    result = run("conformance-run", "--", "/no/such/engine")
    assert (result.exit_code, "EVC-C001" in result.stderr) == (2, True)


def test_the_suite_is_written_whole_and_can_be_run_from_there(tmp_path):
    folder = tmp_path / "suite"
    assert "README.md" in out("conformance", str(folder))
    assert {path.name for path in folder.iterdir()} == {path.name for path in SUITE.iterdir()}
    assert (folder / "rules.json").read_bytes() == (SUITE / "rules.json").read_bytes()
    assert run("conformance", str(folder)).exit_code == 2
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    for changed in (folder, tmp_path / "none"):
        result = run("conformance-run", "--suite", str(changed), "--", *OURS)
        assert (result.exit_code, "EVC-V002" in result.stderr) == (2, True)
