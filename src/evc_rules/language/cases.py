"""Reads files of cases: dossiers with what a policy must say of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ..model.attributes import Vocabulary
from ..model.cases import EXPECTED, CaseFile, Expectation, PolicyCase
from ..model.dossier import Dossier
from ..model.outcomes import Framework, Ref
from ..model.quantities import day
from . import common
from .checks import dossiers, shared
from .differences import names_in, with_difference
from .dossiers import read_inline_dossier
from .expectations import ExpectationReader
from .reader import Reader, did_you_mean, shown
from .source_map import Node

_REQUIRED: Final = ("evc-cases", "cases")
_OPTIONAL: Final = ("on", "framework", "ruleset", "programme")
_EXPECTING: Final = ("expect", "awards", "asks", "cites", "path")
_WITHOUT: Final = "without"


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
    r.unique([one for one in cases if one.id], "case")
    paths = {key: entries.get(key) for key in ("ruleset", "programme")}
    return r.make(CaseFile, root, cases=cases, framework=named, **paths)


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
        self.above: dict[str, PolicyCase | None] = {}

    def case(self, node: Node) -> PolicyCase | None:
        """One case; None when a part of it cannot be read."""
        self.read += 1
        entries = self.r.entries(node, "a case", ("case",), ("id", "dossier", "like", "but", "on", *_EXPECTING))
        like = self._like(entries["like"]) if "like" in entries else None
        on = self.r.parsed(day, entries["on"], "'on'") if "on" in entries else like.on if like else self.on
        if entries and "on" not in node.map and "like" not in node.map and not self.dated:
            help_ = "add 'on:' to the case, or once to the file"
            self.r.report("EVC-S001", "the case has no decision date", node.at, help_)
        dossier = self._given(node, entries, like)
        expected = self._expected(node, entries)
        made = None
        if dossier is not None and on is not None and expected and "case" in entries:
            title = common.text(self.r, entries["case"])
            said = {"id": entries.get("id"), "title": title, "dossier": dossier, "on": on, **expected}
            made = self.r.make(PolicyCase, node, at=node.at, **said)
        title = common.text(Reader(), entries.get("case"))
        names = (entries["id"].text if "id" in entries else "", title.nl, title.en)
        self.above |= {name: made for name in names if name}
        return made

    def _like(self, named: Node) -> PolicyCase | None:
        """The case above that a case is like; None when there is none, or it cannot be read."""
        if named.text not in self.above:
            help_ = did_you_mean(named.text or "", self.above) if self.above else "cases can be like cases above them"
            self.r.report("EVC-T002", f"no case above is called {shown(named)}", named.at, help_)
            return None
        return self.above[named.text]

    def _given(self, node: Node, entries: dict[str, Node], like: PolicyCase | None) -> Dossier | None:
        """The dossier of a case: given, or that of another case, with what it says instead."""
        if entries and ("dossier" in entries) == ("like" in entries):
            both = "both 'dossier' and 'like'" if "like" in entries else "no dossier"
            help_ = "give a 'dossier', or the case that it is 'like'"
            self.r.report("EVC-S001", f"the case has {both}", node.at, help_)
            return None
        base = like.dossier if like else self._dossier(entries["dossier"]) if "dossier" in entries else None
        if "but" not in entries or base is None:
            return base
        return self._with_difference(base, entries["but"])

    def _dossier(self, node: Node) -> Dossier | None:
        if node.text is not None:
            return self.dossier_at(node)
        found = read_inline_dossier(self.r, node, self._name, self._vocabulary)
        if found is not None:
            self.r.findings += dossiers.dossier(found, self.framework, self.r.where)
        return found

    def _with_difference(self, base: Dossier, node: Node) -> Dossier | None:
        gone = self.r.words(node.map[_WITHOUT], "'without'") if _WITHOUT in node.map else ()
        for item in node.map[_WITHOUT].items if _WITHOUT in node.map else ():
            if item.text is not None and item.text not in names_in(base):
                help_ = did_you_mean(item.text, names_in(base))
                self.r.report("EVC-S004", f"the dossier has no {shown(item)} to take out", item.at, help_)
        but = read_inline_dossier(self.r, node.without(_WITHOUT), self._name, self._vocabulary)
        if but is None:
            return None
        made = with_difference(base, but, gone, self._name)
        for one in (*made.evidence, *made.verdicts, *made.judgements, made):
            self.r.where.put(one, self.r.where(one) or node.at)
        found = dossiers.dossier(made, self.framework, self.r.where)
        self.r.findings += [one for one in found if one not in self.r.findings]
        return made

    @property
    def _name(self) -> str:
        return f"case-{self.read}"

    @property
    def _vocabulary(self) -> Vocabulary:
        return self.framework.vocabulary if self.framework else Vocabulary.standard()

    def _expected(self, node: Node, entries: dict[str, Node]) -> dict[str, Any]:
        """Everything that is expected; nothing when some of it cannot be read."""
        found = [key for key in _EXPECTING if key in entries]
        if entries and not found:
            said = " and ".join(f"'{key}'" for key in _EXPECTING if key in node.map)
            if not said:
                help_ = "write for example expect: {ped.climate@1: exempt}"
                self.r.report("EVC-S001", "a case has no 'expect'", node.at, help_)
        reader = ExpectationReader(self.r, self.framework)
        reads: dict[str, Callable[[Node], Any]] = {
            "expect": self._expect,
            "awards": reader.awards,
            "asks": reader.asks,
            "cites": reader.cites,
            "path": reader.path,
        }
        read: dict[str, Any] = {key: reads[key](entries[key]) for key in found}
        return read if all(value not in (None, ()) for value in read.values()) else {}

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
