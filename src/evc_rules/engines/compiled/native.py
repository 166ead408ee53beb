"""The native core, where it was built: the same engine with its inner loops in C (the sources are in `c/`).

Where it was not, or `EVC_RULES_PURE` is set, nothing is missing but speed: what it does, the modules beside it do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, cast

from ...model.attributes import Grade, Vocabulary
from ...model.conditions import AgeTest, CodeTest, DateTest, FlagTest, NumberTest
from ...model.dossier import Carrier, Dossier, Evidence, Verdict
from ...model.outcomes import Leaf
from ...model.quantities import Amount
from ...results.questions import JudgementNeeded, MissingFact, Question
from ...results.status import Statuses
from ...results.trace import LeafTrace, Reaching
from ...results.truth import Truth
from ..prepare import KEYING, Prepared, dated_by
from .cases import Cases
from .circuit import Answered, Measured, Sides
from .decode import Decoder
from .flat import flat, thousandths, words
from .flat_numbers import WORD
from .measure import Total, Wanted, bounds
from .read import Reader
from .routes import Routes
from .tables import Rows

FORM: Final = 2
"""The form of tables and hooks; a core that was built for another is left alone."""
_TRACED: Final = "leaf", "granted", "barred", "statuses", "_later"


class Read(Protocol):
    """A dossier under rulesets, as the core read it."""

    def statuses(self, place: int, /) -> dict[Leaf, Statuses]:
        """The statuses of all leaves under a ruleset."""

    def questions(self, place: int, /) -> dict[Question, tuple[Leaf, ...]]:
        """The open questions of a ruleset, each with the leaves that wait for it."""

    def sides(self, place: int, /) -> Sides:
        """Where a ruleset grants surely, grants maybe, bars surely, bars maybe."""

    def traces(self, place: int, later: Callable[[Leaf], Reaching], /) -> dict[Leaf, LeafTrace]:
        """The traces of all leaves under a ruleset, of which the rules that reach them are made later."""


class Core(Protocol):
    """Rulesets as the core follows them."""

    def read(self, prepared: Prepared, /) -> Read | None:
        """A prepared dossier under these rulesets; None when it is left to Python."""


def _built() -> Any:
    """The core, if it was built, is ours, and is wanted."""
    if os.environ.get("EVC_RULES_PURE"):
        return None
    try:
        from . import _core  # type: ignore[attr-defined, unused-ignore] # noqa: PLC0415 - it may not be there
    except ImportError:
        return None
    return _core if _core.FORM == FORM else None


_CORE: Final = _built()
if _CORE is not None:
    KEYING.make = partial(_CORE.keys, Amount, Grade)


def kind() -> str:
    """Which core runs: `native` or `pure`."""
    return "pure" if _CORE is None else "native"


def core(reader: Reader, routes: Routes, decoders: tuple[Decoder, ...]) -> Core | None:
    """The core for a circuit; None when it is not there, or leaves the circuit to Python."""
    tables = None if _CORE is None else flat(reader.circuit, reader, routes)
    if tables is None:
        return None
    tables["blank"] = tuple(one.blank for one in decoders)
    tables["told"] = tuple(one.told for one in decoders)
    tables["trace"] = LeafTrace, *(getattr(LeafTrace, name) for name in _TRACED)
    return cast("Core", _CORE.Core(tables, Hooks(reader, routes)))


@dataclass(frozen=True)
class Hooks:
    """What the core asks of Python: what it meets for the first time, and what is rare.

    Attributes:
        reader: What reads dossiers for the circuit.
        routes: What knows its questions.
    """

    reader: Reader
    routes: Routes

    # Things

    def kind(self, name: str, thing: Carrier) -> tuple[Any, ...]:
        """What is asked of a kind of thing: screens that are about it, tables, amounts, covering, days, its date."""
        one = self.reader.kinds[name]
        about = self.words(one.about), self.words(one.about)
        columns = tuple(self.column(rows) for rows in sorted(one.tables, key=_heaviness))
        find = self.vocabulary.find
        spans = find("from", name) is not None and find("to", name) is not None
        sets = dict.fromkeys(screen.aligned for screen in self.reader.circuit.screens if screen.aligned)
        dated = dated_by(thing) if isinstance(thing, Evidence | Verdict) else ""
        adds = tuple(self.adds(name, of) for of in self.amounts)
        return b"".join(about), columns, adds, tuple(self.covering(name, one) for one in sets), spans, dated

    def column(self, rows: Rows) -> tuple[Any, ...]:
        """A table: its attribute, itself, whether days go by runs, its screens, and how sets go code by code."""
        if not rows.by_code:
            return rows.attribute, rows, rows.ordered, self.words(rows.tested), None
        others = rows.untested & self.reader.all
        twice = (self.words(one) for one in (others, others, rows.some, rows.some, rows.none, rows.none))
        return rows.attribute, rows, rows.ordered, self.words(rows.tested), b"".join(twice)

    @property
    def vocabulary(self) -> Vocabulary:
        """The attributes that there are."""
        return self.reader.circuit.framework.vocabulary

    @property
    def amounts(self) -> list[str]:
        """What is added up, in the order of the tables."""
        return list(dict.fromkeys(one.of for one in self.reader.meters.values() if isinstance(one, Total)))

    def adds(self, kind: str, of: str) -> tuple[bool, str, bool, tuple[Any, ...] | None]:
        """What a kind of thing adds to a sum when it is absent, and when it is not known, in thousandths."""
        declared = self.vocabulary.find(of, kind)
        if declared is None:
            return False, "", False, (0, 0, False, 0, 0, False)
        blank = Carrier()
        told: list[Any] = []
        for low, high in (bounds(declared, one) for one in (blank, blank.with_(unknown=(of,)))):
            least, most = thousandths(low), thousandths(high) if high.is_finite() else 0
            if least is None or most is None:
                return True, declared.unit, declared.absent == "none", None
            told += (least, most, not high.is_finite())
        return True, declared.unit, declared.absent == "none", tuple(told)

    def covering(self, kind: str, attributes: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
        """For attributes that must cover the target what their absence means: 0 no leaf ever, 1 none, 2 not known."""
        found = ((name, self.vocabulary.find(name, kind)) for name in attributes)
        return tuple((name, 0 if one is None else 1 if one.absent == "none" else 2) for name, one in found)

    def row(self, rows: Rows, key: Any) -> bytes:
        """What screens say of a value: surely, maybe, and of which a test is open."""
        return self._row(rows, rows[key])

    def _row(self, rows: Rows, row: int) -> bytes:
        surely, maybe = row & self.reader.all, row >> self.reader.width
        return b"".join(map(self.words, (surely, maybe, maybe & ~surely & rows.tested)))

    def runs(self, rows: Rows) -> list[tuple[int, int, bytes]]:
        """The runs of days of which every test says the same, as far as they are known."""
        runs = rows.runs.get("")
        if runs is None:
            return []
        each = zip(runs.lows, runs.highs, runs.rows, strict=True)
        return [(low.toordinal(), high.toordinal(), self._row(rows, row)) for low, high, row in each]

    def hanging(self, screen: int, kind: str, name: str | None, thing: Carrier, prepared: Prepared) -> int:
        """What the tests of a screen say that hang on the applicant too."""
        cases = Cases(self.reader.circuit, self.reader.on, prepared)
        return _TRUTHS.index(min(step.truth for step in cases.hanging(screen, kind, name, thing)))

    def missing(
        self, screen: int, kind: str, name: str | None, thing: Carrier, prepared: Prepared
    ) -> list[tuple[str | None, str]]:
        """The facts that would settle these."""
        cases = Cases(self.reader.circuit, self.reader.on, prepared)
        asked = (step.question for step in cases.hanging(screen, kind, name, thing))
        return [(one.item, one.attribute) for one in asked if isinstance(one, MissingFact)]

    def speaks(self, verdict: Verdict) -> bytes:
        """The leaves that a verdict speaks of."""
        return self.leaves(self.reader.speaks(verdict))

    def covers(self, text: str) -> bytes:
        """The leaves under what is named, and every lower level of them."""
        return self.leaves(self.reader.covered.mask(frozenset((text,))))

    def measure(self, screen: int, met: list[tuple[str, Carrier, int]], dossier: Dossier) -> list[tuple[int, int]]:
        """What is counted or measured over what passes a screen, as bits of the core with their truths."""
        passing = [(kind, thing, _TRUTHS[truth]) for kind, thing, truth in met]
        told = self.reader.told(screen, passing, dossier.applicant)
        first = len(self.reader.circuit.screens)
        wide = (first + WORD - 1) // WORD * WORD
        return [(bit.bit_length() - 1 - first + wide, _TRUTHS.index(truth)) for bit, truth in told]

    # Questions

    def fact(self, item: str | None, attribute: str) -> Question:
        """The question for a fact."""
        return MissingFact(item, attribute)

    def assessment(self, node: int, leaf: int) -> Question:
        """The question for an assessment of a leaf."""
        return self.routes.assessment(node, leaf)

    def judgement(self, node: int) -> Question:
        """The question for a judgement."""
        one = self.reader.circuit.nodes[node]
        assert isinstance(one, Answered)  # noqa: S101 - no other is asked
        return JudgementNeeded(one.condition.id, one.owner, one.condition.asks, one.condition.by)

    def cohort(self, node: int, dossier: Dossier) -> bool:
        """Whether what is asked for hangs on the cohort of this applicant."""
        one = self.reader.circuit.nodes[node]
        assert isinstance(one, Measured)  # noqa: S101 - no other asks for so much
        ruleset = self.reader.circuit.rulesets[one.ruleset]
        return len(Wanted(one.condition.at_least, ruleset, self.reader.on).by(dossier.applicant)) > 1

    # Words

    def words(self, screens: int) -> bytes:
        """A number of screens as words."""
        return words(screens, (self.reader.width + WORD - 1) // WORD)

    def leaves(self, mask: int) -> bytes:
        """A mask of leaves as words."""
        return words(mask, (len(self.reader.circuit.leaves) + WORD - 1) // WORD)


def _heaviness(rows: Rows) -> int:
    """Codes first: what fails by these need not be looked up by numbers and days."""
    return max(_HEAVY.index(type(test)) if type(test) in _HEAVY else 0 for test in rows.asked)


_HEAVY: Final = CodeTest, FlagTest, NumberTest, DateTest, AgeTest
_TRUTHS: Final = tuple(Truth)
