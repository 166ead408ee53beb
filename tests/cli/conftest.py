"""Tests of commands quote findings as the code writes them; `test_language.py` sees what a Dutch reader sees."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _findings_in_english(monkeypatch):
    for room in ("speaking", "common"):
        monkeypatch.setattr(f"evc_rules.cli.{room}.spoken", lambda: "en")
