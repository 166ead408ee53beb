"""One exception family, one `Finding`, and the table of codes.

Results are data. An exception means a bad file, a bad argument or a missing install; everything that is wrong with a
file is found before the exception is raised, so that its author mends it in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Severity(Enum):
    """How much a finding weighs: an error refuses the file, a warning is shown and goes along."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where in a file: line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong with, or worth knowing about, a file.

    Attributes:
        code: A stable code out of `CODES`.
        message: One sentence that says what is wrong.
        position: Where, or None when no file is involved.
        help: What to do about it, or an empty string.
        severity: Error or warning.
    """

    code: str
    message: str
    position: Position | None = None
    help: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unknown finding code {self.code}")

    def __str__(self) -> str:
        return self.printed("warning", "help")

    def printed(self, warning: str, help_: str) -> str:
        """The finding on one line, and its help on another, with these words before a warning and before the help."""
        where = f"{self.position}: " if self.position else ""
        mark = "" if self.severity is Severity.ERROR else f"{warning}: "
        tail = f"\n  {help_}: {shown(self.help)}" if self.help else ""
        return f"{where}{self.code}: {mark}{shown(self.message)}{tail}"


_LONG: Final = re.compile(r"'([^']{60})[^']{140,}'")


def shown(sentence: str) -> str:
    """A sentence as it is shown: on one line, what it quotes at length cut short."""
    return _LONG.sub(r"'\1…'", sentence).replace("\n", " ")


class EvcError(Exception):
    """Base of every exception this library raises on purpose."""


@dataclass
class InvalidInputError(EvcError):
    """A file or an argument is not usable; `findings` holds everything that is wrong with it.

    Attributes:
        findings: All findings, errors first by position.
    """

    findings: Sequence[Finding] = field(default_factory=tuple)

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))


@dataclass
class MissingExtraError(EvcError):
    """A part of the library needs an extra that is not installed.

    Attributes:
        extra: The name to install, as in `pip install "evc-rules[plan]"`.
        needed_for: What the user was doing.
    """

    extra: str
    needed_for: str

    def __str__(self) -> str:
        return f'{self.needed_for} needs the extra "{self.extra}": pip install "evc-rules[{self.extra}]"'


def warning(code: str, message: str, help_: str = "") -> Finding:
    """A finding that does not keep anything from being used."""
    return Finding(code, message, help=help_, severity=Severity.WARNING)


def refuse(findings: Iterable[Finding]) -> None:
    """Raise `InvalidInputError` when any finding is an error.

    Raises:
        InvalidInputError: With all the findings, sorted by position.
    """
    listed = sorted(findings, key=_by_position)
    if any(f.severity is Severity.ERROR for f in listed):
        raise InvalidInputError(tuple(listed))


def _by_position(finding: Finding) -> tuple[str, int, int, str]:
    at = finding.position or Position("", 0, 0)
    return (at.file, at.line, at.column, finding.code)


CODES: Final[dict[str, str]] = {
    # F: the file itself
    "EVC-F001": "The file cannot be read.",
    "EVC-F002": "The file is not UTF-8 text.",
    "EVC-F003": "The file is larger than any real one.",
    "EVC-F004": "The file is not well-formed YAML.",
    "EVC-F005": "A key stands twice in one mapping.",
    "EVC-F006": "Aliases repeat so much, or nest so deep, that the file would explode.",
    "EVC-F007": "The file is empty.",
    "EVC-F008": "The file is of another kind, or of another version of the language, than expected.",
    "EVC-F009": "A file that this one names cannot be found.",
    # S: structure and values
    "EVC-S001": "A key is missing.",
    "EVC-S002": "A key is not known here.",
    "EVC-S003": "A value has the wrong shape.",
    "EVC-S004": "A value cannot be read as what it should be.",
    "EVC-S005": "An id stands twice.",
    "EVC-S006": "A condition is not one of the closed set of forms.",
    # A: attributes
    "EVC-A001": "An attribute is not declared.",
    "EVC-A002": "An attribute is not carried by this kind of evidence.",
    "EVC-A003": "A test or value does not fit the type of the attribute.",
    "EVC-A004": "A unit does not fit the attribute.",
    "EVC-A005": "A value lies outside the declared range of the attribute.",
    "EVC-A006": "A code is not among the declared codes of the attribute.",
    "EVC-A007": "An attribute is declared twice, or its declaration contradicts itself.",
    "EVC-A008": "A fact of the world contradicts another, or goes in a circle.",
    # O: outcomes and frameworks
    "EVC-O001": "An outcome is not in the framework.",
    "EVC-O002": "An outcome does not have this level.",
    "EVC-O003": "Wholes and parts go in a circle.",
    "EVC-O004": "Prerequisites go in a circle.",
    "EVC-O005": "The levels of an outcome have a gap.",
    "EVC-O006": "An outcome has no component, and neither has the whole that it is part of.",
    "EVC-O007": "A selector selects nothing.",
    "EVC-O008": "The framework is another one, or another version, than expected.",
    "EVC-O009": "A level is needed here and not given.",
    # R: rulesets
    "EVC-R001": "A rule that is named does not exist.",
    "EVC-R002": "Overrides go in a circle.",
    "EVC-R003": "Exemptions that rest on each other go in a circle.",
    "EVC-R004": "Two values of a parameter overlap.",
    "EVC-R005": "A parameter has no value for part of the time in which the ruleset applies.",
    "EVC-R006": "A parameter is not declared, or nothing uses it.",
    "EVC-R007": "A source or an article is not declared, or nothing cites it.",
    "EVC-R008": "A ruleset is neither illustrative nor based on cited public sources.",
    "EVC-R009": "A rule has no effect, or more than one kind of effect.",
    "EVC-R010": "A judgement is asked in two different ways.",
    "EVC-R011": "A rule or a limit can never make a difference.",
    # P: programmes
    "EVC-P001": "The credits of the units do not add up to the total of the programme.",
    "EVC-P002": "A unit that is named does not exist.",
    "EVC-P003": "Units require each other in a circle.",
    "EVC-P004": "A period that is named does not exist, or periods overlap.",
    "EVC-P005": "A unit can never be placed in the programme.",
    "EVC-P006": "The programme has no such variant.",
    "EVC-P007": "The variant is not known, so credits and a path cannot be worked out.",
    "EVC-P008": "What is to be chosen cannot be chosen.",
    "EVC-P009": "More is asked for than there is.",
    "EVC-P010": "A unit is to be completed by assessment only, and has no assessment.",
    "EVC-P011": "The start is not known, or lies before the programme.",
    "EVC-P012": "A number of years, periods or units, or a study year, does not occur.",
    "EVC-P013": "What a path costs is to be a goal, and the programme does not say what it costs.",
    # D: dossiers
    "EVC-D001": "Evidence is dated after the decision and does not count.",
    "EVC-D002": "Two items of evidence are the same; the second may count, or does not.",
    "EVC-D003": "A dossier contradicts a fact of the world; the attributes concerned count as unknown.",
    "EVC-D004": "A judgement names no ruleset and is not shared, or nobody asks for it.",
    "EVC-D005": "One judgement is answered in two ways and counts as unknown.",
    "EVC-D006": "A period of work ends before it begins.",
    "EVC-D007": "The last day of a month is given as the first day no longer worked.",
    "EVC-D008": "Hours of work have not been worked yet, or do not fit its dates; they count as unknown.",
    # N: alliances
    "EVC-N001": "A member of an alliance does not fit the alliance.",
    "EVC-N002": "A strategy cannot be carried out.",
    "EVC-N003": "No ruleset of a member is in force, or more than one is.",
    "EVC-N004": "What a ruleset says hangs on the cohort, and the cohort is not known.",
    # I: intake talks
    "EVC-I001": "An intake talk cannot carry the ruleset.",
    "EVC-I002": "durable_rules failed, so an intake talk has no answer.",
    "EVC-I003": "A step of an intake talk names something that is not there.",
    # K: cohorts
    "EVC-K001": "An attribute cannot be one column of a cohort file.",
    "EVC-K002": "A table or a column of a cohort file is missing, or cannot be used.",
    "EVC-K003": "A row belongs to a dossier that is not there.",
    "EVC-K004": "More rows of a table cannot be used than are shown.",
    # T: tests that authors write
    "EVC-T001": "A case does not come out as expected.",
    "EVC-T002": "A case is like a case that is not above it.",
    "EVC-T003": "Which ruleset cases are about is not said, and the folder does not say it either.",
    # V: verifying
    "EVC-V001": "A file of receipts cannot be read.",
    "EVC-V002": "A conformance suite cannot be read.",
    # C: the command line
    "EVC-C001": "An argument cannot be read.",
}
"""Every code that a finding can carry, with what it means; each has a section in the docs."""
