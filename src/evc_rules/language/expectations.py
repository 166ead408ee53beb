"""Reads what a case expects beside statuses: credits, open questions, articles, and the length of the path."""

from __future__ import annotations

from typing import Final

from ..model.cases import Asked, Asks, Awarded, Cites, PathLength
from ..model.outcomes import Framework, Ref
from ..model.quantities import Credits, day
from .checks import shared
from .reader import Reader, did_you_mean, shown
from .source_map import Node

TOTAL: Final = "total"
"""The key under which all awarded credits are expected, beside those of wholes."""

_ENDS: Final = 2
_EXACTLY: Final = "exactly"


class ExpectationReader:
    """Reads expectations over a framework; without one, outcomes are not looked up."""

    def __init__(self, reader: Reader, framework: Framework | None) -> None:
        self.r = reader
        self.framework = framework

    def awards(self, node: Node) -> tuple[Awarded, ...]:
        """`30 EC`, `[30 EC, 60 EC]` while something is open, or a mapping of `total` and wholes to those."""
        if not node.map:
            made = self._awarded(None, node)
            return (made,) if made else ()
        found = []
        for name, body in node.map.items():
            whole = None if name == TOTAL else self._whole(Node(name, body.key_at, body.key_at))
            made = self._awarded(whole, body) if name == TOTAL or whole else None
            found += [made] if made else []
        return tuple(found)

    def _whole(self, named: Node) -> str | None:
        ref = self.r.parsed(Ref.parse, named, "a whole")
        if ref is None:
            return None
        if ref.low:
            help_ = f"write '{ref.outcome}': credits are those of the units under it"
            self.r.report("EVC-S004", f"{shown(named)} is no whole but a level", named.at, help_)
            return None
        if self.framework is not None:
            wrong = list(shared.ref(self.framework, ref, self.r.where))
            self.r.findings += wrong
            if wrong:
                return None
        return ref.outcome

    def _awarded(self, whole: str | None, node: Node) -> Awarded | None:
        ends = [self.r.parsed(Credits.parse, item, "the credits awarded") for item in node.items]
        if len(ends) > _ENDS or not ends:
            help_ = "write '30 EC', or what is certain and what is possible: [30 EC, 60 EC]"
            self.r.report("EVC-S003", f"{len(ends)} amounts of credits stand here", node.at, help_)
            return None
        least, most = ends[0], ends[-1]
        if least is None or most is None:
            return None
        if most < least:
            message = f"{least} is certain, and no more than {most} is possible"
            self.r.report("EVC-S004", message, node.at, "write the lower amount first")
            return None
        return self.r.make(Awarded, node, of=whole, least=least, most=most, at=node.key_at)

    def asks(self, node: Node) -> Asks | None:
        """A list of questions that must be asked, or `{exactly: [...]}`."""
        listed, exactly = self._listed(node, "'asks'")
        if listed is None:
            return None
        read = [self._question(item) for item in listed.items] if listed.value else []
        if None in read:
            return None
        return self.r.make(Asks, node, questions=tuple(read), exactly=exactly, at=node.key_at)

    def cites(self, node: Node) -> Cites | None:
        """A list of articles that must be cited, or `{exactly: [...]}`."""
        listed, exactly = self._listed(node, "'cites'")
        if listed is None:
            return None
        articles = self.r.words(listed, "'cites'", some=not exactly)
        return self.r.make(Cites, node, articles=articles, exactly=exactly, at=node.key_at)

    def _listed(self, node: Node, what: str) -> tuple[Node | None, bool]:
        if not node.map:
            return node, False
        entries = self.r.entries(node, what, (_EXACTLY,))
        return entries.get(_EXACTLY), True

    def _question(self, node: Node) -> Asked | None:
        forms = ("fact", "assessed", "judgement")
        found = [key for key in node.map if key in forms]
        if len(found) != 1:
            named = next(iter(node.map), "")
            help_ = did_you_mean(named, forms) if named else "write for example {fact: hours, of: school}"
            self.r.report("EVC-S003", f"a question is one of: {', '.join(forms)}", node.at, help_)
            return None
        (kind,) = found
        entries = self.r.entries(node, "a question", (kind,), ("of",) if kind == "fact" else ())
        if kind not in entries:
            return None
        name = entries[kind].text
        if kind == "assessed":
            ref = self.r.parsed(Ref.parse, entries[kind], "an outcome")
            if ref is None:
                return None
            if self.framework is not None:
                self.r.findings += shared.ref(self.framework, ref, self.r.where)
            name = str(ref)
        return self.r.make(Asked, node, kind=kind, name=name, of=entries.get("of"))

    def path(self, node: Node) -> PathLength | None:
        """`{periods: 5, finish: 2029-09-01}`, or one of the two."""
        entries = self.r.entries(node, "'path'", (), ("periods", "finish"))
        if isinstance(node.value, dict) and not node.map:
            self.r.report("EVC-S003", "'path' expects nothing", node.at, "write 'periods', 'finish' or both")
        periods = self.r.whole_number(entries.get("periods"), "'periods'")
        finish = self.r.parsed(day, entries["finish"], "'finish'") if "finish" in entries else None
        if periods is None and finish is None:
            return None
        return self.r.make(PathLength, node, periods=periods, finish=finish, at=node.key_at)
