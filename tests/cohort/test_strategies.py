"""What a run says of harmonised policies is what the written harmonised rulesets say (meaning, section 9).

A run composes it of what members say (`compose.py`, `said.py`); here every strategy is held to the ruleset that
`harmonise` writes for the cohort of each applicant.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from evc_rules.cohort.letters import LETTERS
from evc_rules.engines.prepare import prepare
from evc_rules.engines.reference import Case, evaluate
from evc_rules.errors import InvalidInputError
from evc_rules.harmonise import harmonise
from evc_rules.model.alliance import Alliance, Member
from evc_rules.model.base import Text
from evc_rules.model.conditions import Exists, Filter, Judgement
from evc_rules.model.dossier import Answer, ApplicantFacts, Dossier, Evidence
from evc_rules.model.outcomes import Framework, Outcome, Ref
from evc_rules.model.policy import Applies, Rule, Ruleset
from evc_rules.model.quantities import Amount, Cohorts, Dates

from ..harmonise.making import together
from ..shipped import ON
from .running import answered, statuses, written

YEARS = (None, 2025, 2026, 2027)
TURN = 2026
"""The cohort from which members with two versions have the later one."""


def named(people):
    return [one.with_(id=f"d{number}") for number, one in enumerate(people)]


def in_cohort(person, year):
    others = tuple(pair for pair in person.applicant.attributes if pair[0] != "cohort")
    own = (("cohort", Amount(Decimal(year))),) if year else ()
    return person.with_(applicant=person.applicant.with_(attributes=tuple(sorted((*others, *own)))))


def every_strategy(members, common):
    """Every strategy that there is, with names that are there; one name is that of a common ruleset."""
    home, other = members[0].institution, members[-1].institution
    floor = common[0].institution if common else other
    return ("strictest", "most-generous", *(f"quorum:{k}" for k in range(1, len(members) + 1)),
            f"mutual:{home}", f"mutual:{other}", f"reference:{other}", f"floor-ceiling:{home},{floor},{other}",
            f"floor-ceiling:{home},{floor}", f"floor-ceiling:{other},,{home}")  # fmt: skip


def whole(subject, strategy, on, cohort):
    """The written ruleset, or nothing where it hangs on a cohort that is not known or a member has none in force."""
    try:
        return harmonise(subject, strategy, on, cohort=cohort)
    except InvalidInputError as error:
        if {one.code for one in error.findings} - {"EVC-N003", "EVC-N004"}:
            raise
        return None


def held_to_the_written_rulesets(subject, people, on, chosen):
    with TemporaryDirectory() as folder:
        source = written(people, subject.framework, Path(folder) / "in")
        summary = answered(subject, source, Path(folder) / "out", *chosen, on=on)
        found = statuses(Path(folder) / "out")
    assert not summary.rejects
    shared = frozenset(subject.shared_judgements)
    made = {}
    for person in people:
        prepared = prepare(person, subject.framework.vocabulary, on)
        for strategy in chosen:
            said = found[person.id][strategy]
            key = strategy, person.applicant.cohort
            if key not in made:
                made[key] = whole(subject, strategy, on, person.applicant.cohort)
            policy = made[key]
            if policy is None:
                assert set(said) == {"-"}
                continue
            traces = evaluate(Case(policy, subject.framework, prepared, on, shared))
            expected = {leaf: trace.statuses for leaf, trace in traces.items()}
            assert {leaf: LETTERS[letter] for leaf, letter in zip(expected, said, strict=True)} == expected, strategy
    return summary, found


@st.composite
def versions(draw, ruleset):
    """One ruleset for all cohorts, one for some only, or one for earlier and another for later ones."""
    early, late = (ruleset.applies.with_(cohorts=one) for one in (Cohorts(None, TURN), Cohorts(TURN, None)))
    sort = draw(st.sampled_from(["one", "one", "late", "both"]))
    if sort == "one":
        return (ruleset,)
    if sort == "late":
        return (ruleset.with_(applies=late),)
    kept = [rule for rule in ruleset.rules if draw(st.booleans())] or ruleset.rules[:1]
    names = {rule.id for rule in kept}
    rules = [one.with_(overrides=tuple(other for other in one.overrides if other in names)) for one in kept]
    rules = tuple(one for one in rules if one.effect != "waive" or one.overrides)
    conflicts = draw(st.sampled_from(["report", "bar-wins", "grant-wins"]))
    later = ruleset.with_(id=f"{ruleset.id}-late", applies=late, rules=rules or kept[:1], conflicts=conflicts)
    return (ruleset.with_(applies=early), later)


@st.composite
def intakes(draw):
    """An alliance whose members may have versions, dossiers of several cohorts, and a date."""
    case = draw(together(most=3))
    members = tuple(Member(institution=one.institution, rulesets=draw(versions(one))) for one in case.members)
    subject = Alliance(id="all", title=Text(nl="all", en="all"), framework=case.framework, members=members,
                       common=case.common, shared_judgements=tuple(sorted(case.shared)))  # fmt: skip
    people = [in_cohort(one, draw(st.sampled_from(YEARS))) for one in case.dossiers for _ in range(3)]
    return subject, named(people), case.on


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(intakes())
def test_every_strategy_says_what_its_written_ruleset_says(drawn):
    subject, people, on = drawn
    _, found = held_to_the_written_rulesets(subject, people, on, every_strategy(subject.members, subject.common))
    for letters in (row.items() for row in found.values()):
        for policy, said in letters:
            event(f"{policy.partition(':')[0]}: {sorted(set(said))}")


# By hand

FRAMEWORK = Framework(
    id="f", version="1", title="f", outcomes=(Outcome(id="o", title="o", component="professional", levels=2),)
)


def member(name, conflicts, *rules, **more):
    """A member that grants `o@1` and bars `o@2` on a clause of its own, or what is given."""
    own = rules or (("grant", 1, f"{name}-yes"), ("bar", 2, f"{name}-no"))
    made = tuple(
        Rule(id=f"r{place}", effect=effect, reach=(Ref("o", level, level),), when=Judgement(id=clause, asks="?"))
        for place, (effect, level, clause) in enumerate(own)
    )
    return Ruleset(
        id=name, title=name, institution=name, framework=FRAMEWORK.name, conflicts=conflicts, rules=made, **more
    )


ALLIANCE = Alliance(
    id="all",
    title=Text(nl="all", en="all"),
    framework=FRAMEWORK,
    members=tuple(
        Member(institution=one.institution, rulesets=(one,))
        for one in (
            member("a", "report", ("grant", 2, "a-yes"), ("bar", 1, "a-no")),
            member("b", "bar-wins", ("grant", 2, "b-yes"), ("bar", 1, "b-no")),
            member("c", "grant-wins", ("grant", 2, "c-yes"), ("bar", 2, "c-no")),
        )
    ),
    shared_judgements=tuple(f"{name}-{side}" for name in "abc" for side in ("no", "yes")),
)


def says(words):
    """Answers as words: `a+` and `a-` whether a grants, `an` and `ao` whether it bars; the rest is not answered."""
    signs = {"+": ("yes", True), "-": ("yes", False), "n": ("no", True), "o": ("no", False)}
    return tuple(Answer(judgement=f"{word[0]}-{signs[word[1]][0]}", answer=signs[word[1]][1]) for word in words.split())


ROWS = (  # answers, strategy, letters of o@1 and o@2
    ("a+ ao b+ bo c+ co", "strictest", "EE"),
    ("a+ ao b+ bo c- co", "strictest", "NN"),
    ("a+ ao b+ bo co", "strictest", "ee"),
    ("a+ ao b+ bo c- co", "quorum:2", "EE"),
    ("a+ ao b- bo co", "quorum:2", "ee"),
    ("a+ ao b+ bo", "quorum:2", "EE"),  # the third makes no difference
    ("a- ao b- bo c+", "most-generous", "EE"),  # grants win there: its bar makes no difference
    ("a+ an b- bo c- co", "most-generous", "NN"),  # a conflict is no exemption
    ("a+ an b- bo c- co", "reference:a", "NN"),
    ("a+ b- bo c- co", "reference:a", "ee"),
    ("a- an b+ bo c- co", "mutual:a", "NN"),  # home bars
    ("a- ao b+ bo c- co", "mutual:a", "EE"),
    ("a- b+ bo c- co", "mutual:a", "ee"),
    ("a- ao b+ bo c+ co", "floor-ceiling:a,b,c", "EE"),
    ("a- ao b+ bo c- co", "floor-ceiling:a,b,c", "NN"),
    ("a- ao b+ bo c- co", "floor-ceiling:a,b", "EE"),
    ("a- an b- bn c- cn", "strictest", "NR"),  # a bar on o@1 carries to o@2, and c bars o@2 alone
    ("a- an b- bn c-", "most-generous", "Nn"),
    ("a+ an b- bn c- cn", "most-generous", "NN"),  # a is in conflict: not every member refuses
    ("b- bn a- an c+ cn", "strictest", "NN"),
)


def test_by_hand():
    people = named([Dossier(id="d", judgements=says(answers)) for answers, _, _ in ROWS])
    _, found = held_to_the_written_rulesets(ALLIANCE, people, ON, tuple(dict.fromkeys(row[1] for row in ROWS)))
    for person, (answers, strategy, letters) in zip(people, ROWS, strict=True):
        assert found[person.id][strategy] == letters, (answers, strategy)


def test_a_common_ruleset_that_is_no_longer_in_force_exempts_nothing():
    """A strategy may name it all the same; `harmonise` takes it as it stands on the day."""
    law = member("law", "report", ("grant", 2, "a-yes"), applies=Applies(decisions=Dates(None, ON)))
    people = named([Dossier(id="d", judgements=says("a+ ao b+ bo c+ co")), Dossier(id="d", applicant=ApplicantFacts())])
    strategies = ("floor-ceiling:a,law", "floor-ceiling:b,,law", "reference:law", "mutual:law")
    held_to_the_written_rulesets(ALLIANCE.with_(common=(law,)), people, ON, strategies)


def test_dossiers_that_columns_cannot_carry_are_composed_too():
    """Two diplomas that may be one listed twice are counted one by one, in a chunk of others."""
    first, *others = (one.rulesets[0] for one in ALLIANCE.members)
    two = Exists(filter=Filter(kinds=("diploma",)), count=2)
    first = first.with_(rules=(first.rules[0].with_(when=two), *first.rules[1:]))
    members = tuple(Member(institution=one.institution, rulesets=(one,)) for one in (first, *others))
    item = Evidence(id="e1", kind="diploma", attributes=(("date", date(2020, 1, 1)), ("nlqf", Amount(Decimal(6)))))
    again, other = item.with_(id="e2"), item.with_(id="e3", attributes=(("date", date(2021, 1, 1)),))
    people = named(
        [
            Dossier(id="d", evidence=evidence, judgements=says(answers))
            for answers, _, _ in ROWS[:6]
            for evidence in ((), (item,), (item, again), (item, other), (again, other))
        ]
    )
    strategies = tuple(dict.fromkeys(row[1] for row in ROWS))
    summary, _ = held_to_the_written_rulesets(ALLIANCE.with_(members=members), people, ON, strategies)
    assert 0 < summary.elsewhere < len(people)
