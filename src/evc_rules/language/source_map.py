"""Pieces of a file that know where they stand, and a map from model objects back to those places."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..errors import Position


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

    def without(self, key: str) -> Node:
        """The same without an entry."""
        return replace(self, value={name: value for name, value in self.map.items() if name != key})

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
        self._written: dict[int, tuple[object, Node]] = {}

    def put(self, thing: object, at: Position) -> None:
        """Remember where an object came from."""
        self._at[id(thing)] = (thing, at)

    def put_written(self, thing: object, node: Node) -> None:
        """Remember how an object was written, so that the words in it can be found."""
        self._written[id(thing)] = (thing, node)

    def include(self, other: SourceMap) -> None:
        """Remember what another map remembers, too."""
        self._at |= other._at
        self._written |= other._written

    def __call__(self, *things: object) -> Position | None:
        """The place of the first of these objects whose place is known."""
        return next((self._at[id(thing)][1] for thing in things if id(thing) in self._at), None)

    def word(self, thing: object, word: str, *keys: str) -> Position | None:
        """The place of a word under one of these keys of an object; or else that of the object."""
        _, node = self._written.get(id(thing), (None, None))
        for key in keys if node else ():
            found = _place(node.map.get(key), word) if node else None
            if found:
                return found
        return self(thing)


def _place(node: Node | None, word: str) -> Position | None:
    """Where a word stands in a piece of a file, as a value or as a key."""
    if node is None or node.text is not None:
        return node.at if node and node.text == word else None
    for key, value in node.map.items():
        if key == word:
            return value.key_at
        if found := _place(value, word):
            return found
    each = node.value if isinstance(node.value, list) else ()
    return next((found for item in each if (found := _place(item, word))), None)
