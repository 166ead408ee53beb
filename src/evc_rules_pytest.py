"""The door by which pytest finds `evc_rules.testing.plugin`: a test run without cases of policies opens no more of it.

It stands outside the package because pytest imports every plugin that is installed, and the package takes most of a
second to import.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect `cases.yaml` and `*.cases.yaml` that say that they are files of cases of policies."""
    if file_path.name != "cases.yaml" and not file_path.name.endswith(".cases.yaml"):
        return None
    if b"evc" not in file_path.read_bytes().replace(b"\0", b"").lower():
        return None
    from evc_rules.testing.plugin import collector  # noqa: PLC0415 - see above

    return collector(file_path, parent)
