"""Files as git has them: `REVISION:PATH`, read with all YAML beside them as it was then."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..errors import Finding
from ..language.load import Loaded, examine
from ..model.outcomes import Framework
from .common import bad_argument

_YAML: Final = (".yaml", ".yml")


def revision_of(path: Path) -> tuple[str, str] | None:
    """The revision and the path in `REVISION:PATH`; None for a file."""
    revision, colon, inside = str(path).partition(":")
    return (revision, inside) if colon and revision and inside and not path.exists() else None


def examined(path: Path, framework: Framework | None = None) -> Loaded:
    """Read a file, or one of a revision with the YAML that lies around it then; findings name the revision.

    Raises:
        InvalidInputError: EVC-C001 when git is not there, or knows no such revision or path.
    """
    named = revision_of(path)
    if named is None:
        return examine(path, framework=framework)
    revision, inside = named
    at_root = _normal(Path(_git("rev-parse", "--show-prefix").decode().strip()) / inside)
    tree = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}", wrong=revision)
    top = _git("rev-parse", "--show-toplevel").decode().strip()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _extract(_git("-C", top, "archive", "--format=tar", tree.decode().strip()), root)
        if not (root / at_root).is_file():
            help_ = f"'git ls-tree -r --name-only {revision}' lists what is there"
            raise bad_argument(f"'{at_root}' is no YAML file of the revision '{revision}'", help_)
        loaded = examine(root / at_root, framework=framework)
        loaded.findings[:] = [_said_of(one, root, revision) for one in loaded.findings]
        return loaded


def _normal(path: Path) -> Path:
    """A path from the top of the repository, without `..`."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return Path(*parts)


def _extract(archive: bytes, root: Path) -> None:
    """Write the YAML files of a revision; no links, nothing outside the folder."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        wanted = [one for one in tar if one.isfile() and one.name.endswith(_YAML)]
        tar.extractall(root, members=wanted, filter="data")


def _said_of(finding: Finding, root: Path, revision: str) -> Finding:
    at = finding.position
    if at is None or not at.file.startswith(str(root)):
        return finding
    return replace(finding, position=replace(at, file=f"{revision}:{Path(at.file).relative_to(root)}"))


def _git(*words: str, wrong: str = "") -> bytes:
    try:
        return subprocess.run(["git", *words], check=True, capture_output=True).stdout  # noqa: S603, S607 - no shell
    except OSError as error:
        raise bad_argument("git is not there to read a revision with", "install git, or name two files") from error
    except subprocess.CalledProcessError as error:
        if wrong:
            raise bad_argument(f"git knows no revision '{wrong}' here", "see 'git log', or name two files") from error
        said = error.stderr.decode(errors="replace").strip().splitlines()
        reason = said[0] if said else "it says nothing"
        raise bad_argument(
            f"git cannot read a revision here: {reason}", "go to the repository, or name two files"
        ) from error
