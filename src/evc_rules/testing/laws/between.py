"""Decision dates and cohorts that fall between rules: granted before, granted after, and to nobody in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from ...model.base import Text
from ...model.outcomes import Leaf
from ...model.policy import Rule, Ruleset
from ...model.quantities import Cohorts, Dates
from ...model.reach import reached_by
from .claims import Findings
from .days import turning_days
from .law import Subject
from .results import Breach

_Rules = tuple[Rule, ...]
_Place = TypeVar("_Place")


@dataclass(frozen=True)
class _Gap:
    """Places on a line, from the first up to the last, where something is lost; and the rules before and after."""

    first: int
    last: int
    before: _Rules
    after: _Rules


def some_hold_for_a_time(subject: Subject) -> bool:
    """Whether a rule is in force on some dates only, or for some cohorts."""
    rules = [rule for one in (subject.ruleset, *subject.versions) for rule in one.rules]
    return any((rule.applies.decisions, rule.applies.cohorts) != (Dates(), Cohorts()) for rule in rules)


def between_rules(subject: Subject, days: Sequence[date], _time_limit: float) -> Findings:
    """Outcomes that are granted before and after, and in between to nobody, or no longer on the same terms.

    Terms that are the same before and after count as lost where no rule takes their place: each rule that is in force
    in between is so before and after as well. What ends and does not come back is a change of policy, and no gap.
    """
    versions = (subject.ruleset, *subject.versions)
    moments, cohorts = turning_days(versions, subject.framework) or days[:1], _cohorts(versions)
    granting = [(one, rule, reached_by(subject.framework, rule)) for one in versions for rule in one.rules
                if rule.effect == "grant"]  # fmt: skip
    found: dict[tuple[date, str, str], list[Leaf]] = {}
    leaves = [leaf for leaf in subject.framework.leaves if any(leaf in reached for *_, reached in granting)]
    for leaf in leaves:
        mine = [(one, rule) for one, rule, reached in granting if leaf in reached]
        for day, what in _told(versions, mine, moments, cohorts):
            found.setdefault((day, what.nl, what.en), []).append(leaf)
    breaches = tuple(Breach(day, tuple(dict.fromkeys(of)), Text(nl=nl, en=en)) for (day, nl, en), of in found.items())
    wrong = {leaf for one in breaches for leaf in one.leaves}
    return Findings(len(leaves) - len(wrong), 0, (), breaches)


def _cohorts(versions: Sequence[Ruleset]) -> list[int]:
    """The first cohort of each stretch in which the same rules are in force; for all that came before, the last."""
    spans = [span for one in versions for span in (one.applies.cohorts, *(rule.applies.cohorts for rule in one.rules))]
    years = sorted({year for span in spans for year in (span.start, span.end) if year is not None})
    return [years[0] - 1, *years] if years else [0]


def _told(
    versions: Sequence[Ruleset],
    granting: Sequence[tuple[Ruleset, Rule]],
    moments: Sequence[date],
    cohorts: Sequence[int],
) -> Iterator[tuple[date, Text]]:
    """The gaps of one outcome: in dates, for some cohort; and in cohorts, on some date."""

    def there(day: date, cohort: int) -> _Rules | None:
        """The rules that grant it; None where no version of the policy is in force."""
        if not any(day in one.applies.decisions and cohort in one.applies.cohorts for one in versions):
            return None
        return tuple(
            rule for one, rule in granting
            if all(day in by.applies.decisions and cohort in by.applies.cohorts for by in (one, rule))
        )  # fmt: skip

    for cohort in cohorts:
        for gap, begins, ends in _along(moments, [there(day, cohort) for day in moments]):
            yield begins, _text(gap, f"van {begins} tot {ends}", f"from {begins} until {ends}")
    for day in moments:
        for gap, first, after in _along(cohorts, [there(day, cohort) for cohort in cohorts]):
            of = str(first) if first == after - 1 else f"{first}-{after - 1}"
            yield day, _text(gap, f"voor cohort {of}", f"for cohort {of}")


def _along(places: Sequence[_Place], rules: Sequence[_Rules | None]) -> Iterator[tuple[_Gap, _Place, _Place]]:
    """The gaps on a line of places, each with where it begins, and where it has ended."""
    known = [(place, granting) for place, granting in zip(places, rules, strict=True) if granting is not None]
    for gap in _gaps([granting for _, granting in known]):
        yield gap, known[gap.first][0], known[gap.last][0]


def _gaps(line: Sequence[_Rules]) -> Iterator[_Gap]:
    """Where nothing is granted, between places where something is; and where terms are lost."""
    yield from _lost(line, [bool(rules) for rules in line])
    for when in dict.fromkeys(rule.when for rules in line for rule in rules):
        for gap in _lost(line, [any(rule.when == when for rule in rules) for rules in line]):
            stay = {rule.id for rule in gap.before} & {rule.id for rule in gap.after}
            between = line[gap.first : gap.last]
            if all(rules and {rule.id for rule in rules} <= stay for rules in between):
                same = (tuple(rule for rule in side if rule.when == when) for side in (gap.before, gap.after))
                yield _Gap(gap.first, gap.last, *same)


def _lost(line: Sequence[_Rules], present: Sequence[bool]) -> Iterator[_Gap]:
    place = 0
    for is_there, run in groupby(present):
        length = len(list(run))
        if not is_there and place > 0 and place + length < len(line):
            yield _Gap(place, place + length, line[place - 1], line[place + length])
        place += length


def _text(gap: _Gap, nl: str, en: str) -> Text:
    before, after = (", ".join(f"'{rule.id}'" for rule in rules) for rules in (gap.before, gap.after))
    return Text(
        nl=f"{nl} valt weg wat ervoor en erna wordt verleend (ervoor door {before}, erna door {after})",
        en=f"{en} what is granted before and after is lost (before by {before}, after by {after})",
    )
