"""Expressions as the text of a query; connections and files are others' business."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import ibis  # type: ignore[import-untyped]
import sqlglot

from .dialect import Backend
from .flat import TABLES
from .selecting import Tables

_MODULES: Mapping[Backend, str] = {"duckdb": "duckdb", "spark": "pyspark"}


def tables(schemas: Mapping[str, Any]) -> Tables:
    """Tables with these schemas (of Arrow or ibis), under their names and bound to no backend."""
    return Tables(**{name: ibis.table(ibis.schema(schemas[name]), name=name) for name in TABLES})


def text(expression: Any, backend: Backend) -> str:
    """The query of an expression. Selects stay apart: put into one another, they would repeat themselves endlessly.

    What several branches read they each read for themselves: it is a table, and to copy it first would take as long as
    all the rest.
    """
    chosen = ibis.options.sql
    before, chosen.fuse_selects = chosen.fuse_selects, False
    try:
        tree = _compiler(backend).to_sqlglot(expression)
    finally:
        chosen.fuse_selects = before
    if backend == "duckdb":
        for one in tree.find_all(sqlglot.exp.CTE):
            one.set("materialized", False)
    return str(tree.sql(_MODULES[backend] if backend == "duckdb" else "spark"))


@cache
def _compiler(backend: Backend) -> Any:
    return import_module(f"ibis.backends.{_MODULES[backend]}").Backend().compiler
