"""The one way to write plain data, and its digest: any system that follows it comes to the same digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from .dump import Dumpable, plain_data


def canonical(data: Any) -> str:
    """Plain data as JSON by RFC 8785 (JSON Canonicalization Scheme), with numbers as texts.

    Keys stand in the order of their UTF-16 code units, nothing stands between tokens, and only what must be is escaped.
    A number is a text of digits without exponent, plus sign or trailing zeros, so that no system rounds it; a date is
    YYYY-MM-DD.

    >>> canonical({"b": [True, None], "a": "é"})
    '{"a":"é","b":[true,null]}'
    """
    return json.dumps(_plain(data), ensure_ascii=False, separators=(",", ":"))


def _plain(data: Any) -> Any:
    if data is None or isinstance(data, bool):
        return data
    if isinstance(data, Mapping):
        entries = sorted(((str(key), value) for key, value in data.items()), key=lambda one: one[0].encode("utf-16-be"))
        return {key: _plain(value) for key, value in entries}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, str | int | date):
        return str(data)
    raise TypeError(f"{type(data).__name__} is no plain data")


def digest_of(data: Any) -> str:
    """The SHA-256 of plain data in its canonical form."""
    return f"sha256:{hashlib.sha256(canonical(data).encode()).hexdigest()}"


def digest(model: Dumpable) -> str:
    """The digest of what a framework, ruleset, programme or dossier says: layout and comments do not change it."""
    return digest_of(plain_data(model))
