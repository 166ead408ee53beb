"""The policy of a made-up institute: 60 rules, worded as every institute words them, with choices of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, Final, Literal, TypeVar

from evc_rules.model.base import Text
from evc_rules.model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    Exempt,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Op,
    Param,
    Span,
    Sum,
    Test,
)
from evc_rules.model.outcomes import Framework, Ref, Selector
from evc_rules.model.policy import Applies, Parameter, ParameterValue, Rule, Ruleset
from evc_rules.model.quantities import Age, Amount, Cohorts
from evc_rules.model.sources import Source

FIELDS: Final = {
    "dutch": ("0231", "0232"),
    "math": ("0541", "0542", "0311"),
    "english": ("0231",),
    "geography": ("0532", "0312"),
    "history": ("0222",),
    "nature": ("051", "053", "07"),
    "arts": ("021",),
    "movement": ("1014",),
}
"""For each subject the ISCED-F fields in which it is studied."""

EXAMINED: Final = {
    "nature": ("physics", "biology", "chemistry"),
    "arts": ("art", "music", "drama"),
    "movement": ("pe",),
}
"""For each subject the subjects of final examinations; the subject itself when it is not here."""

INSTRUMENTS: Final = ("portfolio", "interview", "lesson-observation", "work-sample")
SECTORS: Final = ("primary-education", "special-education", "secondary-education", "childcare", "business")
ROLES: Final = ("teacher", "teaching-assistant", "teacher-support", "team-lead", "volunteer")
ISSUERS: Final = ("hbo-a", "hbo-b", "uni-c", "academy-d", "roc-e")

_Choice = TypeVar("_Choice")
_DIDACTICS: Final = ("dutch", "math", "english", "world", "arts")
_AGES: Final = ("5 years", "7 years", "10 years", "12 years")


def policy(framework: Framework, institution: str, rng: Random) -> Ruleset:
    """The policy of one institute: the choices are the generator's, the wording is everybody's."""
    author = _Author(rng)
    rules = tuple(author.rules())
    articles = {f"art-{n}": Text(nl=f"Artikel {n}", en=f"Article {n}") for n in range(2, 10)}
    return Ruleset(
        id=institution,
        title=Text(nl="Vrijstellingsregeling", en="Exemption policy"),
        institution=institution,
        illustrative=True,
        framework=framework.name,
        sources={"oer": Source(title=Text(nl="OER", en="Regulations"), articles=articles)},
        parameters=(
            _dated("diploma_age", *(Age.parse(author.one(_AGES)) for _ in range(2))),
            _dated("portfolio_hours", *(_hours(author.one((1200, 1680, 2000))) for _ in range(2))),
        ),
        conflicts=author.one(("report", "bar-wins", "grant-wins")),
        rules=rules,
    )


@dataclass
class _Author:
    rng: Random

    def one(self, offered: Sequence[_Choice]) -> _Choice:
        return self.rng.choice(offered)

    def some(self, offered: Sequence[_Choice], least: int, most: int) -> tuple[_Choice, ...]:
        """So many of these, in the order in which they are offered."""
        chosen = self.rng.sample(range(len(offered)), self.rng.randint(least, most))
        return tuple(offered[place] for place in sorted(chosen))

    def young(self, *offered: str) -> AgeTest:
        return AgeTest(op="<=", value=Age.parse(self.one(offered or _AGES)))

    def grade(self) -> NumberTest:
        return number("grade", ">=", self.one(("5.5", "6", "7")), scale="nl-10")

    def work(self, *tests: Test) -> Filter:
        return Filter(kinds=("work",), tests=(codes("sector", *self.some(SECTORS[:3], 1, 2)), *tests))

    def worked(self, least: Sequence[int], *tests: Test) -> Sum:
        return Sum(of="hours", over=self.work(*tests), at_least=_hours(self.one(least)))

    def assessed(self) -> Assessed:
        tests = [
            codes("instrument", *self.some(INSTRUMENTS, 1, 2)),
            number("assessors", ">=", self.one(("1", "2"))),
            self.young("2 years", "3 years", "5 years"),
        ]
        return Assessed(tests=tuple(tests[: self.rng.randint(1, 3)]))

    def rules(self) -> Iterator[Rule]:
        for subject, fields in FIELDS.items():
            yield from self.content(subject, fields)
        for subject in _DIDACTICS:
            yield from self.didactics(subject)
        yield from self.diplomas()
        yield from self.experience()
        yield from self.small()
        yield from self.aligned()
        yield from self.bars()

    def content(self, subject: str, fields: tuple[str, ...]) -> Iterator[Rule]:
        """Three rules of each subject: a degree in it, its final examination, courses in it."""
        whole = f"content.{subject}"
        degree = (number("nlqf", ">=", self.one("567")), codes("field", *fields), self.young())
        yield grant(f"degree-{subject}", [f"{whole}@{self.one(('1', '1..2'))}"], evidence("diploma", *degree), 3)
        examined = codes("subjects", *EXAMINED.get(subject, (subject,)))
        schools = codes("programme", *self.some(("vmbo", "havo", "vwo"), 1, 2))
        adult = codes("programme", *self.some(("vavo-havo", "vavo-vwo"), 1, 2))
        passed = any_(evidence("diploma", schools, examined), evidence("certificate", adult, examined))
        yield grant(f"school-{subject}", [f"{whole}@1"], passed, 2)
        study = (codes("field", *fields), self.grade(), self.young())[: self.rng.randint(1, 3)]
        total = Amount(Decimal(self.one((5, 10, 15, 20))), "EC")
        enough = Sum(of="ec", over=Filter(kinds=("course",), tests=study), at_least=total)
        yield grant(f"courses-{subject}", [f"{whole}@{self.one('12')}"], enough, 4)

    def didactics(self, subject: str) -> Iterator[Rule]:
        """Two rules of each subject: a course in teaching it, and lessons that were seen."""
        whole = f"did.{subject}"
        named = codes("course", *self.some([f"DID-{subject.upper()}-{n}" for n in range(4)], 1, 3))
        worth = number("ec", ">=", self.one(("3", "5")), unit="EC")
        course = evidence("course", named, worth, self.grade())
        taught = evidence("work", codes("role", *self.some(ROLES[:3], 1, 2)), codes("sector", *SECTORS[:2]))
        yield grant(f"course-{subject}", [f"{whole}@1"], course, 4)
        below = Selector(part_of=whole, high=self.rng.randint(1, 2))
        yield grant(f"lessons-{subject}", [below], all_(taught, self.assessed()), 5)

    def diplomas(self) -> Iterator[Rule]:
        """Four rules on diplomas as such."""
        recent = AgeTest(op="<=", value=Param(parameter="diploma_age"))
        education = codes("field", *self.some(("0111", "0112", "0113", "0114"), 2, 4))
        bachelor = number("nlqf", ">=", "6")
        reach = ["prof.identity@1..2", "prof.research@1"]
        yield grant("degree-in-education", reach, evidence("diploma", bachelor, education, recent), 3)
        yield grant("any-degree", ["prof.research@1", "prof.profile@1"], evidence("diploma", bachelor, recent), 3)
        master = number("nlqf", ">=", self.one("77778"))
        reach = ["prof.research@2", "prof.innovation"]
        yield grant("master", reach, evidence("diploma", master, accredited(), recent), 3)
        whole = [Selector(part_of="ped", high=2), Selector(component="subject-didactic", high=2), Ref("content")]
        yield grant("pabo", whole, evidence("diploma", codes("programme", "pabo-bachelor"), recent), 3)

    def experience(self) -> Iterator[Rule]:
        """Eight rules on work and what it shows."""
        assistant = evidence("diploma", number("nlqf", ">=", "4"), codes("programme", "mbo-assistant"))
        hours = self.worked((600, 800, 1000), codes("role", "teaching-assistant", "teacher-support"))
        yield grant("teaching-assistant", [Selector(part_of="ped", high=1)], all_(assistant, hours), 5)
        hours = Sum(of="hours", over=self.work(), at_least=Param(parameter="portfolio_hours"))
        yield grant("portfolio", [Selector(part_of="ped", high=2)], all_(hours, self.assessed()), 5)
        weekly = number("days", ">=", self.one("23"), unit="days/week")
        over = self.work(weekly, self.young("3 years", "5 years"))
        yield grant("first-placement", ["prof.practice@1"], span(over, self.one(("6 months", "12 months"))), 5)
        seen = all_(span(self.work(), self.one(("24 months", "36 months"))), self.assessed())
        yield grant("later-placements", ["prof.practice@2", "prof.identity@2"], seen, 5)
        young = Filter(kinds=("work",), tests=(codes("sector", "childcare"), codes("role", *ROLES[:3])))
        yield grant("childcare", ["ped.development@1"], Exists(filter=young, count=self.rng.randint(1, 2)), 5)
        shown = evidence("portfolio", codes("issuer", *self.some(ISSUERS, 2, 3)), self.young("3 years"))
        yield grant("shown-climate", ["ped.climate@1"], all_(evidence("work", weekly), shown), 5)
        signs = (
            evidence("work", codes("role", "team-lead")),
            evidence("badge", codes("issuer", *self.some(ISSUERS, 1, 2)), number("ec", ">=", "3", unit="EC")),
            evidence("certificate", codes("programme", "leadership", "coaching"), self.young()),
        )
        yield grant("coaching", ["prof.innovation@1"], AtLeast(k=2, of=signs), 5)
        sports = any_(evidence("certificate", codes("programme", "sports-trainer")), self.worked((200, 400)))
        yield grant("sports", ["content.movement@1"], sports, 5)

    def small(self) -> Iterator[Rule]:
        """Three rules on badges and two on certificates."""
        for name, reach in (("digital", "ped.planning@1"), ("care", "ped.diversity@1"), ("reading", "did.dutch@1")):
            tests = (codes("field", *self.some(("0111", "0113", "0611", "0231"), 1, 2)), accredited(), self.young())
            least = number("ec", ">=", self.one(("2", "3", "5")), unit="EC")
            yield grant(f"badge-{name}", [reach], evidence("badge", least, *tests[: self.rng.randint(1, 3)]), 6)
        for name, reach in (
            ("language-test", "content.dutch.grammar@2"),
            ("arithmetic-test", "content.math.numbers@2"),
        ):
            yield grant(name, [reach], evidence("certificate", codes("programme", name), self.young("2 years")), 6)

    def aligned(self) -> Iterator[Rule]:
        """Two rules on evidence that is aligned with the outcome, and two that rest on other exemptions."""
        tests = (CoversTest(), number("nlqf", ">=", self.one("56")), self.grade(), self.young())
        yield grant("earlier-course", [Selector(except_=(Ref("prof.graduation"),))], evidence("course", *tests), 7)
        tests = (CoversTest(), FlagTest(attribute="registered", value=True), self.young("2 years", "5 years"))
        yield grant("evc-report", [Selector(high=self.one((1, 2)))], evidence("report", *tests), 7)
        in_class = evidence("work", codes("sector", *SECTORS[:2]), self.young("5 years"))
        yield grant(
            "english-lessons", ["did.english@1"], all_(Exempt(outcome=Ref("content.english", 1, 1)), in_class), 7
        )
        fits = _judgement("profile-fits", "Past het bij het profiel?", "Does it fit the profile?")
        yield grant("profile", ["prof.profile@2"], all_(Exempt(outcome=Ref("prof.research", 1, 1)), fits), 7)

    def bars(self) -> Iterator[Rule]:
        """Three bars, one rule that overrides two of them, and one that waives the third."""
        yield bar("graduation-here", ["prof.graduation@3"], All(), 8)
        unemployed = Applicant(tests=(FlagTest(attribute="employment", value=False),))
        yield bar("practice-needs-a-school", [f"prof.practice@{self.one('12')}"], unemployed, 8)
        home = ("nl", "be", *self.some(("sr", "de"), 0, 1))
        abroad = evidence("diploma", codes("country", *home, match="none"))
        tested = evidence("certificate", codes("programme", "language-test"))
        dutch = all_(abroad, Not(of=evidence("diploma", codes("country", *home))), Not(of=tested))
        yield bar("dutch-first", ["content.dutch@2", "did.dutch@1"], dutch, 8)
        undue = _judgement("hardship", "Is er sprake van onbillijkheid?", "Is there an undue hardship?")
        shown = Exists(filter=Filter(kinds=("course", "portfolio", "report"), tests=(CoversTest(),)))
        hardship = grant("hardship", [Selector()], all_(undue, shown, Assessed()), 9)
        yield hardship.with_(overrides=("graduation-here", "dutch-first"))
        exchange = _judgement("exchange", "Is er een uitwisseling?", "Is there an exchange?")
        yield Rule(
            id="exchange",
            effect="waive",
            when=exchange,
            overrides=("practice-needs-a-school",),
            articles=("oer/art-9",),
            applies=Applies(cohorts=Cohorts(self.one((2024, 2025)), None)),
        )


def number(attribute: str, op: Op, value: str, *, unit: str = "", scale: str | None = None) -> NumberTest:
    """A test on a number or a mark."""
    return NumberTest(attribute=attribute, op=op, value=Amount(Decimal(value), unit), scale=scale)


def codes(attribute: str, *listed: str, match: Literal["any", "all", "none"] = "any") -> CodeTest:
    """A test on a code or a set of codes."""
    return CodeTest(attribute=attribute, codes=listed, match=match)


def accredited() -> FlagTest:
    """That it is accredited."""
    return FlagTest(attribute="accredited", value=True)


def evidence(kind: str, *tests: Test) -> Exists:
    """That one item of this kind passes."""
    return Exists(filter=Filter(kinds=(kind,), tests=tests))


def all_(*of: Condition) -> All:
    """Every condition."""
    return All(of=of)


def any_(*of: Condition) -> Any_:
    """Some condition."""
    return Any_(of=of)


def span(over: Filter, least: str) -> Span:
    """Calendar time over the items that pass."""
    return Span(over=over, at_least=Age.parse(least))


def grant(name: str, reach: Iterable[str | Ref | Selector], when: Condition, article: int) -> Rule:
    """A rule that grants."""
    return Rule(id=name, effect="grant", reach=_reach(reach), when=when, articles=(f"oer/art-{article}",))


def bar(name: str, reach: Iterable[str | Ref | Selector], when: Condition, article: int) -> Rule:
    """A rule that bars."""
    return Rule(id=name, effect="bar", reach=_reach(reach), when=when, articles=(f"oer/art-{article}",))


def _reach(reach: Iterable[str | Ref | Selector]) -> tuple[Ref | Selector, ...]:
    return tuple(Ref.parse(one) if isinstance(one, str) else one for one in reach)


def _judgement(name: str, nl: str, en: str) -> Judgement:
    return Judgement(id=name, asks=Text(nl=nl, en=en), by=Text(nl="examencommissie", en="exam board"))


def _hours(least: int) -> Amount:
    return Amount(Decimal(least), "h")


def _dated(name: str, before: Any, since: Any) -> Parameter:
    turn = date(2026, 9, 1)
    return Parameter(
        id=name, values=(ParameterValue(until=turn, value=before), ParameterValue(start=turn, value=since))
    )
