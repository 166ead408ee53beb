"""The command line: one file a command. It needs the extra `cli`."""

from __future__ import annotations

import io
import sys

from ..errors import MissingExtraError

_STOPPED = 130
"""The exit code of a program that was stopped by Ctrl-C."""


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a mark shows a question mark
    try:
        _run()
    except KeyboardInterrupt:  # also while all is still being imported: whoever stops it knows why
        sys.exit(_STOPPED)


def _run() -> None:
    try:
        from .app import app  # noqa: PLC0415 - typer is an extra
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in {"typer", "rich"}:
            raise
        sys.stderr.write(f"{MissingExtraError('cli', 'the command line')}\n")
        sys.exit(2)
    app()
