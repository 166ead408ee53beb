"""Asking an engine that is a command: cases go in as lines of JSON, answers come out as lines of JSON."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, Final, Self

from ..errors import Finding, InvalidInputError
from ..model.base import ODD
from ..model.outcomes import Framework
from .form import from_data
from .suite import Suite, differs

TIMEOUT = 30.0
"""[s] that an answer may take."""
_LONG: Final = 500
"""Characters of what is wrong with an answer that are told."""


@dataclass
class Outcome:
    """What became of asking an engine the suite.

    Attributes:
        right: How many answers are right.
        passed_over: How many cases the engine says that it does not carry, by its reason.
        without_questions: How many right answers give no open questions.
        wrong: The cases that came out otherwise, each with what is wrong.
        covered: How often each feature came out right, and how often it was asked.
        broken: Why the engine could not be asked to the end; nothing when it was.
    """

    right: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    without_questions: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    covered: dict[str, tuple[int, int]] = field(default_factory=dict)
    broken: str = ""

    @property
    def conforms(self) -> bool:
        """Whether every case was answered, and rightly."""
        return not (self.wrong or self.passed_over or self.broken)

    @property
    def asked(self) -> int:
        """How many cases were asked."""
        return self.right + len(self.wrong) + sum(self.passed_over.values())


def ask(suite: Suite, command: Sequence[str], timeout: float = TIMEOUT) -> Outcome:
    """Ask an engine every case.

    Args:
        suite: The suite.
        command: The command that starts the engine.
        timeout: How long an answer may take [s].

    Raises:
        InvalidInputError: EVC-C001 when the command cannot be started, EVC-V002 when the suite cannot be read.
    """
    found = Outcome()
    features = suite.manifest["features"]
    with _Engine(command, timeout) as engine:
        try:
            for case, leaves in _told(suite, engine):
                answer = engine.answer(case["case"])
                _count(found, case, answer, leaves, features)
        except _BrokenError as error:
            found.broken = str(error)
    return found


def _told(suite: Suite, engine: _Engine) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """The cases, each after the engine was told what it needs to answer it."""
    leaves: dict[str, frozenset[str]] = {}
    for group in suite.groups():
        name = group.data["framework"]
        if name not in leaves:
            engine.tell({"framework": suite.frameworks[name]})
            leaves[name] = frozenset(map(str, from_data(Framework, suite.frameworks[name]).leaves))
        engine.tell(group.asked)
        for case in group.cases:
            engine.tell({"case": case["case"], "dossier": case["dossier"]})
            yield case, leaves[name]


def _count(
    found: Outcome, case: dict[str, Any], answer: dict[str, Any], leaves: frozenset[str], features: Sequence[str]
) -> None:
    if "skip" in answer:
        found.passed_over[_shown(str(answer["skip"]), 100)] += 1
        return
    wrong = differs(case, answer, leaves)
    if wrong:
        found.wrong.append((case["case"], _shown(wrong, _LONG)))
    else:
        found.right += 1
        found.without_questions += "questions" not in answer
    for place in case["covers"]:
        right, asked = found.covered.get(features[place], (0, 0))
        found.covered[features[place]] = right + (not wrong), asked + 1


def _shown(text: str, most: int) -> str:
    """The beginning of what an engine wrote, without what would steer the terminal that it is shown on."""
    return ODD.sub("�", text[:most])


class _BrokenError(Exception):
    """The engine cannot be asked any more."""


class _Engine:
    """A command that runs, with what it writes read beside it so that it can be waited for."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self._timeout = timeout
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command of whoever runs the suite
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            reason = (error.strerror or "unknown").lower()
            message = f"the engine cannot be started: {reason}"
            raise InvalidInputError((Finding("EVC-C001", message, help="write its command after '--'"),)) from error
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        for line in self._out:
            self._lines.put(line)
        self._lines.put(None)

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        return self._process.stdout

    @property
    def _in(self) -> IO[str]:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        return self._process.stdin

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._listening.join()
        self._out.close()
        with suppress(OSError):  # what the engine did not read is lost
            self._in.close()

    def tell(self, data: dict[str, Any]) -> None:
        """Send one line."""
        try:
            self._in.write(json.dumps(data, ensure_ascii=False) + "\n")
            self._in.flush()
        except OSError as error:
            raise _BrokenError("the engine has ended") from error

    def answer(self, case: str) -> dict[str, Any]:
        """The next line, which must be the answer to a case."""
        try:
            line = self._lines.get(timeout=self._timeout)
        except queue.Empty:
            raise _BrokenError(f"no answer to {case} within {self._timeout:g} s") from None
        if line is None:
            raise _BrokenError(f"the engine ended before it answered {case}")
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):  # brackets in brackets, deeper than can be read
            found = None
        if not isinstance(found, dict) or found.get("case") != case:
            raise _BrokenError(f"what comes for {case} is no answer to it: {_shown(line.strip(), 80)}")
        return found
