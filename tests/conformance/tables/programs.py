"""What only a program can make: amounts below zero, other units, one attribute in two units, tests of nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from evc_rules.model.attributes import Attribute
from evc_rules.model.base import Text
from evc_rules.model.conditions import (
    AtLeast,
    CodeTest,
    Condition,
    Exists,
    Filter,
    NumberTest,
    Sum,
    Test,
)
from evc_rules.model.dossier import Dossier, Evidence
from evc_rules.model.outcomes import Ref
from evc_rules.model.policy import Rule, Ruleset
from evc_rules.model.quantities import Amount

from ..engines import Worlds
from ..making import FRAMEWORK, ON, SLOTS
from ..table import F, Made, Row, T, U

RANGE = "An amount that is not known lies within the range that its attribute declares."
PERHAPS = "An item that surely passes adds to both ends; one that may pass can only widen the interval."
UNITS = "A number is a number, a code is a code. Nothing is converted on the way: another unit is not known."
OF_NONE = "`all` is the least of its parts, `any` the greatest: of none, true and false."

BALANCE = Attribute(id="balance", on=("portfolio",), type="number", low=Decimal(-5), high=Decimal(10))
LOADS = (
    Attribute(id="load", on=("course",), type="number", unit="EC", high=Decimal(60)),
    Attribute(id="load", on=("work",), type="number", unit="h", high=Decimal(1000)),
)
OVER = FRAMEWORK.with_(attributes=(*FRAMEWORK.attributes, BALANCE, *LOADS))
PORTFOLIO, COURSE, EITHER = (Filter(kinds=kinds) for kinds in (("portfolio",), ("course",), ("course", "work")))
BY_US = PORTFOLIO.with_(tests=(CodeTest(attribute="issuer", codes=("us",)),))


def amount(value: str, unit: str = "") -> Amount:
    return Amount(Decimal(value), unit)


def holding(*items: tuple[str, dict[str, Any]]) -> Dossier:
    """Items of a kind with attributes; each with a date of its own."""
    evidence = []
    for number, (kind, known) in enumerate(items):
        dated = {"from" if kind == "work" else "date": date(2020, 1, 1 + number), **known}
        evidence.append(Evidence(id=f"i{number}", kind=kind, attributes=tuple(sorted(dated.items()))))
    return Dossier(id="d", evidence=tuple(evidence))


def balances(*values: str, issuers: tuple[str | None, ...] = ()) -> Dossier:
    """Portfolios with balances, of which an empty one is not known; by issuers, of which one may not be known."""
    found = []
    for number, value in enumerate(values):
        issuer = issuers[number] if issuers else "us"
        known = {"balance": amount(value)} if value else {}
        found.append(("portfolio", known | ({"issuer": issuer} if issuer else {})))
    return holding(*found)


def total(of: str, over: Filter, at_least: str, unit: str = "") -> Sum:
    return Sum(of=of, over=over, at_least=amount(at_least, unit))


def some(over: Filter, *tests: Test) -> Exists:
    return Exists(filter=over.with_(tests=(*over.tests, *tests)))


def _loads(*issuers: str | None) -> Dossier:
    """A course of 5 EC and work of 9 h, each by an issuer that may not be known."""
    loads = (("course", amount("5", "EC")), ("work", amount("9", "h")))
    return holding(
        *(
            (kind, {"load": load, **({"issuer": issuer} if issuer else {})})
            for (kind, load), issuer in zip(loads, issuers, strict=True)
        )
    )


EC_IN_HOURS = some(COURSE, NumberTest(attribute="ec", op=">=", value=amount("5", "h")))
CODES = {match: some(COURSE, CodeTest(attribute="issuer", codes=(), match=match)) for match in ("any", "all", "none")}

ASKED: list[tuple[str, Condition, list[tuple[Dossier, str]]]] = [
    (
        RANGE,
        total("balance", PORTFOLIO, "5"),
        [
            (balances("6", "-2"), F),
            (balances("6", "-1"), T),
            (balances("6", ""), U),
            (balances("10", ""), T),
            (balances("-6", ""), F),
            (balances("", ""), U),
        ],
    ),
    (
        PERHAPS,
        total("balance", BY_US, "-2"),
        [
            (balances("6", "-2", issuers=("us", None)), T),
            (balances("-1", "-2", issuers=("us", None)), U),
            (balances("-3", "-2", issuers=("us", "them")), F),
            (balances("-3", "1", issuers=("us", None)), U),
            (balances("-3", "0.5", issuers=("us", None)), F),
            (balances("-3", "", issuers=("us", None)), U),
        ],
    ),
    (UNITS, total("balance", PORTFOLIO, "5", "h"), [(balances("9"), U), (balances(), F)]),
    (
        UNITS,
        total("load", EITHER, "5", "EC"),
        [
            (holding(("course", {"load": amount("5", "EC")})), T),
            (holding(("course", {"load": amount("4", "EC")})), F),
            (holding(("course", {"load": amount("5", "EC")}), ("work", {"load": amount("1", "h")})), U),
            (holding(("work", {"load": amount("1", "h")}), ("course", {"load": amount("5", "EC")})), U),
            (holding(("work", {"load": amount("5", "h")})), U),
            (holding(("course", {})), U),
        ],
    ),
    (
        "What does not pass adds nothing, whatever its unit.",
        total("load", EITHER.with_(tests=BY_US.tests), "5", "EC"),
        [
            (_loads("us", "them"), T),
            (_loads("us", "us"), U),
            (_loads("us", None), U),
        ],
    ),
    (
        UNITS,
        total("ec", COURSE, "5", "EC"),
        [
            (holding(("course", {"ec": amount("9", "h")})), U),
            (holding(("course", {"ec": amount("9", "h")}), ("course", {"ec": amount("5", "EC")})), T),
        ],
    ),
    (
        UNITS,
        EC_IN_HOURS,
        [(holding(("course", {"ec": amount("60", "EC")})), U), (holding(("course", {"ec": amount("60", "h")})), T)],
    ),
    (
        UNITS,
        some(COURSE, NumberTest(attribute="ec", op="!=", value=amount("5", "EC"))),
        [(holding(("course", {"ec": amount("5", "h")})), U), (holding(("course", {"ec": amount("6", "EC")})), T)],
    ),
    (OF_NONE, CODES["any"], [(holding(("course", {"issuer": "us"})), F), (holding(("course", {})), U)]),
    (OF_NONE, CODES["all"], [(holding(("course", {"issuer": "us"})), T), (holding(("course", {})), U)]),
    (OF_NONE, CODES["none"], [(holding(("course", {"issuer": "us"})), T), (holding(("course", {})), U)]),
    (OF_NONE, AtLeast(k=3, of=(some(COURSE), some(COURSE))), [(holding(("course", {})), F)]),
]

_RULES = tuple(
    Rule(id=slot, effect="grant", reach=(Ref(slot),), when=one) for slot, (_, one, _) in zip(SLOTS, ASKED, strict=False)
)
_RULESET = Ruleset(id="r", title=Text(), institution="r", illustrative=True, framework=OVER.name, rules=_RULES)
_ROWS = tuple(
    Row(cites, f"- {one}", dossier, {f"{slot}@1": expected})
    for slot, (cites, one, rows) in zip(SLOTS, ASKED, strict=False)
    for dossier, expected in rows
)

GROUPS = [Made("programs", _ROWS, Worlds(OVER, _RULESET, tuple(dict.fromkeys(row.dossier for row in _ROWS)), ON))]
