"""A harmonised ruleset as it is printed: as data, and in the ways in which it can be written."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pydantic import Field

from ..language.dump import dump
from ..model.base import Lang
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..proof import Proof
from .build import VERSION
from .clauses import markdown, table
from .proven import ProofView, proof_view
from .regulation import regulation
from .view import View

Form = Literal["yaml", "prose", "table", "csv"]
"""How a ruleset is written."""
_TEXTS: Final = {"prose": regulation, "table": markdown, "csv": table}


class HarmoniseView(View):
    """`evc-rules harmonise --json`."""

    evc_rules: str
    on: date
    cohort: int | None
    strategy: str
    members: list[str]
    limits: str
    ruleset: str
    rules: int
    yaml: str = Field(description="The ruleset, as a file to edit.")
    text: str | None = Field(description="The ruleset as `--as` asks; null for YAML.")
    proof: ProofView | None = Field(description="What is proven of it; null unless that was asked for.")


def harmonise_view(
    ruleset: Ruleset, framework: Framework, lang: Lang, form: Form = "yaml", proof: Proof | None = None
) -> HarmoniseView:
    """A harmonised ruleset.

    Raises:
        ValueError: When the ruleset was not made by harmonising.
    """
    made = ruleset.provenance
    if made is None:
        raise ValueError(f"{ruleset.id} was not made by harmonising")
    return HarmoniseView(
        evc_rules=VERSION,
        on=made.on,
        cohort=made.cohort,
        strategy=made.strategy,
        members=list(made.members),
        limits=made.limits,
        ruleset=ruleset.id,
        rules=len(ruleset.rules),
        yaml=dump(ruleset),
        text=None if form == "yaml" else written(ruleset, framework, lang, form),
        proof=proof_view(proof, lang) if proof else None,
    )


def written(ruleset: Ruleset, framework: Framework, lang: Lang, form: Form) -> str:
    """A ruleset as text: a file to edit, the prose of a regulation, or a table of its clauses."""
    return dump(ruleset) if form == "yaml" else _TEXTS[form](ruleset, framework, lang)
