"""YAML read into nodes that know where they stand, and a map from model objects back to those places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ..errors import Finding, Position

MAX_BYTES: Final = 1 << 20
"""The largest file that is read [bytes]."""

_MAX_NODES: Final = 250_000
_MAX_DEPTH: Final = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a file: a text, a list or a mapping, with its place and that of its key.

    A scalar is its text as written; what it means depends on where it stands. `None` is a scalar left empty.
    """

    value: str | list[Node] | dict[str, Node] | None
    at: Position
    key_at: Position
    quoted: bool = False

    @property
    def map(self) -> dict[str, Node]:
        """The entries of a mapping; of anything else, none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The items of a list; of anything else, the node itself (one thing may stand for a list of one)."""
        return self.value if isinstance(self.value, list) else [self]

    @property
    def text(self) -> str | None:
        """The text of a scalar; of anything else, None."""
        return self.value if isinstance(self.value, str) else None


class SourceMap:
    """Where model objects came from; asked about any other object it answers None."""

    def __init__(self) -> None:
        self._at: dict[int, tuple[object, Position]] = {}

    def put(self, thing: object, at: Position) -> None:
        """Remember where an object came from."""
        self._at[id(thing)] = (thing, at)

    def __call__(self, *things: object) -> Position | None:
        """The place of the first of these objects whose place is known."""
        return next((self._at[id(thing)][1] for thing in things if id(thing) in self._at), None)


class _ExplodingError(Exception):
    """The file has too many nodes, or nests too deep."""


def read_file(path: Path) -> tuple[Node | None, list[Finding]]:
    """Read a YAML file into nodes, with all findings about its form; no node when it cannot be used at all."""
    top = Position(str(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            return None, [
                Finding(
                    "EVC-F003",
                    f"the file is larger than {MAX_BYTES >> 20} MiB",
                    top,
                    "split it, or check that it is the right file",
                )
            ]
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        return None, [Finding("EVC-F001", f"the file cannot be read: {reason}", top, "check the path")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return None, [
            Finding("EVC-F002", "the file is not UTF-8 text", Position(str(path), line), "save it as UTF-8 text")
        ]
    return read_text(text, str(path))


def read_text(text: str, name: str) -> tuple[Node | None, list[Finding]]:
    """Read YAML text into nodes, with all findings about its form; no node when it cannot be used at all."""
    top = Position(name)
    if "\0" in text:
        return None, [
            Finding(
                "EVC-F002",
                "the file is not text: it holds zero bytes",
                top,
                "check that it is the right file",
            )
        ]
    try:
        root = YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Position(name, mark.line + 1, mark.column + 1) if mark else top
        problem = " ".join(filter(None, (error.context, error.problem)))
        return None, [
            Finding(
                "EVC-F004",
                f"not well-formed YAML: {problem}",
                at,
                "check indentation, quotes and brackets around here",
            )
        ]
    except (YAMLError, ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error).partition("\n")[0]
        return None, [Finding("EVC-F004", f"not well-formed YAML: {reason}", top, "check that it is the right file")]
    if root is None:
        return None, [Finding("EVC-F007", "the file is empty", top, "write its first key, such as 'evc-rules: 1'")]
    findings: list[Finding] = []
    try:
        return _Walk(name, findings).node(root, None, 0), findings
    except _ExplodingError:
        help_ = "write repeated parts out, or split the file"
        return None, [
            *findings,
            Finding("EVC-F006", "the file nests or repeats itself without end", top, help_),
        ]


@dataclass
class _Walk:
    """Turns the parser's nodes into ours, once, counting what aliases repeat."""

    name: str
    findings: list[Finding]
    count: int = 0

    def node(self, raw: Any, key: Any, depth: int) -> Node:
        self.count += 1
        if self.count > _MAX_NODES or depth > _MAX_DEPTH:
            raise _ExplodingError
        at = self.place(raw)
        key_at = self.place(key) if key is not None else at
        if isinstance(raw, MappingNode):
            return Node(dict(self.entries(raw, depth)), at, key_at)
        if isinstance(raw, SequenceNode):
            return Node([self.node(item, None, depth + 1) for item in raw.value], at, key_at)
        quoted = raw.style in {"'", '"', "|", ">"}
        empty = not quoted and raw.value in {"", "~", "null"}
        return Node(None if empty else raw.value, at, key_at, quoted)

    def entries(self, raw: Any, depth: int) -> Iterator[tuple[str, Node]]:
        seen: dict[str, Position] = {}
        for key, value in raw.value:
            if not isinstance(key, ScalarNode):
                self.findings.append(Finding("EVC-F004", "a key must be a plain text", self.place(key)))
                continue
            text = str(key.value)
            if text in seen:
                help_ = f"it stands on line {seen[text].line} too: keep one of the two"
                self.findings.append(Finding("EVC-F005", f"the key '{text}' stands twice here", self.place(key), help_))
                continue
            seen[text] = self.place(key)
            yield text, self.node(value, key, depth + 1)

    def place(self, raw: Any) -> Position:
        return Position(self.name, raw.start_mark.line + 1, raw.start_mark.column + 1)
