"""The long run: what it compares, that it goes on where it was broken off, and that it sees what differs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from .engines import ENGINES, REFERENCE
from .long_run import Run, go, summed
from .test_volume import BLOCKS, RULESETS

RUN = Run(pairs=25, seed=1_000_000, rulesets=2, dossiers=5)
COMPILED = [one for one in ENGINES if one.name == "compiled"]


def bare(lines):
    return [{name: line[name] for name in ("seeds", "pairs", "compared", "differences")} for line in lines]


def test_every_block_is_compared_and_seeds_are_beyond_those_of_the_suite(tmp_path):
    lines = list(go(RUN, tmp_path / "log.jsonl", COMPILED))
    assert [line["seeds"] for line in lines] == ["1000000..1000001", "1000002..1000003", "1000004..1000005"]
    assert bare([summed(lines) | {"seeds": ""}]) == [
        {"seeds": "", "pairs": 30, "compared": {"compiled": 30, "traces checked": 6}, "differences": 0}
    ]
    assert RUN.seed >= BLOCKS * RULESETS


def test_a_run_that_was_broken_off_goes_on_after_the_last_whole_block(tmp_path):
    log, whole = tmp_path / "log.jsonl", list(go(RUN, tmp_path / "whole.jsonl", COMPILED))
    broken = go(RUN, log, COMPILED)
    next(broken)
    broken.close()
    assert bare(go(RUN, log, COMPILED)) == bare(whole)
    assert len(log.read_text(encoding="utf-8").splitlines()) == 1 + len(whole)


def test_the_log_of_another_run_is_not_gone_on_with(tmp_path):
    list(go(RUN, tmp_path / "log.jsonl", COMPILED))
    with pytest.raises(ValueError, match="another run"):
        list(go(replace(RUN, seed=2_000_000), tmp_path / "log.jsonl", COMPILED))


def test_a_difference_is_counted_and_written_down(tmp_path):
    def wrong(worlds):
        return [replace(one, statuses=dict.fromkeys(one.statuses, frozenset())) for one in REFERENCE.ask(worlds)]

    lines = list(go(RUN, tmp_path / "log.jsonl", [replace(COMPILED[0], name="wrong", ask=wrong)]))
    assert summed(lines)["differences"] == 30
    aside = sorted((tmp_path / "log.differences").iterdir())
    assert len(aside) == 30
    assert "evc-dossier: 1" in aside[0].read_text(encoding="utf-8")
    assert json.loads((tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()[0])["sources"]
