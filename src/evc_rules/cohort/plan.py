"""A run made ready: what is asked, in which pieces, and by which query."""

# ruff: noqa: S608 - names are quoted and texts escaped where queries are put together
from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis  # type: ignore[import-untyped]

from ..engines.columnar.dialect import Backend, Dialect
from ..engines.columnar.evaluate import Columnar, prefixed
from ..engines.columnar.flat import DOSSIERS, TABLES
from ..engines.columnar.origins import origins
from ..engines.columnar.sql import tables, text
from ..engines.columnar.words import set_column
from ..engines.compiled import Compiled, compile_rulesets
from ..engines.compiled.circuit import Circuit
from ..errors import Finding
from ..harmonise import Strategy
from ..language.dump import plain_data
from ..model.alliance import Alliance
from ..model.attributes import EVIDENCE_KINDS
from ..model.policy import Ruleset
from .columns import ibis_type, quoted
from .compose import names_of
from .files import Opened, opened
from .policies import Policy, policies
from .ranges import EVERY, Range, bounds_of, surely_distinct
from .rows import Problem, doubled, problems, usable
from .tabled import Tabled
from .vouched import Block, alike, blocks

CHUNK = 200_000
"""How many dossiers are answered at a time, unless said otherwise."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a cohort.

    Attributes:
        alliance: The alliance.
        on: The decision date.
        strategies: The strategies to harmonise by.
        paths: Where the dossiers lie.
        backend: What evaluates them.
        chunk: How many dossiers are answered at a time.
        choose: Whether it is worked out which units are awarded where limits bind, and not only how many credits.
        questions: Whether open questions are written too, one dossier after the other.
    """

    alliance: Alliance
    on: date
    strategies: tuple[Strategy, ...]
    paths: tuple[Path, ...]
    backend: Backend = "duckdb"
    chunk: int = CHUNK
    choose: bool = False
    questions: bool = False


