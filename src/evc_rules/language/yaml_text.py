"""YAML text read into nodes that know where they stand: bounded in size, depth and repetition, and nothing is run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ..errors import Finding, Position
from ..model.base import ODD
from .source_map import Node

MAX_BYTES: Final = 1 << 20
"""The largest file that is read [bytes]."""

_MAX_TEXT: Final = 20_000
_MAX_NODES: Final = 100_000
_MAX_REPEATED: Final = 250_000
_MAX_DEPTH: Final = 60
_EMPTY: Final = {"", "~", "null", "Null", "NULL"}


class _UnusableError(Exception):
    """The file cannot be used; carries the finding that says why."""

    def __init__(self, code: str, message: str, at: Position, help_: str) -> None:
        self.finding = Finding(code, message, at, help_)


def read_file(path: Path) -> tuple[Node | None, list[Finding]]:
    """Read a YAML file into nodes, with all findings about its form; no node when it cannot be used at all."""
    top = Position(str(path))
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "unreadable").lower()
        return None, [Finding("EVC-F001", f"the file cannot be read: {reason}", top, "check the path")]
    if len(raw) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES >> 20} MiB"
        return None, [Finding("EVC-F003", message, top, "split it, or check that it is the right file")]
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
        line = text[: text.index("\0")].count("\n") + 1
        message, help_ = "the file is not text: it holds zero bytes", "check that it is the right file"
        return None, [Finding("EVC-F002", message, Position(name, line), help_)]
    composer = _Composer(name, YAML(typ="safe").parse(text))
    try:
        root = composer.document()
    except _UnusableError as error:
        return None, [*composer.findings, error.finding]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Position(name, mark.line + 1, mark.column + 1) if mark else top
        problem = " ".join(filter(None, (error.context, error.problem)))
        help_ = "check indentation, quotes and brackets around here"
        return None, [*composer.findings, Finding("EVC-F004", f"not well-formed YAML: {problem}", at, help_)]
    except (YAMLError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        finding = Finding("EVC-F004", f"not well-formed YAML: {reason}", top, "check that it is the right file")
        return None, [*composer.findings, finding]
    if root is None:
        help_ = "write its first key, such as 'evc-rules: 1'"
        return None, [*composer.findings, Finding("EVC-F007", "the file is empty", top, help_)]
    return root, composer.findings


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for: the node, how many nodes it is, and how deep it nests."""

    node: Node
    size: int
    height: int


@dataclass
class _Composer:
    """Composes the parser's events into nodes, counting what aliases repeat. No tag is ever acted upon."""

    name: str
    events: Iterator[Any]
    findings: list[Finding] = field(default_factory=list)
    anchors: dict[str, _Anchored | None] = field(default_factory=dict)
    read: int = 0
    count: int = 0

    def document(self) -> Node | None:
        """The only document of the stream, or None when there is none."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, StreamStartEvent | StreamEndEvent | DocumentEndEvent):
                continue
            if not isinstance(event, DocumentStartEvent):
                root = self.node(event, None, 0)[0]
            elif root is not None:
                message, help_ = "the file holds more than one document", "put what follows '---' in a file of its own"
                raise _UnusableError("EVC-F004", message, self.place(event), help_)
        return None if root is not None and root.value is None else root

    def node(self, event: Any, key_at: Position | None, depth: int) -> tuple[Node, int]:
        """The node that an event begins, and how deep it nests."""
        at = self.place(event)
        self.grow(1, depth, at)
        if isinstance(event, AliasEvent):
            return self.alias(event, key_at, depth)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            written = tag.replace("tag:yaml.org,2002:", "!!")
            help_ = f"take '{written}' out"
            self.findings.append(Finding("EVC-F004", "tags are not part of the language", at, help_))
        before = self.count
        if event.anchor:
            self.anchors[event.anchor] = None
        node, height = self.body(event, at, key_at or at, depth)
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(node, self.count - before + 1, height)
        return node, height

    def body(self, event: Any, at: Position, key_at: Position, depth: int) -> tuple[Node, int]:
        if isinstance(event, ScalarEvent):
            return self.scalar(event, at, key_at), 0
        if isinstance(event, MappingStartEvent):
            entries, height = self.mapping(depth)
            return Node(entries, at, key_at), height
        items, height = [], 0
        while not isinstance(inner := next(self.events), SequenceEndEvent):
            item, below = self.node(inner, None, depth + 1)
            items.append(item)
            height = max(height, below + 1)
        return Node(items, at, key_at), height

    def scalar(self, event: Any, at: Position, key_at: Position) -> Node:
        # Accents may be stored in one character or two: a code that looks the same is the same.
        text = unicodedata.normalize("NFC", event.value)
        if len(text) > _MAX_TEXT:
            message = f"a text is longer than {_MAX_TEXT} characters"
            raise _UnusableError("EVC-F003", message, at, "check that it is the right file, and that a quote is closed")
        odd = ODD.search(text)
        if odd:
            message = f"a text holds the character {_named(odd)}, which cannot be shown"
            self.findings.append(Finding("EVC-F002", message, at, "take it out"))
            text = ODD.sub(_named, text)
        quoted = event.style in {"'", '"', "|", ">"}
        return Node(None if not quoted and text in _EMPTY else text, at, key_at, quoted)

    def mapping(self, depth: int) -> tuple[dict[str, Node], int]:
        found: dict[str, Node] = {}
        height = 0
        while not isinstance(event := next(self.events), MappingEndEvent):
            at = self.place(event)
            key = self.node(event, None, depth + 1)[0]
            value, below = self.node(next(self.events), at, depth + 1)
            height = max(height, below + 1)
            if isinstance(key.value, list | dict):
                self.findings.append(Finding("EVC-F004", "a key must be a plain text", at, "write the key as one word"))
                continue
            text = key.text or ""
            if text in found:
                help_ = f"it stands on line {found[text].key_at.line} too: keep one of the two"
                self.findings.append(Finding("EVC-F005", f"the key '{text}' stands twice here", at, help_))
                continue
            found[text] = value
        return found, height

    def alias(self, event: Any, key_at: Position | None, depth: int) -> tuple[Node, int]:
        at = self.place(event)
        if event.anchor not in self.anchors:
            message, help_ = f"nothing is anchored as '&{event.anchor}' before this", "write the value out"
            raise _UnusableError("EVC-F004", message, at, help_)
        target = self.anchors[event.anchor]
        if target is None:
            raise _UnusableError("EVC-F006", f"'*{event.anchor}' stands inside itself", at, "write the value out")
        self.grow(target.size - 1, depth + target.height, at)
        return replace(target.node, key_at=key_at or at), target.height

    def grow(self, by: int, depth: int, at: Position) -> None:
        """Count nodes, and stop before there are more, or nested deeper, than any real file has."""
        self.read += 1
        self.count += by
        if depth > _MAX_DEPTH or self.count > _MAX_REPEATED:
            help_ = "write repeated parts out, or split the file"
            raise _UnusableError("EVC-F006", "the file nests or repeats itself without end", at, help_)
        if self.read > _MAX_NODES:
            help_ = "split it, or check that it is the right file"
            raise _UnusableError("EVC-F003", f"the file has more than {_MAX_NODES} parts", at, help_)

    def place(self, event: Any) -> Position:
        return Position(self.name, event.start_mark.line + 1, event.start_mark.column + 1)


def _named(odd: re.Match[str]) -> str:
    return f"U+{ord(odd[0]):04X}"
