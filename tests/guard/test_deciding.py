"""Which piece of a condition decides by itself: held to trying the other value of each piece (masking MC/DC)."""

from __future__ import annotations

from itertools import product

import pytest

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, holds
from evc_rules.guard.deciding import decides, elements
from evc_rules.model.conditions import AtLeast, Condition, Exists, Not, every
from evc_rules.model.dossier import Answer, Dossier
from evc_rules.results import truth as kleene
from evc_rules.results.trace import Step
from evc_rules.results.truth import Truth
from evc_rules.testing.cases import Subject

from .small import ON, case, cases, subject

FORMS = [
    "{all: [J0, J1]}",
    "{any: [J0, J1]}",
    "{not: {any: [J0, J1]}}",
    "{at_least: {k: 2, of: [J0, J1, J2]}}",
    "{any: [{all: [J0, J1]}, {all: [{not: J2}, J1]}]}",
]
ANSWERS = (True, False, None)
DATED = "{date: 2020-07-01, nlqf:"


def _condition(form: str) -> tuple[Subject, Condition, int]:
    for number in range(3):
        form = form.replace(f"J{number}", f"{{judgement: j{number}, asks: Is it so}}")
    found = subject(f"  - {{id: a, grant: content.dutch@1, when: {form}}}\n")
    (rule,) = found.ruleset.rules
    return found, rule.when, sum(one.form == "judgement" for one in every(rule.when))


def _value(condition: Condition, answers: list[Truth]) -> Truth:
    """What a condition over judgements comes to, each place of one with its own answer in turn."""
    match condition.form:
        case "judgement":
            return answers.pop(0)
        case "not":
            assert isinstance(condition, Not)
            return ~_value(condition.of, answers)
        case _:
            parts = [_value(part, answers) for part in condition.of]  # type: ignore[union-attr]
            if isinstance(condition, AtLeast):
                return kleene.at_least(condition.k, parts)
            return kleene.every(parts) if condition.form == "all" else kleene.some(parts)


@pytest.mark.parametrize("form", FORMS)
def test_a_piece_decides_when_its_other_value_would_have_turned_the_condition(form: str) -> None:
    found, condition, places = _condition(form)
    leaf = found.framework.leaves[0]
    listed = list(elements(condition))
    names = [one.id for _, one, _ in listed]  # type: ignore[union-attr]
    assert len(listed) == places
    tried = set()
    for answers in product(ANSWERS, repeat=3):
        given = tuple(
            Answer(judgement=f"j{n}", ruleset="small", answer=one) for n, one in enumerate(answers) if one is not None
        )
        prepared = prepare(Dossier(id="d", judgements=given), found.framework.vocabulary, ON)
        step = holds(Case(found.ruleset, found.framework, prepared, ON), condition, leaf)
        truths = [
            Truth.UNKNOWN if answers[int(name[1])] is None else kleene.of(answers[int(name[1])]) for name in names
        ]
        assert _value(condition, list(truths)) is step.truth
        for number, (place, _, _) in enumerate(listed):
            turned = [~one if n == number else one for n, one in enumerate(truths)]
            known = truths[number] is not Truth.UNKNOWN and step.truth is not Truth.UNKNOWN
            other = _value(condition, turned)
            expected = truths[number] if known and other is ~step.truth else None
            said = decides(step, place)
            assert said is expected, (answers, place)
            tried.add(said)
    assert None in tried
    assert len(tried) > 1


@pytest.mark.parametrize(
    ("evidence", "decided"),
    [
        ("[{id: d, diploma: DATED 6, programme: vwo}}]", [Truth.TRUE, Truth.TRUE]),
        ("[{id: d, diploma: DATED 5, programme: vwo}}]", [Truth.FALSE, None]),
        ("[{id: d, diploma: DATED 5, programme: havo}}]", [None, None]),
        ("[{id: d, diploma: {date: 2020-07-01, programme: vwo}}]", [None, None]),
        ("[]", [None, None]),
        ("[{id: d, diploma: DATED 6, programme: havo}}, {id: e, diploma: DATED 5, programme: vwo}}]",
         [Truth.FALSE, Truth.FALSE]),
    ],
)  # fmt: skip
def test_a_test_decides_when_it_alone_keeps_every_item_from_passing(evidence: str, decided: list[Truth | None]) -> None:
    found = subject("  - {id: a, grant: content.dutch@1, when: {diploma: {nlqf: '>= 6', programme: vwo}}}\n")
    (rule,) = found.ruleset.rules
    assert isinstance(rule.when, Exists)
    (one,) = cases(case(f"{{evidence: {evidence.replace('DATED', DATED)}}}", "{ped: open}"))
    prepared = prepare(one.dossier, found.framework.vocabulary, ON)
    step = holds(Case(found.ruleset, found.framework, prepared, ON), rule.when, found.framework.leaves[0])
    assert isinstance(step, Step)
    assert [decides(step, place) for place, _, _ in elements(rule.when)] == decided
