"""Harmonising takes seconds, and pages and programs ask for the same policy more than once: it is made once here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from evc_rules import harmonise


@pytest.fixture(autouse=True, scope="session")
def _harmonised_once() -> Iterator[None]:
    made: dict[str, Any] = {}

    def once(alliance: Any, strategy: Any, on: Any, **more: Any) -> Any:
        key = f"{alliance!r} {strategy} {on} {sorted(more.items())}"
        if key not in made:
            made[key] = harmonise(alliance, strategy, on, **more)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("evc_rules.advice.assess"), "harmonise", once)
        patch.setattr(import_module("evc_rules.cli.harmonise"), "harmonised", once)
        yield
