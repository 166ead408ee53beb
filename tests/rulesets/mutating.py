"""Every value of a ruleset file, and the plausible other values that could stand in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from evc_rules.errors import Finding
from evc_rules.language import check
from evc_rules.language.load import load_framework
from evc_rules.language.reader import Reader
from evc_rules.language.rulesets import read_ruleset
from evc_rules.language.source_map import Node
from evc_rules.language.yaml_text import read_file
from evc_rules.model.attributes import EVIDENCE_KINDS
from evc_rules.model.outcomes import COMPONENTS, Framework
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import day

Place = tuple[str | int, ...]
"""Where a value stands: the keys and positions that lead to it."""

_OPS = {">=": ">", "<=": "<", ">": ">=", "<": "<="}
_CLOSED = {
    "conflicts": ("report", "bar-wins", "grant-wins"),
    "units": ("whole", "proportional"),
    "bsa": ("counts", "does-not-count"),
    "as_of": ("start", "decision"),
    "component": COMPONENTS,
    "kind": EVIDENCE_KINDS,
    "of": ("exempted", "awarded", "hours", "ec"),
}
_ENOUGH = 5
_TEXTS = {"title", "note", "asks", "by", "articles", "publisher", "page"}
_PIECE = re.compile(r"\d{4}-\d{2}-\d{2}|\b\d{4}\b(?=/|$)|\d+(?:\.\d+)?|[<>]=?")


@dataclass(frozen=True)
class Mutant:
    """One value, or one number or sign in it, changed.

    Attributes:
        place: Where the value stands.
        was: What was there.
        became: What is there now.
        piece: Which part of the value was changed; 0 for the whole of it.
    """

    place: Place
    was: str
    became: str
    piece: int = 0

    def __str__(self) -> str:
        return f"{'/'.join(map(str, self.place))}: {self.was!r} became {self.became!r}"


@dataclass(frozen=True)
class File:
    """A ruleset file, read once and changed many times.

    Attributes:
        path: The file.
        root: What it says.
        framework: The framework that it is written over.
    """

    path: Path
    root: Node
    framework: Framework

    @classmethod
    def read(cls, path: Path) -> File:
        root, _ = read_file(path)
        assert root is not None
        name = (root.map["framework"].text or "").partition("@")[0]
        return cls(path, root, load_framework(path.parent.parent / "frameworks" / f"{name}.yaml"))

    def examined(self, root: Node, *, checked: bool = True) -> tuple[Ruleset | None, list[Finding]]:
        """What loading would say of the file if this stood in it; unchecked, what reading it would say."""
        reader = Reader()
        ruleset = read_ruleset(reader, root, self.framework)
        if ruleset is not None and checked:
            reader.findings += check.ruleset(ruleset, self.framework, reader.where, reader.incomplete)
        return ruleset, reader.findings

    def mutated(self, mutant: Mutant) -> tuple[Ruleset | None, list[Finding]]:
        """What loading would say of the file with one value changed; the checks have no say in texts."""
        return self.examined(_with(self.root, mutant.place, mutant.became), checked=not _is_prose(mutant.place))

    @cached_property
    def ruleset(self) -> Ruleset:
        ruleset, _ = self.examined(self.root)
        assert ruleset is not None
        return ruleset

    @cached_property
    def values(self) -> dict[Place, str]:
        """Every value of the file, apart from its version and the name of the file of its cases."""
        apart = {("evc-rules",), ("cases",)}
        return {place: text for place, text in _values(self.root, ()) if place not in apart}

    def mutants(self, place: Place) -> Iterator[list[Mutant]]:
        """For the value there, or each number and sign in it, the other values that it could have."""
        was = self.values[place]
        if _is_prose(place):
            yield [Mutant(place, was, f"{was} (anders)")]
        elif self._outcome(was):
            yield [Mutant(place, was, other) for other in self._outcomes(was)][:_ENOUGH]
            name, at, levels = was.partition("@")
            for piece, found in enumerate(re.finditer(r"\d+", levels), start=1):
                level = (levels[: found.start()] + other + levels[found.end() :] for other in _near(found[0], levels))
                yield [Mutant(place, was, f"{name}{at}{other}", piece) for other in level if _runs_up(other)]
        elif _PIECE.search(was) and not _is_name(place, was):
            for piece, found in enumerate(_PIECE.finditer(was), start=1):
                others = (was[: found.start()] + other + was[found.end() :] for other in _near(found[0], was))
                yield [Mutant(place, was, other, piece) for other in others]
        else:
            yield [Mutant(place, was, other) for other in self._others(place, was) if other != was][:_ENOUGH]

    def _others(self, place: Place, was: str) -> Iterator[str]:
        keys = [key for key in place if isinstance(key, str)]
        key = keys[-1]
        closed = next((list(_CLOSED[one]) for one in keys[-2:] if one in _CLOSED), None)
        if was in {"yes", "no"}:
            yield "no" if was == "yes" else "yes"
        elif was in {"true", "false"}:
            yield "false" if was == "true" else "true"
        elif was.startswith("$"):
            yield from (f"${one.id}" for one in self.ruleset.parameters)
            yield f"{was}-other"
        elif closed and was in closed:
            yield from closed
        elif key in {"overrides", "waives"}:
            yield from (rule.id for rule in self.ruleset.rules)
        elif key == "article":
            yield from (f"{name}/{one}" for name, source in self.ruleset.sources.items() for one in source.articles)
        elif was == "target":
            yield from (leaf.outcome for leaf in self.framework.leaves)
        else:
            declared = next(filter(None, map(self.framework.vocabulary.find, reversed(keys[-2:]))), None)
            yield from (declared.codes if declared else ()) or (f"{was}-other",)

    def _outcome(self, was: str) -> bool:
        return was.partition("@")[0] in self.framework.by_id

    def _outcomes(self, was: str) -> Iterator[str]:
        name, at, levels = was.partition("@")
        whole = set(self.framework.by_id[name].part_of)
        known = [one.id for one in self.framework.outcomes]
        siblings = [one.id for one in self.framework.outcomes if set(one.part_of) & whole or not whole]
        for other in (*siblings, *known):
            if other != name:
                yield f"{other}{at}{levels}"


def _is_prose(place: Place) -> bool:
    return bool(_TEXTS & {key for key in place[-3:] if isinstance(key, str)})


def _is_name(place: Place, was: str) -> bool:
    """Whether digits in it are part of a name or code: `art-4.3`, `mbo-4`, `0113`, the version of a framework."""
    key = place[-1] if isinstance(place[-1], str) else place[-2]
    coded = key in {"article", "framework", "ruleset", "id", "field", "programme", "judgement", "overrides", "waives"}
    return coded or (bool(re.search(r"[A-Za-z$]", was.partition("@")[0])) and not re.match(r"[<>=]|\d", was))


def _runs_up(levels: str) -> bool:
    low, _, high = levels.partition("..")
    return int(low) <= int(high or low)


def _near(piece: str, whole: str) -> Sequence[str]:
    """Values a little more and a little less."""
    if piece in _OPS:
        return [_OPS[piece]]
    if "-" in piece:
        return [str(day(piece) + timedelta(days=n)) for n in (31, -31, 400)]
    number = float(piece)
    by = 0.5 if "." in piece else 5 if "EC" in whole and number >= 5 else 100 if whole.endswith(" h") else 1
    return [f"{number + n * by:g}" for n in (1, -1, 2) if number + n * by > 0]


def _values(node: Node, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(node.value, dict):
        for key, inner in node.map.items():
            yield from _values(inner, (*place, key))
    elif isinstance(node.value, list):
        for at, inner in enumerate(node.value):
            yield from _values(inner, (*place, at))
    elif node.text is not None:
        yield place, node.text


def _with(node: Node, place: Place, text: str) -> Node:
    if not place:
        return replace(node, value=text)
    key, rest = place[0], place[1:]
    if isinstance(node.value, dict):
        return replace(node, value={k: _with(v, rest, text) if k == key else v for k, v in node.value.items()})
    assert isinstance(node.value, list)
    return replace(node, value=[_with(v, rest, text) if n == key else v for n, v in enumerate(node.value)])
