"""What the commands share: their options, how files are opened, and how bad input ends."""

from __future__ import annotations

import errno
import functools
import gc
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NoReturn, TypeVar

import typer

from ..errors import EvcError, Finding, InvalidInputError, Position, Severity, refuse
from ..language.load import Loaded, examine
from ..language.reader import did_you_mean
from ..language.source_map import SourceMap
from ..language.words import say
from ..model.alliance import Alliance, Member
from ..model.attributes import APPLICANT
from ..model.base import Lang, Text
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..model.programme import Programme
from ..model.quantities import day
from ..reports.view import View
from .force import only_cohorts
from .speaking import LANG_VARIABLE, printed, speak, spoken, told

BAD_INPUT = 2
FAILED = 1

_NAMED: Final = 60
"""[characters] of the name of a file that cannot be used."""

_Run = TypeVar("_Run", bound=Callable[..., Any])
_Model = TypeVar("_Model")

Subject = Annotated[Path, typer.Argument(metavar="FILE", help="An alliance, or a ruleset.")]
DossierFile = Annotated[Path, typer.Option("--dossier", "-d", metavar="FILE", help="The applicant's dossier.")]
ProgrammeFile = Annotated[
    Path | None,
    typer.Option(
        "--programme", metavar="FILE", help="The programme of a ruleset; without it, programme.yaml beside the ruleset."
    ),
]
OnDate = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="The decision date (YYYY-MM-DD). Without it: today, and it is said."),
]
Variant = Annotated[
    str | None,
    typer.Option("--variant", metavar="VARIANT", help="The variant that is followed, instead of the dossier's."),
]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="DATE", help="The day from which the path counts, instead of the dossier's."),
]
Strategies = Annotated[
    list[str] | None,
    typer.Option(
        "--harmonise",
        "-h",
        metavar="STRATEGY",
        help="Also what a harmonised policy says, such as quorum:2. Repeatable.",
    ),
]
InLang = Annotated[Literal["nl", "en"], typer.Option("--lang", envvar=LANG_VARIABLE, help="The language of texts.")]
_LONGEST: Final = 86_400.0
"""[s], a day: longer is not waited for one question."""


def _seconds(value: float | None) -> float | None:
    if value is not None and not 0 <= value <= _LONGEST:
        raise typer.BadParameter(f"{value} is no number of seconds from 0 to {_LONGEST:.0f}")
    return value


TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        callback=_seconds,
        help="For each question that is to be proven; then the answer is: unknown.",
    ),
]
Within = Annotated[
    float | None,
    typer.Option(
        "--within",
        metavar="SECONDS",
        callback=_seconds,
        help="How long all of it may take by the clock; what is not worked out by then is said so. Without it: as long "
        "as it takes, about 10 s at most for each path.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON with documented keys.")]


def command(run: _Run) -> _Run:
    """Let a command end with exit code 2 and all findings on bad input, never with a traceback.

    What it makes is let go at once when it ends, so that looking for garbage meanwhile is time lost: a fifth of it.
    """

    @functools.wraps(run)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        collecting = gc.isenabled()
        gc.disable()
        speak(kwargs.get("lang"))
        try:
            only_cohorts(kwargs)
            return run(*args, **kwargs)
        except EvcError as error:
            _end(told(error))
        except BrokenPipeError:
            # Who reads our output has had enough (as `head` does); keep Python from complaining at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            if error.filename is not None:
                _end(told(unusable(error)))
            if error.errno != errno.ENOSPC:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            _end(told(bad_argument("the output cannot be written: no space left", "make room, or write elsewhere")))
        finally:
            if collecting:
                gc.enable()

    return guarded  # type: ignore[return-value]


def unusable(error: OSError) -> InvalidInputError:
    """A file or a folder that the system does not let us use, wherever that turned out."""
    name, reason = os.fsdecode(error.filename), (error.strerror or "unknown").lower()
    if len(name) > _NAMED:
        name = f"{name[:_NAMED]}…"
    return bad_argument(f"'{name}' cannot be used: {reason}", "choose another file or folder, and check who may use it")


