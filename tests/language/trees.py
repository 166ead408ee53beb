"""Files as plain trees, so that a test can change one node of a real file and write it back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evc_rules.language.source_map import Node
from evc_rules.language.yaml_text import read_file

_BARE = re.compile(r"[A-Za-z0-9$][A-Za-z0-9_.@$/-]*( [A-Za-z0-9_.@$/-]+)*")


class Bare(str):
    """A scalar that is written without quotes."""

    __slots__ = ()


def tree_of(path: Path) -> Any:
    root, findings = read_file(path)
    assert root is not None, findings
    return _plain(root)


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(value) for key, value in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(item) for item in node.value]
    return node.value if node.value is None or node.quoted else Bare(node.value)


def written(tree: Any) -> str:
    """The tree as YAML in flow style, which keeps what was quoted quoted and what was not bare."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(written(item) for item in tree) + "]"
    if tree is None:
        return "~"
    if isinstance(tree, Raw) or (isinstance(tree, Bare) and _BARE.fullmatch(tree)):
        return str(tree)
    return json.dumps(tree, ensure_ascii=False)


class Raw(str):
    """YAML that is written as it is, whatever it holds."""

    __slots__ = ()


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every node below the root."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree
