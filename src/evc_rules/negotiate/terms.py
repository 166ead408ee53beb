"""What members will not give up when an alliance agrees on one policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..errors import Finding, refuse
from ..language.reader import did_you_mean
from ..model.alliance import Alliance, Member
from ..model.policy import Rule

Demand = Literal["floor", "ceiling", "keep"]
_SHAPE = "write it as INSTITUTION:NAME, such as voorbeeld-noord:{name}"


@dataclass(frozen=True, order=True)
class Term:
    """One thing that a member holds on to, whatever policy is agreed on.

    Attributes:
        institution: The member.
        demand: `floor`: what the named ruleset exempts stays exempt here. `ceiling`: what it does not exempt is not
            exempt here. `keep`: the named rule of the member's own ruleset goes on to act.
        name: A ruleset (by its id or institution), or a rule.
    """

    institution: str
    demand: Demand
    name: str

    def __str__(self) -> str:
        return f"{self.institution}: {self.demand} {self.name}"


def terms(
    alliance: Alliance, floors: Iterable[str] = (), ceilings: Iterable[str] = (), kept: Iterable[str] = ()
) -> tuple[Term, ...]:
    """Read what members hold on to, each written as `institution:name`.

    Raises:
        InvalidInputError: With every finding: EVC-C001 when one is not written so, EVC-N002 when there is no such
            member or ruleset, EVC-R001 when the member has no such rule, EVC-R009 when it neither grants nor bars.
    """
    listed: list[tuple[Demand, str]] = [("floor", one) for one in floors]
    listed += [("ceiling", one) for one in ceilings]
    listed += [("keep", one) for one in kept]
    findings: list[Finding] = []
    found: list[Term] = []
    for demand, text in listed:
        institution, colon, name = (part.strip() for part in text.partition(":"))
        if not (institution and colon and name):
            help_ = _SHAPE.format(name="art-4" if demand == "keep" else "national")
            findings.append(Finding("EVC-C001", f"--{demand}: '{text}' cannot be read", help=help_))
            continue
        term = Term(institution, demand, name)
        findings += _wrong(alliance, term)
        found.append(term)
    refuse(findings)
    return tuple(dict.fromkeys(found))


def _wrong(alliance: Alliance, term: Term) -> Iterator[Finding]:
    members = {one.institution: one for one in alliance.members}
    if term.institution not in members:
        message = f"--{term.demand}: '{term.institution}' is no member of '{alliance.id}'"
        yield Finding("EVC-N002", message, help=did_you_mean(term.institution, members))
        return
    if term.demand != "keep":
        listed = [ruleset for one in members.values() for ruleset in one.rulesets] + [*alliance.common]
        known = {name for one in listed for name in (one.id, one.institution)}
        if term.name not in known:
            message = f"--{term.demand}: '{term.name}' is no ruleset of '{alliance.id}'"
            yield Finding("EVC-N002", message, help=did_you_mean(term.name, known))
        return
    rules = rules_of(members[term.institution])
    if term.name not in rules:
        message = f"--keep: '{term.institution}' has no rule '{term.name}'"
        yield Finding("EVC-R001", message, help=did_you_mean(term.name, rules))
    elif rules[term.name].effect == "waive":
        message = f"--keep: the rule '{term.name}' of '{term.institution}' neither grants nor bars"
        yield Finding(
            "EVC-R009", message, help="keep the rule that it stands in the way of, or make its ruleset a floor"
        )


def rules_of(member: Member) -> dict[str, Rule]:
    """The rules of a member, of all versions."""
    return {rule.id: rule for ruleset in member.rulesets for rule in ruleset.rules}


def institution_of(alliance: Alliance, term: Term) -> str:
    """The institution whose ruleset in force a term is about."""
    if term.demand == "keep":
        return term.institution
    listed = [(each, one.institution) for one in alliance.members for each in one.rulesets]
    listed += [(each, each.institution) for each in alliance.common]
    return next(institution for each, institution in listed if term.name in {each.id, institution})


def effect_of(alliance: Alliance, term: Term) -> Literal["exempts", "refuses"]:
    """Whether a term says that something is exempt in any case, or that it is not."""
    if term.demand != "keep":
        return "exempts" if term.demand == "floor" else "refuses"
    member = next(one for one in alliance.members if one.institution == term.institution)
    return "exempts" if rules_of(member)[term.name].effect == "grant" else "refuses"
