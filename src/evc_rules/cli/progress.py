"""How far a command is: one line on a terminal, beside the output, of what takes more than a second."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final, TypeVar

import typer

Tell = Callable[[int, int], None]
"""Told how much is done, and of how much."""

_Some = TypeVar("_Some")
_PATIENCE: Final = 1.0
"""What takes less long [s] is not told of."""
_OFTEN: Final = 0.2
"""The line is written anew after so long [s]."""
_MINUTE: Final = 60


def _on_terminal() -> bool:
    return sys.stderr.isatty()


@contextmanager
def progress(what: str) -> Iterator[Tell]:
    """What to tell of something that may take long; the line is gone when it is over.

    Args:
        what: What is counted, such as `outcomes`.
    """
    began, shown = monotonic(), 0.0

    def tell(done: int, total: int) -> None:
        nonlocal shown
        now = monotonic()
        if not _on_terminal() or now - began < _PATIENCE or now - shown < _OFTEN:
            return
        shown = now
        left = f", about {time_said((now - began) / done * (total - done))} left" if done else ""
        typer.echo(f"\r\x1b[K{done} of {total} {what}{left}", err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            typer.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say that something goes on of which nobody knows how long it takes."""
    over = threading.Event()

    def ticking() -> None:
        seconds = 0
        while not over.wait(_PATIENCE):
            seconds += 1
            typer.echo(f"\r\x1b[K{what}: {seconds} s", err=True, nl=False)
        if seconds:
            typer.echo("\r\x1b[K", err=True, nl=False)

    if not _on_terminal():
        yield
        return
    clock = threading.Thread(target=ticking, daemon=True)
    clock.start()
    try:
        yield
    finally:
        over.set()
        clock.join()


def counting(listed: Iterable[_Some], total: int, tell: Tell) -> Iterator[_Some]:
    """The same things, telling of each that is done."""
    for number, one in enumerate(listed):
        tell(number, total)
        yield one


def time_said(seconds: float) -> str:
    """A length of time as it is said."""
    return f"{round(seconds)} s" if seconds < 2 * _MINUTE else f"{round(seconds / _MINUTE)} min"
