"""Rulesets (policies): an institution's exemption and EVC rules, each citing the article that it encodes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import PlainValidator

from .base import Code, Frozen, Id, Text
from .conditions import FALSE, TRUE, Applicant, CodeTest, Condition, NumberTest, Test
from .outcomes import Reach
from .quantities import Age, Amount, Cohorts, Credits, Dates
from .sources import Citation, Source


class Applies(Frozen):
    """When and for whom a ruleset or a rule is in force; half-open intervals.

    Attributes:
        decisions: The decision dates.
        cohorts: The cohorts.
        variants: The variants, or none for every variant.
    """

    decisions: Dates = Dates()
    cohorts: Cohorts = Cohorts()
    variants: tuple[Code, ...] = ()

    def condition(self, on: date) -> Condition:
        """The same as a condition, for a decision date: what is left to ask of the applicant."""
        if on not in self.decisions:
            return FALSE
        tests: list[Test] = []
        if self.cohorts.start is not None:
            tests.append(NumberTest(attribute="cohort", op=">=", value=Amount(Decimal(self.cohorts.start))))
        if self.cohorts.end is not None:
            tests.append(NumberTest(attribute="cohort", op="<", value=Amount(Decimal(self.cohorts.end))))
        if self.variants:
            tests.append(CodeTest(attribute="variant", codes=self.variants))
        return Applicant(tests=tuple(tests)) if tests else TRUE


def _parameter_value(value: object) -> object:
    if isinstance(value, Amount | Age | date | tuple):
        return value
    raise ValueError(f"{value!r} is not a value of a parameter")


class ParameterValue(Frozen):
    """A value of a parameter for a time: from a day until the next value begins (or until a day), for some cohorts."""

    start: date | None = None
    until: date | None = None
    cohorts: Cohorts = Cohorts()
    value: Annotated[Amount | Age | date | tuple[str, ...], PlainValidator(_parameter_value)]


class Parameter(Frozen):
    """A number, length of time, date or list of codes that a regulation changes over time.

    Attributes:
        id: Its name, used as `$name`.
        values: Its values, sorted by the day on which they begin, each with its end filled in.
    """

    id: Id
    values: tuple[ParameterValue, ...]

    def at(self, on: date, cohort: int | None) -> tuple[Amount | Age | date | tuple[str, ...], ...]:
        """The values possible on a decision date: one, or several when the cohort matters and is not known."""
        possible = [
            one.value
            for one in self.values
            if on in Dates(one.start, one.until) and (cohort is None or cohort in one.cohorts)
        ]
        return tuple(dict.fromkeys(possible))


class Rule(Frozen):
    """One rule of a ruleset.

    Attributes:
        id: Its name.
        title: What it is called, or nothing.
        articles: The articles that it encodes, as `source/article`.
        effect: What it does when it acts: grant or bar its targets, or waive (keep other rules from acting).
        reach: What it grants or bars; a waiver reaches everything.
        when: Its condition.
        overrides: The rules that do not act where this one does.
        applies: When and for whom it is in force.
        note: What to know of it, such as what was inferred.
    """

    id: Id
    title: Text = Text()
    articles: tuple[str, ...] = ()
    effect: Literal["grant", "bar", "waive"]
    reach: Reach = ()
    when: Condition = TRUE
    overrides: tuple[Id, ...] = ()
    applies: Applies = Applies()
    note: Text = Text()


class Limit(Frozen):
    """At most so many EC of exemptions, of all units or among some.

    Attributes:
        at_most: The cap [EC].
        among: The leaves that it is about: a unit falls under it when one of its outcomes is among them. Empty: all
            units.
        articles: The articles that it encodes.
    """

    at_most: Credits
    among: Reach = ()
    articles: tuple[str, ...] = ()


Conflicts = Literal["report", "bar-wins", "grant-wins"]
"""What an outcome is that is both granted and barred: a conflict to report, refused, or exempt."""


class Provenance(Frozen):
    """How a harmonised ruleset was made: the strategy, the members, and the date and cohort that it is as of.

    The judgements that its alliance shares come with it: one answer settles them, as it does for the members.
    """

    strategy: str
    members: tuple[str, ...]
    on: date
    cohort: int | None = None
    limits: str
    shared: tuple[Id, ...] = ()


class Ruleset(Frozen):
    """One institution's exemption and EVC rules.

    Attributes:
        id: Its name.
        title: What it is called.
        institution: Whose it is.
        illustrative: Whether it was made up.
        framework: The framework that it is written over, as `id@version`.
        applies: When and for whom it is in force.
        sources: The regulations that it encodes.
        parameters: Its parameters.
        conflicts: What becomes of outcomes that are both granted and barred.
        units: Whether a unit is exempt whole or not at all, or a partly exempt unit has a smaller load.
        bsa: Whether exempt credits count toward the BSA, or None when the regulation does not say.
        rules: Its rules.
        limits: Its limits.
        cases: The file of cases that it must answer to, as a path beside its own file, or nothing.
        provenance: How it was made, when an alliance made it.
        note: What to know before relying on it.
    """

    id: Id
    title: Text
    institution: Id
    illustrative: bool = False
    framework: str
    applies: Applies = Applies()
    sources: dict[Id, Source] = {}
    parameters: tuple[Parameter, ...] = ()
    conflicts: Conflicts = "report"
    units: Literal["whole", "proportional"] = "whole"
    bsa: bool | None = None
    rules: tuple[Rule, ...]
    limits: tuple[Limit, ...] = ()
    cases: str = ""
    provenance: Provenance | None = None
    note: Text = Text()

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def shared(self) -> frozenset[str]:
        """The judgements that one answer settles for this ruleset and others: those of the alliance that made it."""
        return frozenset(self.provenance.shared if self.provenance else ())

    @cached_property
    def parameter(self) -> dict[str, Parameter]:
        """The parameters by id."""
        return {parameter.id: parameter for parameter in self.parameters}

    def article(self, citation: Citation) -> Text:
        """The title of a cited article, or of the source when the whole source is cited."""
        source = self.sources.get(citation.source)
        if source is None:
            return Text()
        return source.articles.get(citation.article, Text()) if citation.article else source.title

    @cached_property
    def overridden_by(self) -> dict[str, tuple[Rule, ...]]:
        """For each rule the rules that override it."""
        found: dict[str, list[Rule]] = {rule.id: [] for rule in self.rules}
        for other in self.rules:
            for overridden in dict.fromkeys(other.overrides):
                found.get(overridden, []).append(other)
        return {rule_id: tuple(others) for rule_id, others in found.items()}
