"""The cells and the explicit items say the same, on pairs by seed and on planted edits; and where only items answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from evc_rules.compare import Relation, compare_rulesets, looking, matrix, pairs
from evc_rules.compare.explicit.enough import Enough
from evc_rules.compare.explicit.look import Differ, OnlyFirst, look
from evc_rules.compare.explicit.looks import Looks
from evc_rules.compare.explicit.thing import Setting
from evc_rules.compare.explicit.turning import latest, pieces
from evc_rules.compare.lore import STANDARD, contradicts
from evc_rules.compare.replay import Replay
from evc_rules.engines.lower import lower
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, trace
from evc_rules.model.dossier import Dossier
from evc_rules.model.quantities import Age
from evc_rules.results.status import Status

from ...engines.making import CLIMATE, FRAMEWORK, ON
from ..planted import CHANGES, SAME
from ..test_laws import SMALL, WORLDS, small_rulesets
from ..test_planted import granting, overfull
from .crosscheck import PAIRS, Found, crosschecked

EXEMPT = frozenset({Status.EXEMPT})
SETTING = Setting(FRAMEWORK, ON, None, STANDARD)


@pytest.mark.parametrize("block", range(4))
def test_cells_and_items_do_not_differ(block):
    found = Found()
    for seed in range(PAIRS + 5 * block, PAIRS + 5 * (block + 1)):
        crosschecked(seed, found)
    assert found.differences == []
    assert found.pairs >= 5


def only_first(old: str, new: str) -> Dossier | str | None:
    """Someone whom the one condition exempts and the other does not, by items alone."""
    rulesets = (granting(old), granting(new))
    replay = Replay(rulesets, FRAMEWORK, ON, frozenset())

    def confirms(dossier: Dossier) -> bool:
        said = [replay.trace(place, dossier, CLIMATE).statuses for place in (0, 1)]
        return said[0] == EXEMPT != said[1]

    return look(OnlyFirst(*map(_side, rulesets)), SETTING, 10, confirms)


def _side(rules):
    decided = lower(rules, FRAMEWORK, ON, leaves=[CLIMATE]).leaves[CLIMATE]
    return decided.granted, decided.barred, rules.conflicts


SHOWN = {"equivalent": (False, False), "stricter": (False, True), "more-generous": (True, False)}


@pytest.mark.parametrize("edit", CHANGES)
def test_items_find_what_an_edit_changes(edit):
    old, new, expected = CHANGES[edit]
    found = only_first(old, new), only_first(new, old)
    assert tuple(isinstance(one, Dossier) for one in found) == SHOWN.get(expected, (True, True))
    for one in found:
        if isinstance(one, Dossier):
            assert prepare(one, FRAMEWORK.vocabulary, ON).findings == ()
            for item in one.evidence:
                assert not contradicts(item.kind, item.known, FRAMEWORK.vocabulary)
                assert not overfull(item)


@pytest.mark.parametrize("edit", SAME)
def test_items_find_nobody_where_an_edit_changes_nothing(edit):
    assert not isinstance(only_first(*SAME[edit]), Dossier)
    assert not isinstance(only_first(*reversed(SAME[edit])), Dossier)


@settings(max_examples=8)
@given(small_rulesets, small_rulesets)
def test_on_a_small_domain_items_say_what_trying_everyone_finds(first, second):
    leaf, rulesets = SMALL.leaves[0], (first, second)
    tried = [tuple(trace(Case(one, SMALL, world, ON), leaf).statuses for one in rulesets) for world in WORLDS]
    decided = [lower(one, SMALL, ON).leaves[leaf] for one in rulesets]
    one, other = ((side.granted, side.barred, of.conflicts) for side, of in zip(decided, rulesets, strict=True))
    setting = Setting(SMALL, ON, None, STANDARD)
    for asked, shown in (
        (OnlyFirst(one, other), any(mine == EXEMPT != theirs for mine, theirs in tried)),
        (OnlyFirst(other, one), any(theirs == EXEMPT != mine for mine, theirs in tried)),
        (Differ(one, other), any(mine != theirs for mine, theirs in tried)),
    ):
        found = look(asked, setting, 10, lambda _: True)
        assert found is None or isinstance(found, Dossier)
        assert isinstance(found, Dossier) == shown


def need(condition: str) -> tuple[int, bool]:
    """How many items are enough to show that a condition holds, and whether that is argued."""
    granted = _side(granting(condition))[0]
    enough = Enough(SETTING, Looks.at([granted]))
    wanted = enough.holding(granted)
    return enough.items(wanted), enough.proves(wanted)


SUM = "{sum: {of: ec, over: {course: {}}, at_least: 300 EC}}"
HOURS = "{sum: {of: hours, over: {work: {}}, at_least: 90000 h}}"
SPAN = "{span: {over: {work: {}}, at_least: 12 months}}"


@pytest.mark.parametrize(
    ("condition", "items", "proves"),
    [
        ("{diploma: {}}", 1, True),
        ("{evidence: {kind: course, count: 3}}", 3, True),
        ("{not: {evidence: {kind: course, count: 3}}}", 0, True),
        ("{all: [{diploma: {}}, {evidence: {kind: course, count: 3}}]}", 4, True),
        ("{any: [{diploma: {}}, {evidence: {kind: course, count: 3}}]}", 3, True),
        ("{at_least: {k: 2, of: [{diploma: {}}, {badge: {}}, {evidence: {kind: course, count: 3}}]}}", 4, True),
        (SUM, 3, True),  # two courses of 120 EC and one of what is left
        ("{sum: {of: ec, over: {course: {ec: '>= 5 EC'}}, at_least: 300 EC}}", 3, False),
        (f"{{all: [{HOURS}, {{applicant: {{years-old: '<= 20'}}}}]}}", 1, False),  # less fits in a short life
        (HOURS, 1, True),
        (SPAN, 1, True),
        (f"{{all: [{SPAN}, {SPAN.replace('work: {}', 'work: {sector: care}')}]}}", 4, True),
        ("{span: {over: {work: {age: '<= 3 years'}}, at_least: 12 months}}", 1, False),
        ("{span: {over: {work: {}}, at_least: 12 months, as_of: start}}", 1, False),
        (f"{{all: [{SPAN}, {{evidence: {{kind: work, count: 2}}}}]}}", 3, False),
        (f"{{all: [{SPAN}, {{work: {{hours: '>= 100 h'}}}}]}}", 2, False),
    ],
)
def test_so_many_items_are_enough(condition, items, proves):
    assert need(condition) == (items, proves)


def test_where_three_items_are_enough_two_are_not():
    found = only_first(SUM, "{diploma: {}}")
    assert isinstance(found, Dossier)
    assert len(found.evidence) == need(SUM)[0] == 3


def test_whoever_is_found_looks_like_someone_who_could_walk_in():
    found = only_first("{diploma: {nlqf: '>= 2'}}", "{badge: {}}")
    assert isinstance(found, Dossier)
    (diploma,) = found.evidence
    assert diploma.known["nlqf"].value in {4, 5, 6, 7}
    assert date(2016, 9, 1) <= diploma.known["date"] <= ON
    assert (found.applicant.known["start"], found.applicant.cohort) == (ON, 2026)


def test_that_nobody_of_so_many_items_is_there_proves_nothing_where_more_could_be():
    spans = [f"{{span: {{over: {{work: {{age: '<= 3 years'}}}}, at_least: {months} months}}}}" for months in (13, 12)]
    assert only_first(*spans) == "nobody of at most 4 items was found; more were not gone through"


RECENT = "age: '<= 3 years'"
IN_TURNS = (
    f"{{all: [{{span: {{over: {{work: {{sector: care, {RECENT}}}}}, at_least: 6 months}}}}, "
    f"{{span: {{over: {{work: {{sector: school, {RECENT}}}}}, at_least: 6 months}}}}, "
    f"{{not: {{span: {{over: {{work: {{{RECENT}}}}}, at_least: 12 months}}}}}}]}}"
)
TOO_MUCH = (
    "{all: [{applicant: {start: '<= 2026-09-01'}}, "
    "{work: {from: '>= 2026-06-01', hours: '>= 2000 h', age: '>= 1 month', as_of: start}}]}"
)


def test_items_answer_where_cells_do_not_know(monkeypatch):
    """So much work does not fit in two months, whenever the programme starts."""
    both = [granting(TOO_MUCH), granting("{diploma: {}}")]
    found = compare_rulesets(both, FRAMEWORK, ON).pair(0, 1).leaves[CLIMATE]
    assert (found.relation, found.why) == (Relation.STRICTER, ())
    monkeypatch.setattr(matrix, "look", lambda *_: "not asked")
    found = compare_rulesets(both, FRAMEWORK, ON).pair(0, 1).leaves[CLIMATE]
    assert (found.relation, bool(found.why)) == (Relation.UNKNOWN, True)


@pytest.fixture
def no_cells(monkeypatch):
    """Cells that know nothing."""
    for module in (pairs, looking):
        monkeypatch.setattr(module, "seek", lambda *_, **__: "not asked")


@pytest.mark.usefixtures("no_cells")
def test_items_find_jobs_that_overlap_for_a_while_and_the_clause_that_they_come_under():
    compared = compare_rulesets([granting(IN_TURNS), granting("{diploma: {}}")], FRAMEWORK, ON)
    assert compared.pair(0, 1).leaves[CLIMATE].relation is Relation.INCOMPARABLE
    assert [one.rules for one in compared.causes(CLIMATE, 0, 1).found] == [("r:a",)]


@pytest.mark.usefixtures("no_cells")
def test_what_neither_knows_stays_unknown():
    both = [granting(one) for one in SAME["a sum of what is there"]]
    found = compare_rulesets(both, FRAMEWORK, ON).pair(0, 1).leaves[CLIMATE]
    assert (found.relation, found.why) == (Relation.UNKNOWN, ("not asked",))


@pytest.mark.parametrize("age", ["1 month", "21 months", "5 years"])
def test_the_last_day_of_an_age_is_the_last(age):
    length, first, last = Age.parse(age), date(2023, 12, 28), date(2025, 4, 2)
    found = pieces(length, first, last)
    assert (found[0][0], found[-1][1]) == (first.toordinal(), last.toordinal())
    for one, other, back in found:
        for at in range(one, other + 1):
            day = date.fromordinal(at - back)
            assert day == latest(length, date.fromordinal(at))
            assert length.after(day).toordinal() <= at < length.after(date.fromordinal(day.toordinal() + 1)).toordinal()
