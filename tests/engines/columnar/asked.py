"""Asks the columnar engine about dossiers, the way that cohorts are asked about."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from evc_rules.cohort.arrays import batch
from evc_rules.cohort.convert import to_tables
from evc_rules.engines.columnar.dialect import Dialect
from evc_rules.engines.columnar.evaluate import Columnar, prefixed
from evc_rules.engines.columnar.planes import unpacked
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
    columnar = Columnar(compiled.works.circuit, on, Dialect(), there, occurring)
    queries = {name: text(one, "duckdb") for name, one in columnar.selections.items()}
    names = sorted(one.id for one in dossiers)
    answer = columnar.answer(batch(pa.array(names, pa.string()), run(queries, flat)))
    decoders = [Decoder.of(framework.leaves, one.conflicts) for one in rulesets]
    masks = [[_masks(side, len(names)) for side in (*sides.granted, *sides.barred)] for sides in answer.sides]
    odd = answer.elsewhere
    odd = np.full(len(names), odd) if isinstance(odd, bool) else unpacked(odd, len(names))
    said, elsewhere = {}, set()
    for place, name in enumerate(names):
        if odd[place]:
            elsewhere.add(name)
        else:
            said[name] = [
                decoder.decode(tuple(side[place] for side in each))
                for decoder, each in zip(decoders, masks, strict=True)
            ]
    return said, elsewhere


def _masks(planes, count):
    """For each dossier its leaves as bits."""
    found = [0] * count
    for leaf, plane in enumerate(planes):
        for place in np.flatnonzero(unpacked(plane, count)):
            found[place] |= 1 << leaf
    return found


def in_duckdb(queries, flat):
    """The rows of queries over tables."""
    with duckdb.connect() as connection:
        for name, table in flat.items():
            connection.register(name, table)
        return {name: connection.sql(query).to_arrow_table() for name, query in queries.items()}
