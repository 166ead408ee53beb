"""What tables say of a value is what each test says of it, in whatever order values come by."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.engines.compiled.tables import Asking, Rows
from evc_rules.engines.reference import TRUE, UNKNOWN
from evc_rules.model.attributes import ONGOING, Attribute, Grade
from evc_rules.model.conditions import AgeTest, CodeTest, DateTest, NumberTest
from evc_rules.model.dossier import Carrier
from evc_rules.model.outcomes import Framework, Outcome
from evc_rules.model.policy import Ruleset
from evc_rules.model.quantities import Age, Amount
from tests.shipped import ON

FRAMEWORK = Framework(
    id="f",
    version="1",
    title="Framework",
    outcomes=(Outcome(id="a", title="a", component="professional"),),
    attributes=(
        Attribute(id="tags", title="tags", on=("course",), type="codes"),
        Attribute(id="fields", title="fields", on=("course",), type="codes", prefix=True, absent="none"),
    ),
)
ASKING = Asking(
    FRAMEWORK, ON, Ruleset(id="r", title="r", institution="r", illustrative=True, framework="f@1", rules=())
)
DAYS = tuple(ON - timedelta(days=days) for days in (0, 365, 366, 730, 731))
NUMBERS = tuple(map(Decimal, ("0", "2", "2.5", "10")))
CODES = ("0", "01", "011", "02", "x")


def rows(attribute, screens):
    tests = dict(enumerate(screens))
    return Rows(ASKING, "course", attribute, tests, len(tests))


def alike(attribute, screens, values):
    table = rows(attribute, screens)
    for value in values:
        known = () if value in (None, ...) else ((attribute, value),)
        thing = Carrier(attributes=known, unknown=(attribute,) if value is ... else ())
        row = table[thing.keys.get(attribute)]
        for place, tests in enumerate(screens):
            truth = min(ASKING.says(test, "course", thing) for test in tests)
            assert bool(row >> place & 1) == (truth is TRUE), (value, tests)
            assert bool(row >> place + len(screens) & 1) == (truth in {TRUE, UNKNOWN}), (value, tests)
        gap = table.gaps.get(thing.keys.get(attribute), 0)
        assert gap == row >> len(screens) & ~row & (1 << len(screens)) - 1


def screens_of(tests):
    return st.lists(st.lists(tests, min_size=1, max_size=2), min_size=1, max_size=4)


def near(days):
    return st.builds(lambda day, step: day + timedelta(days=step), st.sampled_from(days), st.integers(-2, 2))


@settings(max_examples=150)
@given(
    screens_of(
        st.one_of(
            st.builds(
                DateTest,
                attribute=st.just("date"),
                op=st.sampled_from(("<", "<=", ">", ">=", "==", "!=")),
                value=st.sampled_from(DAYS),
            ),
            st.builds(
                AgeTest,
                op=st.sampled_from(("<", "<=", ">", ">=")),
                value=st.sampled_from((Age(0), Age(12), Age(24))),
                as_of=st.sampled_from(("decision", date(2026, 1, 1))),
            ),
        )
    ),
    st.lists(st.one_of(near(DAYS), st.sampled_from((None, ..., ONGOING))), max_size=12),
)
def test_days_at_and_next_to_thresholds(screens, values):
    alike("date", screens, values)


@settings(max_examples=150)
@given(
    screens_of(
        st.builds(
            NumberTest,
            attribute=st.just("ec"),
            op=st.sampled_from(("<", "<=", ">", ">=", "==", "!=")),
            value=st.builds(Amount, st.sampled_from(NUMBERS), st.sampled_from(("EC", "h"))),
        )
    ),
    st.lists(
        st.one_of(
            st.builds(
                lambda number, step, unit: Amount(number + step, unit),
                st.sampled_from(NUMBERS),
                st.sampled_from((Decimal("-0.1"), Decimal(0), Decimal("0.1"))),
                st.sampled_from(("EC", "h")),
            ),
            st.sampled_from((None, ..., Amount(Decimal("-0"), "EC"), Amount(Decimal("2.50"), "EC"))),
        ),
        max_size=12,
    ),
)
def test_numbers_at_and_next_to_thresholds(screens, values):
    alike("ec", screens, values)


@settings(max_examples=100)
@given(
    screens_of(
        st.builds(
            NumberTest,
            attribute=st.just("grade"),
            op=st.sampled_from((">=", "<", "==")),
            value=st.builds(Amount, st.sampled_from(NUMBERS)),
            scale=st.sampled_from((None, "nl-10", "de-6")),
        )
    ),
    st.lists(
        st.one_of(
            st.builds(Grade, st.sampled_from((*NUMBERS, Decimal("2.4"))), st.sampled_from(("nl-10", "de-6"))),
            st.sampled_from((None, ...)),
        ),
        max_size=8,
    ),
)
def test_marks_on_several_scales(screens, values):
    alike("grade", screens, values)


@settings(max_examples=200)
@given(
    st.sampled_from(("tags", "fields")),
    st.data(),
)
def test_several_codes_at_once(attribute, data):
    tests = st.builds(
        CodeTest,
        attribute=st.just(attribute),
        match=st.sampled_from(("any", "all", "none")),
        codes=st.lists(st.sampled_from(CODES), max_size=2).map(tuple),
    )
    values = st.one_of(st.frozensets(st.sampled_from(CODES)), st.sampled_from((None, ...)))
    alike(attribute, data.draw(screens_of(tests)), data.draw(st.lists(values, max_size=6)))
