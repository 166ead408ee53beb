"""`evc-rules check`: every finding about files, at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from ..errors import Finding, InvalidInputError, Severity
from ..language import words
from ..language.load import Loaded, examine
from ..language.words import say
from ..model.base import Lang
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..reports.build import check_view, laws_view
from ..reports.views import GapView, LawsView
from ..testing.cases import CaseResult
from ..testing.suites import Suites
from .common import BAD_INPUT, FAILED, AsJson, InLang, bad_argument, chosen, opened, print_json
from .speaking import printed

_THEN: Final = {"stops": "houdt op te werken", "starts": "begint te werken"}


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, or folders with *.yaml files.")],
    framework: Annotated[
        Path | None, typer.Option("--framework", metavar="FILE", help="The framework that dossiers are read by.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 on warnings too.")] = False,  # noqa: FBT002
    laws: Annotated[bool, typer.Option("--laws", help="Also say of rulesets which laws may fail.")] = False,  # noqa: FBT002
    lang: InLang = "nl",
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
                analysed.append(laws_view(loaded.model, loaded.framework, chosen(lang)))
    errors = _errors(found)
    failed = [one.finding for one in tried if one.finding]
    if as_json:
        shown = [str(one) for one in listed]
        print_json(check_view(shown, [*found, *failed], _different(tried), len(failed), analysed))
    else:
        for each in [*found, *failed]:
            typer.echo(printed(each), err=each.severity is Severity.ERROR)
        for law in analysed:
            typer.echo("\n".join(_law(law, chosen(lang))))
        typer.echo(_summary(len(listed), errors, len(found) - errors, _different(tried), len(failed), chosen(lang)))
    if errors:
        raise typer.Exit(BAD_INPUT)
    if failed or (strict and found):
        raise typer.Exit(FAILED)


def _different(tried: list[CaseResult]) -> int:
    """How many cases: each may expect something of several outcomes."""
    return len({id(one.case) for one in tried})


def _summary(files: int, errors: int, warnings: int, cases: int, failed: int, lang: Lang) -> str:
    """How much was looked at, and how much was found."""
    found = (
        words.amount_of(lang, files, ("bestand", "file"), ("bestanden", "files")),
        words.amount_of(lang, errors, ("fout", "error"), ("fouten", "errors")),
        words.amount_of(lang, warnings, ("waarschuwing", "warning"), ("waarschuwingen", "warnings")),
    )
    said = f"{found[0]}: {found[1]}, {found[2]}"
    if not cases:
        return said
    tried = words.amount_of(lang, cases, ("geval", "case"), ("gevallen", "cases"))
    return f"{said}; {tried}, {say(lang, f'{failed} anders dan verwacht', f'{failed} failed')}"


def _law(one: LawsView, lang: Lang) -> Iterator[str]:
    """What was found of the laws for one ruleset; gaps by rule, or there would be hundreds."""
    if one.monotone:
        nl = "monotoon: geen bewijs of gunstige beoordeling kan een vrijstelling kosten"
        en = "monotone: no evidence or favourable verdict can lose an exemption"
        yield f"{one.ruleset}: {say(lang, nl, en)}"
    else:
        nl = "niet monotoon: meer bewijs kan een vrijstelling kosten"
        yield f"{one.ruleset}: {say(lang, nl, 'not monotone: more evidence could lose an exemption')}"
        for loss in one.losses:
            nl = f"{loss.rule} {_THEN[loss.then]} bij {loss.condition}"
            yield f"  {say(lang, nl, f'{loss.rule} {loss.then} to act with {loss.condition}')}"
    by_rule: dict[str, list[GapView]] = {}
    for gap in one.gaps:
        by_rule.setdefault(gap.rule, []).append(gap)
    for rule, gaps in by_rule.items():
        first = gaps[0]
        many = len(gaps) - 1
        more = say(lang, f", en nog {many} zulke", f", and {many} more like it") if many else ""
        nl = f"{rule} kan vrijstellen van {first.outcome} zonder {first.requires}, dat daarvoor vereist is"
        en = f"{rule} can exempt from {first.outcome} without {first.requires}, which it requires"
        yield f"  {say(lang, nl, en)}{more}"


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
