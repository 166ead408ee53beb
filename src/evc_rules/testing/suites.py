"""A file of cases with all that it takes to run it: its ruleset, the framework, and the programme."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Finding, InvalidInputError, Position, Severity, refuse
from ..language.beside import ruleset_beside
from ..language.load import Loaded, examine
from ..language.source_map import SourceMap
from ..model.cases import CaseFile, PolicyCase
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..model.programme import Programme
from .cases import CaseResult, Subject, run_case

_PROGRAMME = "programme.yaml"


@dataclass(frozen=True)
class Suite:
    """A file of cases, ready to be run.

    Attributes:
        path: The file.
        subject: What its cases are held to.
        cases: The cases.
        where: Where the rules and the cases stand in their files.
        warnings: What is worth knowing of the files.
    """

    path: Path
    subject: Subject
    cases: CaseFile
    where: SourceMap
    warnings: tuple[Finding, ...] = ()

    def run(self) -> tuple[CaseResult, ...]:
        """Run every case, in the order of the file."""
        return tuple(result for case in self.cases.cases for result in self.run_one(case))

    def run_one(self, case: PolicyCase) -> tuple[CaseResult, ...]:
        """Run one case."""
        return tuple(run_case(self.subject, case))


@dataclass
class Suites:
    """Opens files of cases; a ruleset that several are about is read once.

    Attributes:
        shared: The judgements that one answer settles for all rulesets.
        programmes: Whether a programme is read also when no case needs it.
        read: Rulesets that were read already, by their files.
    """

    shared: frozenset[str] = frozenset()
    programmes: bool = False
    read: dict[Path, Loaded] = field(default_factory=dict)

    def open(self, path: Path, ruleset: Path | None = None) -> Suite:
        """A file of cases with all that it names.

        Args:
            path: The file.
            ruleset: The file of the ruleset, or None for the one that the cases are about.

        Raises:
            InvalidInputError: With every finding, when a file cannot be used, or is not the kind of file it should be.
        """
        about = ruleset or ruleset_beside(path)
        loaded = self._loaded(about)
        subject, framework = loaded.model, loaded.framework
        if not isinstance(subject, Ruleset) or framework is None:
            refuse(loaded.findings)
            raise InvalidInputError((_another(about, loaded, "ruleset"),))
        cases = examine(path, framework=framework)
        findings = [*_errors(loaded.findings), *cases.findings]
        if not isinstance(cases.model, CaseFile):
            refuse(findings)
            raise InvalidInputError((_another(path, cases, "cases"),))
        programme, about_it = self._programme(path, cases.model, about, subject, framework)
        refuse([*findings, *about_it])
        where = SourceMap()
        where.include(loaded.where)
        where.include(cases.where)
        found = Subject(subject, framework, programme, self.shared | subject.shared)
        return Suite(path, found, cases.model, where, (*cases.findings, *about_it))

    def _loaded(self, path: Path) -> Loaded:
        if path not in self.read:
            self.read[path] = examine(path)
        return self.read[path]

    def _programme(
        self, path: Path, cases: CaseFile, about: Path, ruleset: Ruleset, framework: Framework
    ) -> tuple[Programme | None, list[Finding]]:
        """The programme that cases name, or the one beside the ruleset; read only when it is needed."""
        if not self.programmes and not any(one.awards or one.path for one in cases.cases):
            return None, []
        named = path.parent / cases.programme if cases.programme else None
        beside = about.parent / _PROGRAMME
        if named is None and not beside.is_file():
            return None, []
        if named is not None and not named.is_file():
            message = f"the file '{cases.programme}' cannot be found"
            return None, [Finding("EVC-F009", message, Position(str(path)), "paths are relative to this file")]
        loaded = examine(named or beside, framework=framework)
        if not isinstance(loaded.model, Programme):
            return None, _errors(loaded.findings) or [_another(named or beside, loaded, "programme")]
        fits = named is not None or loaded.model.institution == ruleset.institution
        return loaded.model if fits else None, list(loaded.findings) if fits else []


def _errors(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity is Severity.ERROR]


def _another(path: Path, loaded: Loaded, wanted: str) -> Finding:
    message = f"the kind of the file is '{loaded.kind}', and '{wanted}' is needed here"
    return Finding("EVC-F008", message, Position(str(path)), "check which file was meant")
