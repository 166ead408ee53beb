"""The text of a ruleset's file with what changed of its model, and nothing else: comments and layout stay.

What the old and the new model come to as plain data is followed side by side with the file. Where they differ, the
smallest piece of the file is written anew. An author can write one thing in several ways, so what comes out counts only
when it reads as the new model; who asks for a patch sees to that, and can fall back on `dump`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from ..model.policy import Ruleset
from .dump import on_lines, on_one_line, plain_data

_WIDTH: Final = 110
_CONDITION: Final = "all"


def patched(text: str, old: Ruleset, new: Ruleset) -> str:
    """The text of a file that reads as the old ruleset, made to read as the new one.

    Args:
        text: The text.
        old: What it reads as.
        new: What it is to read as.
    """
    root = YAML(typ="safe").compose(text)
    patch = _Patch(text)
    patch.follow(root, plain_data(old), plain_data(new))
    return patch.made()


@dataclass
class _Patch:
    text: str
    pieces: list[tuple[int, int, str]] = field(default_factory=list)

    def made(self) -> str:
        text = self.text
        for start, end, piece in sorted(self.pieces, reverse=True):
            text = text[:start] + piece + text[end:]
        return text

    def follow(self, node: Node, old: Any, new: Any) -> None:
        """Write anew what differs in a piece of the file, as deep inside as can be."""
        if old == new:
            return
        for shape in (self._sugar, self._mapping, self._list):
            if shape(node, old, new):
                return
        self.replace(node, new)

    def _sugar(self, node: Node, old: Any, new: Any) -> bool:
        """A list of conditions stands for all of them."""
        both = isinstance(old, dict) and isinstance(new, dict) and set(old) == set(new) == {_CONDITION}
        if not (both and isinstance(node, SequenceNode)):
            return False
        self.follow(node, old[_CONDITION], new[_CONDITION])
        return True

    def _mapping(self, node: Node, old: Any, new: Any) -> bool:
        if not (isinstance(node, MappingNode) and isinstance(old, dict) and isinstance(new, dict)):
            return False
        entries = {key.value: (key, value) for key, value in node.value}
        touched = {key for key in {**old, **new} if old.get(key, _Patch) != new.get(key, _Patch)}
        if any(str(key) in entries if key not in old else str(key) not in entries for key in touched):
            return False
        gone = [key for key in touched if key not in new]
        added = [key for key in new if key not in old]
        if (gone or added) and (node.flow_style or len(gone) == len(entries)):
            return False
        for key in touched - set(gone) - set(added):
            self.follow(entries[str(key)][1], old[key], new[key])
        for key in gone:
            self._cut([one for one, _ in node.value], entries[str(key)][0], node)
        if added:
            self._insert_keys(node, entries, list(new), {key: new[key] for key in added})
        return True

    def _list(self, node: Node, old: Any, new: Any) -> bool:
        if not (isinstance(node, SequenceNode) and isinstance(old, list) and isinstance(new, list)):
            return False
        if len(node.value) != len(old):
            return False
        steps = list(_steps(old, new))
        grows = any(step[0] != "follow" for step in steps)
        if grows and (node.flow_style or not new):
            return False
        for what, place, value in steps:
            if what == "follow":
                self.follow(node.value[place], old[place], value)
            elif what == "cut":
                self._cut(node.value, node.value[place], node)
            else:
                at = self._line_after(node.value, place - 1, node)
                column = self._column_of_dash(node.value[0])
                self.pieces.append((at, at, on_lines([value], column)))
        return True

    def replace(self, node: Node, new: Any) -> None:
        """Write a piece anew: on its line where it fits, or on lines of its own."""
        start, end = self._span(node)
        quoted = isinstance(node, ScalarNode) and node.style == '"' and isinstance(new, str)
        line = on_one_line(DoubleQuotedScalarString(new) if quoted else new)
        if len(line) <= _WIDTH or _flows(node):
            self.pieces.append((start, end, line))
        else:
            self.pieces.append((start, end, on_lines(new, node.start_mark.column).strip()))

    def _span(self, node: Node) -> tuple[int, int]:
        """From where until where a piece stands, without the space and comments after it."""
        start, end = node.start_mark.index, node.end_mark.index
        if _flows(node):
            return start, end
        lines = self.text[start:end].split("\n")
        while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
            lines.pop()
        return start, start + len("\n".join(lines))

    def _cut(self, siblings: Sequence[Node], gone: Node, inside: Node) -> None:
        """Take an entry or an item out, with the lines that it stands on."""
        start = self.text.rfind("\n", 0, gone.start_mark.index) + 1
        place = [one.start_mark.index for one in siblings].index(gone.start_mark.index)
        end = self._line_after(siblings, place, inside)
        self.pieces.append((start, end, ""))

    def _line_after(self, siblings: Sequence[Node], place: int, inside: Node) -> int:
        """Where the line after an item begins: after its last line that is no comment or empty."""
        if place < 0:
            return self.text.rfind("\n", 0, siblings[0].start_mark.index) + 1
        start = siblings[place].start_mark.index
        last = place + 1 == len(siblings)
        end = inside.end_mark.index if last else siblings[place + 1].start_mark.index
        if not last:
            end = self.text.rfind("\n", 0, end) + 1
        lines = self.text[start:end].split("\n")
        while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
            lines.pop()
        at = start + len("\n".join(lines))
        newline = self.text.find("\n", at)
        return len(self.text) if newline < 0 else newline + 1

    def _column_of_dash(self, item: Node) -> int:
        begin = self.text.rfind("\n", 0, item.start_mark.index) + 1
        return self.text.index("-", begin) - begin

    def _insert_keys(self, node: MappingNode, entries: dict[str, Any], order: list[Any], added: dict[Any, Any]) -> None:
        """Put entries where the dump has them: after the nearest entry before them that is there."""
        keys = [key for key, _ in node.value]
        column = keys[0].start_mark.column
        for key, value in added.items():
            before = [str(one) for one in order[: order.index(key)] if str(one) in entries]
            place = keys.index(entries[before[-1]][0]) if before else len(keys) - 1
            at = self._line_after(keys, place, node)
            self.pieces.append((at, at, on_lines({key: value}, column)))


def _steps(old: list[Any], new: list[Any]) -> Iterator[tuple[str, int, Any]]:
    """How one list becomes another: items that stay in their place are followed, others are cut or put in."""
    same = SequenceMatcher(None, [_name(one) for one in old], [_name(one) for one in new], autojunk=False)
    for what, start, end, its_start, its_end in same.get_opcodes():
        paired = min(end - start, its_end - its_start) if what in {"equal", "replace"} else 0
        for place in range(paired):
            yield "follow", start + place, new[its_start + place]
        for place in range(start + paired, end):
            yield "cut", place, None
        for place in range(its_start + paired, its_end):
            yield "put", end, new[place]


def _name(item: Any) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else str(item)


def _flows(node: Node) -> bool:
    """Whether a piece is a single text, or stands between braces or brackets."""
    return not isinstance(node, MappingNode | SequenceNode) or bool(node.flow_style)
