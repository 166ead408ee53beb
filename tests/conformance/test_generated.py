"""Law 1: all engines agree with the reference, on rulesets and dossiers that hypothesis looks for."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from evc_rules.testing.strategies import decision_dates, dossiers, frameworks, rulesets

from .agreeing import differences
from .engines import ENGINES, REFERENCE, Worlds


@st.composite
def many_worlds(draw, *, most=4):
    """One ruleset, and a few dossiers near what it looks at."""
    framework = draw(frameworks(max_outcomes=3))
    ruleset = draw(rulesets(framework, max_rules=4, depth=3))
    people = draw(st.lists(dossiers(ruleset, framework), min_size=1, max_size=most))
    shared = draw(st.sampled_from((frozenset(), frozenset({"hardship"}))))
    return Worlds(framework, ruleset, tuple(people), draw(decision_dates()), shared)


@pytest.mark.parametrize("engine", ENGINES[1:], ids=str)
def test_no_example_is_found_on_which_an_engine_differs(engine):
    @settings(max_examples=engine.examples)
    @given(many_worlds())
    def agrees(worlds):
        answers = list(engine.ask(worlds))
        for one in answers:
            event("passed over" if one is None else "answered")
        assert next(differences(engine, worlds, answers, REFERENCE.ask(worlds)), "") == ""

    agrees()
