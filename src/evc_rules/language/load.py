"""Loads files: finds what they name, reads, checks, and returns a model or every finding at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from ..errors import Finding, InvalidInputError, Position, Severity, refuse
from ..model.alliance import Alliance, Member
from ..model.attributes import Vocabulary
from ..model.base import Text
from ..model.cases import CaseFile
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..model.programme import Programme
from . import check, common
from .cases import read_cases
from .dossiers import read_dossier
from .frameworks import extended, read_framework
from .programmes import read_programme
from .reader import Reader, did_you_mean, shown
from .rulesets import read_ruleset
from .source_map import Node, SourceMap
from .yaml_text import read_file, read_text

KINDS: Final = {
    "evc-framework": "framework",
    "evc-rules": "ruleset",
    "evc-programme": "programme",
    "evc-dossier": "dossier",
    "evc-alliance": "alliance",
    "evc-cases": "cases",
}
VERSION: Final = "1"
_ALLIANCE_OPTIONAL: Final = (
    "illustrative",
    "common",
    "shared_judgements",
    "attributes",
    "facts",
    "conversions",
    "note",
)

Loadable = Framework | Ruleset | Programme | Dossier | Alliance | CaseFile
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass
class Loaded:
    """What came out of a file.

    Attributes:
        model: What the file says, or None when it cannot be used.
        findings: Everything that was found, warnings included.
        where: Where each part of the model stands.
        framework: The framework that the model is written over, if any.
        kind: What kind of file it says to be, or nothing when it does not say.
    """

    model: Loadable | None
    findings: list[Finding] = field(default_factory=list)
    where: SourceMap = field(default_factory=SourceMap)
    framework: Framework | None = None
    kind: str = ""


def load(path: str | Path, *, framework: Framework | None = None) -> Loadable:
    """Load a framework, ruleset, programme, dossier, alliance or file of cases; its first key says which.

    Args:
        path: The file.
        framework: The framework to read it over; without one, `frameworks/<id>.yaml` beside the file or above it.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used.
    """
    loaded = examine(path, framework=framework)
    refuse(loaded.findings)
    if loaded.model is None:  # pragma: no cover - no model always comes with an error
        raise InvalidInputError(tuple(loaded.findings))
    return loaded.model


def load_ruleset(path: str | Path, *, framework: Framework | None = None) -> Ruleset:
    """Load a ruleset.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used or is another kind of file.
    """
    return _of_kind(load(path, framework=framework), Ruleset, path)


def load_framework(path: str | Path) -> Framework:
    """Load a framework.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used or is another kind of file.
    """
    return _of_kind(load(path), Framework, path)


def load_programme(path: str | Path, *, framework: Framework | None = None) -> Programme:
    """Load a programme.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used or is another kind of file.
    """
    return _of_kind(load(path, framework=framework), Programme, path)


def load_alliance(path: str | Path) -> Alliance:
    """Load an alliance with everything that it names.

    Raises:
        InvalidInputError: With every finding, when a file cannot be used or is another kind of file.
    """
    return _of_kind(load(path), Alliance, path)


def load_dossier(path: str | Path, framework: Framework | None = None) -> Dossier:
    """Load a dossier by the attributes that a framework declares; without one, by the framework that it names.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used or is another kind of file.
    """
    return _of_kind(load(path, framework=framework), Dossier, path)


def load_cases(path: str | Path, framework: Framework) -> CaseFile:
    """Load a file of cases, with the dossiers that it names.

    Raises:
        InvalidInputError: With every finding, when a file cannot be used or is another kind of file.
    """
    return _of_kind(load(path, framework=framework), CaseFile, path)


def find_framework(name: str, beside: Path) -> Path | None:
    """The file of a framework named `id@version` (or `id`): `frameworks/<id>.yaml` beside a file or above it."""
    stem = name.partition("@")[0]
    for folder in beside.resolve().parents:
        for sub in ("frameworks", "rulesets/frameworks"):
            for candidate in (folder / sub / f"{name}.yaml", folder / sub / f"{stem}.yaml"):
                if _is_file(candidate):
                    return _shortest(candidate)
    return None


def examine(path: str | Path, *, framework: Framework | None = None) -> Loaded:
    """Read and check a file of any kind, without raising: the model if there is one, and every finding."""
    return _examined(Path(path), framework, KINDS.values())


def examine_text(text: str, path: str | Path, *, framework: Framework | None = None) -> Loaded:
    """The same of what a file would say with this text."""
    return _made(*read_text(text, str(path)), Path(path), framework, KINDS.values())


def _examined(path: Path, framework: Framework | None, wanted: Collection[str]) -> Loaded:
    """Examine a file; one of another kind than wanted is not read (files that name each other would not end)."""
    return _made(*read_file(path), path, framework, wanted)


def _made(
    root: Node | None, findings: list[Finding], path: Path, framework: Framework | None, wanted: Collection[str]
) -> Loaded:
    if root is None:
        return Loaded(None, findings)
    reader = Reader()
    reader.findings += findings
    kind = _kind(reader, root)
    if kind is None or kind not in wanted:
        return Loaded(None, reader.findings, kind=kind or "")
    apart = kind in {"ruleset", "programme", "dossier"} or (kind == "cases" and "framework" in root.map)
    if framework is None and apart:
        framework = _named_framework(reader, root, path)
        if framework is None:
            reader.findings += _whatever_the_framework(kind, root, path)
            return Loaded(None, reader.findings, kind=kind)
    loaded = _read(kind, reader, root, path, framework)
    loaded.kind = kind
    return loaded


def _read(kind: str, r: Reader, root: Node, path: Path, framework: Framework | None) -> Loaded:
    if kind == "framework":
        return _framework(r, root)
    if kind == "alliance":
        return _alliance(r, root, path)
    if kind == "cases":
        cases = read_cases(r, root, framework, lambda node: _beside(r, node, path, Dossier, framework))
        return Loaded(cases, r.findings, r.where, framework)
    if kind == "ruleset" and framework:
        _find_cases(r, root.map.get("cases"), path)
        return _checked(r, read_ruleset(r, root, framework), framework, check.ruleset)
    if kind == "programme" and framework:
        return _checked(r, read_programme(r, root, framework), framework, check.programme)
    named = root.map.get("framework")
    if framework and named and named.text and named.text != framework.name:
        message = f"the dossier is to be read by {shown(named)}, the framework here is '{framework.name}'"
        r.report("EVC-O008", message, named.at, "check which dossier, or which alliance, was meant")
        r.findings += _whatever_the_framework(kind, root.without("framework"), path)
        return Loaded(None, r.findings)
    dossier = read_dossier(r, root, framework.vocabulary if framework else Vocabulary.standard())
    if dossier is not None:
        r.findings += check.dossier(dossier, framework, r.where)
    return Loaded(dossier, r.findings, r.where, framework)


def _whatever_the_framework(kind: str, root: Node, path: Path) -> list[Finding]:
    """What is wrong with the shape of a file, when the framework that it is written over is not there to hold it to."""
    blank = Framework(id="unknown", version="unknown", title=Text(), outcomes=())
    reader = Reader()
    _read(kind, reader, root, path, blank)
    return [one for one in reader.findings if one.code.startswith(("EVC-S", "EVC-F", "EVC-R009"))]


def _find_cases(r: Reader, named: Node | None, path: Path) -> None:
    """Warn when the cases of a ruleset are not there: what it means does not hang on them."""
    if named is not None and named.text and not _is_file(path.parent / named.text):
        _not_found(r, named, path, Severity.WARNING)


def _kind(r: Reader, root: Node) -> str | None:
    marks = [key for key in root.map if key in KINDS]
    if not marks:
        first = next(iter(root.map), "")
        r.report(
            "EVC-F008",
            "the file does not say what kind of file it is",
            root.at,
            did_you_mean(first, KINDS) or f"begin with one of: {', '.join(KINDS)}",
        )
        return None
    version = root.map[marks[0]]
    if version.text != VERSION:
        r.report(
            "EVC-F008",
            f"version {version.text!r} of the language is not known",
            version.at,
            f"write '{marks[0]}: {VERSION}'",
        )
        return None
    return KINDS[marks[0]]


def _framework(r: Reader, root: Node) -> Loaded:
    framework = read_framework(r, root)
    if framework is None:
        return Loaded(None, r.findings)
    r.findings += check.framework(framework, r.where, r.incomplete)
    return Loaded(framework, r.findings, r.where, framework)


def _checked(
    r: Reader,
    model: _Model | None,
    framework: Framework,
    checking: Callable[[_Model, Framework, SourceMap, set[str]], list[Finding]],
) -> Loaded:
    if model is None:
        return Loaded(None, r.findings, framework=framework)
    r.findings += checking(model, framework, r.where, r.incomplete)
    return Loaded(model, r.findings, r.where, framework)  # type: ignore[arg-type]


def _named_framework(r: Reader, root: Node, path: Path) -> Framework | None:
    named = root.map.get("framework")
    if named is not None and named.text == "":
        r.report("EVC-S001", "'framework' is empty", named.at, "name the framework that it is written over")
    if named is None or not named.text:
        if "evc-dossier" in root.map:
            help_ = "write 'framework: <id>@<version>' in it, or say which with --framework"
            r.report("EVC-S001", "the dossier does not name the framework that it is read by", root.at, help_)
        return None  # of other files their readers say so
    found = find_framework(named.text, path)
    if found is None:
        r.report(
            "EVC-F009",
            f"the framework '{named.text}' cannot be found",
            named.at,
            f"put it in frameworks/{named.text.partition('@')[0]}.yaml beside this file or above it",
        )
        return None
    loaded = _examined(found, None, ("framework",))
    if loaded.model is None and not loaded.findings:
        r.report("EVC-F008", f"'{found}' is not a framework", named.at, "move it, or mend its first key")
    errors = [one for one in loaded.findings if one.severity is Severity.ERROR]
    r.findings += errors
    return loaded.model if isinstance(loaded.model, Framework) and not errors else None


def _alliance(r: Reader, root: Node, path: Path) -> Loaded:
    required = ("evc-alliance", "alliance", "title", "framework", "members")
    entries = r.entries(root, "an alliance", required, _ALLIANCE_OPTIONAL)
    base = _beside(r, entries.get("framework"), path, Framework, None)
    if base is None:
        return Loaded(None, r.findings)
    declared = [key for key in ("attributes", "facts", "conversions") if key in entries]
    framework = extended(r, base, entries, root) if declared else base
    if declared:
        r.findings += check.framework(framework, r.where, r.incomplete)
    members = (
        r.every(entries["members"], lambda node: _member(r, node, path, framework), "members")
        if "members" in entries
        else ()
    )
    common_rulesets = _all_beside(r, entries.get("common"), path, Ruleset, framework)
    alliance = r.make(
        Alliance,
        root,
        id=entries.get("alliance"),
        title=common.text(r, entries.get("title")),
        illustrative=common.flag(r, entries.get("illustrative"), "'illustrative'"),
        framework=framework,
        members=members,
        common=common_rulesets,
        shared_judgements=r.words(entries.get("shared_judgements"), "'shared_judgements'"),
        note=common.text(r, entries.get("note")),
    )
    if alliance is not None:
        r.findings += check.alliance(alliance, r.where, r.incomplete)
    return Loaded(alliance, r.findings, r.where, framework)


def _member(r: Reader, node: Node, path: Path, framework: Framework) -> Member | None:
    entries = r.entries(node, "a member", ("institution", "ruleset"), ("title", "programme"))
    rulesets = _all_beside(r, entries.get("ruleset"), path, Ruleset, framework)
    programmes = _all_beside(r, entries.get("programme"), path, Programme, framework)
    if "ruleset" in entries and not rulesets:
        return None
    return (
        r.make(
            Member,
            node,
            institution=entries.get("institution"),
            title=common.text(r, entries.get("title")),
            rulesets=rulesets,
            programmes=programmes,
        )
        if entries
        else None
    )


def _all_beside(
    r: Reader, node: Node | None, path: Path, model: type[_Model], framework: Framework
) -> tuple[_Model, ...]:
    found = (_beside(r, item, path, model, framework) for item in node.items) if node else ()
    return tuple(one for one in found if one is not None)


def _beside(
    r: Reader, node: Node | None, path: Path, model: type[_Model], framework: Framework | None
) -> _Model | None:
    """Load a file that this one names, relative to it."""
    if node is None:
        return None
    if node.text is None:
        r.report("EVC-S003", f"{shown(node)} stands where the path of a file is needed", node.at, "write one path")
        return None
    target = path.parent / node.text
    if not _is_file(target):
        _not_found(r, node, path)
        return None
    wanted = model.__name__.lower()
    loaded = _examined(_shortest(target), framework, (wanted,))
    r.findings += loaded.findings
    r.where.include(loaded.where)
    if loaded.kind not in {"", wanted}:
        r.report(
            "EVC-F008", f"'{node.text}' is not a {wanted}", node.at, f"its kind is '{loaded.kind}': check the path"
        )
    return loaded.model if isinstance(loaded.model, model) else None


def _not_found(r: Reader, node: Node, path: Path, severity: Severity = Severity.ERROR) -> None:
    near = did_you_mean(node.text or "", (str(one.relative_to(path.parent)) for one in path.parent.glob("*.yaml")))
    help_ = near if near.startswith("did you mean") else "paths are relative to this file"
    r.report("EVC-F009", f"the file '{node.text}' cannot be found", node.at, help_, severity)


def _of_kind(loaded: Loadable, model: type[_Model], path: str | Path) -> _Model:
    if isinstance(loaded, model):
        return loaded
    found, wanted = (kind.__name__.lower().replace("casefile", "cases") for kind in (type(loaded), model))
    raise InvalidInputError(
        (Finding("EVC-F008", f"the kind of the file is '{found}', and '{wanted}' is needed here", Position(str(path))),)
    )


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _shortest(path: Path) -> Path:
    """The path as a person would write it: relative to where they are when that is shorter."""
    full = path.resolve()
    try:
        return full.relative_to(Path.cwd())
    except ValueError:
        return full