@dataclass
class Plan:
    """A run made ready.

    Attributes:
        asked: What is asked.
        cohort: The dossiers.
        policies: The policies, in the order in which they are written out.
        findings: Where there is no policy.
        bounds: The first dossier of each chunk but the first.
        total: How many dossiers there are.
        occurring: The codes that occur, by attribute, where longer codes fall under shorter ones.
        distinct: Whether it is known that no two rows say that they are the same dossier.
    """

    asked: Asked
    cohort: Opened
    policies: tuple[Policy, ...]
    findings: tuple[Finding, ...]
    bounds: tuple[Any, ...]
    total: int
    occurring: dict[str, list[str]]
    distinct: bool = False
    _touched: dict[tuple[str, Range], list[Block]] = field(default_factory=dict)

    @cached_property
    def rulesets(self) -> tuple[Ruleset, ...]:
        """All rulesets, of all policies."""
        return tuple(one for policy in self.policies for one in policy.rulesets)

    def places(self, policy: Policy) -> dict[int | None, int]:
        """For each cohort the place of the policy's ruleset among all rulesets, or -1."""
        first = 0
        for one in self.policies:
            if one is policy:
                break
            first += len(one.rulesets)
        return {cohort: place + first if place >= 0 else -1 for cohort, place in policy.by_cohort.items()}

    @cached_property
    def compiled(self) -> Compiled:
        """The rulesets for the dossiers that columns cannot carry."""
        alliance = self.asked.alliance
        return compile_rulesets(self.rulesets, alliance.framework, self.asked.on, shared=alliance.shared_judgements)

    @property
    def circuit(self) -> Circuit:
        """The rulesets, numbered."""
        return self.compiled.works.circuit

    def in_force(self, cohort: int | None) -> tuple[list[int], dict[str, int]]:
        """The places of the members' rulesets that are in force for a cohort; and all that a strategy can name.

        A common ruleset that is not in force on the day can be named, and has the place -1.
        """
        members = {member.institution for member in self.asked.alliance.members}
        own = [one for one in self.policies if one.strategy is None and one.name in members]
        listed = [self.places(policy)[cohort] for policy in own]
        named = [(self.rulesets[place], place) for place in listed if place >= 0]
        common = {id(ruleset): place for place, ruleset in enumerate(self.rulesets)}
        named += [(one, common.get(id(one), -1)) for one in self.asked.alliance.common]
        return listed, names_of(named)

    @cached_property
    def schemas(self) -> dict[str, Any]:
        """The columns of the four tables, as they are asked."""
        connection = self.cohort.connection
        found = {}
        for table in TABLES:
            columns = ", ".join(f"{one.expression} AS {quoted(one.name)}" for one in self.cohort.columns[table])
            source = self.cohort.sources[table].relation
            rows = connection.execute(f"DESCRIBE SELECT {columns} FROM {source}").fetchall()
            found[table] = ibis.schema({str(row[0]): ibis_type(str(row[1])) for row in rows})
        return found

    @cached_property
    def columnar(self) -> Columnar:
        """The rulesets for all other dossiers."""
        dialect = Dialect(self.asked.backend)
        return Columnar(self.circuit, self.asked.on, dialect, tables(self.schemas), self.occurring)

    @cached_property
    def queries(self) -> dict[str, str]:
        """The queries that select what columns need of the dossiers that lie in the four tables."""
        return {name: text(one, self.asked.backend) for name, one in self.columnar.selections.items()}

    @cached_property
    def tabled(self) -> dict[str, Tabled]:
        """The same of those that can be asked value by value."""
        found = ((name, origins(one)) for name, one in self.columnar.selections.items())
        return {name: Tabled.of(self.queries[name], self.cohort.columns, name, one) for name, one in found if one}

    @cached_property
    def _blocks(self) -> dict[str, list[Block]]:
        return {name: blocks(one.files) if one.plain else [] for name, one in self.cohort.sources.items()}

    @cached_property
    def apart(self) -> dict[str, bool]:
        """Whether each file of a table can be read without the others."""
        return {name: one.plain and alike(one.files) for name, one in self.cohort.sources.items()}

    def blocks(self, table: str, range_: Range) -> list[Block]:
        """What the files of a table say of rows that may be about some dossiers; nothing where they say nothing."""
        if (table, range_) not in self._touched:  # each chunk asks often, and a large cohort has many blocks
            listed = [one for one in self._blocks[table] if one.touches(range_.low, range_.high)]
            self._touched[table, range_] = listed
        return self._touched[table, range_]

    def relation(self, table: str, range_: Range) -> str:
        """What to select from for some dossiers: files that hold none of them need not be opened."""
        source = self.cohort.sources[table]
        if not self.apart[table]:
            return source.relation
        touched = {one.group.path for one in self.blocks(table, range_) if one.group}
        return source.of([path for path in source.files if path in touched] or source.files[:1])

    def ready(self) -> None:
        """Make all that is made once, before several threads ask for it."""
        _ = self.queries, self.tabled, self.compiled, self._blocks, self.apart, self._problems, self.sets

    @cached_property
    def _problems(self) -> dict[str, list[Problem]]:
        return {name: problems(self.cohort, self.asked.alliance.framework, name) for name in TABLES}

    def problems(self, table: str) -> list[Problem]:
        """All that can be wrong with the rows of a table."""
        return self._problems[table]

    def doubled(self, table: str, range_: Range) -> list[Problem]:
        """That some dossiers, or items of one, have the same name; nothing where it is known that none do."""
        if table == DOSSIERS and self.distinct:
            return []
        dossier = next(one.expression for one in self.cohort.columns[table] if one.name == "dossier")
        return doubled(self.cohort, table, self.relation(table, range_), range_.holds(dossier, nobody=False))

    def chosen(self, table: str, range_: Range, *, clean: bool) -> str:
        """The rows of a table about some dossiers; only those that can be used."""
        without = [] if clean else [*self.problems(table), *self.doubled(table, range_)]
        return chosen(self.cohort, table, without, range_, self.relation(table, range_))

    @cached_property
    def sets(self) -> dict[str, frozenset[str]]:
        """The sets of which every code is selected: by attribute the kinds of evidence.

        What is dated later is left out, which a row says itself unless facts fill in its date.
        """
        facts = self.asked.alliance.framework.vocabulary.facts
        filled = {fact.on for fact in facts for name, _ in fact.then if name in {"date", "from"}}
        found: dict[str, set[str]] = {}
        for kind, one in self.columnar.selections.items():
            for name in one.columns:
                if kind in EVIDENCE_KINDS and kind not in filled and name.startswith(set_column("")):
                    found.setdefault(name.removeprefix(set_column("")), set()).add(kind)
        return {name: frozenset(kinds) for name, kinds in found.items()}

    @cached_property
    def fingerprint(self) -> str:
        """What the run hangs on: a run with another fingerprint is another run."""
        alliance = self.asked.alliance
        said = {
            "framework": plain_data(alliance.framework),
            "rulesets": [plain_data(one) for one in self.rulesets],
            "programmes": [plain_data(one) for member in alliance.members for one in member.programmes],
            "policies": [
                (one.name, sorted((str(key), place) for key, place in one.by_cohort.items())) for one in self.policies
            ],
            "shared": sorted(alliance.shared_judgements),
            "on": str(self.asked.on),
            "files": [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in self.cohort.files],
            "bounds": [str(one) for one in self.bounds],
            "backend": self.asked.backend,
            "choose": self.asked.choose,
            "questions": self.asked.questions,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def planned(asked: Asked, connection: Any) -> Plan:
    """A run made ready.

    Raises:
        InvalidInputError: EVC-F001, EVC-K001, EVC-K002 and others when the files cannot be used; EVC-N002 when a
            strategy cannot be carried out; EVC-S005 when two policies share a name.
    """
    framework = asked.alliance.framework
    cohort = opened(asked.paths, framework, connection)
    without = problems(cohort, framework, DOSSIERS)
    distinct = surely_distinct(connection, chosen(cohort, DOSSIERS, ()))
    if not distinct:
        without += doubled(cohort, DOSSIERS)
    usable_ = f"SELECT dossier, cohort FROM ({chosen(cohort, DOSSIERS, without)})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE usable AS {usable_}")
    rows = connection.execute("SELECT DISTINCT cohort FROM usable").fetchall()
    years = sorted(int(row[0]) for row in rows if row[0] is not None)
    cohorts = [*([None] if (None,) in rows else []), *years]
    found, findings = policies(asked.alliance, asked.on, cohorts, asked.strategies)
    total, bounds = bounds_of(connection, "SELECT dossier FROM usable", asked.chunk)
    connection.execute("DROP TABLE usable")
    plan = Plan(asked, cohort, found, findings, bounds, total, {}, distinct)
    plan.occurring.update(_occurring(plan))
    return plan


def _occurring(plan: Plan) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for table, name in prefixed(plan.circuit):
        one = next(each for each in plan.cohort.columns[table] if each.name == name)
        source = plan.cohort.sources[table].relation
        rows = plan.cohort.connection.execute(f"SELECT DISTINCT {one.expression} FROM {source}").fetchall()
        found.setdefault(name, set()).update(str(row[0]) for row in rows if row[0] is not None)
    return {name: sorted(codes) for name, codes in found.items()}


def chosen(cohort: Opened, table: str, without: Sequence[Problem], range_: Range = EVERY, relation: str = "") -> str:
    """The rows of a table that have none of some problems, about some dossiers; of some files only."""
    dossier = next(one.expression for one in cohort.columns[table] if one.name == "dossier")
    terms = [range_.holds(dossier, nobody=False), *([usable(without)] if without else [])]
    columns = ", ".join(f"{one.expression} AS {quoted(one.name)}" for one in cohort.columns[table])
    return f"SELECT {columns} FROM {relation or cohort.sources[table].relation} WHERE {' AND '.join(terms)}"
