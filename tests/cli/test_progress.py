"""How far a command is: told on a terminal only, of what takes long, and gone when it is over."""

from __future__ import annotations

import threading

import pytest

from evc_rules.cli import progress as module
from evc_rules.cli.progress import counting, progress, time_said, waiting

CLEAR = "\r"
"""To the beginning of the line; what clears it is left out where there is no terminal after all."""


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    monkeypatch.setattr(module, "_on_terminal", lambda: True)

    def pass_(seconds: float) -> None:
        now[0] += seconds

    return pass_


def test_what_takes_long_is_told_with_how_much_is_left(clock, capsys):
    with progress("applicants") as tell:
        tell(0, 10)
        clock(2)
        tell(4, 10)
        clock(0.1)
        tell(5, 10)  # too soon after the last
    assert capsys.readouterr().err == f"{CLEAR}4 of 10 applicants, about 3 s left{CLEAR}"


def test_what_is_soon_over_is_not_told(clock, capsys):
    with progress("applicants") as tell:
        clock(0.5)
        tell(9, 10)
    assert capsys.readouterr().err == ""


def test_nothing_is_told_but_on_a_terminal(clock, capsys, monkeypatch):
    monkeypatch.setattr(module, "_on_terminal", lambda: False)
    with progress("applicants") as tell, waiting("quorum:2"):
        clock(5)
        tell(5, 10)
    assert capsys.readouterr().err == ""


def test_the_line_is_gone_too_when_something_goes_wrong(clock, capsys):
    def fails() -> None:
        with progress("outcomes") as tell:
            clock(2)
            tell(1, 2)
            raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        fails()
    assert capsys.readouterr().err.endswith(CLEAR)


@pytest.mark.usefixtures("clock")
def test_waiting_is_told_by_the_second(capsys, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    with waiting("quorum:2"):
        threading.Event().wait(0.2)
    said = capsys.readouterr().err
    assert said.startswith(f"{CLEAR}quorum:2: 1 s")
    assert said.endswith(CLEAR)


def test_things_are_counted_as_they_are_gone_through():
    told: list[tuple[int, int]] = []
    assert list(counting("abc", 3, lambda *one: told.append(one))) == ["a", "b", "c"]
    assert told == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize(("seconds", "said"), [(0.4, "0 s"), (119, "119 s"), (180, "3 min")])
def test_a_length_of_time_is_said_in_seconds_or_minutes(seconds, said):
    assert time_said(seconds) == said
