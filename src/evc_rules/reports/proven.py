"""What is proven of a harmonised ruleset, as it is printed: data, and lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from ..language.dump import dump
from ..language.words import say
from ..model.base import Lang
from ..proof import LeafProof, Proof
from .build import possible
from .view import SettledName, StatusName, View

_WHY = {
    "somebody shows it": "iemand laat het zien",
    "with something missing, its form does not show it": "als er iets ontbreekt, volgt het niet uit de vorm",
}


class UnprovenClauseView(View):
    """A clause that is not proven: it exempts more than the strategy does, or is not carried over."""

    rules: list[str] = Field(description="As `ruleset:rule`.")
    articles: list[str]
    why: str


class UnprovenView(View):
    """An outcome of which not everything is proven."""

    outcome: str
    anything: bool = Field(description="Whether it is proven with anything missing.")
    complete: bool | None = Field(description="Whether it is proven where everything is known; null: not known.")
    clauses: list[UnprovenClauseView]
    dossier: str | None = Field(description="Someone who is treated otherwise, as a dossier file.")
    said: list[SettledName] = Field(description="What the ruleset leaves possible for them.")
    meant: StatusName | None = Field(description="What they are by the strategy.")


class ProofView(View):
    """Whether a harmonised ruleset is proven to be what its strategy means."""

    proven: bool
    outcomes: int = Field(description="How many there are.")
    anything: int = Field(description="Of how many it is proven for every dossier, with anything missing.")
    complete: int = Field(description="Of how many it is proven by the comparison's solver where everything is known.")
    steps: int = Field(description="How many steps that takes: one condition that is never truer than another.")
    unproven: list[UnprovenView]
    facts: list[str] = Field(description="What is assumed where everything is known.")


def proof_view(proof: Proof, lang: Lang) -> ProofView:
    """A proof as data."""
    leaves = proof.leaves.values()
    return ProofView(
        proven=proof.proven,
        outcomes=len(leaves),
        anything=sum(one.anything for one in leaves),
        complete=sum(one.complete is True for one in leaves),
        steps=len({step for one in leaves for step in one.steps}),
        unproven=[_unproven(one) for one in (*proof.wrong, *proof.unproven)],
        facts=[one.in_(lang) for one in proof.facts],
    )


def _unproven(one: LeafProof) -> UnprovenView:
    shown = one.shown
    return UnprovenView(
        outcome=str(one.leaf),
        anything=one.anything,
        complete=one.complete,
        clauses=[
            UnprovenClauseView(rules=list(each.rules), articles=list(each.articles), why=each.why)
            for each in one.unproven
        ],
        dossier=dump(shown.dossier) if shown else None,
        said=possible(shown.said) if shown else [],
        meant=shown.meant.value if shown else None,
    )


def proof_lines(view: ProofView, lang: Lang) -> Iterator[str]:
    """The same for a person."""
    if view.proven:
        yield say(
            lang,
            f"Bewezen gelijk aan de strategie: alle {view.outcomes} leeruitkomsten, ook als er iets ontbreekt. "
            f"Nog eens bewezen over alle volledige dossiers (stappen: {view.steps}).",
            f"Proven to be what the strategy means: all {view.outcomes} outcomes, with anything missing too. "
            f"Proven once more over all complete dossiers (steps: {view.steps}).",
        )
        return
    yield say(
        lang,
        f"Bewezen: {view.anything} van {view.outcomes} leeruitkomsten, ook als er iets ontbreekt; "
        f"{view.complete} over alle volledige dossiers.",
        f"Proven: {view.anything} of {view.outcomes} outcomes, with anything missing too; "
        f"{view.complete} over all complete dossiers.",
    )
    for one in view.unproven:
        head = say(lang, "anders voor iemand", "otherwise for someone") if one.dossier else ""
        yield f"  {one.outcome}: {head or say(lang, 'niet bewezen', 'not proven')}"
        for clause in one.clauses:
            why = say(lang, _WHY.get(clause.why, clause.why), clause.why)
            yield f"    {', '.join(clause.rules)} [{', '.join(clause.articles)}]: {why}"
