"""Law 1: all engines agree with the reference. Here on 200,000 pairs of a ruleset and a dossier, none of them twice.

The pairs are made from seeds, so they are the same every time, and each block of seeds can run by itself. What differs
is printed as YAML, to be seen again. That the pairs have everything in them that could go wrong is counted, too.
"""

from __future__ import annotations

from collections import Counter

import pytest

from evc_rules.errors import Severity
from evc_rules.language import check
from evc_rules.language.source_map import SourceMap

from .agreeing import differences
from .engines import ENGINES, REFERENCE, Worlds, columnar
from .seen import seen, wanted
from .worlds import worlds

BLOCKS, RULESETS, DOSSIERS = 50, 20, 200
LOOKED_AT, LEAST = 10, 5
"""How many dossiers of a ruleset are looked into, and how often everything must occur in these."""


def of_block(block: int, people: int) -> list[Worlds]:
    return [worlds(seed, people) for seed in range(block * RULESETS, (block + 1) * RULESETS)]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_engine_differs_from_the_reference(block):
    compared = 0
    for place, asked in enumerate(of_block(block, DOSSIERS)):
        reference = list(REFERENCE.ask(asked))
        for engine in ENGINES:
            part = asked.first(engine.part(place))
            if engine is not REFERENCE and part.dossiers:
                answers = list(engine.ask(part))
                found = differences(engine, part, answers, reference[: len(answers)], traced=20)
                assert next(found, "") == ""
        compared += len(asked.dossiers)
    assert compared == RULESETS * DOSSIERS


def test_there_are_200_000_pairs_and_some_engine_is_asked_about_all():
    assert BLOCKS * RULESETS * DOSSIERS == 200_000
    assert any(engine.part(place) is None for engine in ENGINES[1:] for place in range(RULESETS))


def test_columns_leave_few_dossiers_to_another_engine():
    answers = [said for asked in of_block(3, 40)[::4] for said in columnar(asked)]
    assert sum(said is not None for said in answers) > len(answers) * 0.9


def test_everything_occurs_in_the_pairs():
    """Every form and every test in each truth value, every status, every boundary: often in a twentieth of them."""
    found: Counter[str] = Counter()
    for block in range(BLOCKS):
        for asked in of_block(block, LOOKED_AT):
            for place, said in enumerate(REFERENCE.ask(asked)):
                found.update(set(seen(asked, place, said)))
    assert {what: found[what] for what in sorted(wanted()) if found[what] < LEAST} == {}


def test_what_is_asked_about_could_be_read_from_files():
    for asked in of_block(3, 20):
        found = list(check.ruleset(asked.ruleset, asked.framework, SourceMap()))
        for dossier in asked.dossiers:
            found += check.dossier(dossier, asked.framework, SourceMap())
        assert [str(one) for one in found if one.severity is Severity.ERROR] == []
