"""Made-up cohorts of any size: realistic mixes of applicants, the same for the same seed.

Whole columns are drawn at once; no row is ever made by itself. A tenth of the values is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ..engines.columnar.batch import day_number
from ..engines.columnar.flat import DOSSIERS, ENDLESS, EVIDENCE, JUDGEMENTS, VERDICTS, attributes_in, column
from ..model.attributes import EVIDENCE_KINDS
from ..model.outcomes import Framework
from .convert import Flat
from .draws import ARCHETYPES, Draws
from .pools import START, Pools

CHUNK: Final = 100_000
"""How many dossiers are made at a time."""

_ITEMS: Final = (5, 15)
_VERDICTS: Final = 4
_WEEK: Final = 7


def sample(
    framework: Framework, pools: Pools, count: int, *, seed: int, on: date, chunk: int = CHUNK
) -> Iterator[Flat]:
    """So many dossiers, in chunks.

    Args:
        framework: The framework.
        pools: What values are drawn from.
        count: How many dossiers.
        seed: The same seed gives the same dossiers.
        on: The decision date that they are about.
        chunk: How many are made at a time; other chunks, other dossiers.
    """
    for number, first in enumerate(range(0, count, chunk)):
        rng = np.random.Generator(np.random.PCG64([seed, number]))
        yield _Drawing(framework, pools, rng, on, first, min(chunk, count - first)).tables()


@dataclass
class _Drawing(Draws):
    first: int
    count: int

    def tables(self) -> Flat:
        self.people = np.arange(self.first, self.first + self.count, dtype=np.int64)
        shares = np.array([one.share for one in ARCHETYPES])
        self.sort = self.rng.choice(len(ARCHETYPES), self.count, p=shares / shares.sum())
        return {
            DOSSIERS: self.dossiers(),
            EVIDENCE: self.evidence(),
            VERDICTS: self.verdicts(),
            JUDGEMENTS: self.judgements(),
        }

    def dossiers(self) -> pa.Table:
        rng, size = self.rng, self.count
        columns: dict[str, pa.Array] = {
            "dossier": pa.array(self.people),
            "framework": self.coded([self.framework.name], np.zeros(size, dtype=int), np.ones(size, dtype=bool)),
            "illustrative": pa.array(np.ones(size, dtype=bool)),
        }
        for name, one in attributes_in(DOSSIERS, self.framework.vocabulary).items():
            known = self.known(size)
            match name:
                case "cohort":
                    values: pa.Array = self.number(self.on.year - rng.integers(0, 4, size), known)
                case "start":
                    begin = day_number(date(self.on.year + 1, 2, 1))
                    values = self.dated(begin + 0 * self.sort, known)
                case "years-old":
                    low, high = (np.array([each.years_old[n] for each in ARCHETYPES])[self.sort] for n in (0, 1))
                    values = self.number(rng.integers(low, high + 1), known)
                case "entry":
                    values = self.picked(name, self.sort, known, lambda each: each.entry)
                case "variant":
                    values = self.picked(name, self.sort, known, lambda each: each.variants)
                case _:
                    values = self.drawn(one, self.sort, known)
            columns[column(DOSSIERS, name)] = values
        return pa.table(columns)

    def evidence(self) -> pa.Table:
        rng = self.rng
        counts = rng.integers(_ITEMS[0], _ITEMS[1] + 1, self.count)
        owner = np.repeat(np.arange(self.count), counts)
        sort, size = self.sort[owner], len(owner)
        kind = np.zeros(size, dtype=np.int32)
        for number, each in enumerate(ARCHETYPES):
            rows = np.flatnonzero(sort == number)
            shares = np.array([each.kinds[name] for name in EVIDENCE_KINDS])
            kind[rows] = rng.choice(len(EVIDENCE_KINDS), len(rows), p=shares / shares.sum())
        place = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts)
        columns: dict[str, pa.Array] = {
            "dossier": pa.array(self.people[owner]),
            "item": self.coded([f"e{n + 1}" for n in range(_ITEMS[1])], place, np.ones(size, dtype=bool)),
            "kind": self.coded(EVIDENCE_KINDS, kind, np.ones(size, dtype=bool)),
        }
        begin = self.today - rng.integers(1, 365 * 14, size)
        length = rng.integers(60, 5 * 365, size)
        end = begin + length
        ongoing = end >= self.today
        weekly = rng.choice(np.array([8, 16, 24, 32]), size)
        worked = weekly * np.minimum(length, self.today - begin) // _WEEK
        credit = np.where(
            kind == EVIDENCE_KINDS.index("diploma"), rng.choice([120, 180, 240], size), rng.choice([2, 3, 5, 10], size)
        )
        work = kind == EVIDENCE_KINDS.index("work")
        for name, one in attributes_in(EVIDENCE, self.framework.vocabulary).items():
            carried = np.isin(kind, [n for n, bearer in enumerate(EVIDENCE_KINDS) if bearer in one.on])
            known = self.known(size, carried)
            match name:
                case "nlqf":
                    low, high = (np.array([each.levels[n] for each in ARCHETYPES])[sort] for n in (0, 1))
                    values: pa.Array = self.number(rng.integers(low, high + 1), known)
                case "programme":
                    values = self.picked(name, sort, known, lambda each: each.programmes)
                case "ec":
                    values = self.number(credit, known)
                case "hours":
                    values = self.number(np.where(work, worked, 28 * credit), known)
                case "days":
                    values = self.number(weekly // 8, known)
                case "from":
                    values = self.dated(begin, known)
                case "to":
                    values = self.dated(np.where(ongoing, day_number(ENDLESS), end), known)
                case "date":
                    years = np.where(kind == EVIDENCE_KINDS.index("diploma"), 14, 8)
                    values = self.dated(np.maximum(self.today - rng.integers(1, 365 * years), day_number(START)), known)
                case "covers":
                    most = np.array([0, 1, 3, 2, 0, 6, 8])[kind]
                    values = self.outcomes(rng.integers(0, most + 1), known)
                case _:
                    values = self.drawn(one, sort, known)
            columns[column(EVIDENCE, name)] = values
        self.follow(columns)
        return pa.table(columns)

    def follow(self, columns: dict[str, pa.Array]) -> None:
        """Take out what follows from facts: what is made up would contradict it."""
        for fact in self.framework.vocabulary.facts:
            holds = pc.equal(columns["kind"], fact.on)
            for name, codes in fact.given:
                there = pc.is_in(columns[column(EVIDENCE, name)].cast(pa.string()), pa.array(list(codes)))
                holds = pc.and_(holds, there)
            for name, _ in fact.then:
                where = column(EVIDENCE, name)
                columns[where] = pc.if_else(holds, pa.scalar(None, columns[where].type), columns[where])

    def verdicts(self) -> pa.Table:
        rng = self.rng
        counts = rng.integers(0, _VERDICTS + 1, self.count)
        owner = np.repeat(np.arange(self.count), counts)
        size = len(owner)
        place = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts)
        every = np.ones(size, dtype=bool)
        names = [str(leaf) for leaf in self.framework.leaves]
        columns: dict[str, pa.Array] = {
            "dossier": pa.array(self.people[owner]),
            "item": self.coded([f"v{n + 1}" for n in range(_VERDICTS)], place, every),
            "outcome": self.coded(names, rng.integers(0, len(names), size), every),
            "achieved": pa.array(rng.random(size) < 0.7),  # noqa: PLR2004 - most are
        }
        for name, one in attributes_in(VERDICTS, self.framework.vocabulary).items():
            known = self.known(size)
            if name == "assessors":
                columns[column(VERDICTS, name)] = self.number(rng.integers(1, 4, size), known)
            elif name == "date":
                columns[column(VERDICTS, name)] = self.dated(self.today - rng.integers(1, 365 * 4, size), known)
            else:
                columns[column(VERDICTS, name)] = self.drawn(one, self.sort[owner], known)
        return pa.table(columns)

    def judgements(self) -> pa.Table:
        """Answers to a third of the clauses that are asked; most of them are no."""
        clauses = self.pools.clauses
        asked = self.rng.random((self.count, max(len(clauses), 1))) < 1 / 3
        owner, clause = np.nonzero(asked[:, : len(clauses)])
        size = len(owner)
        every = np.ones(size, dtype=bool)
        rulesets = [ruleset or "" for _, ruleset in clauses]
        own = np.array([bool(name) for name in rulesets], dtype=bool)
        return pa.table(
            {
                "dossier": pa.array(self.people[owner]),
                "judgement": self.coded([name for name, _ in clauses], clause, every),
                "ruleset": self.coded(rulesets, clause, own[clause] if size else every),
                "answer": pa.array(self.rng.random(size) < 0.3),  # noqa: PLR2004 - most are refused
                "on": self.dated(self.today - self.rng.integers(1, 300, size), every),
            }
        )
