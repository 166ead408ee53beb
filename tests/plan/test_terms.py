"""Law 12 with everything that programmes and applicants can ask."""

from __future__ import annotations

from hypothesis import given, settings

from evc_rules.plan import Path, path_violations, plan_path

from .terms import Asked, asked, best_by_trying

HORIZON = 7


def plan(one: Asked) -> Path:
    path = plan_path(
        one.programme, one.framework, "full-time", one.awarded, one.exempt, one.start,
        wishes=one.wishes, bsa_counts=one.bsa_counts,
    )  # fmt: skip
    broken = path_violations(
        one.programme, one.framework, "full-time", one.awarded, one.exempt, one.start, path,
        wishes=one.wishes, bsa_counts=one.bsa_counts,
    )  # fmt: skip
    assert broken == []
    return path


@settings(max_examples=400, deadline=None)
@given(asked())
def test_law_12_no_exhaustive_search_finds_a_better_plan(one):
    path = plan(one)
    assert path.proven
    best = best_by_trying(one, HORIZON)
    if path.finish is None:
        assert best is None
        assert path.clashes
    elif len(path.periods) <= HORIZON:
        assert tuple(each.value for each in path.objectives) == best
        assert all(each.proven for each in path.objectives)
    else:
        assert best is None
