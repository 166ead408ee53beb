"""Reads dossier files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from ..errors import Severity
from ..model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Vocabulary
from ..model.dossier import Answer, ApplicantFacts, Dossier, Evidence, Verdict
from ..model.outcomes import Ref
from ..model.quantities import day
from . import common
from .reader import Reader, did_you_mean
from .source_map import Node
from .values import read_value

_REQUIRED: Final = ("evc-dossier", "dossier")
_ONE_DAY: Final = timedelta(days=1)
_OPTIONAL: Final = ("title", "illustrative", "applicant", "evidence", "verdicts", "judgements")


def read_dossier(r: Reader, root: Node, vocabulary: Vocabulary) -> Dossier | None:
    """Read a dossier by the attributes that a vocabulary declares; None when it cannot be read as a whole."""
    entries = r.entries(root, "a dossier", _REQUIRED, ("framework", *_OPTIONAL))
    return _dossier(r, root, entries, vocabulary) if entries else None


def read_inline_dossier(r: Reader, node: Node, name: str, vocabulary: Vocabulary) -> Dossier | None:
    """Read a dossier that stands inside another file, without a name of its own."""
    entries = r.entries(node, "a dossier", (), _OPTIONAL)
    if not isinstance(node.value, dict):
        return None
    return _dossier(r, node, {**entries, "dossier": Node(name, node.at, node.at)}, vocabulary)


def _dossier(r: Reader, root: Node, entries: Mapping[str, Node], vocabulary: Vocabulary) -> Dossier | None:
    applicant = None
    if "applicant" in entries:
        node = entries["applicant"]
        attributes, unknown = _attributes(r, vocabulary, APPLICANT, node, ())
        applicant = r.make(ApplicantFacts, node, attributes=attributes, unknown=unknown)
    evidence = (
        r.every(entries["evidence"], lambda node: _evidence(r, node, vocabulary), "evidence")
        if "evidence" in entries
        else ()
    )
    verdicts = (
        r.every(entries["verdicts"], lambda node: _verdict(r, node, vocabulary), "verdicts")
        if "verdicts" in entries
        else ()
    )
    r.unique((*evidence, *verdicts), "item")
    return r.make(
        Dossier,
        root,
        id=entries.get("dossier"),
        framework=entries.get("framework"),
        title=common.text(r, entries.get("title")),
        illustrative=common.flag(r, entries.get("illustrative"), "'illustrative'"),
        applicant=applicant or ApplicantFacts(),
        evidence=evidence,
        verdicts=verdicts,
        judgements=r.every(entries["judgements"], lambda node: _answer(r, node), "judgements")
        if "judgements" in entries
        else (),
    )


def _evidence(r: Reader, node: Node, vocabulary: Vocabulary) -> Evidence | None:
    kinds = [key for key in node.map if key != "id"]
    if "id" not in node.map or len(kinds) != 1 or kinds[0] not in EVIDENCE_KINDS:
        wrong = next((kind for kind in kinds if kind not in EVIDENCE_KINDS), "")
        help_ = did_you_mean(wrong, EVIDENCE_KINDS) if wrong else "write {id: …, diploma: {…}}"
        r.report(
            "EVC-S003",
            "an item of evidence has an id and one kind with its attributes",
            node.map[wrong].key_at if wrong else node.at,
            help_,
        )
        return None
    body = node.map[kinds[0]]
    attributes, unknown = _attributes(r, vocabulary, kinds[0], body, ("through",) if kinds[0] == "work" else ())
    return r.make(Evidence, node, id=node.map["id"], kind=kinds[0], attributes=attributes, unknown=unknown)


def _attributes(
    r: Reader, vocabulary: Vocabulary, bearer: str, node: Node, beside: Collection[str]
) -> tuple[tuple[tuple[str, Any], ...], tuple[str, ...]]:
    """What is known, sorted by name, and what is said to be unknown."""
    if node.value is not None and not isinstance(node.value, dict):
        help_ = f"write for example {{{next(vocabulary.carried_by(bearer)).id}: …}}"
        r.report("EVC-S003", "a mapping from attributes to values is needed here", node.at, help_)
    known: dict[str, Any] = {}
    unknown = []
    for name, body in node.map.items():
        if name in beside:
            continue
        value = read_value(r, vocabulary, bearer, name, body)
        if value is not None:
            known[name] = value
        elif body.value is None:
            unknown.append(name)
    if "through" in beside and "through" in node.map:
        _through(r, node, known)
    elif known.get("to") == last_of_month(known.get("to")):
        help_ = "'to' is the first day no longer worked; if this is the last day worked, write 'through'"
        r.report(
            "EVC-D007",
            f"'to' is {known['to']}, the last day of a month",
            node.map["to"].at,
            help_,
            Severity.WARNING,
        )
    return tuple(sorted(known.items())), tuple(sorted(unknown))


def _through(r: Reader, node: Node, known: dict[str, Any]) -> None:
    last = r.parsed(day, node.map["through"], "'through'")
    if "to" in known:
        r.report(
            "EVC-S002",
            "'through' and 'to' both give the end",
            node.map["through"].key_at,
            "keep one of the two",
        )
    elif last is not None and last < date.max:
        known["to"] = last + _ONE_DAY


def last_of_month(moment: Any) -> Any:
    """The day itself when it is the last of its month; otherwise None, or a value that equals nothing."""
    if not hasattr(moment, "month"):
        return object()
    return moment if moment < date.max and (moment + _ONE_DAY).day == 1 else None


def _verdict(r: Reader, node: Node, vocabulary: Vocabulary) -> Verdict | None:
    beside = ("id", "outcome", "achieved")
    if not all(key in node.map for key in beside):
        r.entries(node, "a verdict", beside, [one.id for one in vocabulary.carried_by(VERDICT)])
        return None
    attributes, unknown = _attributes(r, vocabulary, VERDICT, node, beside)
    outcome = r.parsed(Ref.parse, node.map["outcome"], "'outcome'")
    achieved = r.yes_or_no(node.map["achieved"], "'achieved'")
    if outcome is None or achieved is None:
        return None
    said = {"outcome": outcome, "achieved": achieved, "attributes": attributes, "unknown": unknown}
    return r.make(Verdict, node, id=node.map["id"], **said)


def _answer(r: Reader, node: Node) -> Answer | None:
    entries = r.entries(node, "a judgement", ("judgement", "answer"), ("ruleset", "by", "date"))
    if "answer" not in entries:
        return None
    answer = r.yes_or_no(entries["answer"], "'answer'")
    on = r.parsed(day, entries["date"], "'date'") if "date" in entries else None
    if answer is None or ("date" in entries and on is None):
        return None
    fields = {key: entries.get(key) for key in ("judgement", "ruleset", "by")}
    return r.make(Answer, node, answer=answer, on=on, **fields)
