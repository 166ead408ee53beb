"""All, any, not and at least: Kleene's strong connectives, for every pair and triple of truth values."""

from __future__ import annotations

from itertools import product

from ..table import F, Row, T, U

KLEENE = "`all` is the least of its parts, `any` the greatest, with false < unknown < true; `not` swaps true and false."
THRESHOLD = (
    "`at_least: {k: …}` is true when k parts are true, false when k can no longer be reached, otherwise unknown."
)

ITEMS = "diploma: {nlqf: 6} & badge: {} & certificate: {covers: [slots]} & report: {} & portfolio: {covers: [history]}"
"""Of this dossier the first condition of each set below holds, the second may, the third does not."""
PLAIN = {T: "{diploma: {nlqf: 6}}", U: "{badge: {country: nl}}", F: "{work: {}}"}
OF_TARGET = {T: "{certificate: {covers: target}}", U: "{report: {covers: target}}", F: "{portfolio: {covers: target}}"}
SIX_PARTS = "{diploma: {}}, {work: {}}, {badge: {}}, {course: {}}, {certificate: {}}, {badge: {country: nl}}"
"""Three of these hold, one may: more ways to choose three than are written out one by one."""
ORDER = (F, U, T)
PAIRS = list(product(ORDER, repeat=2))
TRIPLES = list(product(ORDER, repeat=3))

#                F, F F, U F, T U, F U, U U, T T, F T, U T, T
CONJUNCTION = (F, F, F, F, U, U, F, U, T)
DISJUNCTION = (F, U, T, U, U, T, T, T, T)
OPPOSITE = {T: F, U: U, F: T}


def _two_of_three(parts: tuple[str, ...]) -> str:
    if parts.count(T) >= 2:
        return T
    return F if parts.count(F) >= 2 else U


def _row(condition: str, expected: str, cites: str = KLEENE) -> Row:
    open_ = {"i1.country"} if PLAIN[U] in condition else set()
    open_ |= {"i3.covers"} if OF_TARGET[U] in condition else set()
    return Row(cites, condition, ITEMS, {"": expected}, asked={"": open_ if expected == U else ()})


def _table(part: dict[str, str]) -> list[Row]:
    """Every connective, over parts with every truth value."""

    def listed(parts: tuple[str, ...]) -> str:
        return ", ".join(part[one] for one in parts)

    def negated(parts: tuple[str, ...]) -> str:
        return ", ".join(f"{{not: {part[OPPOSITE[one]]}}}" for one in parts)

    return [
        *(_row(f"all: [{listed(pair)}]", told) for pair, told in zip(PAIRS, CONJUNCTION, strict=True)),
        *(_row(f"any: [{listed(pair)}]", told) for pair, told in zip(PAIRS, DISJUNCTION, strict=True)),
        *(_row(f"all: [{negated(pair)}]", told) for pair, told in zip(PAIRS, CONJUNCTION, strict=True)),
        *(_row(f"any: [{negated(pair)}]", told) for pair, told in zip(PAIRS, DISJUNCTION, strict=True)),
        _row(f"not: {part[T]}", F),
        _row(f"not: {part[U]}", U),
        _row(f"not: {part[F]}", T),
        _row(f"not: {{not: {part[U]}}}", U),
        _row(f"not: {{not: {part[T]}}}", T),
        _row(f"any: [{part[U]}, {{not: {part[U]}}}]", U),  # the excluded middle is not so in three values
        _row(f"all: [{part[U]}, {{not: {part[U]}}}]", U),
        _row(f"not: {{all: [{part[U]}, {part[F]}]}}", T),
        _row(f"not: {{any: [{part[U]}, {part[T]}]}}", F),
        _row(f"all: [{part[T]}, {{any: [{part[F]}, {{all: [{part[T]}, {part[U]}]}}]}}]", U),
        *(_row(f"at_least: {{k: 2, of: [{listed(parts)}]}}", _two_of_three(parts), THRESHOLD) for parts in TRIPLES),
        *(_row(f"at_least: {{k: 2, of: [{negated(parts)}]}}", _two_of_three(parts), THRESHOLD) for parts in TRIPLES),
        *(
            _row(f"at_least: {{k: 1, of: [{listed(pair)}]}}", told, THRESHOLD)
            for pair, told in zip(PAIRS, DISJUNCTION, strict=True)
        ),
        *(
            _row(f"at_least: {{k: 2, of: [{listed(pair)}]}}", told, THRESHOLD)
            for pair, told in zip(PAIRS, CONJUNCTION, strict=True)
        ),
        _row(f"at_least: {{k: 2, of: [{part[T]}, {part[T]}]}}", T, THRESHOLD),  # as often as it stands
        _row(f"at_least: {{k: 2, of: [{part[U]}, {part[U]}, {part[F]}]}}", U, THRESHOLD),
        _row(f"at_least: {{k: 2, of: [{{all: []}}, {{any: []}}, {part[U]}]}}", U, THRESHOLD),
        _row(f"at_least: {{k: 3, of: [{listed((T, T, U, F))}]}}", U, THRESHOLD),
        _row(f"at_least: {{k: 3, of: [{listed((T, T, F, F))}]}}", F, THRESHOLD),
        _row(f"at_least: {{k: 3, of: [{listed((F, T, T, T))}]}}", T, THRESHOLD),
        _row(f"not: {{at_least: {{k: 2, of: [{listed((T, T, U))}]}}}}", F, THRESHOLD),
    ]


MIXED = [
    _row(f"all: [{{any: [{PLAIN[F]}, {PLAIN[T]}]}}, {{any: [{PLAIN[F]}, {OF_TARGET[F]}]}}]", F),
    _row(f"any: [{{all: [{PLAIN[T]}, {PLAIN[F]}]}}, {{all: [{PLAIN[T]}, {OF_TARGET[T]}]}}]", T),
    _row(f"any: [{PLAIN[U]}, {{all: [{PLAIN[U]}, {OF_TARGET[T]}]}}]", U),
    _row(f"any: [{{not: {PLAIN[F]}}}, {{all: [{PLAIN[U]}, {PLAIN[T]}]}}]", T),
    _row(f"all: [{PLAIN[T]}, {OF_TARGET[U]}]", U),
    _row(f"any: [{PLAIN[U]}, {OF_TARGET[F]}]", U),
    _row(f"any: [{PLAIN[U]}, {OF_TARGET[T]}]", T),
    _row(f"at_least: {{k: 2, of: [{PLAIN[T]}, {OF_TARGET[F]}, {PLAIN[U]}]}}", U, THRESHOLD),
    _row(f"at_least: {{k: 2, of: [{PLAIN[F]}, {OF_TARGET[T]}, {{not: {PLAIN[T]}}}]}}", F, THRESHOLD),
    *(_row(f"at_least: {{k: {k}, of: [{SIX_PARTS}]}}", truth, THRESHOLD) for k, truth in ((3, T), (4, U), (5, F))),
    _row("any: [{all: []}]", T),
    _row("any: []", F),
    _row("not: {any: []}", T),
    _row(f"any: [{OF_TARGET[F]}, {{all: []}}]", T),
    _row(f"all: [{OF_TARGET[T]}, {{any: []}}]", F),
]

ROWS = [*_table(PLAIN), *_table(OF_TARGET), *MIXED]
