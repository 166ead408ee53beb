"""The corpus: files that are wrong, each with what is said of them, and files that use everything."""

from __future__ import annotations

from pathlib import Path

from evc_rules.errors import Finding, InvalidInputError, Position, refuse
from evc_rules.language.load import Loaded, examine, load_framework
from evc_rules.model.outcomes import Framework

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
BAD = sorted((CORPUS / "bad").glob("*.yaml"))
GOOD = sorted((CORPUS / "good").glob("*.yaml"))


def small() -> Framework:
    """The framework that the corpus is written over."""
    return load_framework(CORPUS / "frameworks" / "klein.yaml")


def examined(path: Path) -> Loaded:
    """Examine a file of the corpus; dossiers do not say what framework they are read over."""
    dossier = path.is_file() and b"evc-dossier" in path.read_bytes()[:100]
    return examine(path, framework=small() if dossier else None)


def printed(findings: list[Finding], base: Path = CORPUS) -> str:
    """All findings as they are printed, by position, with the names of files relative to the corpus."""
    listed = [_relative(finding, base) for finding in findings]
    try:
        refuse([*listed, Finding("EVC-C001", "to have them sorted", Position("~"))])
    except InvalidInputError as error:
        listed = list(error.findings)[:-1]
    return "".join(f"{finding}\n" for finding in listed)


def _relative(finding: Finding, base: Path) -> Finding:
    at = finding.position
    assert at is not None, finding
    name = str((Path.cwd() / at.file).relative_to(base))
    return Finding(finding.code, finding.message, Position(name, at.line, at.column), finding.help, finding.severity)
