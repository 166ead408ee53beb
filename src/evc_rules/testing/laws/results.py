"""What is found of a law: that it holds for everybody, that no sample broke it, or who breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ...language.dump import dump
from ...model.base import Lang, Text
from ...model.dossier import Dossier
from ...model.outcomes import Leaf
from ...results.status import Statuses

_FEW: Final = 4
"""So many things that are not proven are named."""


@dataclass(frozen=True)
class Told:
    """One side of what breaks a law: a dossier, and what a ruleset says of an outcome for it.

    Attributes:
        ruleset: The ruleset.
        dossier: The dossier.
        leaf: The outcome.
        statuses: The statuses that are possible, by the reference.
        rules: The rules that act on it.
    """

    ruleset: str
    dossier: Dossier
    leaf: Leaf
    statuses: Statuses
    rules: tuple[str, ...]

    @property
    def status(self) -> str:
        """The status, or those that are still possible."""
        return " or ".join(sorted(map(str, self.statuses)))


@dataclass(frozen=True)
class Breach:
    """Somebody of whom a law does not hold, confirmed by the reference; or a flaw that needs nobody to show it.

    Attributes:
        on: The decision date.
        leaves: The outcomes that it is found on, in the same way.
        what: What is wrong, in a sentence.
        sides: The two dossiers (or one, twice) and what is said of them; nothing where nobody is needed.
    """

    on: date | None
    leaves: tuple[Leaf, ...]
    what: Text
    sides: tuple[Told, ...] = ()

    @property
    def dossiers(self) -> tuple[Dossier, ...]:
        """The dossiers that show it: one, or two that differ in one thing."""
        return tuple(dict.fromkeys(one.dossier for one in self.sides))

    def yaml(self) -> tuple[str, ...]:
        """The dossiers as files that `evc-rules assess` reads."""
        return tuple(map(dump, self.dossiers))


@dataclass(frozen=True)
class LawResult:
    """What is found of one law.

    Attributes:
        law: The name of the law.
        title: What it says.
        proven: The questions (an outcome on a date, or two) that are proven for everybody.
        seen_by_form: Those of them that the form of the rules shows, without a solver.
        sampled: The questions that were only tried on samples, each with why it is not proven.
        tried: How many samples were tried.
        telling: How many of them could have broken the law.
        breaches: Who breaks it.
        waived: Why it need not hold here, when that was said.
        days: The decision dates on which it was asked.
        unsure: Why something else may hold on other days, between those on which it is asked by default.
        aimed: The rules that samples were to reach, where it rests on samples.
        reached: Those of them of which some sample could have shown something.
    """

    law: str
    title: Text
    proven: int = 0
    seen_by_form: int = 0
    sampled: tuple[tuple[str, str], ...] = ()
    tried: int = 0
    telling: int = 0
    breaches: tuple[Breach, ...] = ()
    waived: str = ""
    days: tuple[date, ...] = ()
    unsure: tuple[Text, ...] = ()
    aimed: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()

    @property
    def unreached(self) -> tuple[str, ...]:
        """The rules of which no sample could show anything."""
        return tuple(sorted(self.aimed - self.reached))

    @property
    def mode(self) -> str:
        """How it was looked for: `proven` when nothing rests on samples, else `sampled`."""
        return "sampled" if self.sampled else "proven"

    @property
    def holds(self) -> bool | None:
        """Whether it holds; None when nothing was found against it, and samples that tell something are lacking."""
        if self.breaches:
            return False
        return True if not self.sampled or (self.telling and not self.unreached) else None

    @property
    def ok(self) -> bool:
        """Whether all is as it was said to be: it holds, or it was waived and does not."""
        return self.holds is False if self.waived else self.holds is True

    def lines(self, lang: Lang = "en") -> Iterator[str]:
        """What was found, in lines of text."""
        dutch = lang == "nl"
        yield f"{self.law}: {self.title.in_(lang)}"
        if self.waived and self.holds is not False:
            yield _of(
                "de ontheffing is niet (meer) nodig: haal haar weg", "the waiver is not needed: take it out", dutch
            )
        if self.waived:
            yield f"{_of('ontheven', 'waived', dutch)}: {self.waived}"
        yield self.how(lang)
        for one in self.breaches:
            yield from _breach(one, lang)

    def how(self, lang: Lang = "en") -> str:
        """How it was looked for, and how far that reaches."""
        dutch = lang == "nl"
        return "; ".join(self._how(dutch=dutch)) or _of("niets om te vragen", "nothing to ask", dutch)

    def _how(self, *, dutch: bool) -> Iterator[str]:
        total = self.proven + len(self.sampled)
        if self.proven and (self.breaches or self.sampled):
            nl, en = (f"{self.proven} van de ", f"{self.proven} of ") if self.sampled else ("", "")
            yield _of(f"bewezen op {nl}{_questions(total, dutch=True)}", f"proven on {en}{_questions(total)}", dutch)
        elif self.proven:
            yield _of(
                f"bewezen voor iedereen (vragen: {self.proven})",
                f"proven for everybody (questions: {self.proven})",
                dutch,
            )
        if self.sampled:
            yield self._unproven(dutch=dutch)
        if self.breaches:
            times = len(self.breaches)
            yield _of(
                f"op {times} manier{'en' * (times > 1)} gebroken", f"broken in {times} way{'s' * (times > 1)}", dutch
            )

    def _unproven(self, *, dutch: bool) -> str:
        """What is not sure, why, and what was done about it."""
        count, names = len(self.sampled), list(dict.fromkeys(what for what, _ in self.sampled))
        reasons = "; ".join(dict.fromkeys(why for _, why in self.sampled))
        listed = "; ".join(names[:_FEW]) + _of(" en meer", " and more", dutch) * (len(names) > _FEW)
        if not self.tried:
            tried = _of("niet op voorbeelden geprobeerd", "not tried on samples", dutch)
        else:
            broken = "" if self.breaches else _of(", geen spreekt haar tegen", ", none is against it", dutch)
            tried = _of(
                f"geprobeerde voorbeelden: {self.tried}, waarvan er {self.telling} iets"
                f" {'kon' if self.telling == 1 else 'konden'} aantonen{broken}",
                f"samples tried: {self.tried}, of which {self.telling} could have shown something{broken}",
                dutch,
            )
        if self.unreached and not self.breaches:
            rules = ", ".join(self.unreached[:_FEW]) + _of(" en meer", " and more", dutch) * (
                len(self.unreached) > _FEW
            )
            tried += _of(
                f"; geen voorbeeld kon iets aantonen (probeer er meer) van: {rules}",
                f"; no sample could show anything (try more of them) of: {rules}",
                dutch,
            )
        return _of(
            f"niet bewezen op {count} ({listed}: {reasons}); {tried}",
            f"not proven on {count} ({listed}: {reasons}); {tried}",
            dutch,
        )

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _questions(count: int, *, dutch: bool = False) -> str:
    one, more = ("vraag", "vragen") if dutch else ("question", "questions")
    return f"{count} {one if count == 1 else more}"


def _of(nl: str, en: str, dutch: bool) -> str:  # noqa: FBT001
    return nl if dutch else en


def _breach(one: Breach, lang: Lang) -> Iterator[str]:
    dutch = lang == "nl"
    day = f" ({_of('op', 'on', dutch)} {one.on})" if one.on else ""
    leaves = ", ".join(map(str, one.leaves))
    yield f"- {leaves + ': ' if leaves else ''}{one.what.in_(lang)}{day}"
    for side in one.sides:
        rules = f" ({_of('door', 'by', dutch)} {', '.join(side.rules)})" if side.rules else ""
        yield f"    {side.dossier.id}: {side.leaf} {_of('is', 'is', dutch)} {side.status}{rules}, {side.ruleset}"
    for text in one.yaml():
        yield from (f"    {line}" for line in text.rstrip().splitlines())
