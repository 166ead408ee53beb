"""`evc-rules check`: every finding about files, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from ..errors import Finding, InvalidInputError, Severity
from ..language.load import Loaded, examine
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..reports.build import check_view, laws_view
from ..reports.views import GapView, LawsView
from ..testing.cases import CaseResult
from ..testing.suites import Suites
from .common import BAD_INPUT, FAILED, AsJson, bad_argument, opened, print_json


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, or folders with *.yaml files.")],
    framework: Annotated[
        Path | None, typer.Option("--framework", metavar="FILE", help="The framework that dossiers are read by.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 on warnings too.")] = False,  # noqa: FBT002
    laws: Annotated[bool, typer.Option("--laws", help="Also say of rulesets which laws may fail.")] = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Check frameworks, rulesets, programmes, dossiers and alliances, and try the cases that rulesets name."""
    over = opened(framework, Framework) if framework else None
    listed = list(_files(files))
    found: dict[Finding, None] = {}
    tried: list[CaseResult] = []
    analysed: list[LawsView] = []
    for one in listed:
        loaded = examine(one, framework=over)
        found.update(dict.fromkeys(loaded.findings))
        if isinstance(loaded.model, Ruleset) and loaded.framework and not _errors(loaded.findings):
            tried += _cases(one, loaded, found)
            if laws:
                analysed.append(laws_view(loaded.model, loaded.framework))
    errors = _errors(found)
    failed = [one.finding for one in tried if one.finding]
    if as_json:
        shown = [str(one) for one in listed]
        print_json(check_view(shown, [*found, *failed], _different(tried), len(failed), analysed))
    else:
        for each in [*found, *failed]:
            typer.echo(str(each), err=each.severity is Severity.ERROR)
        for law in analysed:
            typer.echo("\n".join(_law(law)))
        summary = f"{_many(len(listed), 'file')}: {_many(errors, 'error')}, {_many(len(found) - errors, 'warning')}"
        if tried:
            summary += f"; {_many(_different(tried), 'case')}, {len(failed)} failed"
        typer.echo(summary)
    if errors:
        raise typer.Exit(BAD_INPUT)
    if failed or (strict and found):
        raise typer.Exit(FAILED)


def _different(tried: list[CaseResult]) -> int:
    """How many cases: each may expect something of several outcomes."""
    return len({id(one.case) for one in tried})


def _law(one: LawsView) -> Iterator[str]:
    """What was found of the laws for one ruleset; gaps by rule, or there would be hundreds."""
    if one.monotone:
        yield f"{one.ruleset}: monotone: no evidence or favourable verdict can lose an exemption"
    else:
        yield f"{one.ruleset}: not monotone: more evidence could lose an exemption"
        yield from (f"  {loss.rule} {loss.then} to act with {loss.condition}" for loss in one.losses)
    by_rule: dict[str, list[GapView]] = {}
    for gap in one.gaps:
        by_rule.setdefault(gap.rule, []).append(gap)
    for rule, gaps in by_rule.items():
        first = gaps[0]
        more = f", and {len(gaps) - 1} more like it" if len(gaps) > 1 else ""
        yield f"  {rule} can exempt from {first.outcome} without {first.requires}, which it requires{more}"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _errors(found: Iterable[Finding]) -> int:
    return sum(one.severity is Severity.ERROR for one in found)


def _cases(path: Path, loaded: Loaded, found: dict[Finding, None]) -> Iterable[CaseResult]:
    """Try the cases that a ruleset names; what is wrong with the file itself goes with the other findings."""
    named = loaded.model.cases if isinstance(loaded.model, Ruleset) else ""
    where = path.parent / named
    if not named or not where.is_file():
        return ()
    try:
        suite = Suites(read={path: loaded}).open(where, path)
    except InvalidInputError as error:
        found.update(dict.fromkeys(error.findings))
        return ()
    found.update(dict.fromkeys(suite.warnings))
    return suite.run()


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files, and of folders the YAML files in them."""
    for one in paths:
        if not one.is_dir():
            yield one
            continue
        inside = sorted(path for pattern in ("*.yaml", "*.yml") for path in one.rglob(pattern))
        if not inside:
            raise bad_argument(f"'{one}' holds no YAML files", "name a file, or a folder with *.yaml files")
        yield from inside
