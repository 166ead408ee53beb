"""The door to durable_rules: the one module that imports it, and the one place where it is talked to.

The package keeps its state for the whole process, so there is one door, behind a lock. A group of rules goes in once,
under a digest of its content; a case is a few messages, and its state is deleted before the next case comes. (A state
has room for every rule of its ruleset, and making it takes longer than anything else; therefore groups are small.)

The door speaks to the engine of the package (`durable_rules_engine`, the Rete network) and leaves its Python layer
(`durable.engine.Host`) alone. That layer starts two threads for each host that nothing ends and that take actions away
from whoever waits for them, swallows exceptions in actions, and logs messages. Without it there are no threads to shut
down, no action runs at all (the door reads off which rules fire), and every error of the engine is raised here.
"""

from __future__ import annotations

import atexit
import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from threading import RLock
from typing import Any, Final

from ...errors import EvcError, Finding, InvalidInputError, MissingExtraError
from .groups import AWAKE, SID, WAKE, Cases, Group, reading_of

MOST_GROUPS: Final = 512
"""So many groups of rules are kept ready; the one that has not been used for longest makes room for a new one."""

_ACCEPTED: Final = (0, 1)
"""What durable_rules answers to a message: taken up, or taken up and no rule looks at it. All else is a failure."""


@dataclass
class Door:
    """The door. Use `door()`: a second one would share the engine but not the lock.

    Attributes:
        engine: The engine of durable_rules.
    """

    engine: Any
    _handles: OrderedDict[str, int] = field(default_factory=OrderedDict)
    _lock: Any = field(default_factory=RLock)
    _busy: bool = False

    def match(self, group: Group, cases: Cases) -> tuple[frozenset[int], ...]:
        """What is concluded, by all rules of a group that fire.

        Args:
            group: The rules.
            cases: For one reading, or two, the inputs that hold and the facts that are known.

        Raises:
            InvalidInputError: EVC-I002 when durable_rules fails, or is asked in the middle of an answer (by a handler
                of signals, say). Nothing of the case is left behind.
        """
        with self._lock:
            if self._busy:
                raise failed("it was asked again before it had answered")
            try:
                self._busy = True
                with self._failing(group):
                    return self._concluded(self._handle(group), group, cases)
            finally:
                self._busy = False

    def _concluded(self, handle: int, group: Group, cases: Cases) -> tuple[frozenset[int], ...]:
        """What the rules conclude; those that rest on facts fire after those that conclude the facts."""
        engine, heads, facts = self.engine, group.heads, group.facts
        state = self._tell(handle, WAKE)
        started = engine.start_action_for_state(handle, state)
        if started is None or _rule(started[1]) != AWAKE:
            raise _EngineError("the rule that always fires did not")
        if engine.complete_and_start_action(handle, state) is not None:
            raise _EngineError("a rule fired before it was told anything")
        for reading, (holding, known) in enumerate(cases):
            for message in group.messages(reading, holding, known):
                self._tell(handle, message)
        concluded = tuple(set(known) for _, known in cases)
        left = len(heads) * len(cases)
        started = engine.start_action_for_state(handle, state)
        firing = started[1] if started else None
        while firing is not None:
            left -= 1
            if left < 0:
                raise _EngineError("a rule fired twice")
            head, reading = heads[int(_rule(firing))], reading_of(firing)
            if head not in concluded[reading]:
                concluded[reading].add(head)
                for message in facts.get((head, reading), ()):
                    self._tell(handle, message)
            firing = engine.complete_and_start_action(handle, state)
        engine.delete_state(handle, SID)
        return tuple(map(frozenset, concluded))

    def _tell(self, handle: int, message: str) -> int:
        answer, state = self.engine.assert_fact(handle, message)
        if answer not in _ACCEPTED:
            raise _EngineError(f"a message was answered with {answer}")
        return int(state)

    def _handle(self, group: Group) -> int:
        """The group in the engine; it goes in once, under a digest of its content."""
        digest = group.digest
        if digest in self._handles:
            self._handles.move_to_end(digest)
        else:
            while len(self._handles) >= MOST_GROUPS:
                self.engine.delete_ruleset(self._handles.popitem(last=False)[1])
            self._handles[digest] = self.engine.create_ruleset(digest, group.text)
        return self._handles[digest]

    @contextmanager
    def _failing(self, group: Group) -> Iterator[None]:
        """When anything goes wrong the group is thrown out, with the state in it; the next case starts afresh.

        The state is not deleted by itself then: one in which no rule fired yet is not safe to delete.
        """
        try:
            yield
        except BaseException as error:
            handle = self._handles.pop(group.digest, None)
            if handle is not None:
                self.engine.delete_ruleset(handle)
            if isinstance(error, EvcError) or not isinstance(error, Exception):
                raise
            raise failed(str(error)) from error

    def close(self) -> None:
        """Take everything out of the engine. The door can be used again; rules then go in anew."""
        with self._lock:
            while self._handles:
                self.engine.delete_ruleset(self._handles.popitem()[1])

    def __len__(self) -> int:
        """How many groups of rules are in the engine."""
        return len(self._handles)

    def renew(self) -> None:
        """Start afresh, in a child process: the thread that held the lock, or was half-way a case, is not there."""
        self._lock, self._busy = RLock(), False
        self.close()


class _EngineError(Exception):
    """durable_rules did what it should not."""


def _rule(firing: str) -> str:
    """The name of the rule that fires: the first key of what the engine hands over."""
    return firing[2 : firing.index('"', 2)]


def failed(why: str) -> InvalidInputError:
    """What is raised when durable_rules fails."""
    help_ = "the talk is as it was before this step; assess the dossier as a whole instead (`assess`)"
    return InvalidInputError((Finding("EVC-I002", f"durable_rules failed, so there is no answer: {why}", help=help_),))


_doors: Final[list[Door]] = []
_opening: Final = RLock()


def door() -> Door:
    """The door of this process.

    Raises:
        MissingExtraError: durable_rules is not installed, or cannot be loaded.
    """
    with _opening:
        if not _doors:
            try:
                engine = import_module("durable_rules_engine")
            except ImportError as error:
                raise MissingExtraError("intake", "an intake talk") from error
            _doors.append(Door(engine))
            atexit.register(_doors[0].close)
            os.register_at_fork(after_in_child=_doors[0].renew)
        return _doors[0]


def shut() -> None:
    """Take every ruleset out of durable_rules; for a program that is done with intake talks and goes on."""
    if _doors:
        _doors[0].close()
