"""All, any, not and at least: Kleene's strong connectives, for every pair and triple of truth values."""

from __future__ import annotations

from itertools import product

from ..table import F, Row, T, U

KLEENE = "`all` is the least of its parts, `any` the greatest, with false < unknown < true; `not` swaps true and false."
THRESHOLD = (
    "`at_least: {k: …}` is true when k parts are true, false when k can no longer be reached, otherwise unknown."
)

ITEMS = "diploma: {nlqf: 6} & badge: {}"
"""Of this dossier the first condition holds, the second may, the third does not."""
PART = {T: "{diploma: {nlqf: 6}}", U: "{badge: {country: nl}}", F: "{work: {}}"}
ORDER = (F, U, T)
PAIRS = list(product(ORDER, repeat=2))
TRIPLES = list(product(ORDER, repeat=3))


def _row(condition: str, expected: str, cites: str = KLEENE) -> Row:
    asked = {"": ["i1.country"] if expected == U else []}
    return Row(cites, condition, ITEMS, {"": expected}, asked=asked)


def _listed(parts: tuple[str, ...]) -> str:
    return ", ".join(PART[part] for part in parts)


#                F, F F, U F, T U, F U, U U, T T, F T, U T, T
CONJUNCTION = (F, F, F, F, U, U, F, U, T)
DISJUNCTION = (F, U, T, U, U, T, T, T, T)


def _two_of_three(parts: tuple[str, ...]) -> str:
    if parts.count(T) >= 2:
        return T
    return F if parts.count(F) >= 2 else U


ROWS = [
    *(_row(f"all: [{_listed(pair)}]", told) for pair, told in zip(PAIRS, CONJUNCTION, strict=True)),
    *(_row(f"any: [{_listed(pair)}]", told) for pair, told in zip(PAIRS, DISJUNCTION, strict=True)),
    _row("any: [{all: []}]", T),
    _row("any: []", F),
    _row("not: {any: []}", T),
    _row(f"not: {PART[T]}", F),
    _row(f"not: {PART[U]}", U),
    _row(f"not: {PART[F]}", T),
    _row(f"not: {{not: {PART[U]}}}", U),
    _row(f"not: {{not: {PART[T]}}}", T),
    _row(f"any: [{PART[U]}, {{not: {PART[U]}}}]", U),  # the excluded middle is not so in three values
    _row(f"all: [{PART[U]}, {{not: {PART[U]}}}]", U),
    _row(f"not: {{all: [{PART[U]}, {PART[F]}]}}", T),
    _row(f"not: {{any: [{PART[U]}, {PART[T]}]}}", F),
    _row(f"all: [{PART[T]}, {{any: [{PART[F]}, {{all: [{PART[T]}, {PART[U]}]}}]}}]", U),
    *(_row(f"at_least: {{k: 2, of: [{_listed(parts)}]}}", _two_of_three(parts), THRESHOLD) for parts in TRIPLES),
    *(
        _row(f"at_least: {{k: 1, of: [{_listed(pair)}]}}", told, THRESHOLD)
        for pair, told in zip(PAIRS, DISJUNCTION, strict=True)
    ),
    *(
        _row(f"at_least: {{k: 2, of: [{_listed(pair)}]}}", told, THRESHOLD)
        for pair, told in zip(PAIRS, CONJUNCTION, strict=True)
    ),
    _row(f"at_least: {{k: 2, of: [{PART[T]}, {PART[T]}]}}", T, THRESHOLD),  # as often as it stands
    _row(f"at_least: {{k: 2, of: [{PART[U]}, {PART[U]}, {PART[F]}]}}", U, THRESHOLD),
    _row(f"at_least: {{k: 2, of: [{{all: []}}, {{any: []}}, {PART[U]}]}}", U, THRESHOLD),
    _row(f"at_least: {{k: 2, of: [{{not: {PART[F]}}}, {{not: {PART[T]}}}, {{not: {PART[U]}}}]}}", U, THRESHOLD),
    _row(f"at_least: {{k: 3, of: [{_listed((T, T, U, F))}]}}", U, THRESHOLD),
    _row(f"at_least: {{k: 3, of: [{_listed((T, T, F, F))}]}}", F, THRESHOLD),
    _row(f"not: {{at_least: {{k: 2, of: [{_listed((T, T, U))}]}}}}", F, THRESHOLD),
]
