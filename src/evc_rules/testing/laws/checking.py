"""Asks laws of a policy, on the decision dates on which something changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import inf
from pathlib import Path
from typing import Final

from ...compare import Lore
from ...errors import Finding, InvalidInputError, MissingExtraError, refuse
from ...language.load import examine, load_programme, load_ruleset
from ...language.reader import did_you_mean
from ...model.outcomes import Framework, Leaf
from ...model.policy import Ruleset
from ...model.programme import Programme
from ..files import Policy, folder_of_caller, near
from .catalogue import standard
from .claims import Claim, Doubt, Findings
from .cuts import unsure
from .days import asking_days
from .how import NO_SOLVER, NO_TIME, How
from .law import Flaws, Law, Subject
from .results import Breach, LawResult
from .sampling import sample

_HOW: Final = How()


def check(
    policy: Policy,
    framework: Framework | None = None,
    *,
    laws: Sequence[Law] | None = None,
    on: date | Collection[date] | None = None,
    waive: Mapping[str, str] | None = None,
    shared: Collection[str] = (),
    versions: Sequence[Policy] = (),
    programme: Programme | str | Path | None = None,
    how: How = _HOW,
) -> tuple[LawResult, ...]:
    """Ask laws of a policy, one result each.

    Args:
        policy: A ruleset, or its file.
        framework: The framework of a ruleset that comes without a file.
        laws: The laws; `standard()` by default. Those that nothing in the policy could break are left out.
        on: The decision dates; by default those on which rules or values begin, or days that rules name count.
        waive: By law why it need not hold here. A waiver that is not needed is no longer ok.
        shared: The judgements that one answer settles for all.
        versions: Other versions of the same policy, or their files.
        programme: The programme that exemptions are worth credits in, or its file; by default `programme.yaml` beside
            the file of the policy, where it is of the same institution.
        how: How to look into them: proven where they can be, unless something else is said.

    Raises:
        InvalidInputError: With every finding, when a file cannot be used; EVC-C001 when a law is waived that is not
            asked, or names what is not there, or no decision date is known; EVC-O001 when it names no outcome.
        MissingExtraError: z3 or hypothesis is needed, and not installed.
    """
    subject = subject_of(policy, framework, shared, versions, how.lore, programme)
    asked = applying(laws, subject, waive or {})
    found, end = list[LawResult](), time.monotonic() + how.within
    for law in asked:
        if how.before_each:
            how.before_each(law.id)
        found.append(ask(law, subject, days_of(subject, on, law), (waive or {}).get(law.id, ""), how, end))
    return tuple(found)


def for_ruleset(
    policy: Policy,
    framework: Framework | None = None,
    *,
    laws: Sequence[Law] | None = None,
    on: date | Collection[date] | None = None,
    waive: Mapping[str, str] | None = None,
    shared: Collection[str] = (),
    versions: Sequence[Policy] = (),
    programme: Programme | str | Path | None = None,
    how: How = _HOW,
) -> Callable[..., None]:
    """A test for pytest, with one case for each law that applies: `test_ours = laws.for_ruleset("policy.yaml")`.

    How far the answer reaches, proven or sampled, stands with each test: in `pytest -rA`, and as properties in a report
    of `--junit-xml`. The arguments are those of `check`. Paths may be relative to the file of the test.

    Raises:
        InvalidInputError: As `check` does; pytest shows it when it collects the test.
    """
    import pytest  # noqa: PLC0415 - only tests need it

    beside = folder_of_caller()
    others = [near(one, beside) for one in versions]
    subject = subject_of(near(policy, beside), framework, shared, others, how.lore, near(programme, beside))
    asked = applying(laws, subject, waive or {})
    days_of(subject, on)

    @pytest.mark.parametrize("law", asked, ids=[law.id for law in asked])
    def test(law: Law, request: pytest.FixtureRequest) -> None:
        result = ask(law, subject, days_of(subject, on, law), (waive or {}).get(law.id, ""), how)
        request.node.user_properties += [("law-mode", result.mode), ("law-how", result.how())]
        sys.stdout.write(f"{law.id} ({result.mode}): {result.how()}\n")  # pytest -rA shows it of what passes too
        if not result.ok:
            pytest.fail(str(result), pytrace=False)

    return test


def subject_of(
    policy: Policy,
    framework: Framework | None,
    shared: Collection[str],
    versions: Sequence[Policy],
    lore: Lore,
    programme: Programme | str | Path | None = None,
) -> Subject:
    """What laws are asked of.

    Raises:
        InvalidInputError: With every finding, when a file cannot be used; EVC-C001 when a framework is needed.
    """
    file = None if isinstance(policy, Ruleset) else Path(policy)
    if not isinstance(policy, Ruleset):
        loaded = examine(policy, framework=framework)
        refuse(loaded.findings)
        framework = loaded.framework or framework
        policy = loaded.model if isinstance(loaded.model, Ruleset) else load_ruleset(policy, framework=framework)
    if framework is None:
        raise _bad("a ruleset that comes without a file needs its framework", "hand over the framework too")
    others = tuple(one if isinstance(one, Ruleset) else load_ruleset(one, framework=framework) for one in versions)
    return Subject(policy, framework, frozenset(shared), lore, others, _programme(programme, file, policy, framework))


def _programme(
    named: Programme | str | Path | None, beside: Path | None, ruleset: Ruleset, framework: Framework
) -> Programme | None:
    """The programme that is named, or lies beside the ruleset and is of the same institution."""
    if isinstance(named, Programme):
        return named
    if named is not None:
        return load_programme(named, framework=framework)
    lies = beside.parent / "programme.yaml" if beside else None
    found = load_programme(lies, framework=framework) if lies and lies.is_file() else None
    return found if found and found.institution == ruleset.institution else None


def applying(laws: Sequence[Law] | None, subject: Subject, waive: Mapping[str, str]) -> tuple[Law, ...]:
    """The laws that something in the policy could break.

    Raises:
        InvalidInputError: EVC-C001 when a law is waived that is not among them; with every finding when laws name what
            is not there.
    """
    meant = standard() if laws is None else laws
    refuse(dict.fromkeys(fault for law in meant for fault in law.faults(subject)))
    asked = tuple(law for law in meant if law.applies(subject))
    names = [law.id for law in asked]
    unknown = [name for name in waive if name not in names]
    if unknown:
        raise _bad(f"the law '{unknown[0]}' is waived, and not asked here", did_you_mean(unknown[0], names))
    return asked


def days_of(subject: Subject, on: date | Collection[date] | None, law: Law | None = None) -> tuple[date, ...]:
    """The decision dates on which laws are asked, or one law that may be about other rulesets too.

    Raises:
        InvalidInputError: EVC-C001 when none is known.
    """
    if on is not None:
        days = (on,) if isinstance(on, date) else (on,) if isinstance(on, str) else tuple(dict.fromkeys(on))
        wrong = next((day for day in days if not isinstance(day, date)), None)
        if wrong is not None:
            raise _bad(f"on: {wrong!r} is no date", "hand over a date, such as date(2026, 9, 1), or several")
        return days
    days = tuple(asking_days(subject.ruleset, subject.framework, law.beside(subject) if law else ()))
    if not days:
        raise _bad(f"'{subject.ruleset.id}' does not say from when it is in force", "say on which decision date")
    return days


def _bad(message: str, help_: str) -> InvalidInputError:
    return InvalidInputError((Finding("EVC-C001", message, help=help_),))


def ask(law: Law, subject: Subject, days: Sequence[date], waived: str, how: How = _HOW, end: float = inf) -> LawResult:
    """Ask one law on some dates; what was not looked into at the end, by `time.monotonic` [s], is left open."""
    every = (subject.ruleset, *law.beside(subject))
    result = LawResult(law.id, law.title, waived=waived, days=tuple(days), unsure=unsure(every, subject.framework))
    if time.monotonic() > end:
        return _with(result, Findings(0, 0, (Doubt(law.id, NO_TIME),), ()))
    if law.flaws is not None:
        result = _flaws(result, law, law.flaws, subject, days, how)
    broken: set[tuple[Leaf, Leaf]] = set()
    for day in days:
        for claim in law.claims(subject, day):
            left = replace(claim, pairs=tuple(pair for pair in claim.pairs if pair not in broken))
            if time.monotonic() > end:
                result = _with(result, Findings(0, 0, tuple(Doubt.of(pair, NO_TIME) for pair in left.pairs), ()))
                continue
            result, found = _asked(result, left, how)
            broken |= found
    return replace(result, breaches=tuple(_in_groups(result.breaches)))


def _flaws(result: LawResult, law: Law, flaws: Flaws, subject: Subject, days: Sequence[date], how: How) -> LawResult:
    """What is found of the rules themselves: by a solver, or by samples where they can show it."""
    why = "samples were asked for"
    if how.mode != "sampled" or law.shown is None:
        try:
            return _with(result, flaws(subject, days, how.time_limit))
        except MissingExtraError:
            if how.mode == "proven":
                raise
            why = NO_SOLVER
    if law.shown is None:
        return _with(result, Findings(0, 0, (Doubt(law.id, why),), ()))
    found = law.shown(subject, days, how.examples, why)
    result = _with(result, found.findings)
    return replace(result, tried=found.tried, telling=found.telling, aimed=found.aimed, reached=found.reached)


def _asked(result: LawResult, claim: Claim, how: How) -> tuple[LawResult, frozenset[tuple[Leaf, Leaf]]]:
    """What is found of a claim too; and the outcomes of which it is broken."""
    if how.mode == "sampled":
        found = _left_open(claim, "samples were asked for")
    else:
        try:
            found = claim.prove(how.time_limit)
        except MissingExtraError:
            if how.mode == "proven":
                raise
            found = _left_open(claim, NO_SOLVER)
    result, broken = _with(result, found), found.broken
    pairs = [one.pair for one in found.open if one.pair]
    if not pairs or how.mode == "proven":
        return result, broken
    tried = sample(claim, pairs, how.examples)
    result = replace(
        result,
        tried=result.tried + tried.tried,
        telling=result.telling + tried.telling,
        aimed=result.aimed | tried.aimed,
        reached=result.reached | tried.reached,
    )
    if tried.breach is not None:
        result = replace(result, breaches=(*result.breaches, tried.breach))
    return result, broken | tried.broken


def _left_open(claim: Claim, why: str) -> Findings:
    """What is found without a solver: that of some outcomes there is nothing to break."""
    open_ = tuple(Doubt.of(pair, why) for pair in claim.pairs if not claim.vain(pair))
    vain = len(claim.pairs) - len(open_)
    return Findings(vain, vain, open_, ())


def _with(result: LawResult, found: Findings) -> LawResult:
    return replace(
        result,
        proven=result.proven + found.proven,
        seen_by_form=result.seen_by_form + found.by_form,
        sampled=(*result.sampled, *((one.what, one.why) for one in found.open)),
        breaches=(*result.breaches, *found.breaches),
        tried=result.tried + found.tried,
        telling=result.telling + found.telling,
    )


def _in_groups(breaches: Sequence[Breach]) -> Iterator[Breach]:
    """What is wrong in the same way, by the same rules, is told once."""
    groups: dict[object, list[Breach]] = {}
    for one in breaches:
        groups.setdefault((one.what, tuple((side.ruleset, side.rules) for side in one.sides)), []).append(one)
    for alike in groups.values():
        leaves = dict.fromkeys(leaf for one in alike for leaf in one.leaves)
        yield replace(alike[0], leaves=tuple(leaves))
