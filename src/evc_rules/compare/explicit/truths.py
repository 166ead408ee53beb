"""Three values as two terms of the solver: that something is surely so, and that it surely is not.

A term is a formula of the solver, or a plain True or False where it is known beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: surely so, or surely not; neither when it is not known.

    Attributes:
        yes: That it is surely so.
        no: That it surely is not.
    """

    yes: Any
    no: Any

    def __invert__(self) -> Said:
        return Said(self.no, self.yes)


UNKNOWN = Said(yes=False, no=False)


class Truths:
    """Connectives, on terms and on what is said.

    Args:
        z3: The solver's library.
    """

    def __init__(self, z3: Any) -> None:
        self._z3 = z3

    def no(self, term: Any) -> Any:
        """Not this."""
        return not term if isinstance(term, bool) else self._z3.Not(term)

    def all(self, terms: Iterable[Any]) -> Any:
        """Every one of these."""
        kept = []
        for term in terms:
            if term is False:
                return False
            if term is not True:
                kept.append(term)
        return kept[0] if len(kept) == 1 else self._z3.And(kept) if kept else True

    def any(self, terms: Iterable[Any]) -> Any:
        """One of these, or more."""
        kept = []
        for term in terms:
            if term is True:
                return True
            if term is not False:
                kept.append(term)
        return kept[0] if len(kept) == 1 else self._z3.Or(kept) if kept else False

    def at_least(self, k: int, terms: Iterable[Any]) -> Any:
        """So many of these, or more."""
        listed = list(terms)
        wanted = k - sum(term is True for term in listed)
        kept = [term for term in listed if not isinstance(term, bool)]
        if wanted <= 0 or wanted > len(kept):
            return wanted <= 0
        if wanted == 1:
            return self.any(kept)
        return self.all(kept) if wanted == len(kept) else self._z3.AtLeast(*kept, wanted)

    def value(self, condition: Any, number: Any) -> Any:
        """The number where something is so, and nothing elsewhere."""
        if isinstance(condition, bool):
            return number if condition else 0
        return self._z3.If(condition, number, 0)

    def of(self, term: Any) -> Said:
        """What is settled either way."""
        return Said(term, self.no(term))

    def every(self, parts: Iterable[Said]) -> Said:
        """Conjunction in three values."""
        listed = list(parts)
        return Said(self.all(one.yes for one in listed), self.any(one.no for one in listed))

    def some(self, parts: Iterable[Said]) -> Said:
        """Disjunction in three values."""
        return ~self.every(~one for one in parts)

    def threshold(self, k: int, parts: Iterable[Said]) -> Said:
        """True when k are true, false when so many are false that k cannot be reached."""
        listed = list(parts)
        reached = self.at_least(k, (one.yes for one in listed))
        return Said(reached, self.at_least(len(listed) - k + 1, (one.no for one in listed)))
