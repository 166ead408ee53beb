"""Repeated conditions of a ruleset, written out once under a name (a YAML anchor) and referred to after that.

Where a policy counts how many of several lists of grounds hold, the same grounds come back for every group of outcomes.
Written once, a ground can be read once, and changed in one place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap, CommentedSeq

_LEAST: Final = 60
"""Anything shorter is written out again: it reads as quickly as a name for it."""

_LONGEST: Final = 40
"""No name is longer, but for the number that tells it from another."""

_TELLING: Final = ("programme", "instrument", "role", "field", "sector", "language", "judgement", "of", "variant")
"""What a condition is best known by."""


class Repeats:
    """Lays out plain data so that what stands in several conditions is one object, with a name.

    Args:
        conditions: The conditions, as plain data.
        flow: Whether something of this many characters goes on one line.
        safe: A text as it can stand within braces or brackets.
    """

    def __init__(self, conditions: list[Any], flow: Callable[[int], bool], safe: Callable[[Any], Any]) -> None:
        self._flow = flow
        self._safe = safe
        self._count = Counter(key for one in conditions for key in _keys(one))
        self._done: dict[str, tuple[CommentedMap | CommentedSeq, str]] = {}
        self._names: set[str] = set()

    def laid_out(self, data: Any) -> Any:
        """The data, with repetitions as one object."""
        return self._laid_out(data)[0]

    def _laid_out(self, data: Any) -> tuple[Any, int]:
        """The same, with about how many characters are written for it."""
        if not isinstance(data, Mapping | list):
            return self._safe(data), len(str(data)) + 2 * isinstance(data, str)
        key = repr(data)
        if key in self._done:
            node, name = self._done[key]
            return node, len(name) + 2
        node, length = self._mapping(data) if isinstance(data, Mapping) else self._list(data)
        if self._count[key] > 1 and length >= _LEAST:
            name = self._named(data)
            node.yaml_set_anchor(name)
            self._done[key] = node, name
        return node, length

    def _mapping(self, data: Mapping[str, Any]) -> tuple[CommentedMap, int]:
        laid = {key: self._laid_out(value) for key, value in data.items()}
        node = CommentedMap({key: value for key, (value, _) in laid.items()})
        length = sum(len(key) + size + 6 for key, (_, size) in laid.items())
        if self._flow(length):
            node.fa.set_flow_style()
        return node, length

    def _list(self, data: list[Any]) -> tuple[CommentedSeq, int]:
        laid = [self._laid_out(value) for value in data]
        node = CommentedSeq([value for value, _ in laid])
        length = sum(size + 4 for _, size in laid)
        if self._flow(length) or not any(isinstance(value, Mapping | list) for value in data):
            node.fa.set_flow_style()
        return node, length

    def _named(self, data: Any) -> str:
        words = list(dict.fromkeys(_words(data)))[:3]
        name = re.sub(r"[^A-Za-z0-9-]+", "-", "-".join(words))[:_LONGEST].strip("-") or "grounds"
        free, count = name, 1
        while free in self._names:
            count += 1
            free = f"{name}-{count}"
        self._names.add(free)
        return free


def _keys(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping | list):
        yield repr(data)
        for value in data.values() if isinstance(data, Mapping) else data:
            yield from _keys(value)


def _words(data: Any) -> Iterator[str]:
    """The words that a condition is known by: its forms, and the codes that it asks for."""
    if isinstance(data, list):
        for one in data:
            yield from _words(one)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if isinstance(value, Mapping | list) and key not in {"all", "asks", "by", *_TELLING}:
                yield key
            if key in _TELLING:
                first = value[0] if isinstance(value, list) and value else value
                yield from [str(first)] if not isinstance(first, Mapping) else ()
            elif key not in {"asks", "by"}:
                yield from _words(value)
