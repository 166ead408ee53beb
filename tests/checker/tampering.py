"""Every way to change one field of one node of a trace, made from the fields that the types have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import combinations
from typing import Any

from evc_rules.model.base import Text
from evc_rules.model.outcomes import Leaf
from evc_rules.results.status import Status
from evc_rules.results.trace import ItemStep, LeafTrace, RuleStep, Step, TestStep
from evc_rules.results.truth import Truth

NODES = (LeafTrace, RuleStep, Step, ItemStep, TestStep)
SETTLED = (Status.EXEMPT, Status.NOT_COVERED, Status.REFUSED, Status.CONFLICT)
STATUSES = [frozenset(some) for size in range(5) for some in combinations(SETTLED, size)]

MAY_BE_NOTHING = {("TestStep", "value"), ("TestStep", "question"), ("ItemStep", "item")}

Place = tuple[str, str]
"""A type of node, and a field of it."""


def names(kind: type) -> tuple[str, ...]:
    """The fields of a type of node."""
    return getattr(kind, "_fields", None) or tuple(one.name for one in fields(kind))


PLACES: tuple[Place, ...] = tuple((kind.__name__, name) for kind in NODES for name in names(kind))


def with_(node: Any, name: str, value: Any) -> Any:
    """A node with another value in a field."""
    return replace(node, **{name: value}) if isinstance(node, LeafTrace) else node._replace(**{name: value})


def nodes(node: Any) -> Iterator[Any]:
    """A node and all that is in it."""
    yield node
    for name in names(type(node)):
        value = getattr(node, name)
        for one in value if type(value) is tuple else (value,):
            if isinstance(one, NODES):
                yield from nodes(one)


class Tamper:
    """Changes traces; what it puts in place of a value are values that stand in the same field elsewhere.

    Args:
        traces: The traces that are changed.
        others: More traces to take values from.
    """

    def __init__(self, traces: Mapping[Leaf, LeafTrace], *others: Mapping[Leaf, LeafTrace]) -> None:
        self.traces = traces
        self.seen: dict[Place, list[Any]] = defaultdict(list)
        for one in (traces, *others):
            for trace in one.values():
                for node in nodes(trace):
                    for name in names(type(node)):
                        value = getattr(node, name)
                        for each in value if type(value) is tuple else (value,):
                            listed = self.seen[type(node).__name__, name]
                            if each not in listed and len(listed) < 6:
                                listed.append(each)

    def tampered(self) -> Iterator[tuple[Place, dict[Leaf, LeafTrace]]]:
        """All traces with one field of one node changed, and which."""
        for leaf, trace in self.traces.items():
            for place, changed in self._of(trace):
                yield place, {**self.traces, leaf: changed}

    def _of(self, node: Any) -> Iterator[tuple[Place, Any]]:
        kind = type(node).__name__
        for name in names(type(node)):
            value = getattr(node, name)
            for other in self._instead((kind, name), value):
                if other != value or type(other) is not type(value):
                    yield (kind, name), with_(node, name, other)
            if type(value) is tuple:
                for place, one in enumerate(value):
                    for where, changed in self._of(one) if isinstance(one, NODES) else ():
                        yield where, with_(node, name, (*value[:place], changed, *value[place + 1 :]))
            elif isinstance(value, NODES):
                yield from ((where, with_(node, name, changed)) for where, changed in self._of(value))

    def _instead(self, place: Place, value: Any) -> Iterator[Any]:
        match value:
            case Truth():
                yield from Truth
            case bool():
                yield not value
            case str():
                yield from ("", f"{value}x", *self.seen[place])
            case frozenset():
                yield from STATUSES
            case Leaf():
                yield from (Leaf(value.outcome, value.level + 1), Leaf(f"{value.outcome}x", value.level))
                yield from self.seen[place]
            case _ if type(value) is tuple:
                yield from self._lists(place, value)
            case _:
                yield from self.seen[place]
                yield from [None] * (place in MAY_BE_NOTHING)

    def _lists(self, place: Place, value: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        yield ()
        yield value[::-1]
        for here in range(len(value)):
            yield (*value[:here], *value[here + 1 :])
            yield (*value[: here + 1], *value[here:])
            others = [*self.seen[place]]
            if place == ("RuleStep", "articles"):
                others += [(f"{value[here][0]}x", value[here][1]), (value[here][0], Text(en="Another"))]
            yield from ((*value[:here], other, *value[here + 1 :]) for other in others)
        yield from ((*value, other) for other in self.seen[place])
