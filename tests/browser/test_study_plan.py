"""The page of a study plan in a browser: whole, on a phone and on a desk, in the dark, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evc_rules.reports.study.forms import written
from evc_rules.reports.study.view import StudyPlan

from ..reports.study.shown import plan, replanned, sooner, too_late
from .opened import browser, opened


@pytest.fixture(scope="module")
def driven() -> Iterator[Any]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[StudyPlan, Path]]:
    pytest.importorskip("jinja2")
    folder = tmp_path_factory.mktemp("pages")
    plans = {
        "nl": plan(),
        "en": plan("voorbeeld-zuid", "en"),
        "none": plan(wishes=too_late()),
        "wish": plan(lang="en", wishes=sooner()),
        "again": replanned(),
    }
    for name, one in plans.items():
        (folder / f"{name}.html").write_bytes(written(one, "html"))
    return {name: (one, folder / f"{name}.html") for name, one in plans.items()}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["nl", "en", "none", "wish", "again"])
def test_it_is_quiet_whole_and_fits(driven, pages, name, width):
    one, file = pages[name]
    with opened(driven, file, width=width) as seen:
        assert seen.console == []
        assert seen.asked == [file.as_uri()]
        text = seen.page.inner_text("main")
        for needed in (one.headline, one.board, *one.lead, *one.sure, *(period.dates for period in one.periods)):
            assert needed in text
        reach = [one.reach.title, one.reach.said, *one.reach.asked] if one.reach else []
        assert bool(reach) == (name in {"none", "wish"})
        assert [each for each in reach if each not in text] == []
        titles = [each.inner_text() for each in seen.page.query_selector_all("li.block")]
        assert len(titles) == sum(len(period.blocks) for period in one.periods)
        assert seen.wider_than_the_screen() == []
        assert seen.cut_off() == []
        assert seen.page.title() == f"{one.title} · {one.place}"


def test_a_block_is_as_tall_as_its_work_on_a_desk_and_a_line_on_a_phone(driven, pages):
    _, file = pages["nl"]
    tall = "() => [...document.querySelectorAll('li.block')].map(one => one.getBoundingClientRect().height)"
    heights = {}
    for width in (360, 1280):
        with opened(driven, file, width=width) as seen:
            heights[width] = seen.page.evaluate(tall)
    loads = [block.percent for period in pages["nl"][0].periods for block in period.blocks]
    both = dict(zip(loads, heights[1280], strict=True))
    assert both[max(loads)] == pytest.approx(max(loads) * 0.19 * 16, abs=1)
    assert max(heights[360]) < min(100, max(heights[1280]) / 2)


def test_it_follows_the_light_of_the_room_and_can_be_read_in_both(driven, pages):
    """WCAG 2.2, 1.4.3: text stands out from what it is written on by 4.5 to 1."""
    grounds = set()
    for dark in (False, True):
        with opened(driven, pages["nl"][1], width=1280, dark=dark) as seen:
            grounds.add(seen.page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
            assert seen.faint() == []
            assert seen.grain() > 20
    assert len(grounds) == 2


def test_on_paper_no_period_is_lost_and_no_study_year_is_torn(driven, pages):
    one, file = pages["nl"]
    with opened(driven, file, width=1280, dark=True) as seen:
        sheets = seen.printed()
    assert 2 <= len(sheets) <= 5
    assert one.headline in sheets[0]
    assert one.made.split(" · ")[0] in sheets[-1]
    for year in one.years:
        (sheet,) = (text for text in sheets if year.title in text)
        for period in year.periods:
            assert period.dates in sheet
            assert all(block.title.split()[0] in sheet for block in period.blocks)
