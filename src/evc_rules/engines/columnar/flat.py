"""How dossiers lie flat: four tables, whose columns follow from the vocabulary.

The names and the conventions are those of `docs/reference/cohort-files.md`. An attribute is a column of its own name;
null is not known; `unknown` lists what is said to be unknown although absence would mean none.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from ...errors import Finding, InvalidInputError
from ...model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Attribute, Vocabulary

VERSION: Final = 1
"""The version of the layout."""

ENDLESS: Final = date(9999, 12, 31)
"""What stands in a column of dates for something that has not ended."""

DOSSIERS: Final = "dossiers"
EVIDENCE: Final = "evidence"
VERDICTS: Final = "verdicts"
JUDGEMENTS: Final = "judgements"
TABLES: Final = (DOSSIERS, EVIDENCE, VERDICTS, JUDGEMENTS)

OWN: Final = {
    DOSSIERS: ("dossier", "framework", "title_nl", "title_en", "illustrative", "unknown"),
    EVIDENCE: ("dossier", "item", "kind", "unknown"),
    VERDICTS: ("dossier", "item", "outcome", "achieved", "unknown"),
    JUDGEMENTS: ("dossier", "judgement", "ruleset", "answer", "by", "on"),
}
"""The columns of each table that are no attributes."""

_BEARERS: Final = {DOSSIERS: (APPLICANT,), EVIDENCE: EVIDENCE_KINDS, VERDICTS: (VERDICT,), JUDGEMENTS: ()}


def column(table: str, attribute: str) -> str:
    """The column of an attribute: its name, with `_` behind it where a column of the table itself is called that."""
    return f"{attribute}_" if attribute in OWN[table] else attribute


def attributes_in(table: str, vocabulary: Vocabulary) -> dict[str, Attribute]:
    """The attributes that have a column in a table, each as it is first declared.

    Raises:
        InvalidInputError: EVC-K001 when things in one table carry an attribute with two types or units.
    """
    found: dict[str, Attribute] = {}
    for bearer in _BEARERS[table]:
        for one in vocabulary.carried_by(bearer):
            declared = vocabulary.find(one.id, bearer)
            before = found.setdefault(one.id, one)
            if declared and (before.type, before.unit) != (declared.type, declared.unit):
                raise _mixed(table, one.id)
    return found


def _mixed(table: str, attribute: str) -> InvalidInputError:
    message = f"'{attribute}' is of two types or units among {table}, and cannot be one column"
    return InvalidInputError((Finding("EVC-K001", message, help="give one of the two another name"),))
