"""Reads files of cases: dossiers with what a policy must say of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from ..model.attributes import Vocabulary
from ..model.cases import EXPECTED, CaseFile, Expectation, PolicyCase
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Ref
from ..model.quantities import day
from . import common
from .checks import dossiers, shared
from .dossiers import read_inline_dossier
from .reader import Reader, did_you_mean, shown
from .source_map import Node

_REQUIRED: Final = ("evc-cases", "cases")
_OPTIONAL: Final = ("on", "framework")


def read_cases(
    r: Reader, root: Node, framework: Framework | None, dossier_at: Callable[[Node], Dossier | None]
) -> CaseFile | None:
    """Read a file of cases; None when it cannot be read as a whole.

    Args:
        r: What collects the findings.
        root: The file.
        framework: The framework that the outcomes are of; without one, outcomes are not looked up.
        dossier_at: Loads the dossier file that a node names, relative to this file.
    """
    entries = r.entries(root, "a file of cases", _REQUIRED, _OPTIONAL)
    named = entries.get("framework")
    if named is not None and framework is not None and named.text != framework.name:
        message = f"the cases are written over {shown(named)}, the framework here is '{framework.name}'"
        r.report("EVC-O008", message, named.at, "name the framework of the ruleset")
    if "cases" not in entries:
        return None
    on = r.parsed(day, entries["on"], "'on'") if "on" in entries else None
    reader = _CaseReader(r, framework, dossier_at, on, dated="on" in entries)
    cases = r.every(entries["cases"], reader.case, "cases")
    return r.make(CaseFile, root, cases=cases, framework=named)


class _CaseReader:
    """Reads the cases of one file."""

    def __init__(
        self,
        reader: Reader,
        framework: Framework | None,
        dossier_at: Callable[[Node], Dossier | None],
        on: date | None,
        *,
        dated: bool,
    ) -> None:
        self.r = reader
        self.framework = framework
        self.dossier_at = dossier_at
        self.on = on
        self.dated = dated
        self.read = 0

    def case(self, node: Node) -> PolicyCase | None:
        """One case; None when a part of it cannot be read."""
        self.read += 1
        entries = self.r.entries(node, "a case", ("case", "dossier", "expect"), ("on",))
        on = self.r.parsed(day, entries["on"], "'on'") if "on" in entries else self.on
        if entries and "on" not in node.map and not self.dated:
            help_ = "add 'on:' to the case, or once to the file"
            self.r.report("EVC-S001", "the case has no decision date", node.at, help_)
        dossier = self._dossier(entries["dossier"]) if "dossier" in entries else None
        expect = self._expect(entries["expect"]) if "expect" in entries else ()
        if dossier is None or on is None or not expect or "case" not in entries:
            return None
        title = common.text(self.r, entries["case"])
        return self.r.make(PolicyCase, node, title=title, dossier=dossier, on=on, expect=expect, at=node.at)

    def _dossier(self, node: Node) -> Dossier | None:
        if node.text is not None:
            return self.dossier_at(node)
        vocabulary = self.framework.vocabulary if self.framework else Vocabulary.standard()
        found = read_inline_dossier(self.r, node, f"case-{self.read}", vocabulary)
        if found is not None:
            self.r.findings += dossiers.dossier(found, self.framework, self.r.where)
        return found

    def _expect(self, node: Node) -> tuple[Expectation, ...]:
        if not node.map:
            help_ = "write for example {ped.climate@1: exempt}"
            self.r.report("EVC-S003", "'expect' must map outcomes to their status", node.at, help_)
        found = []
        for name, body in node.map.items():
            ref = self.r.parsed(Ref.parse, Node(name, body.key_at, body.key_at), "an outcome")
            statuses = self._statuses(body)
            if ref is None or not statuses:
                continue
            if self.framework is not None:
                self.r.findings += shared.ref(self.framework, ref, self.r.where)
            made = self.r.make(Expectation, body, outcome=ref, statuses=statuses, at=body.key_at)
            found += [made] if made else []
        return tuple(found) if len(found) == len(node.map) else ()

    def _statuses(self, node: Node) -> frozenset[str]:
        if node.value is None:
            self.r.report("EVC-S001", "no status is expected here", node.key_at, f"write one of: {', '.join(EXPECTED)}")
            return frozenset()
        words = frozenset(self.r.words(node, "an expected status", some=True))
        unknown = [item for item in node.items if item.text is not None and item.text not in EXPECTED]
        for item in unknown:
            help_ = did_you_mean(item.text or "", EXPECTED)
            self.r.report("EVC-S004", f"{shown(item)} is not a status", item.at, help_)
        if "open" in words and len(words) > 1:
            help_ = "write 'open' alone, or list the statuses that must be possible"
            self.r.report("EVC-S004", "'open' stands beside a status", node.at, help_)
            return frozenset()
        return frozenset() if unknown else words
