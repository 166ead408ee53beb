"""Laws about the rules themselves: dead rules, dates without a version or a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ...gaps.idle import needless
from ...model.base import Text
from ...model.conditions import every
from ...model.policy import Ruleset
from ...model.quantities import Cohorts
from .attaining import in_force_ever, inquiry_of
from .claims import Doubt, Findings
from .days import turning_days
from .law import Subject
from .results import Breach
from .rewriting import parameters_in


def rules_in_vain(subject: Subject, days: Sequence[date], time_limit: float) -> Findings:
    """Rules without which the policy says the same of everybody, on all days on which they are in force.

    Rules that are in force on none of the days are not asked about, unless they never are.
    """
    one, framework = subject.ruleset, subject.framework
    never = [rule.id for rule in one.rules if not in_force_ever(one, framework, rule)]
    days_of = {rule.id: [day for day in days if day in rule.applies.decisions] for rule in one.rules}
    left = [name for name, found in days_of.items() if found and name not in never]
    asked, why, acts = len(left), dict[str, str](), dict[str, bool | None]()
    for day in days:
        there = [name for name in left if day in days_of[name]]
        idle, unknown = needless(inquiry_of(subject, day, time_limit), there, framework.leaves)
        why |= dict.fromkeys(unknown, "whether the rule decides anything was not found in time")
        acts |= {one.rule: one.acts or acts.get(one.rule, one.acts) for one in idle}
        deciding = {*there} - {*unknown, *(one.rule for one in idle)}
        left = [name for name in left if name not in deciding]
    dead = [name for name in left if name not in why]
    open_ = tuple(Doubt(name, why[name]) for name in left if name in why)
    breaches = [Breach(None, (), never_in_force(name)) for name in never]
    breaches += [Breach(days[0], (), _decides_nothing(name, never=acts[name] is False)) for name in dead]
    return Findings(asked - len(left), 0, open_, tuple(breaches))


def never_in_force(rule: str) -> Text:
    """That a rule is in force on no date."""
    return Text(
        nl=f"de regel '{rule}' geldt nooit: er is geen beslisdag (en cohort) waarop de regeling en hij beide gelden",
        en=f"the rule '{rule}' is never in force: on no decision date (and cohort) are the policy and it both",
    )


def _decides_nothing(rule: str, *, never: bool) -> Text:
    return Text(
        nl=f"de regel '{rule}' beslist niets: zonder hem is alles hetzelfde{' (hij werkt nooit)' * never}",
        en=f"the rule '{rule}' decides nothing: without it all is the same{' (it never acts)' * never}",
    )


def dates(subject: Subject, days: Sequence[date], _time_limit: float) -> Findings:
    """Decision dates and cohorts that fall in two versions of the policy, or in none; and so for its parameters.

    Nothing changes between the days (and cohorts) at which something begins or ends, so that asking on those is enough;
    the days that are asked for may lie before them, or after.
    """
    versions = (subject.ruleset, *subject.versions)
    breaches, asked = list[Breach](), 0
    for day in sorted({*turning_days(versions, subject.framework), *days}):
        for cohort in _cohorts(versions):
            asked += 1
            breaches += _in_force_on(day, cohort, versions, subject)
    return Findings(asked, 0, (), tuple(_one_each(breaches)))


def _cohorts(versions: Iterable[Ruleset]) -> list[int | None]:
    """One cohort of each stretch of cohorts in which nothing changes."""
    spans = [span for one in versions for span in (one.applies.cohorts, *_spans(one))]
    years = sorted({year for span in spans for year in (span.start, span.end) if year is not None})
    return [years[0] - 1, *years] if years else [None]


def _spans(one: Ruleset) -> Iterator[Cohorts]:
    yield from (value.cohorts for parameter in one.parameters for value in parameter.values)


def _in_force_on(day: date, cohort: int | None, versions: tuple[Ruleset, ...], subject: Subject) -> Iterator[Breach]:
    def applies(one: Ruleset) -> bool:
        return cohort is None or cohort in one.applies.cohorts

    meant = [one for one in versions if applies(one)]
    valid = [one for one in meant if day in one.applies.decisions]
    of = "" if cohort is None else f", cohort {cohort}"
    if meant and not valid:
        yield Breach(day, (), Text(nl=f"geen versie geldt{of}", en=f"no version is in force{of}"))
    if len(valid) > 1:
        names = ", ".join(one.id for one in valid)
        yield Breach(day, (), Text(nl=f"meer dan één versie geldt: {names}", en=f"more than one version: {names}"))
    for one in valid:
        if day not in subject.framework.decisions:
            name, meant_for = subject.framework.name, subject.framework.decisions
            only = Text(nl=f"'{name}' is bedoeld voor {meant_for}", en=f"'{name}' is meant for {meant_for}")
            yield Breach(day, (), only)
        for parameter in sorted(_used(one, day, cohort)):
            count = len(one.parameter[parameter].at(day, cohort))
            if count != 1:
                text = Text(
                    nl=f"de parameter '{parameter}' heeft {count or 'geen'} waarde{'n' * (count > 1)}",
                    en=f"the parameter '{parameter}' has {count or 'no'} value{'s' * (count != 1)}",
                )
                yield Breach(day, (), text)


def _used(one: Ruleset, day: date, cohort: int | None) -> set[str]:
    """The parameters of rules that are in force."""
    found: set[str] = set()
    for rule in one.rules:
        if day in rule.applies.decisions and (cohort is None or cohort in rule.applies.cohorts):
            found |= {name for part in every(rule.when) for name in parameters_in(part)}
    return found & one.parameter.keys()


def _one_each(breaches: Iterable[Breach]) -> Iterator[Breach]:
    """One for each thing that is wrong, on the first day of it."""
    seen: set[Text] = set()
    for one in breaches:
        if one.what not in seen:
            seen.add(one.what)
            yield one
