"""The sentences of findings as the code writes them, found by reading the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .corpus import ROOT

SOURCE = ROOT / "src" / "evc_rules"
_TEXTS = {
    "Finding": ("message", "position", "help"),
    "report": ("message", "at", "help_"),
    "warning": ("message", "help_"),
    "bad_argument": ("message", "help_"),
    "cannot": ("message", "help_"),
    "Problem": (None, "code", "message"),
}
"""What makes a finding, and what its arguments are, after a code where it takes one."""
_CODED = {"Finding", "report", "warning"}


class Written(NamedTuple):
    """A sentence as the code writes it: what is filled in stands between NUL characters."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.filled('…')}"

    def filled(self, with_: str) -> str:
        """The sentence with something filled in."""
        parts = self.text.split("\0")
        return "".join(with_ if number % 2 else part for number, part in enumerate(parts))


@cache
def sentences() -> tuple[Written, ...]:
    """Every sentence that is the message or help of a finding and that can be read off the code."""
    return tuple(_sentences())


def _sentences() -> Iterator[Written]:
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                yield from _in(function, path.relative_to(SOURCE))


def _in(function: ast.FunctionDef, path: Path) -> Iterator[Written]:
    said: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                said.setdefault(target.id, []).append(node.value)
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            for argument in _texts(node):
                for text in _read(argument, said):
                    yield Written(f"{path}:{argument.lineno}", text)


def _texts(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in _TEXTS:
        return
    given = call.args[1:] if name in _CODED else call.args
    for role, argument in zip(_TEXTS[name], given, strict=False):
        if role in {"message", "help", "help_"}:
            yield argument
    yield from (keyword.value for keyword in call.keywords if keyword.arg in {"message", "help", "help_"})


def _read(node: ast.expr, said: dict[str, list[ast.expr]]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if text:
            yield text
        case ast.JoinedStr():
            parts = (one.value if isinstance(one, ast.Constant) else f"\0{ast.unparse(one)}\0" for one in node.values)
            yield "".join(map(str, parts))
        case ast.IfExp():
            yield from _read(node.body, said)
            yield from _read(node.orelse, said)
        case ast.BoolOp():
            for value in node.values:
                yield from _read(value, said)
        case ast.Name(id=name) if name in said:
            for value in said[name]:
                yield from _read(value, {other: values for other, values in said.items() if other != name})