def _end(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(BAD_INPUT)


def decision_date(text: str | None) -> date:
    """The decision date: as given, or today, which is then said.

    Raises:
        InvalidInputError: EVC-C001 when it is no date.
    """
    if text is not None:
        return argument_date("--on", text)
    today = date.today()  # noqa: DTZ011 - the calendar day where the person is
    nl = f"beslisdatum: {today} (vandaag; kies een andere met --on)"
    typer.echo(say(spoken(), nl, f"decision date: {today} (today; choose another with --on)"), err=True)
    return today


def argument_date(option: str, text: str) -> date:
    """A date given as an argument.

    Raises:
        InvalidInputError: EVC-C001 when it is no date.
    """
    try:
        return day(text)
    except ValueError as error:
        raise bad_argument(f"{option}: {error}", "write it as YYYY-MM-DD, such as 2026-11-24") from error


def bad_argument(message: str, help_: str = "") -> InvalidInputError:
    """An argument that cannot be used."""
    return InvalidInputError((Finding("EVC-C001", message, help=help_),))


def opened(path: Path, kind: type[_Model], framework: Framework | None = None) -> _Model:
    """A file of a kind; warnings are shown.

    Raises:
        InvalidInputError: With every finding, when it cannot be used or is of another kind.
    """
    return opened_at(path, kind, framework)[0]


def opened_at(path: Path, kind: type[_Model], framework: Framework | None = None) -> tuple[_Model, SourceMap]:
    """The same, and where its parts stand.

    Raises:
        InvalidInputError: With every finding, when it cannot be used or is of another kind.
    """
    loaded = _usable(path, framework)
    if not isinstance(loaded.model, kind):
        raise another_kind(path, loaded, kind)
    return loaded.model, loaded.where


def opened_ruleset(path: Path) -> tuple[Ruleset, Framework, SourceMap]:
    """A ruleset, the framework that it is written over, and where its rules stand; warnings are shown.

    Raises:
        InvalidInputError: With every finding, when it cannot be used or is of another kind.
    """
    loaded = _usable(path)
    if not isinstance(loaded.model, Ruleset) or loaded.framework is None:
        raise another_kind(path, loaded, Ruleset)
    return loaded.model, loaded.framework, loaded.where


def _usable(path: Path, framework: Framework | None = None) -> Loaded:
    loaded = examine(path, framework=framework)
    refuse(loaded.findings)
    show_warnings(loaded.findings)
    return loaded


def another_kind(path: Path, loaded: Loaded, *kinds: type) -> InvalidInputError:
    """A file of another kind than is needed."""
    found = type(loaded.model).__name__.lower().replace("casefile", "cases")
    wanted = "' or '".join(kind.__name__.lower() for kind in kinds)
    message = f"the kind of the file is '{found}', and '{wanted}' is needed here"
    return InvalidInputError((Finding("EVC-F008", message, Position(str(path)), "check which file was meant"),))


def show_warnings(findings: Iterable[Finding]) -> None:
    """Print what is worth knowing, beside the output."""
    for one in findings:
        if one.severity is Severity.WARNING:
            typer.echo(printed(one), err=True)


def opened_alliance(path: Path, programme: Path | None = None) -> Alliance:
    """An alliance; a ruleset by itself is an alliance of one.

    Raises:
        InvalidInputError: With every finding, when a file cannot be used.
    """
    return opened_with_places(path, programme)[0]


def opened_with_places(path: Path, programme: Path | None = None) -> tuple[Alliance, SourceMap]:
    """An alliance, or one made of a ruleset; and where its rules stand.

    Raises:
        InvalidInputError: With every finding, when a file cannot be used.
    """
    loaded = _usable(path)
    subject, framework = loaded.model, loaded.framework
    if isinstance(subject, Alliance):
        if programme is not None:
            raise bad_argument("--programme goes with a ruleset; an alliance names its own programmes")
        return subject, loaded.where
    if not isinstance(subject, Ruleset) or framework is None:
        raise another_kind(path, loaded, Alliance, Ruleset)
    found = programme_of(path, subject, framework, programme)
    member = Member(
        institution=subject.institution,
        title=Text(nl=subject.id, en=subject.id),
        rulesets=(subject,),
        programmes=(found,) if found else (),
    )
    return Alliance(id=subject.id, title=subject.title, framework=framework, members=(member,)), loaded.where


def programme_of(path: Path, ruleset: Ruleset, framework: Framework, named: Path | None) -> Programme | None:
    """The programme that was named, or the one that lies beside a ruleset and is of the same institution.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used.
    """
    beside = path.parent / "programme.yaml"
    if named is None and not beside.is_file():
        return None
    found = opened(named or beside, Programme, framework)
    if named and found.institution != ruleset.institution:
        message = f"'{found.id}' is a programme of '{found.institution}', and the ruleset is of '{ruleset.institution}'"
        help_ = "check that it is the programme that was meant"
        show_warnings([Finding("EVC-N001", message, Position(str(named)), help_, Severity.WARNING)])
    return found if named or found.institution == ruleset.institution else None


def opened_programme(path: Path) -> tuple[Programme, Framework]:
    """A programme, and the framework that it is written over.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used or is of another kind.
    """
    loaded = _usable(path)
    if not isinstance(loaded.model, Programme) or loaded.framework is None:
        raise another_kind(path, loaded, Programme)
    return loaded.model, loaded.framework


def opened_proposal(path: Path, framework: Framework | None) -> Ruleset | Alliance:
    """What could take the place of policies: a ruleset, or an alliance.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used or is of another kind.
    """
    loaded = _usable(path, framework)
    if not isinstance(loaded.model, Ruleset | Alliance):
        raise another_kind(path, loaded, Ruleset, Alliance)
    return loaded.model


def only_members(alliance: Alliance, institutions: Iterable[str]) -> None:
    """Refuse names of institutions that are no members.

    Raises:
        InvalidInputError: EVC-C001 for each, with the nearest member.
    """
    known = [member.institution for member in alliance.members]
    refuse(
        Finding("EVC-C001", f"--institution: '{name}' is no member of '{alliance.id}'", help=did_you_mean(name, known))
        for name in institutions
        if name not in known
    )


def known_variants(alliance: Alliance, variants: Iterable[str | None]) -> None:
    """Refuse variants that nothing knows: that one institution does not offer a variant is said of that one.

    Raises:
        InvalidInputError: EVC-C001 for each, with the nearest variant.
    """
    declared = alliance.framework.vocabulary.find("variant", APPLICANT)
    offered = (name for member in alliance.members for one in member.programmes for name in one.variant)
    known = list(dict.fromkeys((*offered, *(declared.codes if declared else ()))))
    refuse(
        Finding("EVC-C001", f"--variant: nothing knows a variant '{name}'", help=did_you_mean(name, known))
        for name in variants
        if name is not None and name not in known
    )


def chosen_members(alliance: Alliance, institutions: Collection[str]) -> tuple[Member, ...]:
    """The members that were named; all of them where none was."""
    return tuple(one for one in alliance.members if not institutions or one.institution in institutions)


def opened_dossier(path: Path, framework: Framework) -> Dossier:
    """A dossier, read by the attributes that a framework declares.

    Raises:
        InvalidInputError: With every finding, when the file cannot be used.
    """
    return opened(path, Dossier, framework)


def print_json(view: View) -> None:
    """Print a view as JSON."""
    typer.echo(view.model_dump_json(indent=2))


def taken(path: Path) -> InvalidInputError:
    """A file that is not to be written over."""
    return bad_argument(f"'{path}' is there already", "choose another name, or add --force")


def write_new(path: Path, text: str | bytes, *, force: bool) -> None:
    """Write a file whole or not at all; one that is there already only when asked.

    Raises:
        InvalidInputError: EVC-C001 when it is there already, or cannot be written.
    """
    if path.exists() and not force:
        raise taken(path)
    if path.exists() and not path.is_file():
        raise bad_argument(f"'{path}' is no file", "choose the name of a file")
    target = path.resolve()  # a link stays one, and what it leads to is written
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            draft.write(text if isinstance(text, bytes) else text.encode())
        Path(draft.name).chmod(mode)
        Path(draft.name).replace(target)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        help_ = "choose a folder that is there, and in which you may write"
        raise bad_argument(f"'{path}' cannot be written: {reason}", help_) from error


def new_folder(path: Path) -> None:
    """Make a folder.

    Raises:
        InvalidInputError: EVC-C001 when it is there already, or cannot be made.
    """
    if path.exists():
        raise bad_argument(f"'{path}' is there already", "choose another name")
    try:
        path.mkdir(parents=True)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise bad_argument(f"'{path}' cannot be made: {reason}", "choose another folder") from error


def chosen(lang: str) -> Lang:
    """The language that was asked for."""
    return "en" if lang == "en" else "nl"
