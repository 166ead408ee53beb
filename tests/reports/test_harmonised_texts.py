"""A harmonised ruleset as the prose of a regulation and as tables: nothing that it says is left out."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest

from evc_rules.harmonise import harmonise
from evc_rules.language.render import Prose
from evc_rules.model.policy import Limit
from evc_rules.model.quantities import Credits
from evc_rules.model.sources import Citation
from evc_rules.reports.clauses import COLUMNS, markdown, table
from evc_rules.reports.regulation import regulation

from ..shipped import ON, alliance

MADE = {
    "published": ("pabo-published", harmonise(alliance("pabo-published"), "quorum:2", ON, cohort=2026)),
    "mutual": ("voorbeeld", harmonise(alliance(), "mutual:voorbeeld-noord", ON, cohort=2026)),
    "member": ("voorbeeld", alliance().members[0].rulesets[0]),
}


@pytest.fixture(params=MADE)
def made(request):
    of, ruleset = MADE[request.param]
    return ruleset, alliance(of).framework


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_rule_is_an_article_with_its_number_its_grounds_and_where_it_is_from(made, lang):
    ruleset, framework = made
    text = regulation(ruleset, framework, lang)
    word = "Artikel" if lang == "nl" else "Article"
    numbers = [int(one) for one in re.findall(rf"^## {word} (\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= len(ruleset.rules) + 1
    for rule in ruleset.rules:
        assert f". {rule.title.in_(lang) or rule.id}\n" in text
        if rule.effect != "waive":
            assert Prose(framework, lang).reach(rule.reach) in text
        for cited in map(Citation.parse, rule.articles):
            assert f"{ruleset.sources[cited.source].title.in_(lang)}, {cited.article}" in text


def test_what_grants_bars_or_keeps_others_from_acting_is_said_as_such():
    ruleset, framework = MADE["mutual"][1], alliance().framework
    text = regulation(ruleset, framework, "nl")
    assert text.count("wordt verleend") == sum(rule.effect == "grant" for rule in ruleset.rules)
    assert text.count("wordt geen vrijstelling verleend") == sum(rule.effect == "bar" for rule in ruleset.rules)
    waived = sum(rule.effect == "waive" for rule in ruleset.rules)
    assert len(re.findall(r"^1\. Artikel .* buiten toepassing", text, re.MULTILINE)) == waived
    assert waived


def test_articles_that_go_before_others_name_them_by_their_number():
    ruleset, framework = MADE["member"][1], alliance().framework
    text = regulation(ruleset, framework, "en")
    number = {
        rule.id: re.search(rf"^## Article (\d+)\. {re.escape(rule.title.in_('en'))}$", text, re.MULTILINE)[1]
        for rule in ruleset.rules
    }
    for rule in ruleset.rules:
        for other in rule.overrides:
            assert re.search(rf"This article goes before .*article {number[other]}\b", text)
            assert re.search(rf"This article yields to .*article {number[rule.id]}\b", text)
    assert "At most 180 EC is exempted." in text
    assert "Exempted EC do not count toward BSA." in text


def test_a_ground_that_comes_back_is_defined_once_before_it_is_used():
    ruleset, framework = MADE["published"][1], alliance("pabo-published").framework
    text = regulation(ruleset, framework, "nl")
    defined = re.findall(r"^- \*\*(grond \d+)\*\*", text, re.MULTILINE)
    used = set(re.findall(r"(?<!\*)\b(grond \d+)\b", text))
    assert defined == [f"grond {number}" for number in range(1, len(defined) + 1)]
    assert used == set(defined)


def test_a_limit_is_an_article():
    ruleset, framework = MADE["published"][1], alliance("pabo-published").framework
    limited = ruleset.with_(limits=(Limit(at_most=Credits.parse("60 EC")),))
    assert "Ten hoogste 60 EC wordt vrijgesteld." in regulation(limited, framework, "nl")


def test_the_csv_has_a_row_for_each_outcome_of_each_clause_with_members_and_articles(made):
    ruleset, framework = made
    rows = list(csv.DictReader(StringIO(table(ruleset, framework, "en"))))
    assert tuple(rows[0]) == COLUMNS
    wanted = {
        (leaf.outcome, str(leaf.level), rule.id)
        for rule in ruleset.rules if rule.effect != "waive"
        for leaf in framework.select(rule.reach)
    }  # fmt: skip
    assert {(row["outcome"], row["level"], row["rule"]) for row in rows if row["outcome"]} == wanted
    members = set(ruleset.provenance.members) if ruleset.provenance else {ruleset.id}
    for row in rows:
        assert row["when"]
        assert row["articles"].split() == list(ruleset.by_id[row["rule"]].articles)
        assert row["members"]
        assert set(row["members"].split()) <= members
    assert {name for row in rows for name in row["members"].split()} == members


def test_the_table_has_a_row_for_each_clause(made):
    ruleset, framework = made
    lines = markdown(ruleset, framework, "nl").splitlines()
    assert lines[0].startswith("| leeruitkomsten | gevolg | indien |")
    assert [line.rsplit(" | ", 1)[1].rstrip(" |") for line in lines[2:]] == [rule.id for rule in ruleset.rules]
