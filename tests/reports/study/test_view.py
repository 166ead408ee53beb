"""The view of a study plan says what the recommendation and the path say, and adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evc_rules.model.programme import Assessment, Bsa, Elective, Fees
from evc_rules.model.quantities import Euros, plain
from evc_rules.plan import Path, Wishes, plan_path
from evc_rules.reports.console import console
from evc_rules.reports.study.board import Board, between
from evc_rules.reports.study.build import study_plan
from evc_rules.reports.study.timeline import timeline

from ...plan.making import START, ec, plain_framework, programme, unit
from .shown import failed, plan, planned, replanned, too_late


def amount(said: str) -> Decimal:
    return Decimal(said.removesuffix(" EC").replace(",", "."))


@pytest.mark.parametrize("institution", ["voorbeeld-oost", "voorbeeld-zuid", "voorbeeld-west"])
def test_every_unit_of_the_path_stands_in_its_period_and_loads_add_up(institution):
    one, path = plan(institution), planned(institution).path
    shown = [(period.start, tuple(block.unit for block in period.blocks)) for period in one.periods]
    assert shown == [(each.slot.start, (*each.running, *each.units)) for each in path.periods]
    for period in one.periods:
        assert sum(amount(block.load) for block in period.blocks) == amount(period.load)
    assert sum(amount(year.load) for year in one.years) == path.load.value
    assert sum(amount(span.load) for span in one.spans) == path.load.value
    assert one.finish == path.finish == list(one.periods)[-1].end


@pytest.mark.parametrize("one", [plan, replanned])
def test_the_parts_of_the_programme_add_up_to_the_whole(one):
    shares = one().shares
    assert sum(amount(each.said) for each in shares) == 240
    assert sum(each.percent for each in shares) == pytest.approx(100, abs=0.1)
    assert ("done" in {each.kind for each in shares}) == (one is replanned)


def test_exempt_units_come_with_the_articles_that_make_them_so():
    one, advice = plan(), planned()
    units = {each.unit.title.in_("nl"): each for each in advice.worth.units}
    assert len(one.exempt) == len(advice.worth.certain.award.awarded)
    for row in one.exempt:
        ruled = {article for leaf in advice.advice.framework.select(units[row.unit].unit.outcomes)
                 for article in advice.advice[str(leaf)].articles}  # fmt: skip
        assert ruled
        assert all(article.rpartition("/")[2] in row.said for article in ruled)


def test_it_says_who_decides_and_that_an_example_is_made_up():
    for lang, needed in (("nl", "De examencommissie beslist"), ("en", "The exam board decides")):
        assert needed in plan(lang=lang).board
        assert {"nl": "bedacht", "en": "made up"}[lang] in plan(lang=lang).warning


def test_what_is_not_proven_is_not_called_proven():
    one = planned()
    assert any("Dat is bewezen" in each for each in study_plan(one, "nl").sure)
    earlier = one.path.with_(bound=date(2030, 2, 1), proven=False)
    said = " ".join(study_plan(replace(one, path=earlier), "nl").sure)
    assert "bewezen" not in said
    assert "Eerder dan 1 februari 2030 kan zeker niet" in said
    unknown = " ".join(study_plan(replace(one, path=one.path.with_(bound=None, proven=False)), "nl").sure)
    assert "bewezen" not in unknown
    assert "dat is niet uitgesloten" in unknown
    cheap = replace(one, path=earlier, wishes=Wishes(goals=("smooth", "finish")))
    assert any("past minder goed bij wat je belangrijker vond" in each for each in study_plan(cheap, "nl").sure)
    best = replace(one, wishes=Wishes(goals=("peak", "finish")))
    assert any("Dat is bewezen" in each for each in study_plan(best, "nl").sure)


def test_a_plan_that_hopes_says_so():
    said = study_plan(planned(hoped=True), "en")
    assert "counts on all open questions coming out well" in said.sure[0]
    assert said.hope == ""
    assert {row.said for row in said.exempt if "open questions" in row.said}
    assert "earlier" in plan(lang="en").hope


def test_without_a_plan_it_says_why_and_what_would_be_enough():
    one = plan(wishes=too_late())
    assert one.finish is None
    assert not one.years
    assert "De wereld om ons heen 1 → Lesgeven over de wereld 1" in one.clashes[0]
    assert one.ways
    assert one.headline == "Er is geen plan dat aan alles voldoet"


def test_not_found_in_time_is_not_called_impossible():
    one = planned()
    nothing = Path(variant=one.path.variant, start=one.path.start, bound=date(2030, 2, 1), proven=False)
    said = study_plan(replace(one, path=nothing), "en")
    assert said.headline == "No plan was found yet"
    assert said.sure == ("No plan was found within the time for computing. Whether there is one is not known yet.",)


def test_planning_again_shows_what_moves_and_what_is_done():
    one, before = replanned(), planned()
    title = before.worth.programme.unit[failed()].title.in_("nl")
    assert ("opnieuw", title) in {(each.what, each.unit) for each in one.moved}
    over = [name for period in before.path.periods if period.slot.end <= date(2028, 2, 1) for name in period.units]
    done = [before.worth.programme.unit[name] for name in over if name != failed()]
    assert f"klaar zijn: {len(done)}." in one.stays
    passed = plain(sum(each.ec.value for each in done)).replace(".", ",")
    assert f"Onderweg heb je al {passed} EC gehaald." in one.lead


def test_a_unit_over_several_periods_and_one_by_assessment_only_are_told_apart():
    able = Assessment(load=ec(2), offered=("P2",))
    made = programme(unit("a", 10, periods=2, spread=(ec(6), ec(4))), unit("b", 5, assessment=able))
    frame = plain_framework("a", "b")
    path = plan_path(made, frame, "full-time", (), (), START, wishes=Wishes(assessed=("b",)))
    board = Board(path, made, frame, {}, "nl")
    by_unit = {one.unit: one for one in board.spans()}
    assert (by_unit["a"].first, by_unit["a"].last, by_unit["a"].load, by_unit["a"].assessed) == (0, 1, "10 EC", False)
    assert (by_unit["b"].load, by_unit["b"].assessed) == ("2 EC", True)
    ((first, second),) = (year.periods for year in board.years())
    assert [(each.unit, each.load, each.continued) for each in first.blocks] == [("a", "6 EC", False)]
    assert [(each.unit, each.load, each.continued) for each in second.blocks] == [
        ("a", "4 EC", True), ("b", "2 EC", False),
    ]  # fmt: skip
    assert second.blocks[1].note == "alleen toets"


def test_what_was_chosen_is_told_from_what_all_follow():
    choice = Elective(id="keuze", choose=ec(5), units=("b", "c"))
    made = programme(unit("a", 5), unit("b", 5), unit("c", 5)).with_(electives=(choice,))
    frame = plain_framework("a", "b", "c")
    path = plan_path(made, frame, "full-time", (), (), START)
    (year,) = Board(path, made, frame, {}, "nl").years()
    notes = {block.unit: block.note for period in year.periods for block in period.blocks}
    assert notes in ({"a": "", "b": "keuze"}, {"a": "", "c": "keuze"})


def test_fees_and_bsa_are_told_where_the_programme_has_them():
    one = planned()
    plain = " ".join((*study_plan(one, "nl").lead, *study_plan(one, "nl").sure))
    assert "€" not in plain
    assert "BSA" not in plain
    programme_ = one.worth.programme
    terms = tuple(each.with_(fees=Fees(ec=Euros(Decimal("10.5"))), bsa=Bsa(ec=ec(45))) for each in programme_.variants)
    for counts, needed in ((True, "tellen mee"), (False, "tellen niet mee")):
        worth = replace(one.worth, programme=programme_.with_(variants=terms), bsa=counts)
        told = study_plan(replace(one, worth=worth), "nl")
        followed = sum(programme_.unit[span.unit].ec.value for span in told.spans)
        assert followed == Decimal("212.5")
        assert "Volgens de opleiding kost dat € 2.231,25." in told.lead
        assert any(needed in each for each in told.sure)


def test_the_last_day_of_a_period_is_the_day_before_its_end():
    slot = planned().path.periods[0].slot
    assert (slot.start, slot.end) == (date(2027, 2, 1), date(2027, 4, 20))
    assert between(slot, "nl") == "1 feb 2027 t/m 19 apr 2027"
    assert between(slot, "en") == "1 Feb 2027 to 19 Apr 2027"


def test_the_picture_has_a_line_for_each_unit_with_a_bar_where_it_is():
    one = plan("voorbeeld-zuid")
    page = console(6)
    with page.capture() as kept:
        page.print(timeline(one))
    lines = kept.get().splitlines()
    assert all(len(line.rstrip()) <= page.width for line in lines)
    for span in one.spans:
        (line,) = (each for each in lines if each.strip().startswith(f"{span.title}  "))
        cells = line.split(span.load.removesuffix(" EC"), 1)[1].split()
        assert [cell[0] for cell in cells[-19:]] == ["█" if n == span.first else "·" for n in range(19)]
