"""What is said of the difference between two paths follows from the paths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evc_rules import load_alliance, load_dossier
from evc_rules.advice.lanes import Course, Lane
from evc_rules.language.words import money
from evc_rules.model.base import Text
from evc_rules.model.programme import Programme
from evc_rules.model.quantities import Credits, Euros, total
from evc_rules.plan import Decisive, Path, decisive, plan_path
from evc_rules.reports.paths.table import board
from evc_rules.reports.paths.view import person_view
from evc_rules.reports.paths.words import against, decided, gaps, said

from ...plan.making import START, ec, plain_framework, programme, unit
from ...shipped import DOSSIERS, RULESETS

ROW = programme(unit("a", 5), unit("b", 5, requires=("a",)), unit("c", 15), load_max=ec(20))
FRAME = plain_framework("a", "b", "c")


def course(made: Programme, awarded: tuple[str, ...] = (), loads: dict[str, Credits] | None = None) -> Course:
    path = plan_path(made, FRAME, "full-time", awarded, (), START, loads)
    return Course(
        path=path, awarded=frozenset(awarded), credits=total(made.unit[name].ec for name in awarded), fees=None,
        loads=loads or {}, decisive=decisive(path, made, FRAME, awarded, (), loads),
    )  # fmt: skip


def lane(way, now, *, strategy="", institution="een", variant="full-time", best=None, why=()):
    return Lane(institution, Text(nl=institution.title()), way, strategy, variant, ROW, now, best, why)


OFFERED = lane("offered", course(ROW))


def test_an_exemption_that_saves_no_period_is_still_less_to_do():
    own = lane("own", course(ROW, ("c",)))
    (first,) = said((OFFERED, own), FRAME, "nl")
    assert first == (
        "Een, eigen regels: even laat klaar als zonder vrijstellingen. Minder te doen: c (15 EC). "
        "Het einde hangt af van de volgorde: a → b."
    )


@pytest.mark.parametrize(
    ("awarded", "less"),
    [
        (("a",), "a (5 EC, op de langste keten)"),
        (("a", "b"), "a (5 EC, op de langste keten) en b (5 EC, op de langste"),
    ],
)
def test_what_saves_a_period_is_named_with_its_place_in_the_chain(awarded, less):
    own = lane("own", course(ROW, awarded))
    (first,) = said((OFFERED, own), FRAME, "nl")
    assert first.startswith(f"Een, eigen regels: 1 periode eerder dan zonder vrijstellingen. Minder te doen: {less}")
    assert OFFERED.now.periods - own.now.periods == 1


def test_a_harmonised_policy_is_laid_beside_the_own_one_and_can_ask_more():
    own, common = lane("own", course(ROW, ("a", "b"))), lane("harmonised", course(ROW), strategy="quorum:2")
    lanes = (OFFERED, own, common)
    assert [against(one, lanes) for one in lanes] == [None, OFFERED, own]
    said_of = list(said(lanes, FRAME, "en"))[1]
    assert said_of.startswith("Een, quorum:2: 1 period later than own policy. More to do: a (5 EC")
    assert [gap.unit for gap in gaps(common, own)] == ["a", "b"]


def test_a_unit_that_asks_less_is_a_difference_of_what_it_asks_less():
    own = lane("own", course(ROW, (), {"c": ec("2.5")}))
    (first,) = said((OFFERED, own), FRAME, "en")
    assert "Less to do: c (12.5 EC)" in first


@pytest.mark.parametrize(
    ("found", "needed"),
    [
        (Decisive(work=True, order=False, chain=("a", "b")), "on the amount of work, not on the order"),
        (Decisive(work=False, order=True, chain=("a", "b")), "on the order: a → b"),
        (Decisive(work=True, order=True, chain=("a", "b")), "and on the order too: a → b"),
        (Decisive(work=False, order=False, chain=("a", "b")), "on work, order and offer together"),
        (None, "Nothing is left"),
    ],
)
def test_what_decides_is_said(found, needed):
    one = course(ROW)
    made = Course(one.path, one.awarded, one.credits, None, {}, found)
    assert needed in decided(made, lane("own", made), "en")


def test_who_has_no_path_is_named_with_the_reason_and_is_no_first():
    none = Path(variant="full-time", start=START, proven=True)
    nothing = lane("own", Course(none, frozenset(), ec(0), None, {}, None), institution="twee")
    without = lane("own", None, institution="drie", variant="", why=(Text(nl="er is niets", en="there is nothing"),))
    told = list(said((OFFERED, lane("own", course(ROW)), nothing, without), FRAME, "nl"))
    assert told[-1] == "Drie: geen pad (er is niets)."
    assert not [each for each in told if each.startswith("Wie het eerst")]


def test_bars_reach_as_far_as_paths_and_what_is_not_proven_is_not_called_proven():
    alliance = load_alliance(RULESETS / "alliances" / "voorbeeld.yaml")
    dossier = load_dossier(DOSSIERS / "onderwijsassistent-41.yaml", alliance.framework)
    long, short = course(ROW), course(ROW, ("a", "b"))
    unsure = Course(long.path.with_(proven=False, bound=date(2026, 11, 15)), *_rest(long))
    priced = Course(short.path, short.awarded, short.credits, Euros(Decimal("1234.5")), {}, short.decisive)
    lanes = (lane("own", unsure, best=short), lane("own", priced, institution="twee"))
    made = board(dossier, alliance.framework, START, lanes, "nl")
    (first,), (second,) = (group.rows for group in made.groups)
    assert (first.now_percent, second.now_percent) == (100.0, first.best_percent)
    days = (short.path.finish - START).days / (long.path.finish - START).days
    assert second.now_percent == pytest.approx(100 * days, abs=0.01)
    assert first.sure == "niet voor 2026-11-15"
    assert (first.fees, second.fees, second.sure) == ("?", "€ 1.234,50", "bewezen")
    view = person_view(dossier, alliance.framework, lanes, "nl")
    assert [each.now.proven for each in view.lanes] == [False, True]


def _rest(one: Course):
    return one.awarded, one.credits, one.fees, one.loads, one.decisive


def test_money_is_written_as_in_the_language():
    assert [money("nl", Euros(Decimal(one))) for one in ("1234.5", "10000", "40")] == ["€ 1.234,50", "€ 10.000", "€ 40"]
    assert [money("en", Euros(Decimal(one))) for one in ("1234.5", "10000", "40")] == ["€1,234.50", "€10,000", "€40"]
