"""The laws that are asked of every policy: what policy people expect."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from ...compare.narrow import Narrowing
from ...model.attributes import APPLICANT, VERDICT
from ...model.base import Text
from ...model.conditions import Span, every
from ...model.policy import Ruleset
from . import faults
from .ageing import can_age, moved
from .attaining import unmet
from .awards import has_limits, without_what_they_require
from .between import between_rules, some_hold_for_a_time
from .claims import Claim, Pairs
from .flaws import dates, rules_in_vain
from .law import Law, Subject
from .making import before, looks_at_evidence, of_attributes, of_one, of_two
from .relations import Keeps, NoConflict, Same
from .showing import shown_to_be_attained, shown_to_matter
from .twins import EVIDENCE, Twin, added


def more_evidence() -> Law:
    """Evidence is monotone: who adds evidence or a verdict never loses an exemption."""
    title = Text(
        nl="Wie bewijs of een gunstig oordeel toevoegt, verliest geen vrijstelling",
        en="Who adds evidence or a favourable verdict never loses an exemption",
    )
    broken = Text(nl="meer bewijs kost een vrijstelling", en="more evidence costs an exemption")

    def twin(subject: Subject, on: date) -> Twin:
        return added(subject.ruleset, subject.framework, on, subject.lore)

    return of_two("more-evidence", title, broken, twin, Keeps(), looks_at_evidence)


def newer_evidence() -> Law:
    """Generosity in age: older evidence never gives more than newer evidence that is the same otherwise.

    Work moves as a whole, and keeps its length. Where a rule counts calendar time, all work moves together.
    """
    title = Text(
        nl="Ouder bewijs geeft nooit meer dan hetzelfde bewijs van later",
        en="Older evidence never gives more than the same evidence of later",
    )
    broken = Text(nl="ouder bewijs stelt vrij en nieuwer niet", en="older evidence exempts and newer does not")

    def claims(subject: Subject, on: date) -> Iterator[Claim]:
        one, framework = subject.ruleset, subject.framework
        narrowing = Narrowing(one, framework)
        for together in (False, True):
            pairs = tuple((leaf, leaf) for leaf in framework.leaves if _spans(narrowing.to(leaf)) is together)
            if pairs:
                twin = moved(one, framework, on, subject.lore, together=together)
                yield Claim((one, one), framework, on, twin, pairs, Keeps(), broken, subject.shared)

    def applies(subject: Subject) -> bool:
        return any(can_age(part) for rule in subject.ruleset.rules for part in every(rule.when))

    return Law("newer-evidence", title, claims, applies=applies)


def _spans(ruleset: Ruleset) -> bool:
    return any(isinstance(part, Span) for rule in ruleset.rules for part in every(rule.when))


def more_experience(attributes: Sequence[str] = ("hours", "days", "ec", "assessors")) -> Law:
    """Never worse off with more: more hours, days a week, EC or assessors never lose an exemption."""
    named = [attributes] if isinstance(attributes, str) else attributes
    title = Text(
        nl="Meer uren, dagen, studiepunten of assessoren kosten nooit een vrijstelling",
        en="More hours, days, credits or assessors never cost an exemption",
    )
    broken = Text(nl="meer ervaring kost een vrijstelling", en="more experience costs an exemption")
    bearers = EVIDENCE | {VERDICT}
    law = of_attributes("more-experience", title, broken, named, bearers, Keeps(), ordered=True)
    return replace(law, faults=partial(faults.of_attributes, named, bearers, law.id))


def longer_service() -> Law:
    """Never worse off with a longer job: work that ended later, or goes on, never loses an exemption."""
    title = Text(
        nl="Wie hetzelfde werk langer deed, of nog doet, verliest geen vrijstelling",
        en="Who did the same work for longer, or still does, never loses an exemption",
    )
    broken = Text(nl="langer werken kost een vrijstelling", en="longer work costs an exemption")
    return of_attributes("longer-service", title, broken, ["to"], frozenset({"work"}), Keeps(), ordered=True)


def higher_level() -> Law:
    """A diploma of a higher NLQF level never gives less."""
    title = Text(
        nl="Een diploma van een hoger niveau geeft nooit minder", en="A diploma of a higher level never gives less"
    )
    broken = Text(nl="een hoger niveau kost een vrijstelling", en="a higher level costs an exemption")
    return of_attributes("higher-level", title, broken, ["nlqf"], EVIDENCE, Keeps(), ordered=True)


def equal(attribute: str, *, of: Collection[str] | None = None, id: str = "") -> Law:  # noqa: A002 - as laws call it
    """Equal treatment: what an attribute is, makes no difference to anybody.

    Args:
        attribute: The attribute.
        of: What carries it: kinds of evidence, `verdict`, or `applicant`; by default the applicant if they can.
        id: What the law is called; `equal-<attribute>` by default.
    """
    title = Text(
        nl=f"Wat '{attribute}' is, maakt geen verschil", en=f"What '{attribute}' is, makes no difference to anybody"
    )
    broken = Text(nl=f"'{attribute}' maakt verschil", en=f"'{attribute}' makes a difference")
    bearers = None if of is None else frozenset([of] if isinstance(of, str) else of)
    law = of_attributes(id or f"equal-{attribute}", title, broken, [attribute], bearers, Same(), ordered=False)
    return replace(law, faults=partial(faults.of_attributes, [attribute], bearers, law.id))


def equal_variants() -> Law:
    """Independent of learning path: the variant of the programme makes no difference."""
    return equal("variant", of=[APPLICANT], id="equal-variants")


def equal_institutions() -> Law:
    """Independent of learning path: the institution that issued or collected evidence makes no difference."""
    return equal("issuer", of=EVIDENCE, id="equal-institutions")


def levels() -> Law:
    """Levels cohere: who is exempt at a level is exempt at every level below."""
    title = Text(
        nl="Wie op een niveau is vrijgesteld, is dat ook op elk lager niveau",
        en="Who is exempt at a level is exempt at every lower level",
    )
    broken = Text(nl="vrijgesteld zonder het niveau eronder", en="exempt without the level below")
    return of_one("levels", title, broken, lambda subject: before(subject.framework, same_outcome=True))


def prerequisites() -> Law:
    """Prerequisites cohere: who is exempt from an outcome is exempt from what it requires."""
    title = Text(
        nl="Wie is vrijgesteld, is ook vrijgesteld van wat daaraan voorafgaat",
        en="Who is exempt is exempt from what it requires too",
    )
    broken = Text(nl="vrijgesteld zonder wat eraan voorafgaat", en="exempt without what it requires")
    return of_one("prerequisites", title, broken, lambda subject: before(subject.framework, same_outcome=False))


def prerequisites_awarded() -> Law:
    """Prerequisites are awarded: no unit is awarded while a limit stops one that it requires; with a programme."""
    title = Text(
        nl="Geen eenheid wordt toegekend terwijl een maximum tegenhoudt wat eraan voorafgaat",
        en="No unit is awarded while a limit stops what it requires",
    )
    return Law("prerequisites-awarded", title, flaws=without_what_they_require, applies=has_limits)


def no_conflict() -> Law:
    """Rules do not contradict each other: nobody is both granted and barred without a rule that decides."""
    title = Text(nl="Regels spreken elkaar niet tegen", en="Rules do not contradict each other")
    broken = Text(nl="een regel verleent wat een andere uitsluit", en="one rule grants what another bars")

    def pairs(subject: Subject) -> Pairs:
        if subject.ruleset.conflicts != "report":
            return ()
        return tuple((leaf, leaf) for leaf in subject.framework.leaves)

    return of_one("no-conflict", title, broken, pairs, NoConflict())


def rules_matter() -> Law:
    """Every rule decides something: none is dead."""
    title = Text(nl="Elke regel beslist ergens over", en="Every rule decides something")
    return Law("rules-matter", title, flaws=rules_in_vain, shown=shown_to_matter)


def attainable() -> Law:
    """Whatever a rule grants, somebody can attain."""
    title = Text(nl="Wat een regel verleent, is voor iemand haalbaar", en="What a rule grants, somebody can attain")
    return Law("attainable", title, flaws=unmet, shown=shown_to_be_attained)


def one_version() -> Law:
    """Time: no decision date (and cohort) falls in two versions, or in none."""
    title = Text(
        nl="Op elke beslisdag geldt één versie van de regeling en één waarde van elke parameter",
        en="On every decision date one version of the policy is in force, and one value of each parameter",
    )
    return Law("one-version", title, flaws=dates)


def no_gaps() -> Law:
    """Nothing falls between two rules: what is granted before and after (of dates, or cohorts) is so in between."""
    title = Text(
        nl="Wat ervoor en erna wordt verleend, wordt ook ertussen verleend, van dag tot dag en van cohort tot cohort",
        en="What is granted before and after is granted in between, from day to day and from cohort to cohort",
    )
    return Law("no-gaps", title, flaws=between_rules, applies=some_hold_for_a_time)


def standard() -> tuple[Law, ...]:
    """The laws that are asked of every policy."""
    return (
        one_version(), no_gaps(), more_evidence(), newer_evidence(), more_experience(), higher_level(),
        equal_variants(), equal_institutions(), levels(), prerequisites(), prerequisites_awarded(), no_conflict(),
        attainable(), rules_matter(),
    )  # fmt: skip
