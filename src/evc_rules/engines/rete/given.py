"""What a talk is given: whether it is of the types that its functions name. A program may hand over anything.

What is said names the argument and the type that was expected, and of what was given the type only: a dossier may be
in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import itemgetter
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from ...errors import Finding, InvalidInputError, refuse
from ...model.dossier import Answer, ApplicantFacts, Carrier, Dossier, Evidence, Verdict
from ...model.outcomes import Framework, Leaf, Ref
from ...model.policy import Ruleset
from ...model.quantities import occurs
from .checks import near

Thing = Evidence | Verdict | Answer
"""What a step adds or corrects."""

_Model = TypeVar("_Model", Evidence, Verdict, Answer, ApplicantFacts, Dossier)

_ID: Final = "letters, digits, '_' and '-', in parts joined by dots"
_NEEDED: Final = {
    "id": _ID,
    "kind": "the name of a kind, such as 'diploma'",
    "attributes": "a tuple of pairs, each of a name and a value",
    "unknown": "a tuple of names of attributes",
    "outcome": "a Ref, such as Ref('ped.climate', 2, 2)",
    "achieved": "True or False",
    "judgement": _ID,
    "ruleset": f"{_ID}; or None",
    "answer": "True or False",
    "on": "a datetime.date, or None",
    "applicant": "ApplicantFacts",
    "evidence": "a tuple of Evidence",
    "verdicts": "a tuple of Verdict",
    "judgements": "a tuple of Answer",
    "illustrative": "True or False",
    "title": "a Text",
}
"""What the fields of models hold; of those that are not listed, a text."""


def begun(ruleset: object, framework: object, on: object, shared: object, dossier: object) -> frozenset[str]:
    """The judgements that are shared, of what a talk begins with.

    Raises:
        InvalidInputError: EVC-C001 when something is of another type, EVC-O008 when ruleset and framework do not belong
            together.
    """
    loaded = (("ruleset", ruleset, Ruleset), ("framework", framework, Framework), ("dossier", dossier, Dossier))
    findings = [
        _other(name, f"a {kind.__name__}", value, f"give a {kind.__name__}, as `load_{name}` returns it")
        for name, value, kind in loaded
        if not isinstance(value, kind)
    ]
    if not isinstance(on, date) or isinstance(on, datetime):
        findings.append(_other("on", "a date", on, "write it as datetime.date(2026, 11, 24)"))
    elif not occurs(on):
        findings.append(Finding("EVC-C001", f"on is {on}, which is no day that occurs here", help="check the year"))
    names = _names(shared)
    if names is None:
        findings.append(_other("shared", "a set of names of judgements", shared, "write it as {'hardship'}"))
    if isinstance(ruleset, Ruleset) and isinstance(framework, Framework) and ruleset.framework != framework.name:
        message = f"the ruleset '{ruleset.id}' is written over '{ruleset.framework}', not over '{framework.name}'"
        findings.append(Finding("EVC-O008", message, help="use the framework that it names"))
    refuse(findings)
    return names or frozenset()


def _names(value: object) -> frozenset[str] | None:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return None
    names = list(value)
    return frozenset(names) if all(isinstance(one, str) for one in names) else None


def thing(value: object) -> Thing:
    """Evidence, a verdict or an answer, with attributes in the order that dossiers have them in.

    Raises:
        InvalidInputError: EVC-C001 when it is none of these, EVC-S003 when a field holds what it cannot (a model can be
            made without being validated).
    """
    match value:
        case Evidence():
            return _sound(Evidence, value, "the evidence")
        case Verdict():
            return _sound(Verdict, value, "the verdict")
        case Answer():
            return _sound(Answer, value, "the answer")
    help_ = "give Evidence, a Verdict or an Answer; what is known of the applicant goes in by `tell`"
    raise InvalidInputError((_other("what a step brings", "evidence, a verdict or an answer", value, help_),))


def dossier(value: Dossier) -> Dossier:
    """A dossier, with attributes in the order that dossiers have them in.

    Raises:
        InvalidInputError: EVC-S003 when a field in it holds what it cannot.
    """
    whole = _sound(Dossier, value, "the dossier")
    return whole.with_(
        applicant=_sound(ApplicantFacts, whole.applicant, "the applicant"),
        evidence=tuple(_sound(Evidence, one, "the evidence") for one in whole.evidence),
        verdicts=tuple(_sound(Verdict, one, "the verdict") for one in whole.verdicts),
        judgements=tuple(_sound(Answer, one, "the answer") for one in whole.judgements),
    )


def word(value: object, what: str, help_: str) -> str:
    """The name of something.

    Raises:
        InvalidInputError: EVC-C001 when it is no text.
    """
    if not isinstance(value, str):
        raise InvalidInputError((_other(what, "a text", value, help_),))
    return value


def leaf(value: object, framework: Framework) -> Leaf:
    """A leaf of the framework.

    Raises:
        InvalidInputError: EVC-C001 when it is no leaf, EVC-O001 when there is no such outcome, EVC-O002 when it has no
            such level, or has parts (which have levels).
    """
    if not isinstance(value, Leaf):
        raise InvalidInputError((_other("the outcome", "a Leaf", value, "write it as Leaf('ped.climate', 2)"),))
    if value in framework.leaves:
        return value
    name = str(value.outcome)
    if name not in framework.by_id:
        message, code, known = (
            f"the outcome '{name}' is not in {framework.name}",
            "EVC-O001",
            near(name, framework.by_id),
        )
    else:
        message, code = f"'{name}' has no level {value.level} of its own", "EVC-O002"
        known = near(str(value), map(str, framework.leaves_of(Ref(name))))
    raise InvalidInputError((Finding(code, message, help=known),))


def _other(what: str, expected: str, value: object, help_: str) -> Finding:
    return Finding("EVC-C001", f"{what} must be {expected}, not {type(value).__name__}", help=help_)


def _sound(kind: type[_Model], value: _Model, what: str) -> _Model:
    """A model that is as its class says, whoever made it."""
    fields = {name: vars(value)[name] for name in kind.model_fields if name in vars(value)}
    try:
        made = kind.model_validate(fields, strict=True)
    except ValidationError as error:
        name = fields.get("id")
        what += f" '{name}'" if isinstance(name, str) else ""
        wrong = dict.fromkeys(str(each["loc"][0]) for each in error.errors(include_input=False, include_context=False))
        findings = tuple(Finding("EVC-S003", f"'{one}' of {what} cannot be so", help=_help(one)) for one in wrong)
        raise InvalidInputError(findings) from None
    return made.with_(**_in_order(made)) if isinstance(made, Carrier) else made


def _help(field: str) -> str:
    return f"give {_NEEDED.get(field, 'a text')}"


def _in_order(thing: Carrier) -> dict[str, Any]:
    """Attributes sorted by name; values cannot be compared."""
    return {
        "attributes": tuple(sorted(thing.attributes, key=itemgetter(0))),
        "unknown": tuple(sorted(thing.unknown)),
    }
