"""A small framework, and short ways to ask what conditions and rulesets come to. All is read as authors write it."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from textwrap import indent

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate, holds
from evc_rules.language.load import load
from evc_rules.model.outcomes import Framework, Leaf
from evc_rules.model.policy import Ruleset

ON = date(2026, 9, 1)


def read(text: str, framework: Framework | None = None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, framework=framework)


FRAMEWORK = read("""
evc-framework: 1
framework: small
version: "1"
title: Small
outcomes:
  - {id: ped, title: Pedagogy, component: pedagogical-didactic}
  - {id: ped.climate, title: Climate, part_of: ped, levels: 3}
  - {id: ped.plan, title: Planning, part_of: ped, levels: 2, requires: {2: [ped.climate@1]}}
  - {id: history, title: History, component: subject-content}
  - {id: research, title: Research, component: professional, levels: 3}
attributes:
  - {id: lessons, on: [work, portfolio], type: number, unit: lessons, range: [0, 100], absent: none}
  - {id: tags, on: badge, type: codes, absent: none}
  - {id: vog, on: [applicant, badge], type: flag, absent: none}
  - {id: score, on: report, type: number, range: [1, 10]}
facts:
  - {on: diploma, given: {programme: hbo-bachelor}, then: {nlqf: 6}}
  - {on: diploma, given: {programme: pabo}, then: {field: "0113"}}
  - {on: diploma, given: {field: "0113"}, then: {accredited: yes}}
  - {on: diploma, given: {issuer: elsewhere}, then: {nlqf: 4}}
conversions:
  - {from: de-6, to: nl-10, marks: {"1": 10, "2": 8}}
""")
CLIMATE = Leaf("ped.climate", 2)


def dossier(text: str = ""):
    """A dossier of these items (`diploma: {…}`, one a line, `verdict: …`, `judgement: …`, `applicant: …`)."""
    sections: dict[str, list[str]] = {"evidence": [], "verdicts": [], "judgements": []}
    applicant = "{}"
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        kind, _, body = line.partition(": ")
        if kind == "applicant":
            applicant = body
        elif kind == "verdict":
            sections["verdicts"].append(f"{{id: i{number}, {body[1:]}")
        elif kind == "judgement":
            sections["judgements"].append(body)
        else:
            sections["evidence"].append(f"{{id: i{number}, {kind}: {body}}}")
    listed = "".join(f"{key}:\n" + "".join(f"  - {one}\n" for one in of) for key, of in sections.items() if of)
    return read(f"evc-dossier: 1\ndossier: d\napplicant: {applicant}\n{listed}", FRAMEWORK)


def ruleset(rules: str, head: str = "", name: str = "r") -> Ruleset:
    start = f"evc-rules: 1\nruleset: {name}\ntitle: T\ninstitution: r\nillustrative: true\nframework: small@1\n"
    model = read(f"{start}{head}\nrules:\n{indent(rules, '  ')}\n", FRAMEWORK)
    assert isinstance(model, Ruleset)
    return model


def case(rules: Ruleset, items: str = "", on: date = ON, shared: tuple[str, ...] = ()) -> Case:
    return Case(rules, FRAMEWORK, prepare(dossier(items), FRAMEWORK.vocabulary, on), on, frozenset(shared))


def ask(condition: str, items: str = "", *, on: date = ON, head: str = "", target: Leaf = CLIMATE, shared=()) -> str:
    """What a condition comes to for a dossier: true, false or unknown."""
    rules = ruleset(f"- {{id: a, grant: {{any: true}}, when: {{{condition}}}}}", head)
    return str(holds(case(rules, items, on, shared), rules.rules[0].when, target).truth)


def said(rules: str, items: str = "", *, head: str = "", on: date = ON, shared=()) -> dict[str, str]:
    """The status of every leaf; of an open one, those that are possible."""
    traces = evaluate(case(ruleset(rules, head), items, on, shared))
    return {str(leaf): "|".join(sorted(map(str, trace.statuses))) for leaf, trace in traces.items()}


def asked(rules: str, items: str = "", *, head: str = "", on: date = ON, shared=()) -> list:
    """The questions that are open, of all leaves."""
    traces = evaluate(case(ruleset(rules, head), items, on, shared))
    return list(dict.fromkeys(question for trace in traces.values() for question in trace.questions))
