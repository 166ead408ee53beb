"""A fault, and how it is put into a module that is loaded."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from evc_rules.engines.rete import engine as rete_engine


@dataclass(frozen=True)
class Fault:
    """A change to a module that changes what it does.

    Attributes:
        module: The module, below `evc_rules`.
        old: What stands there, once.
        new: What takes its place.
        noticed_by: The check that must notice it: `table:NAME`, `seed:NUMBER`, or `test:MODULE:FUNCTION`.
        engine: The engine that is asked, for tables and seeds.
    """

    module: str
    old: str
    new: str
    noticed_by: str
    engine: str = ""

    def __str__(self) -> str:
        return f"{self.module}: {self.old.strip()} -> {self.new.strip()}"

    @contextmanager
    def planted(self) -> Iterator[None]:
        """The module with the fault in it: functions get other code, so whoever holds on to one has the fault too.

        Raises:
            AssertionError: The change does not apply, changes nothing, or changes more than functions.
        """
        module = importlib.import_module(f"evc_rules.{self.module}")
        text = Path(inspect.getfile(module)).read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self}: stands there {text.count(self.old)} times"
        before, after = (_codes(compile(one, module.__file__ or "", "exec")) for one in (text, self._changed(text)))
        changed = [name for name, code in after.items() if _bare(code) != _bare(before[name])]
        assert changed, f"{self}: changes nothing"
        functions = [(_function(module, name), after[name]) for name in changed if "<locals>" not in name]
        assert functions, f"{self}: changes no function that can be reached"
        kept = [(function, function.__code__) for function, _ in functions]
        try:
            for function, code in functions:
                function.__code__ = code
            _forget()
            yield
        finally:
            for function, code in kept:
                function.__code__ = code
            _forget()

    def _changed(self, text: str) -> str:
        return text.replace(self.old, self.new)


def _forget() -> None:
    """Let go of what engines keep from one ruleset to the next."""
    rete_engine._kept._kept.clear()


def _codes(code: CodeType) -> dict[str, CodeType]:
    """All code in a module, by its qualified name."""
    found = {code.co_qualname: code}
    for one in code.co_consts:
        if isinstance(one, CodeType):
            found |= _codes(one)
    return found


def _bare(code: CodeType) -> tuple[Any, ...]:
    """What code does, wherever it stands; code within it counts when it is no function of a class or module."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    constants = tuple(one for one in code.co_consts if not isinstance(one, CodeType))
    nested = tuple(_bare(one) for one in inner if "<locals>" in one.co_qualname)
    return code.co_code, repr(constants), code.co_names, code.co_varnames, nested


def _function(module: ModuleType, name: str) -> FunctionType:
    """The function of a module, or of a class in it, that has this name."""
    found: Any = module
    for part in name.split("."):
        assert part != "<module>", f"{name}: more than functions would change"
        found = found.__dict__[part]
    for inner in ("fget", "func", "__func__", "__wrapped__"):
        found = getattr(found, inner, found)
    assert isinstance(found, FunctionType), f"{name} is no function"
    return found
