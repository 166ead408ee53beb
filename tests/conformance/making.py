"""A framework with everything in it, and short ways to write rulesets and dossiers. All is read as authors write it."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import indent

from evc_rules.language.load import load
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework
from evc_rules.model.policy import Ruleset

ON = date(2026, 9, 1)
SLOTS = tuple(f"s{number}" for number in range(80))
"""Outcomes that stand apart, under `slots`: one for each condition of a table."""


def read(text: str, framework: Framework | None = None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, framework=framework)


_OUTCOMES = "\n".join(f"  - {{id: {slot}, title: Slot, part_of: slots}}" for slot in SLOTS)

FRAMEWORK: Framework = read(f"""
evc-framework: 1
framework: conformance
version: "1"
title: Conformance
outcomes:
  - {{id: teach, title: Teaching, component: pedagogical-didactic}}
  - {{id: ped, title: Pedagogy, part_of: teach}}
  - {{id: ped.climate, title: Climate, part_of: ped, levels: 3}}
  - {{id: ped.plan, title: Planning, part_of: ped, levels: 2, requires: {{2: [ped.climate@1]}}}}
  - {{id: didactics, title: Didactics, part_of: teach, component: subject-didactic}}
  - {{id: history, title: History, component: subject-content}}
  - {{id: research, title: Research, component: professional, levels: 3}}
  - {{id: slots, title: Slots, component: admission}}
{_OUTCOMES}
attributes:
  - {{id: lessons, on: [work, portfolio], type: number, unit: lessons, range: [0, 100], absent: none}}
  - {{id: points, on: [badge, course], type: number}}
  - {{id: score, on: [report, verdict], type: number, range: [1, 10], whole: yes}}
  - {{id: tags, on: [badge, work], type: codes, absent: none}}
  - {{id: stage, on: [portfolio, course], type: code, codes: [first, last], absent: none}}
  - {{id: path, on: [badge, applicant], type: code, prefix: yes}}
  - {{id: routes, on: [badge, work], type: codes, prefix: yes}}
  - {{id: vog, on: [applicant, badge], type: flag, absent: none}}
  - {{id: recorded, on: [verdict, applicant], type: flag, absent: none}}
  - {{id: mark, on: [report, portfolio], type: grade}}
  - {{id: shows, on: work, type: outcomes, absent: none}}
  - {{id: about, on: [verdict, applicant], type: outcomes}}
  - {{id: renewed, on: [badge, verdict, report], type: date, absent: none}}
facts:
  - {{on: diploma, given: {{programme: hbo-bachelor}}, then: {{nlqf: 6}}}}
  - {{on: diploma, given: {{programme: pabo}}, then: {{field: "0113"}}}}
  - {{on: diploma, given: {{field: "0113"}}, then: {{accredited: yes}}}}
  - {{on: diploma, given: {{issuer: elsewhere}}, then: {{nlqf: 4}}}}
  - {{on: certificate, given: {{issuer: them}}, then: {{nlqf: 5}}}}
  - {{on: certificate, given: {{programme: chained}}, then: {{issuer: them}}}}
  - {{on: report, given: {{programme: planned}}, then: {{date: 2030-01-01}}}}
  - {{on: badge, given: {{issuer: us, country: [nl, be]}}, then: {{tags: [ours]}}}}
conversions:
  - {{from: de-6, to: nl-10, marks: {{"1": 10, "2": 8}}}}
  - {{from: pass-fail, to: nl-10, marks: {{"1": 5.5}}}}
""")


@cache
def dossier(text: str) -> Dossier:
    """A dossier of items, joined by ` & `: `diploma: {…}`, `verdict: {…}`, `judgement: {…}`, `applicant: {…}`.

    They are called i0, i1, … in their order. Everything is dated 2020-01-01 (work: from then on, verdicts: 2026-01-01)
    unless it says otherwise, so that rows show only what they are about.
    """
    sections: dict[str, list[str]] = {"evidence": [], "verdicts": [], "judgements": []}
    applicant = "{}"
    for number, item in enumerate(filter(None, map(str.strip, text.split(" & ")))):
        kind, _, body = item.partition(": ")
        if kind == "applicant":
            applicant = body
        elif kind == "verdict":
            sections["verdicts"].append(f"{{id: i{number}, {_dated(body, 'date: 2026-01-01')[1:]}")
        elif kind == "judgement":
            sections["judgements"].append(body)
        else:
            dated = _dated(body, "from: 2020-01-01" if kind == "work" else "date: 2020-01-01")
            sections["evidence"].append(f"{{id: i{number}, {kind}: {dated}}}")
    listed = "".join(f"{key}:\n" + "".join(f"  - {one}\n" for one in of) for key, of in sections.items() if of)
    found = read(f"evc-dossier: 1\ndossier: d\napplicant: {applicant}\n{listed}", FRAMEWORK)
    assert isinstance(found, Dossier)
    return found


def _dated(body: str, date_: str) -> str:
    if f"{date_.partition(' ')[0]}" in body:
        return body
    return f"{{{date_}{', ' if body.strip('{} ') else ''}{body[1:]}"


@cache
def ruleset(rules: str, head: str = "") -> Ruleset:
    start = (
        "evc-rules: 1\nruleset: r\ntitle: T\ninstitution: r\nillustrative: true\nframework: conformance@1\n"
        f"{head}\nrules:\n"
    )
    found = read(f"{start}{indent(rules, '  ')}\n", FRAMEWORK)
    assert isinstance(found, Ruleset)
    return found
