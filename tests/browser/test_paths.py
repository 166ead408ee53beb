"""The page of paths side by side in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evc_rules import load_alliance, load_dossier
from evc_rules.advice.lanes import Lanes
from evc_rules.reports.paths.table import Board, board
from evc_rules.reports.study.pages import filled

from ..shipped import DOSSIERS, RULESETS
from .opened import browser, opened

ON = date(2026, 11, 24)
_WIDE = """() => [...document.querySelectorAll(".track")]
  .map(one => [one, one.querySelector(".now")].map(each => each.getBoundingClientRect().width))"""


@pytest.fixture(scope="module")
def driven() -> Iterator[Any]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Board, Path]:
    pytest.importorskip("jinja2")
    alliance = load_alliance(RULESETS / "alliances" / "voorbeeld.yaml")
    dossier = load_dossier(DOSSIERS / "onderwijsassistent-41.yaml", alliance.framework)
    only = frozenset({"voorbeeld-oost", "voorbeeld-west"})
    lanes = Lanes(alliance, ON, variants=("part-time", "dual"), only=only).of(dossier)
    made = board(dossier, alliance.framework, ON, lanes, "nl")
    file = tmp_path_factory.mktemp("paths") / "paths.html"
    file.write_text(filled("paths.html", board=made), encoding="utf-8")
    return made, file


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_quiet_whole_and_fits(driven, page, width, dark):
    made, file = page
    with opened(driven, file, width=width, dark=dark) as seen:
        assert seen.console == []
        assert seen.asked == [file.as_uri()]
        text = seen.page.inner_text("main")
        for needed in (made.title, *made.said, *made.notes, *(group.title for group in made.groups)):
            assert needed in text
        outside = [one for one in seen.wider_than_the_screen() if not one.startswith(("TABLE", "T", "TH", "TD"))]
        assert outside == []
        assert seen.page.evaluate("() => document.documentElement.scrollWidth") <= width
        assert seen.faint() == []
        assert seen.grain() > 10


def test_a_bar_is_as_long_as_the_path(driven, page):
    made, file = page
    with opened(driven, file, width=1280) as seen:
        found = seen.page.evaluate(_WIDE)
    wanted = [row.now_percent for group in made.groups for row in group.rows if row.now_percent is not None]
    assert [100 * bar / track for track, bar in found] == pytest.approx(wanted, abs=0.5)
    assert max(wanted) == 100


def test_on_paper_the_whole_table_is_there(driven, page):
    made, file = page
    with opened(driven, file, width=1280) as seen:
        sheets = seen.printed()
    assert len(sheets) <= 3
    text = "\n".join(sheets)
    for row in (row for group in made.groups for row in group.rows):
        assert row.finish.split(":")[0] in text
        assert row.hours in text
