"""Whether what a step brings can be so: declared attributes, values of their types, outcomes that exist.

A dossier file is held to the same when it is read; here things come as objects, from a program. What is said names the
item and the attribute, and says what was expected, but never what was written: that belongs to the dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from ...errors import Finding
from ...model.attributes import APPLICANT, EVIDENCE_KINDS, ONGOING, SCALES, VERDICT, Attribute, Grade, Value
from ...model.base import ODD
from ...model.dossier import Answer, Carrier, Dossier, Evidence, Verdict
from ...model.outcomes import Framework, Ref
from ...model.quantities import Amount, occurs, writable

_LONGEST: Final = 200
_FEW: Final = 18


def near(word: str, known: Iterable[str]) -> str:
    """A help line with the nearest known word, or all of them when they are few."""
    listed = sorted(set(known))
    best = get_close_matches(word[:_LONGEST], listed, n=1)
    if best:
        return f"did you mean '{best[0]}'?"
    return f"known here: {', '.join(listed)}" if 0 < len(listed) <= _FEW else "check the spelling"


def of_dossier(dossier: Dossier, framework: Framework) -> Iterator[Finding]:
    """Everything that is wrong with a dossier."""
    if dossier.framework and dossier.framework != framework.name:
        message = f"the dossier '{dossier.id}' is written over '{dossier.framework}', not over '{framework.name}'"
        yield Finding("EVC-O008", message, help="use the framework that it names")
    yield from of_carrier(dossier.applicant, APPLICANT, "the applicant", framework)
    seen: set[str] = set()
    items: tuple[Evidence | Verdict, ...] = (*dossier.evidence, *dossier.verdicts)
    for item in items:
        yield from of_item(item, framework)
        if item.id in seen:
            yield twice(item.id)
        seen.add(item.id)


def twice(name: str) -> Finding:
    """That an id is in use."""
    return Finding("EVC-S005", f"there is evidence or a verdict '{name}' already", help="correct it, or use another id")


def of_item(item: Evidence | Verdict, framework: Framework) -> Iterator[Finding]:
    """Everything that is wrong with an item of evidence or a verdict."""
    what = f"'{item.id}'"
    if isinstance(item, Verdict):
        yield from of_carrier(item, VERDICT, what, framework)
        yield from _assessed(item, framework)
        return
    if item.kind not in EVIDENCE_KINDS:
        yield Finding("EVC-A002", f"{what} is of no known kind of evidence", help=near(item.kind, EVIDENCE_KINDS))
        return
    yield from of_carrier(item, item.kind, what, framework)
    begin, end = item.known.get("from"), item.known.get("to")
    if isinstance(begin, date) and isinstance(end, date) and end <= begin:
        help_ = "check the two dates; 'to' is the first day no longer worked"
        yield Finding("EVC-D006", f"{what} ends before it begins", help=help_)


def _assessed(verdict: Verdict, framework: Framework) -> Iterator[Finding]:
    ref = verdict.outcome
    wrong = list(_ref(ref, framework, f"'{verdict.id}'"))
    yield from wrong
    if wrong:
        return
    levels = max(framework.by_id[leaf].levels for leaf in framework.under(ref.outcome))
    if ref.low != ref.high or (not ref.low and levels > 1):
        help_ = f"write '{ref.outcome}@1', or the level that was assessed"
        yield Finding("EVC-O009", f"the verdict '{verdict.id}' is not about one level", help=help_)


def _ref(ref: Ref, framework: Framework, what: str) -> Iterator[Finding]:
    if type(ref.outcome) is not str or type(ref.low) is not int or type(ref.high) is not int or ref.low < 0:
        help_ = "write it as Ref('ped.climate', 2, 2)"
        yield Finding("EVC-S004", f"{what} is about what is no outcome at a level", help=help_)
        return
    if ref.outcome not in framework.by_id:
        message = f"{what} is about an outcome that is not in framework {framework.name}"
        yield Finding("EVC-O001", message, help=near(ref.outcome, framework.by_id))
        return
    top = max(framework.by_id[leaf].levels for leaf in framework.under(ref.outcome))
    if ref.high > top:
        help_ = f"its levels are 1 to {top}" if top > 1 else "it has one level"
        yield Finding("EVC-O002", f"{what} is about a level that '{ref.outcome}' does not have", help=help_)


def of_carrier(thing: Carrier, bearer: str, what: str, framework: Framework) -> Iterator[Finding]:
    """Everything that is wrong with the attributes of a thing."""
    names = [name for name, _ in thing.attributes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Finding("EVC-S005", f"{what} has '{name}' twice", help="keep one of them")
    for name in sorted({*names} & {*thing.unknown}):
        yield Finding("EVC-A003", f"'{name}' of {what} is said to be unknown, and has a value", help="keep one of them")
    for name in thing.unknown:
        yield from undeclared(name, bearer, framework)
    for name, value in thing.attributes:
        yield from of_value(name, value, bearer, what, framework)


def of_value(name: str, value: Value, bearer: str, what: str, framework: Framework) -> Iterator[Finding]:
    """Everything that is wrong with one value."""
    yield from undeclared(name, bearer, framework)
    declared = framework.vocabulary.find(name, bearer)
    if declared is not None:
        yield from _TYPES[declared.type](declared, value, f"'{name}' of {what}", framework)


def undeclared(name: str, bearer: str, framework: Framework) -> Iterator[Finding]:
    """That an attribute is not declared for what carries it."""
    vocabulary = framework.vocabulary
    if vocabulary.find(name, bearer) is None:
        known = [one.id for one in vocabulary.carried_by(bearer)]
        code = "EVC-A002" if vocabulary.find(name) else "EVC-A001"
        yield Finding(code, f"the attribute '{name}' is not declared for {bearer}", help=near(name, known))


def _wrong(what: str, expected: str, value: object, example: str) -> Finding:
    help_ = "`forget` takes back what was told" if value is None else f"write {example}"
    return Finding("EVC-A003", f"{what} must be {expected}", help=help_)


def _finite(value: object) -> bool:
    return isinstance(value, Decimal) and value.is_finite()


def _unwritable(what: str) -> Finding:
    return Finding(
        "EVC-S004", f"{what} is no number of a few digits", help="round it; leave it out when it is not known"
    )


def _number(declared: Attribute, value: object, what: str, _: Framework) -> Iterator[Finding]:
    if not isinstance(value, Amount) or not _finite(value.value):
        example = Amount(max(declared.low, Decimal(1)), declared.unit)
        yield _wrong(what, "an Amount, which holds a finite Decimal", value, f"for example Amount.parse('{example}')")
        return
    if not writable(value.value):
        yield _unwritable(what)
        return
    if value.unit != declared.unit:
        unit = declared.unit or "plain numbers"
        yield Finding("EVC-A004", f"{what} is written in {unit}", help=f"give an Amount in {unit}")
        return
    high = declared.high
    if value.value < declared.low or (high is not None and value.value > high):
        bounds = f"{declared.low} to {high if high is not None else '..'}"
        yield Finding("EVC-A005", f"{what} lies outside {bounds}", help="leave it out when it is not known")
    elif declared.whole and value.value != int(value.value):
        yield Finding("EVC-A005", f"{what} must be a whole number", help="leave it out when it is not known")


def _date(declared: Attribute, value: object, what: str, _: Framework) -> Iterator[Finding]:
    if value is ONGOING and declared.id == "to":
        return
    if not isinstance(value, date) or isinstance(value, datetime):
        ongoing = ", or ONGOING" if declared.id == "to" else ""
        yield _wrong(what, f"a date{ongoing}", value, f"it as datetime.date(2026, 11, 24){ongoing}")
    elif not occurs(value):
        yield Finding("EVC-S004", f"{what} is no day that occurs here", help="check the year")


def _code(declared: Attribute, value: object, what: str, _: Framework) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield _wrong(what, "a code (a text)", value, "it as in a dossier file")
    elif not 0 < len(value) <= _LONGEST or value.strip() != value or "\n" in value or ODD.search(value):
        help_ = f"give at most {_LONGEST} characters on one line that can be shown, without space around them"
        yield Finding("EVC-S004", f"{what} is no code", help=help_)
    elif declared.id == "country" and value != value.lower():
        help_ = "write countries in small letters (ISO 3166-1)"
        yield Finding("EVC-A006", f"{what} is not how a country is written here", help=help_)
    elif declared.codes and value not in declared.codes:
        yield Finding("EVC-A006", f"{what} is not one of the declared codes", help=near(value, declared.codes))


def _codes(declared: Attribute, value: object, what: str, framework: Framework) -> Iterator[Finding]:
    if not isinstance(value, frozenset):
        yield _wrong(what, "a frozenset of codes", value, "for example frozenset({'history'})")
        return
    for one in value:
        yield from _code(declared, one, what, framework)


def _outcomes(_: Attribute, value: object, what: str, framework: Framework) -> Iterator[Finding]:
    if not isinstance(value, frozenset) or not all(isinstance(one, str) for one in value):
        example = "for example frozenset({'ped.climate@2'})"
        yield _wrong(what, "a frozenset of references to outcomes", value, example)
        return
    for one in sorted(value):
        try:
            ref = Ref.parse(one)
        except ValueError:
            yield Finding("EVC-S004", f"{what} has something that is no outcome", help="write 'ped.climate@2'")
        else:
            yield from _ref(ref, framework, what)


def _flag(_: Attribute, value: object, what: str, __: Framework) -> Iterator[Finding]:
    if not isinstance(value, bool):
        yield _wrong(what, "True or False", value, "one of the two")


def _grade(_: Attribute, value: object, what: str, __: Framework) -> Iterator[Finding]:
    if not isinstance(value, Grade) or not _finite(value.value) or not isinstance(value.scale, str) or not value.scale:
        example = "for example Grade(Decimal('7.5'), 'nl-10')"
        yield _wrong(what, "a Grade, which holds a finite Decimal and the name of a scale", value, example)
        return
    if not writable(value.value):
        yield _unwritable(what)
    if len(value.scale) > _LONGEST or ODD.search(value.scale):
        yield Finding("EVC-S004", f"{what} names no scale", help="write the scale, such as 'nl-10'")
    low, high = SCALES.get(value.scale, (None, None))
    if low is not None and high is not None and not low <= value.value <= high:
        message = f"{what} lies outside {low} to {high} of the scale {value.scale}"
        yield Finding("EVC-A005", message, help="check the mark, and its decimal point")


_TYPES: Final[dict[str, Callable[[Attribute, object, str, Framework], Iterator[Finding]]]] = {
    "number": _number,
    "date": _date,
    "code": _code,
    "codes": _codes,
    "outcomes": _outcomes,
    "flag": _flag,
    "grade": _grade,
}


def of_answer(answer: Answer, asked: Iterable[tuple[str, str | None]]) -> Iterator[Finding]:
    """That nobody asks what is answered; `asked` has each clause with its owner, or None when it is shared."""
    owners = dict(asked)
    if answer.judgement not in owners:
        message = f"the ruleset asks no judgement '{answer.judgement}'"
        yield Finding("EVC-D004", message, help=near(answer.judgement, owners))
    elif owners[answer.judgement] not in (None, answer.ruleset):
        message = f"the answer to '{answer.judgement}' is not for the ruleset that asks, and nothing shares it"
        yield Finding("EVC-D004", message, help=f"give it ruleset='{owners[answer.judgement]}'")
