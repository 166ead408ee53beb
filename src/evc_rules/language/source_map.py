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

    def put(self, thing: object, at: Position) -> None:
        """Remember where an object came from."""
        self._at[id(thing)] = (thing, at)

    def include(self, other: SourceMap) -> None:
        """Remember what another map remembers, too."""
        self._at |= other._at

    def __call__(self, *things: object) -> Position | None:
        """The place of the first of these objects whose place is known."""
        return next((self._at[id(thing)][1] for thing in things if id(thing) in self._at), None)
