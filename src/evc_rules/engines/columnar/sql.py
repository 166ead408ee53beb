"""Expressions as the text of a query; connections and files are others' business."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import ibis  # type: ignore[import-untyped]

from .dialect import Backend
from .evaluate import Tables
from .flat import TABLES

_MODULES: Mapping[Backend, str] = {"duckdb": "duckdb", "spark": "pyspark"}


def tables(schemas: Mapping[str, Any]) -> Tables:
    """Tables with these schemas (of Arrow or ibis), under their names and bound to no backend."""
    return Tables(**{name: ibis.table(ibis.schema(schemas[name]), name=name) for name in TABLES})


def text(expression: Any, backend: Backend) -> str:
    """The query of an expression. Selects stay apart: put into one another, they would repeat themselves endlessly."""
    chosen = ibis.options.sql
    before, chosen.fuse_selects = chosen.fuse_selects, False
    try:
        return str(_compiler(backend).compile(expression))
    finally:
        chosen.fuse_selects = before


@cache
def _compiler(backend: Backend) -> Any:
    return import_module(f"ibis.backends.{_MODULES[backend]}").Backend()
