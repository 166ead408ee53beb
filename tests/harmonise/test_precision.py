"""One ruleset for every cohort leaves no more open than one that is made for a cohort alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.harmonise import harmonise_rulesets
from evc_rules.language.load import load_dossier, load_framework, load_ruleset

ON = date(2026, 9, 1)
FRAMEWORK = """\
evc-framework: 1
framework: f
version: 1
title: f
illustrative: true
outcomes:
  - {id: o, title: o, component: professional, levels: 2}
"""
HEAD = "evc-rules: 1\nruleset: {0}\ntitle: {0}\ninstitution: {0}\nillustrative: true\nframework: f@1\n"
NORTH = """\
rules:
  - {id: away, bar: {any: true}}
  - {id: named, grant: {any: true}, when: {assessed: {outcome: o@1}}}
"""
SOUTH = """\
applies: {cohorts: 2026/..}
conflicts: grant-wins
rules:
  - {id: away, bar: {any: true}}
  - {id: named, grant: {any: true}, when: {assessed: {outcome: o@1}}}
"""
SOMEONE = "evc-dossier: 1\ndossier: d\nillustrative: true\napplicant: {cohort: 2027}\n"


def read(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_who_is_refused_by_all_or_exempt_is_not_perhaps_spoken_of_by_nobody(tmp_path):
    framework = load_framework(read(tmp_path, "f.yaml", FRAMEWORK))
    members = [
        load_ruleset(read(tmp_path, f"{name}.yaml", HEAD.format(name) + rules), framework=framework)
        for name, rules in (("north", NORTH), ("south", SOUTH))
    ]
    person = prepare(load_dossier(read(tmp_path, "d.yaml", SOMEONE), framework), framework.vocabulary, ON)
    said = [
        {
            str(leaf): set(map(str, trace.statuses))
            for leaf, trace in evaluate(
                Case(
                    harmonise_rulesets(members, framework, "most-generous", ON, cohort=cohort),
                    framework,
                    person,
                    ON,
                    frozenset(),
                )
            ).items()
        }
        for cohort in (2027, None)
    ]
    assert said[0] == said[1]
    assert all("not-covered" not in statuses for statuses in said[0].values())
