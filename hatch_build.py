"""Builds the native core of the compiled engine, where there is a C compiler; without one the package is whole too.

In an editable install the core comes to lie beside the modules in `src`; in a wheel it goes along. `EVC_RULES_PURE=1`
leaves it out.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src/evc_rules/engines/compiled")
NAME = "evc_rules.engines.compiled._core"


class NativeCore(BuildHookInterface):
    """Compiles the core before files are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; a wheel with the core in it is for this machine and this Python alone."""
        built = None if os.environ.get("EVC_RULES_PURE") else compiled(Path(self.root))
        if built is None:
            self.app.display_warning("evc-rules: no native core was built; the compiled engine runs in Python")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        if version != "editable":
            build_data["force_include"][str(built)] = f"{NAME.rpartition('.')[0].replace('.', '/')}/{built.name}"


def compiled(root: Path) -> Path | None:
    """The compiled core, in its place in the source tree; None when it cannot be compiled."""
    from setuptools import Distribution, Extension  # noqa: PLC0415 - not where nothing is compiled
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    sources = sorted(str(one) for one in (root / PACKAGE / "c").glob("*.c"))
    headers = sorted(str(one) for one in (root / PACKAGE / "c").glob("*.h"))
    plain = ["-O3", "-g0"] if os.name == "posix" else []
    extension = Extension(NAME, sources, depends=headers, optional=True, extra_compile_args=plain)
    command = build_ext(Distribution({"name": "evc-rules", "ext_modules": [extension]}))
    with tempfile.TemporaryDirectory() as folder:
        command.build_lib = command.build_temp = folder
        command.ensure_finalized()
        command.run()
        found = Path(command.get_ext_fullpath(NAME))
        if not found.is_file():
            return None
        place = root / PACKAGE / found.name
        fresh = place.with_name(f"{place.name}.new")
        fresh.write_bytes(found.read_bytes())
        fresh.replace(place)  # whoever runs with the one before keeps it
    return place
