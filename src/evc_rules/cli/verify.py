"""`evc-rules verify`: whether a recommendation was made from these files, and comes out the same again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..advice.verify import verify as verified
from ..errors import Finding, InvalidInputError, Position
from ..reports.console import console
from ..reports.receipts import as_receipt, receipts_read, verify_page, verify_view
from .common import (
    FAILED,
    AsJson,
    InLang,
    ProgrammeFile,
    bad_argument,
    chosen,
    opened_alliance,
    opened_dossier,
    print_json,
)


def verify(
    receipt: Annotated[Path, typer.Argument(metavar="RECEIPT", help="The file that `assess --receipt` wrote.")],
    ruleset: Annotated[
        Path | None, typer.Option("--ruleset", "-r", metavar="FILE", help="The alliance, or the ruleset.")
    ] = None,
    dossier: Annotated[
        Path | None, typer.Option("--dossier", "-d", metavar="FILE", help="The applicant's dossier.")
    ] = None,
    programme: ProgrammeFile = None,
    lang: InLang = "nl",
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Whether a recommendation was made from these files, comes out the same again, and has reasons that hold.

    evc-rules verify RECEIPT --ruleset FILE --dossier FILE
    """
    file = receipts_read(_raw(receipt), str(receipt))
    if ruleset is None and (dossier or programme):
        raise bad_argument("--dossier and --programme go with --ruleset: they are read by its framework")
    alliance = opened_alliance(ruleset, programme) if ruleset else None
    person = opened_dossier(dossier, alliance.framework) if dossier and alliance else None
    found = verified(map(as_receipt, file.receipts), alliance, person)
    view = verify_view(file, found)
    if as_json:
        print_json(view)
    else:
        out = console()
        for line in verify_page(file, found, chosen(lang)):
            out.print(line)
    if not view.verified:
        raise typer.Exit(FAILED)


def _raw(file: Path) -> bytes:
    """What a file holds.

    Raises:
        InvalidInputError: EVC-F001 when it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {(error.strerror or 'unreadable').lower()}"
        raise InvalidInputError((Finding("EVC-F001", message, Position(str(file)), "check the path"),)) from error
