"""Where things stand in JSON text, for findings: a reader of JSON tells what is there, and not where."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ..errors import Finding, Position

Path = tuple[str | int, ...]
"""The keys and places that lead to a value."""

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


@dataclass
class Places:
    """Where keys and values stand in a text.

    Attributes:
        name: What the text is called.
        text: The text, which is JSON.
        values: Where each value begins.
        keys: Where the key of each entry stands.
        findings: A finding for each key that stands twice in one object: readers of JSON take the one or the other.
    """

    name: str
    text: str
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = [0, *(found.end() for found in re.finditer("\n", self.text))]
        tokens = _TOKEN.finditer(self.text)
        self._value((), next(tokens), tokens)

    def _at(self, token: re.Match[str]) -> Position:
        line = bisect_right(self._lines, token.start())
        return Position(self.name, line, token.start() - self._lines[line - 1] + 1)

    def _value(self, path: Path, token: re.Match[str], tokens: Iterator[re.Match[str]]) -> None:
        self.values.setdefault(path, self._at(token))
        if token[0] == "[":
            self._items(path, tokens)
        elif token[0] == "{":
            self._entries(path, tokens)

    def _items(self, path: Path, tokens: Iterator[re.Match[str]]) -> None:
        count = 0
        for token in tokens:
            if token[0] == "]":
                return
            if token[0] != ",":
                self._value((*path, count), token, tokens)
                count += 1

    def _entries(self, path: Path, tokens: Iterator[re.Match[str]]) -> None:
        for token in tokens:
            if token[0] == "}":
                return
            if token[0] != ",":
                key: str = json.loads(token[0])
                inside, at = (*path, key), self._at(token)
                if inside in self.keys:
                    help_ = f"it stands on line {self.keys[inside].line} too: keep one of the two"
                    self.findings.append(Finding("EVC-F005", f"the key '{key}' stands twice here", at, help_))
                self.keys.setdefault(inside, at)
                next(tokens)  # the colon
                self._value(inside, next(tokens), tokens)
