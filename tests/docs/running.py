"""Runs what a page says, from top to bottom, in a folder with copies of `rulesets` and `examples`.

| block | what happens |
|---|---|
| `python` | it runs; names stay for later blocks of the page |
| `console` | each line after `$` runs; it must end with exit code 0, or the one in a comment such as `# exit 2` |
| `text` after `python` | what was printed |
| `yaml` | with a `title`, it is written to that file; a whole file is examined, and nothing may be found |
| `diff` | after `--- file`, the lines with `-` are found in it and become those with `+` |

Output that is shown must be the whole output; `…` stands for any part of it, also for whole lines.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sybil import Document, Example, Region, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer
from typer.testing import CliRunner

from evc_rules import examine, load_framework
from evc_rules.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = "rulesets/frameworks/leraar-basisonderwijs.yaml"

_BLOCK = RawFencedCodeBlockLexer(re.compile(r"(?P<language>\w+)(?P<options>[^\n]*)\n"))
_COMMAND = re.compile(r"^\$ (?P<line>(?:.*\\\n)*.*)\n?(?P<shown>(?:(?!\$ ).*\n?)*)", re.MULTILINE)
_EXIT = re.compile(r"# exit (\d)\s*$")


def run(page: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    """Run a page in a folder; gives the number of blocks that ran.

    Raises:
        AssertionError: When something does not come out as the page says.
    """
    for name in ("rulesets", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("EVC_RULES_LANG", raising=False)
    evaluator = _Page(monkeypatch)
    document = Sybil(parsers=[evaluator.blocks], path=str(page.parent)).parse(page)
    for example in document.examples():
        example.evaluate()
    return evaluator.count


class _Page:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.python = PythonEvaluator()
        self.printed: str | None = None
        self.count = 0

    def blocks(self, document: Document) -> Iterator[Region]:
        for region in _BLOCK(document):
            evaluate = getattr(self, f"_{region.lexemes['language']}", None)
            if evaluate:
                region.parsed = region.lexemes["source"]
                region.evaluator = lambda example, evaluate=evaluate: self._evaluated(example, evaluate)
                yield region

    def _evaluated(self, example: Example, evaluate: Any) -> None:
        self.count += 1
        try:
            evaluate(example)
        except AssertionError as error:
            raise AssertionError(f"{Path(example.path).name}:{example.line}: {error}") from error

    def _python(self, example: Example) -> None:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            self.python(example)
        self.printed = out.getvalue()

    def _text(self, example: Example) -> None:
        if self.printed is not None:
            _same(str(example.parsed), self.printed)
            self.printed = None

    def _console(self, example: Example) -> None:
        for command in _COMMAND.finditer(example.parsed):
            line = command["line"].replace("\\\n", " ")
            wanted = int(found[1]) if (found := _EXIT.search(line)) else 0
            words = shlex.split(line, comments=True)
            code, output = self._command(words)
            assert code == wanted, f"$ {line}\nended with exit code {code}:\n{output}"
            if command["shown"].strip():
                _same(command["shown"], output)

    def _command(self, words: list[str]) -> tuple[int, str]:
        match words:
            case ["evc-rules", *arguments, ">", file]:
                result = CliRunner().invoke(app, arguments)
                Path(file).write_text(result.stdout, encoding="utf-8")
                return result.exit_code, result.stderr if result.exit_code else ""
            case ["evc-rules", *arguments]:
                result = CliRunner().invoke(app, arguments)
                if result.exception and not isinstance(result.exception, SystemExit):
                    raise result.exception
                return result.exit_code, result.output
            case ["cp", "-r", source, target]:
                shutil.copytree(source, target)
            case ["cp", source, target]:
                shutil.copy(source, target)
            case ["mkdir", folder]:
                Path(folder).mkdir()
            case ["export", setting]:
                name, _, value = setting.partition("=")
                self.monkeypatch.setenv(name, value)
            case _:
                raise AssertionError(f"nothing here runs {words}")
        return 0, ""

    def _yaml(self, example: Example) -> None:
        text = str(example.parsed)
        titled = re.search(r'title="([^"]+)"', example.region.lexemes["options"])
        whole = re.match(r"(#.*\n)*evc-\w+: 1\n", text)
        if titled or (whole and "reference" not in Path(example.path).parts):
            path = Path(titled[1] if titled else f"rulesets/example-{self.count}.yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            found = examine(path, framework=load_framework(FRAMEWORK) if "evc-dossier: 1" in text else None).findings
            assert not found or not whole, "\n".join(map(str, found))

    def _diff(self, example: Example) -> None:
        head, *lines = str(example.parsed).splitlines()
        path = Path(head.removeprefix("--- "))
        before, after = ("".join(f"{one[1:]}\n" for one in lines if one[0] in keep) for keep in ("- ", "+ "))
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"stands {text.count(before)} times in {path}:\n{before}"
        path.write_text(text.replace(before, after), encoding="utf-8")


def _same(shown: str, output: str) -> None:
    """Whether what is shown is what came out, but for spaces at the ends of lines.

    Raises:
        AssertionError: When it is not.
    """
    shown, output = (re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip("\n") for text in (shown, output))
    output = output.replace(f"{os.getcwd()}/", "")  # noqa: PTH109
    pattern = "".join(".*?" if part == "…" else re.escape(part) for part in re.split("(…)", shown))
    assert re.fullmatch(pattern, output, re.DOTALL), f"shown:\n{shown}\n\nand it is:\n{output}"
