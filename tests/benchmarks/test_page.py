"""The page of results: what was measured before can be kept, as it was said, with its day."""

from __future__ import annotations

from benchmarks.run import OTHERS, PAGE

from benchmarks import page


def test_what_a_page_says_of_other_benchmarks_is_read_back():
    said = {
        "intake": page.Printed("one\n\n  two", "2026-11-27", "--talks 100000"),
        "paths": page.Printed("three", "2026-11-28"),
    }
    told = "".join(page.told(name, one) for name, one in said.items())
    assert page.printed_before(f"# Benchmarks\n\n{told}\n## The main job\n") == said


def test_the_page_that_is_kept_can_be_read_back():
    assert set(page.printed_before(PAGE.read_text(encoding="utf-8"))) == set(OTHERS)
