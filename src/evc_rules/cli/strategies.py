"""Strategies as arguments, held against the alliance before anything is worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import Finding, InvalidInputError, refuse
from ..harmonise import Strategy
from ..language.reader import did_you_mean
from ..model.alliance import Alliance


def strategy_of(text: str, alliance: Alliance | None) -> Strategy:
    """The strategy that is written so; see `strategies_of`.

    Raises:
        InvalidInputError: EVC-N002 when it is no strategy, or never can be carried out by these members.
    """
    (one,) = strategies_of((text,), alliance)
    return one


def strategies_of(texts: Iterable[str], alliance: Alliance | None) -> list[Strategy]:
    """The strategies that are written so, and that members of the alliance can carry out.

    Args:
        texts: The strategies as they are written.
        alliance: The alliance, or None where it could not be read.

    Raises:
        InvalidInputError: EVC-N002 for each that is no strategy, or never can be carried out by these members.
    """
    findings: list[Finding] = []
    made = []
    for text in texts:
        try:
            one = Strategy.parse(text)
        except InvalidInputError as error:
            findings += error.findings
            continue
        findings += _never(one, alliance) if alliance else ()
        made.append(one)
    refuse(findings)
    return made


def _never(one: Strategy, alliance: Alliance) -> Iterator[Finding]:
    members = len(alliance.members)
    if one.k > members:
        message = f"a quorum of {one.k} of {members} members can never be reached"
        yield Finding("EVC-N002", message, help=f"choose at most quorum:{members}")
    rulesets = [each for member in alliance.members for each in member.rulesets]
    known = {name for each in (*rulesets, *alliance.common) for name in (each.id, each.institution)}
    for name in filter(None, (one.home, one.floor, one.ceiling)):
        if name not in known:
            yield Finding("EVC-N002", f"'{name}' is no ruleset of the alliance", help=did_you_mean(name, known))
