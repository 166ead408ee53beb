"""The smallest edits that bring one ruleset to another: planted differences, each found, proven and written down."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from evc_rules.align import Alignment, Wish, align, size_of
from evc_rules.align.coming import Coming
from evc_rules.align.edits import Added, Dropped, Edit, Overriding, Reaching, Settling, Within, condition_of, edited
from evc_rules.align.rewrite import rewritten
from evc_rules.compare import Relation, compare_rulesets
from evc_rules.compare.ask import Asking
from evc_rules.engines.reference import whole
from evc_rules.model.conditions import FALSE
from evc_rules.model.outcomes import Leaf
from evc_rules.results.truth import Truth

from ..engines.making import CLIMATE, FRAMEWORK, ON, ruleset

HEAD = "sources: {oer: {title: T, publisher: P, articles: {a: A}}}"
HISTORY = Leaf("history", 1)


def found(mine: str, theirs: str, goal="equal", leaves=None, **more) -> Alignment:
    head, its_head = more.pop("head", ""), more.pop("its_head", "")
    wish = Wish(goal, frozenset(leaves) if leaves else None, more.pop("nothing_else", False))
    return align(ruleset(mine, head), ruleset(theirs, its_head, name="s"), FRAMEWORK, ON, wish, **more)


def rule(when: str, more: str = "", grant: str = "ped.climate@2") -> str:
    return f"- {{id: a, grant: {grant}{more}, when: {when}}}"


PLANTED = {
    # one word of a rule
    "a level": ("{diploma: {nlqf: '>= 6'}}", "{diploma: {nlqf: '>= 5'}}", 1),
    "an operator": ("{diploma: {nlqf: '> 5'}}", "{diploma: {nlqf: '>= 5'}}", 1),
    "an age": ("{diploma: {age: '<= 5 years'}}", "{diploma: {age: '<= 10 years'}}", 1),
    "what an age counts to": ("{diploma: {age: '<= 5 years'}}", "{diploma: {age: '<= 5 years', as_of: start}}", 1),
    "a mark": (
        "{course: {grade: {scale: nl-10, value: '>= 6'}}}",
        "{course: {grade: {scale: nl-10, value: '>= 5.5'}}}",
        1,
    ),
    "a date": ("{diploma: {date: '>= 2015-08-01'}}", "{diploma: {date: '>= 2016-08-01'}}", 1),
    "a flag": ("{diploma: {accredited: yes}}", "{diploma: {accredited: no}}", 1),
    "a count": ("{evidence: {kind: course, count: 3}}", "{evidence: {kind: course, count: 2}}", 1),
    "a sum": (
        "{sum: {of: hours, over: {work: {}}, at_least: 800 h}}",
        "{sum: {of: hours, over: {work: {}}, at_least: 900 h}}",
        1,
    ),
    "a span": (
        "{span: {over: {work: {}}, at_least: 24 months}}",
        "{span: {over: {work: {}}, at_least: 12 months}}",
        1,
    ),
    "assessors": ("{assessed: {assessors: '>= 2'}}", "{assessed: {assessors: '>= 3'}}", 1),
    "of the applicant": ("{applicant: {years-old: '>= 21'}}", "{applicant: {years-old: '>= 27'}}", 1),
    # lists
    "an element more": ("{diploma: {programme: [a, b]}}", "{diploma: {programme: [a, b, c]}}", 1),
    "an element fewer": ("{diploma: {programme: [a, b]}}", "{diploma: {programme: [a]}}", 1),
    "an element for another": ("{diploma: {programme: [a, b]}}", "{diploma: {programme: [a, c]}}", 2),
    # tests and parts
    "a test fewer": ("{diploma: {nlqf: 6, accredited: yes}}", "{diploma: {nlqf: 6}}", 2),
    "a test more": ("{diploma: {nlqf: 6}}", "{diploma: {nlqf: 6, accredited: yes}}", 2),
    "a part fewer": ("[{diploma: {nlqf: 6}}, {report: {}}]", "{diploma: {nlqf: 6}}", 2),
    "a part more": ("{diploma: {nlqf: 6}}", "[{diploma: {nlqf: 6}}, {report: {}}]", 3),
    "a choice fewer": ("{any: [{diploma: {nlqf: 6}}, {report: {}}]}", "{diploma: {nlqf: 6}}", 2),
    "two words": ("{diploma: {nlqf: 6, age: '<= 5 years'}}", "{diploma: {nlqf: 5, age: '<= 6 years'}}", 2),
    "inside a denial": ("{not: {diploma: {nlqf: '>= 6'}}}", "{not: {diploma: {nlqf: '>= 5'}}}", 1),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_difference_is_undone_and_no_edit_is_larger_than_what_was_planted(name):
    mine, theirs, size = PLANTED[name]
    done = found(rule(mine), rule(theirs))
    assert done.reached
    assert size_of(done.edits) <= size
    assert all(isinstance(one, Within) for one in done.edits)
    again = compare_rulesets([done.edited, done.other], FRAMEWORK, ON)
    assert again.over_all(0, 1) is Relation.EQUIVALENT


@pytest.mark.parametrize("name", PLANTED)
def test_what_a_rule_comes_to_with_other_words_is_what_the_reference_says_of_it(name, monkeypatch):
    asked, quick = [], Coming.to

    def held(coming: Coming, edits: Iterable[Edit]) -> Truth:
        made = tuple(edits)
        when = condition_of(coming.rule, made)
        written = whole(coming.case, coming.rule.with_(when=FALSE if when is None else when))
        assert quick(coming, made) is coming.case.holds(written, coming.target).truth
        asked.append(made)
        return quick(coming, made)

    monkeypatch.setattr(Coming, "to", held)
    mine, theirs, _ = PLANTED[name]
    assert found(rule(mine), rule(theirs)).reached
    assert asked


def test_a_parameter_that_an_edit_leaves_without_use_is_still_known_of_while_edits_are_sought():
    mine = rule("[{diploma: {nlqf: '>= $level'}}, {work: {sector: care}}]")
    done = found(mine, rule("[{diploma: {nlqf: '>= 5'}}, {course: {}}]"), head="parameters: {level: [{value: 6}]}")
    assert done.reached
    assert done.edited.parameters == ()


def test_where_nothing_differs_nothing_is_edited():
    done = found(rule("{diploma: {}}"), "- {id: other, grant: ped.climate@2, when: {diploma: {}}}")
    assert (done.edits, done.reached, done.edited) == ((), True, done.base)


def test_a_rule_is_added_with_the_article_that_it_came_from():
    theirs = rule("{diploma: {nlqf: 6}}") + "\n- {id: c, article: oer/a, grant: ped.climate@2, when: {course: {}}}"
    done = found(rule("{diploma: {nlqf: 6}}"), theirs, its_head=HEAD)
    (added,) = done.edits
    assert isinstance(added, Added)
    assert (added.new.id, added.origin, added.new.articles) == ("c", ("s:c",), ("oer/a",))
    assert done.edited.sources["oer"].articles["a"].nl == "A"
    assert done.reached


def test_a_source_of_the_same_name_and_another_content_gets_another_name():
    theirs = rule("{diploma: {}}") + "\n- {id: c, article: oer/a, grant: ped.climate@2, when: {course: {}}}"
    mine = rule("{diploma: {}}", ", article: oer/a")
    done = found(mine, theirs, head=HEAD.replace("P,", "Q,"), its_head=HEAD)
    assert [one.articles for one in done.edited.rules] == [("oer/a",), ("s-oer/a",)]
    assert done.reached


def test_a_rule_is_dropped_with_what_only_it_uses():
    mine = rule("{diploma: {}}") + "\n- {id: c, article: oer/a, grant: ped.climate@2, when: {course: {ec: $least}}}"
    head = f"{HEAD}\nparameters: {{least: [{{value: 5 EC}}]}}"
    done = found(mine.replace("$least", "'>= $least'"), rule("{diploma: {}}"), head=head)
    assert done.edits == (Dropped("c"),)
    assert (done.edited.parameters, done.edited.sources) == ((), {})


def test_a_level_and_an_override_are_edits_too():
    done = found(rule("{diploma: {}}", grant="ped.climate@1"), rule("{diploma: {}}"))
    assert [type(one) for one in done.edits] == [Reaching]
    assert done.reached
    barred = "- {id: b, bar: ped.climate@1, when: {badge: {}}}\n"
    done = found(barred + rule("{diploma: {}}"), barred + rule("{diploma: {}}", ", overrides: [b]"))
    assert done.edits == (Overriding("a", "b", overrides=True),)
    done = found(barred + rule("{diploma: {}}", ", overrides: [b]"), barred + rule("{diploma: {}}"))
    assert done.reached
    assert done.edits == (Overriding("a", "b", overrides=False),)


def test_what_becomes_of_granted_and_barred_is_an_edit_too():
    grants = [rule(f"{{{kind}: {{}}}}").replace("id: a", f"id: {kind}") for kind in ("diploma", "course", "report")]
    rules = "\n".join(["- {id: b, bar: ped.climate@1, when: {badge: {}}}", *grants])
    done = found(rules, rules, its_head="conflicts: grant-wins")
    assert [type(one) for one in done.edits] == [Settling]
    assert done.reached


def test_exemptions_come_to_count_the_same():
    limits = "limits: [{at_most: 30 EC, of: exempted, article: oer/a}]\nbsa: counts"
    done = found(rule("{diploma: {}}"), rule("{diploma: {}}"), its_head=f"{HEAD}\n{limits}")
    assert done.reached
    assert (str(done.edited.limits[0].at_most), done.edited.bsa) == ("30 EC", True)
    named = found(rule("{diploma: {}}"), rule("{diploma: {}}"), leaves=[CLIMATE], its_head=f"{HEAD}\n{limits}")
    assert named.edits == ()


def test_at_least_gives_and_takes_nothing():
    mine, theirs = rule("{diploma: {nlqf: '>= 6'}}"), rule("{diploma: {nlqf: '>= 5', accredited: yes}}")
    done = found(mine, theirs, "at-least")
    assert done.reached
    for before in (done.base, done.other):
        pair = compare_rulesets([done.edited, before], FRAMEWORK, ON)
        assert pair.over_all(0, 1) in {Relation.MORE_GENEROUS, Relation.EQUIVALENT}


def test_at_most_takes_no_exemption_that_the_other_gives_as_well():
    mine, theirs = rule("{diploma: {nlqf: '>= 5'}}"), rule("{diploma: {nlqf: '>= 6', accredited: yes}}")
    done = found(mine, theirs, "at-most")
    assert done.reached
    assert compare_rulesets([done.edited, done.other], FRAMEWORK, ON).over_all(0, 1) is Relation.EQUIVALENT


def test_at_most_of_one_that_is_stricter_already_edits_nothing():
    done = found(rule("{diploma: {nlqf: 6}}"), rule("{diploma: {}}"), "at-most")
    assert (done.edits, done.reached) == ((), True)


BROAD = "- {id: a, grant: [ped.climate@2, history], when: {diploma: {nlqf: '>= 6'}}}"
NARROW = """
- {id: a, grant: ped.climate@2, when: {diploma: {nlqf: '>= 5'}}}
- {id: h, grant: history, when: {diploma: {nlqf: '>= 6'}}}
"""


def test_what_else_changes_is_said():
    done = found(BROAD, NARROW, leaves=[Leaf("ped.climate", 1), CLIMATE])
    assert done.reached
    assert [type(one) for one in done.edits] == [Within]
    assert [(one.leaf, one.relation) for one in done.effects] == [(HISTORY, Relation.STRICTER)]


def test_nothing_else_changes_when_that_is_asked():
    done = found(BROAD, NARROW, leaves=[Leaf("ped.climate", 1), CLIMATE], nothing_else=True)
    assert done.reached
    assert (done.effects, done.undecided) == ((), ())
    assert compare_rulesets([done.base, done.edited], FRAMEWORK, ON, leaves=[HISTORY]).pair(0, 1).same


def test_what_cannot_be_proven_is_not_called_done(monkeypatch):
    monkeypatch.setattr(Asking, "model", lambda *_, **__: None)
    done = found(rule("{diploma: {nlqf: 6}}"), rule("{course: {ec: 5 EC}}"))
    assert not done.reached
    assert done.unreached == (Leaf("ped.climate", 1), CLIMATE)


FILE = """\
evc-rules: 1
ruleset: r
title: T
institution: r
illustrative: true
framework: small@1
# what stands at the top stays
parameters:
  level: [{value: 6}]   # so does this
