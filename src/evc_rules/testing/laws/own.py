"""Laws that an institute asks of its own policy: a floor, a promise, an agreement, and that no evidence pays twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from ...errors import Finding, refuse
from ...language.load import examine_text
from ...model.base import Text
from ...model.outcomes import Framework, Leaf
from ...model.policy import Ruleset
from ..files import Policy, folder_of_caller, near
from . import faults
from .claims import Pairs
from .law import Law, Subject
from .making import beside, of_one
from .relations import Keeps, NotBoth, Same


def floor(policy: Policy, *, id: str = "floor") -> Law:  # noqa: A002
    """A floor is respected: whom this policy exempts, ours exempts.

    Args:
        policy: The policy that is the floor, or its file.
        id: What the law is called.
    """
    title = Text(nl=f"Wie volgens '{id}' is vrijgesteld, is dat ook hier", en=f"Whom '{id}' exempts is exempt here")
    return beside(id, title, near(policy, folder_of_caller()), Keeps(), None)


def promise(id: str, *, when: Mapping[str, Any], exempt: Sequence[str]) -> Law:  # noqa: A002
    """A floor in one sentence: whoever meets a condition is exempt from these outcomes.

    Args:
        id: What the law is called.
        when: The condition, as in a rule, such as `{"diploma": {"programme": "pabo-bachelor"}}`.
        exempt: The outcomes, as in a rule, such as `["ped.climate@2"]`.
    """
    title = Text(nl=f"Beloofd: {', '.join(exempt)} voor wie eraan voldoet", en=f"Promised: {', '.join(exempt)}")

    def made(framework: Framework) -> Ruleset:
        rule = {"id": id, "grant": list(exempt), "when": when}
        data = {"evc-rules": 1, "ruleset": id, "title": id, "institution": id, "illustrative": True}
        text = json.dumps({**data, "framework": framework.name, "rules": [rule]})
        loaded = examine_text(text, f"{id}.yaml", framework=framework)
        refuse(loaded.findings)
        if not isinstance(loaded.model, Ruleset):  # pragma: no cover - then there were findings
            raise TypeError(id)
        return loaded.model

    return beside(id, title, made, Keeps(), None)


def agreement(policy: Policy, outcomes: Sequence[str], *, id: str = "agreement") -> Law:  # noqa: A002
    """An agreement holds: on these outcomes the other policy and ours say the same of everybody.

    Args:
        policy: The other policy, or its file.
        outcomes: The outcomes that were agreed on, such as `["content.dutch", "prof.research@1"]`.
        id: What the law is called.
    """
    listed = ", ".join(outcomes)
    title = Text(nl=f"Over {listed} is hetzelfde afgesproken", en=f"On {listed} both say the same, as was agreed")
    named = faults.refs(outcomes, id)

    def lacking(subject: Subject) -> Iterator[Finding]:
        yield from faults.of_outcomes(named, id, subject)
        if not named:
            yield Finding("EVC-C001", f"law '{id}' is about no outcomes", help="name those that were agreed on")

    return replace(beside(id, title, near(policy, folder_of_caller()), Same(), named), faults=lacking)


def pays_once(outcomes: Sequence[str], *, id: str = "pays-once") -> Law:  # noqa: A002
    """No evidence pays twice: who is exempt from two of these has evidence (and verdicts) of their own for each.

    Evidence can be divided in any way, as long as each part exempts by itself. One part may be empty, where an outcome
    takes no evidence.

    Args:
        outcomes: Outcomes, of which each has to be earned by something else.
        id: What the law is called.
    """
    named = faults.refs(outcomes, id)
    listed = ", ".join(outcomes)
    title = Text(
        nl=f"Wie van twee van {listed} is vrijgesteld, heeft voor elk eigen bewijs",
        en=f"Who is exempt from two of {listed} has other evidence for each",
    )
    broken = Text(nl="hetzelfde bewijs is voor beide nodig", en="the same evidence is needed for both")

    def pairs(subject: Subject) -> Pairs:
        each = [[Leaf(leaf.outcome, max(ref.low, 1)) for leaf in subject.framework.leaves_of(ref)] for ref in named]
        return tuple(
            dict.fromkeys((a, b) for one, other in combinations(each, 2) for a in one for b in other if a != b)
        )

    def lacking(subject: Subject) -> Iterator[Finding]:
        wrong = tuple(faults.of_outcomes(named, id, subject))
        yield from wrong
        if not wrong and not pairs(subject):
            yield Finding("EVC-C001", f"law '{id}' is about one outcome, or none", help="name at least two")

    return replace(of_one(id, title, broken, pairs, NotBoth()), faults=lacking)
