"""Builds what engines have in C, where there is a C compiler; without one the package is whole too.

In an editable install what is built comes to lie beside the modules in `src`; in a wheel it goes along.
`EVC_RULES_PURE=1` leaves it out.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAMES = ("evc_rules.engines.compiled._core", "evc_rules.engines.columnar._columns")
"""The modules; the source of each is in a folder `c` beside it."""


class NativeParts(BuildHookInterface):
    """Compiles before files are gathered."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; a wheel with something compiled in it is for this machine and this Python alone."""
        found = {} if os.environ.get("EVC_RULES_PURE") else {name: compiled(Path(self.root), name) for name in NAMES}
        built = {name: path for name, path in found.items() if path is not None}
        if len(built) < len(NAMES):
            self.app.display_warning("evc-rules: no native core was built; the engines run in Python alone")
        if built:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
        if version != "editable":
            for name, path in built.items():
                build_data["force_include"][str(path)] = f"{name.rpartition('.')[0].replace('.', '/')}/{path.name}"


def compiled(root: Path, name: str) -> Path | None:
    """A compiled module, in its place in the source tree; None when it cannot be compiled."""
    from setuptools import Distribution, Extension  # noqa: PLC0415 - not where nothing is compiled
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    package = root / "src" / Path(*name.split(".")[:-1])
    sources = sorted(str(one) for one in (package / "c").glob("*.c"))
    headers = sorted(str(one) for one in (package / "c").glob("*.h"))
    plain = ["-O3", "-g0"] if os.name == "posix" else []
    extension = Extension(name, sources, depends=headers, optional=True, extra_compile_args=plain)
    command = build_ext(Distribution({"name": "evc-rules", "ext_modules": [extension]}))
    with tempfile.TemporaryDirectory() as folder:
        command.build_lib = command.build_temp = folder
        command.ensure_finalized()
        command.run()
        found = Path(command.get_ext_fullpath(name))
        if not found.is_file():
            return None
        place = package / found.name
        fresh = place.with_name(f"{place.name}.new")
        fresh.write_bytes(found.read_bytes())
        fresh.replace(place)  # whoever runs with the one before keeps it
    return place
