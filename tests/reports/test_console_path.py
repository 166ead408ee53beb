"""A path on a terminal says of what it is proven that it cannot be better, and of what not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from rich.console import Console

from evc_rules.model.base import Text
from evc_rules.model.programme import Slot
from evc_rules.model.quantities import Credits
from evc_rules.plan import Clash, Objective, Path, PlannedPeriod
from evc_rules.reports.console_path import no_plan, path_page


def objective(goal, value=2, bound=2):
    return Objective(goal=goal, value=Decimal(value), bound=Decimal(bound), proven=value == bound)


def shown(*objectives, bound=date(2027, 2, 1), counted=None, lang="en") -> str:
    slot = Slot(period="P2", study_year=2026, start=date(2026, 11, 15), end=date(2027, 2, 1))
    path = Path(
        variant="full-time",
        start=date(2026, 9, 1),
        periods=(PlannedPeriod(slot=slot, units=("a",), load=Credits(Decimal(5))),),
        finish=slot.end,
        bound=bound,
        proven=all(one.proven for one in objectives),
        objectives=objectives,
        finish_if_counted=counted,
    )
    page = Console(width=200)
    with page.capture() as said:
        page.print(path_page("Somewhere", path, {"a": "A"}, lang))
    return said.get()


@pytest.mark.parametrize(
    ("objectives", "bound", "said"),
    [
        ([objective("finish"), objective("peak")], "2027-02-01", "(proven the earliest);"),
        (
            [objective("finish"), objective("peak", 9, 8), objective("early", 3, 1)],
            "2027-02-01",
            "(proven the earliest; not proven the best: the heaviest period, how early the EC come);",
        ),
        ([objective("finish", 2, 1)], "2026-11-15", "(not proven; not before 2026-11-15);"),
        ([objective("peak"), objective("finish")], "2026-11-15", "(proven the best in what was asked);"),
        (
            [objective("peak", 9, 8), objective("finish")],
            "2026-11-15",
            "(not before 2026-11-15; not proven the best: the heaviest period);",
        ),
    ],
)
def test_how_sure_a_path_is(objectives, bound, said):
    assert said in shown(*objectives, bound=date.fromisoformat(bound))


def test_what_it_would_be_if_exempt_credits_count_is_said_in_both_languages():
    assert "If they do, it can be finished on 2026-11-15." in shown(objective("finish"), counted=date(2026, 11, 15))
    assert "dan kan het op 2026-11-15" in shown(objective("finish"), counted=date(2026, 11, 15), lang="nl")


def test_what_was_not_found_in_time_is_not_called_impossible():
    late = Path(variant="full-time", start=date(2026, 9, 1), proven=False)
    never = late.with_(proven=True, clashes=(Clash(kind="bsa", units=(), text={"nl": "a.", "en": "b."}),))
    assert (no_plan(late, "en"), no_plan(never, "en")) == ("not known", "no plan")
    assert (no_plan(late, "nl"), no_plan(never, "nl")) == ("niet bekend", "geen plan")


def test_what_was_not_looked_at_far_enough_is_not_called_impossible():
    def told(kind: str) -> str:
        clash = Clash(kind=kind, units=(), text=Text(nl="Waarom.", en="Why."))
        path = Path(variant="full-time", start=date(2026, 9, 1), clashes=(clash,))
        page = Console(width=200)
        with page.capture() as said:
            page.print(path_page("Somewhere", path, {}, "en"))
        return f"{no_plan(path, 'en')}: {said.get()}"

    assert "There is no plan that keeps everything:" in told("circle")
    assert told("circle").startswith("no plan: ")
    assert "No plan was found:" in told("too-far")
    assert told("too-far").startswith("not known: ")