rules:
  - id: a    # a word about a
    grant: ped.climate@2
    when:
      - diploma: {nlqf: ">= $level", programme: [x, y]}   # and about this
      # this is about work
      - work: {sector: care}
  # a word about b
  - {id: b, grant: history, when: {course: {}}}
"""


@pytest.mark.parametrize(
    ("theirs", "changed"),
    [
        (
            rule("[{diploma: {nlqf: '>= 5', programme: [x, y]}}, {work: {sector: care}}]"),
            {"-parameters:", '-      - diploma: {nlqf: ">= $level", programme: [x, y]}   # and about this'},
        ),
        (
            rule("[{diploma: {nlqf: '>= 6', programme: [x, y, z]}}, {work: {sector: care}}]"),
            {'+      - diploma: {nlqf: ">= $level", programme: [x, y, z]}   # and about this'},
        ),
        (
            rule("[{diploma: {nlqf: '>= 6', programme: [x, y]}}, {work: {sector: care}}, {badge: {}}]"),
            {"+      - badge: {}"},
        ),
        (rule("{diploma: {nlqf: '>= 6', programme: [x, y]}}"), {"-      - work: {sector: care}"}),
    ],
)
def test_the_file_keeps_its_comments_and_only_what_is_edited_changes(tmp_path, theirs, changed):
    path = tmp_path / "policy.yaml"
    path.write_text(FILE, encoding="utf-8")
    mine = FILE.partition("rules:\n")[2]
    base = ruleset(mine.replace("\n  ", "\n").removeprefix("  "), "parameters: {level: [{value: 6}]}")
    theirs += "\n- {id: b, grant: history, when: {course: {}}}"
    done = align(base, ruleset(theirs, name="s"), FRAMEWORK, ON)
    new = rewritten(path, base, done.edited, FRAMEWORK)
    assert new.kept
    assert changed <= set(new.diff.splitlines())
    for comment in ("# what stands at the top stays", "# a word about a", "# a word about b"):
        assert comment in new.text


def test_edits_can_be_made_by_hand():
    done = found(rule("{diploma: {nlqf: 6}}"), rule("{diploma: {nlqf: 5}}"))
    assert edited(done.base, done.edits) == done.edited
