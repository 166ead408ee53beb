"""Runs cohorts, and reads what came out."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from evc_rules.cohort.backends import connected, engine
from evc_rules.cohort.convert import to_dossiers, to_tables
from evc_rules.cohort.exchange import write_tables
from evc_rules.cohort.plan import Asked, planned
from evc_rules.cohort.pools import pools
from evc_rules.cohort.run import run
from evc_rules.cohort.sample import sample
from evc_rules.harmonise import Strategy

from ..shipped import ON


def written(listed, framework, folder: Path) -> Path:
    folder.mkdir()
    write_tables(to_tables(listed, framework.vocabulary), folder, "parquet")
    return folder


def made_up(alliance, count, seed=3):
    rulesets = [*(one for member in alliance.members for one in member.rulesets), *alliance.common]
    drawn = pools(alliance.framework, rulesets, frozenset(alliance.shared_judgements))
    (tables,) = sample(alliance.framework, drawn, count, seed=seed, on=ON)
    return list(to_dossiers(tables, alliance.framework.vocabulary))


def answered(alliance, source, out, *strategies, resume=False, tell=lambda _: None, on=ON, backend="duckdb", **more):
    with connected() as connection, engine(backend) as chosen:
        asked = Asked(alliance, on, tuple(map(Strategy.parse, strategies)), (source,), backend, **more)
        return run(planned(asked, connection), out, chosen, resume=resume, tell=tell)


def statuses(out: Path):
    rows = [row for path in sorted((out / "statuses").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return {row.pop("dossier"): row for row in rows}


def rows(out: Path, query: str):
    with duckdb.connect() as connection:
        return connection.execute(query.replace("OUT", str(out))).fetchall()
