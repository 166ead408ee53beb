"""A published instance of the balanced academic curriculum problem, through what anybody can call."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evc_rules.model.programme import Period
from evc_rules.model.quantities import Credits
from evc_rules.plan import Wishes, path_violations, plan_path

from .making import START, plain_framework, programme, unit

INSTANCE = Path(__file__).resolve().parents[2].parent / "shared/data/bacp/bacp-10.json"
OPTIMUM = 26
"""The least highest load, proven by others. Source: the instance in PyCSP3-models, of which 26 is published."""


@pytest.mark.skipif(not INSTANCE.exists(), reason="the public instance is not here")
def test_the_balanced_curriculum_of_fifty_courses_is_solved_to_its_published_optimum():
    data = json.loads(INSTANCE.read_text(encoding="utf-8"))
    courses = [f"c{number}" for number in range(data["nCourses"])]
    months = [9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    periods = tuple(
        Period(id=f"P{number}", first=(month, 1), after=(month % 12 + 1, 1)) for number, month in enumerate(months)
    )
    before: dict[str, list[str]] = {name: [] for name in courses}
    for later, earlier in data["prerequisites"]:
        before[courses[later]].append(courses[earlier])
    units = [
        unit(name, load, requires=tuple(before[name]), offered=tuple(period.id for period in periods))
        for name, load in zip(courses, data["course_loads"], strict=True)
    ]
    # At least two courses a period follows: ten periods of at most 26 leave none with less than 19 of at most 10 each.
    made = programme(
        *units,
        periods=periods,
        load_max=Credits(Decimal(data["load_per_period"]["max"])),
        load_min=Credits(Decimal(data["load_per_period"]["min"])),
        units_max=data["courses_per_period"]["max"],
        years_max=1,
    )
    wishes = Wishes(goals=("peak",))
    path = plan_path(made, plain_framework(*courses), "full-time", (), (), START, wishes=wishes, time_limit=60)
    assert path_violations(made, plain_framework(*courses), "full-time", (), (), START, path, wishes=wishes) == []
    assert len(path.periods) == data["nPeriods"]
    assert min(len(period.units) for period in path.periods) >= data["courses_per_period"]["min"]
    assert (path.highest.value, path.proven) == (OPTIMUM, True)
