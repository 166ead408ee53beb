"""From dossiers to tables and back; what is converted and converted back is the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from ..engines.columnar.flat import DOSSIERS, ENDLESS, EVIDENCE, JUDGEMENTS, TABLES, VERDICTS, attributes_in, column
from ..model.attributes import APPLICANT, ONGOING, Attribute, Grade, Value, Vocabulary
from ..model.base import Text
from ..model.dossier import Answer, ApplicantFacts, Carrier, Dossier, Evidence, Verdict
from ..model.outcomes import Ref
from ..model.quantities import Amount
from .schema import decimals, schema

Flat = dict[str, pa.Table]
"""The four tables, by name."""


def to_tables(dossiers: Iterable[Dossier], vocabulary: Vocabulary) -> Flat:
    """Dossiers as tables.

    Raises:
        InvalidInputError: EVC-K001 when an attribute cannot be one column.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    scales: dict[str, dict[str, int]] = {name: {} for name in TABLES}
    for one in dossiers:
        about = {"framework": one.framework or None, "illustrative": one.illustrative}
        titles = {"title_nl": one.title.nl or None, "title_en": one.title.en or None}
        carried = _carried(DOSSIERS, one.applicant, scales[DOSSIERS])
        rows[DOSSIERS].append({"dossier": one.id, **about, **titles, **carried})
        for item in one.evidence:
            carried = _carried(EVIDENCE, item, scales[EVIDENCE])
            rows[EVIDENCE].append({"dossier": one.id, "item": item.id, "kind": item.kind, **carried})
        for verdict in one.verdicts:
            said = {"outcome": str(verdict.outcome), "achieved": verdict.achieved}
            carried = _carried(VERDICTS, verdict, scales[VERDICTS])
            rows[VERDICTS].append({"dossier": one.id, "item": verdict.id, **said, **carried})
        for answer in one.judgements:
            said = {"judgement": answer.judgement, "ruleset": answer.ruleset, "answer": answer.answer}
            rows[JUDGEMENTS].append({"dossier": one.id, **said, "by": answer.by or None, "on": answer.on})
    return {name: pa.Table.from_pylist(rows[name], schema(name, vocabulary, scales[name])) for name in TABLES}


def _carried(table: str, thing: Carrier, scales: dict[str, int]) -> dict[str, Any]:
    """The columns of what is known; as many decimals as the numbers have."""
    found: dict[str, Any] = {"unknown": list(thing.unknown) or None}
    for name, value in thing.attributes:
        found[column(table, name)] = _laid(value)
        if isinstance(value, Amount | Grade):
            scales[name] = max(scales.get(name, 0), decimals(value.value))
    return found


def _laid(value: Value) -> Any:
    match value:
        case Amount(value=number):
            return int(number) if number == int(number) else number
        case Grade():
            return {"value": value.value, "scale": value.scale}
        case frozenset():
            return sorted(value)
        case date() | str() | bool():
            return value
        case _:
            return ENDLESS


def to_dossiers(tables: Mapping[str, pa.Table], vocabulary: Vocabulary) -> Iterator[Dossier]:
    """The dossiers that tables hold, in their order."""
    evidence, verdicts, answers = (_by_dossier(tables[name]) for name in (EVIDENCE, VERDICTS, JUDGEMENTS))
    attributes = {name: attributes_in(name, vocabulary) for name in TABLES}
    for row in tables[DOSSIERS].to_pylist():
        name = str(row["dossier"])
        yield Dossier(
            id=name,
            framework=row.get("framework") or "",
            title=Text(nl=row.get("title_nl") or "", en=row.get("title_en") or ""),
            illustrative=bool(row.get("illustrative")),
            applicant=ApplicantFacts(**_carrier(DOSSIERS, row, APPLICANT, attributes[DOSSIERS], vocabulary)),
            evidence=tuple(
                Evidence(
                    id=item["item"],
                    kind=item["kind"],
                    **_carrier(EVIDENCE, item, item["kind"], attributes[EVIDENCE], vocabulary),
                )
                for item in evidence.get(name, ())
            ),
            verdicts=tuple(
                Verdict(
                    id=each["item"],
                    outcome=Ref.parse(each["outcome"]),
                    achieved=each["achieved"],
                    **_carrier(VERDICTS, each, "verdict", attributes[VERDICTS], vocabulary),
                )
                for each in verdicts.get(name, ())
            ),
            judgements=tuple(
                Answer(
                    judgement=each["judgement"],
                    ruleset=each.get("ruleset"),
                    answer=each["answer"],
                    by=each.get("by") or "",
                    on=each.get("on"),
                )
                for each in answers.get(name, ())
            ),
        )


def _by_dossier(table: pa.Table) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(str(row["dossier"]), []).append(row)
    return found


def _carrier(
    table: str, row: Mapping[str, Any], bearer: str, attributes: Mapping[str, Attribute], vocabulary: Vocabulary
) -> dict[str, Any]:
    known = {}
    for name in attributes:
        value = row.get(column(table, name))
        declared = vocabulary.find(name, bearer)
        if value is not None and declared is not None and not (declared.type == "grade" and value["value"] is None):
            known[name] = _read(value, declared)
    return {"attributes": tuple(sorted(known.items())), "unknown": tuple(row.get("unknown") or ())}


def _read(value: Any, declared: Attribute) -> Value:
    match declared.type:
        case "number":
            return Amount(Decimal(value), declared.unit)
        case "grade":
            return Grade(Decimal(value["value"]), value["scale"])
        case "codes" | "outcomes":
            return frozenset(value)
        case "date" if value == ENDLESS:
            return ONGOING
        case _:
            found: Value = value
            return found
