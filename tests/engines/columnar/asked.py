"""Asks the columnar engine about dossiers, the way that cohorts are asked about."""

from __future__ import annotations

import duckdb

from evc_rules.cohort.convert import to_tables
from evc_rules.engines.columnar.dialect import Dialect
from evc_rules.engines.columnar.evaluate import Columnar, prefixed, scales_of
from evc_rules.engines.columnar.sql import tables, text
from evc_rules.engines.compiled import compile_rulesets
from evc_rules.engines.compiled.works import Decoder


def asked(rulesets, framework, dossiers, on, shared=frozenset(), run=None):
    """For each dossier that the columns can carry the statuses under each ruleset; and the others."""
    run = run or in_duckdb
    compiled = compile_rulesets(rulesets, framework, on, shared=shared)
    flat = to_tables(dossiers, framework.vocabulary)
    there = tables({name: table.schema for name, table in flat.items()})
    occurring: dict[str, list[str]] = {}
    for table, name in prefixed(compiled.works.circuit):
        found = set(flat[table].column(name).to_pylist()) - {None}
        occurring[name] = sorted({*occurring.get(name, ()), *found})
    columnar = Columnar(compiled.works.circuit, on, Dialect(), scales_of(there.evidence), occurring)
    rows = run(text(columnar.ask(there), "duckdb"), flat)
    decoders = [Decoder.of(framework.leaves, one.conflicts) for one in rulesets]
    said, elsewhere = {}, set()
    for row in rows:
        if row["elsewhere"]:
            elsewhere.add(row["dossier"])
        else:
            said[row["dossier"]] = [
                decoder.decode(tuple(_mask(columnar, row, place, side) for side in ("gt", "gm", "bt", "bm")))
                for place, decoder in enumerate(decoders)
            ]
    return said, elsewhere


def _mask(columnar, row, ruleset, side):
    found = 0
    for leaf, (word, bit) in enumerate(columnar.leaves.place):
        found |= (row[f"r{ruleset}{side}_{word}"] >> bit & 1) << leaf
    return found


def in_duckdb(query, flat):
    """The rows of a query over tables."""
    with duckdb.connect() as connection:
        for name, table in flat.items():
            connection.register(name, table)
        cursor = connection.execute(query)
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
