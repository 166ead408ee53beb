"""Steps: a dossier, and the dossier with one thing added, corrected or withdrawn. Wrong steps are refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from ...errors import Finding, InvalidInputError, refuse
from ...model.attributes import APPLICANT, VERDICT, Value
from ...model.dossier import Answer, ApplicantFacts, Carrier, Dossier, Evidence, Verdict
from ...model.outcomes import Framework
from . import checks, given
from .given import Thing

Item = Evidence | Verdict


@dataclass(frozen=True)
class Desk:
    """What steps are held to.

    Attributes:
        framework: The framework.
        asked: The clauses that the ruleset asks, each with its owner, or None when one answer settles it for all.
    """

    framework: Framework
    asked: tuple[tuple[str, str | None], ...]

    def checked(self, dossier: Dossier) -> Dossier:
        """A dossier to start from.

        Raises:
            InvalidInputError: With everything that is wrong with it.
        """
        sound = given.dossier(dossier)
        refuse(checks.of_dossier(sound, self.framework))
        return sound

    def added(self, dossier: Dossier, thing: Thing) -> Dossier:
        """The dossier with one thing more.

        Raises:
            InvalidInputError: The thing is wrong by itself, or is there already.
        """
        match thing:
            case Evidence() | Verdict():
                found = list(checks.of_item(thing, self.framework))
                found += [checks.twice(thing.id)] if _place(dossier, thing.id) else []
                refuse(found)
                return _appended(dossier, thing)
            case Answer():
                found = list(checks.of_answer(thing, self.asked))
                if any(_key(one) == _key(thing) for one in dossier.judgements):
                    message = f"the judgement '{thing.judgement}' has been answered"
                    found.append(Finding("EVC-S005", message, help="correct the answer, or withdraw it first"))
                refuse(found)
                return dossier.with_(judgements=(*dossier.judgements, thing))
            case _:
                assert_never(thing)

    def corrected(self, dossier: Dossier, thing: Thing) -> Dossier:
        """The dossier with another thing in the place of the one that has its id.

        Raises:
            InvalidInputError: The thing is wrong by itself, or there is none to correct.
        """
        match thing:
            case Evidence() | Verdict():
                kept = self.without(dossier, thing.id)
                refuse(checks.of_item(thing, self.framework))
                before = _place(dossier, thing.id)
                if isinstance(before, Evidence) != isinstance(thing, Evidence):
                    return _appended(kept, thing)
                return _replaced(dossier, thing)
            case Answer():
                self.unanswered(dossier, thing.judgement, thing.ruleset)
                first = [_key(one) for one in dossier.judgements].index(_key(thing))
                kept_answers = [
                    thing if place == first else one
                    for place, one in enumerate(dossier.judgements)
                    if place == first or _key(one) != _key(thing)
                ]
                return dossier.with_(judgements=tuple(kept_answers))
            case _:
                assert_never(thing)

    def without(self, dossier: Dossier, name: str) -> Dossier:
        """The dossier without an item of evidence or a verdict.

        Raises:
            InvalidInputError: EVC-I003 when there is none.
        """
        self.found(dossier, name)
        return dossier.with_(
            evidence=tuple(one for one in dossier.evidence if one.id != name),
            verdicts=tuple(one for one in dossier.verdicts if one.id != name),
        )

    def unanswered(self, dossier: Dossier, judgement: str, ruleset: str | None) -> Dossier:
        """The dossier without an answer.

        Raises:
            InvalidInputError: EVC-I003 when there is none.
        """
        kept = tuple(one for one in dossier.judgements if _key(one) != (judgement, ruleset))
        if len(kept) == len(dossier.judgements):
            whose = f"for ruleset '{ruleset}'" if ruleset else "for all rulesets"
            answered = (one.judgement for one in dossier.judgements)
            raise _missing(f"there is no answer to '{judgement}' {whose}", judgement, answered)
        return dossier.with_(judgements=kept)

    def told(self, dossier: Dossier, name: str | None, attribute: str, value: Value) -> Dossier:
        """The dossier with one attribute of the applicant (or of an item or verdict) known.

        Raises:
            InvalidInputError: The value is wrong by itself, or there is no such item.
        """
        thing, bearer, what = self.carrying(dossier, name)
        refuse(checks.of_value(attribute, value, bearer, what, self.framework))
        return self.knowing(dossier, thing, {**thing.known, attribute: value}, attribute)

    def doubted(self, dossier: Dossier, name: str | None, attribute: str) -> Dossier:
        """The dossier with one attribute of the applicant (or of an item or verdict) said not to be known.

        Raises:
            InvalidInputError: There is no such item, or it has no such attribute.
        """
        thing, bearer, _ = self.carrying(dossier, name)
        refuse(checks.undeclared(attribute, bearer, self.framework))
        return self.knowing(dossier, thing, _without(thing, attribute), attribute, doubted=True)

    def forgotten(self, dossier: Dossier, name: str | None, attribute: str) -> Dossier:
        """The dossier with one attribute of the applicant (or of an item or verdict) not known any more.

        Raises:
            InvalidInputError: There is no such item, or there is no value to forget.
        """
        thing, bearer, what = self.carrying(dossier, name)
        refuse(checks.undeclared(attribute, bearer, self.framework))
        if attribute not in thing.known and attribute not in thing.unknown:
            raise _missing(f"'{attribute}' of {what} is not known", attribute, thing.known)
        return self.knowing(dossier, thing, _without(thing, attribute), attribute)

    def carrying(self, dossier: Dossier, name: str | None) -> tuple[Carrier, str, str]:
        """What carries an attribute, the name of its kind, and how people call it."""
        if name is None:
            return dossier.applicant, APPLICANT, "the applicant"
        item = self.found(dossier, name)
        return item, item.kind if isinstance(item, Evidence) else VERDICT, f"'{name}'"

    def knowing(
        self, dossier: Dossier, thing: Carrier, known: Mapping[str, Value], attribute: str, *, doubted: bool = False
    ) -> Dossier:
        """The dossier with what carries an attribute knowing it, or not; it is said to be unknown only when doubted.

        Raises:
            InvalidInputError: The values do not go together.
        """
        unknown = {*thing.unknown, attribute} if doubted else {*thing.unknown} - {attribute}
        changed = thing.with_(attributes=tuple(sorted(known.items())), unknown=tuple(sorted(unknown)))
        if isinstance(changed, Evidence | Verdict):
            refuse(checks.of_item(changed, self.framework))
            return _replaced(dossier, changed)
        assert isinstance(changed, ApplicantFacts)  # noqa: S101 - nothing else carries attributes
        return dossier.with_(applicant=changed)

    def found(self, dossier: Dossier, name: str) -> Item:
        """The item of evidence or verdict with an id.

        Raises:
            InvalidInputError: EVC-I003 when there is none.
        """
        found = _place(dossier, name)
        if found is None:
            there = (one.id for one in items_of(dossier))
            raise _missing(f"there is no evidence or verdict '{name}'", name, there)
        return found


def _missing(message: str, word: str, known: Iterable[str]) -> InvalidInputError:
    return InvalidInputError((Finding("EVC-I003", message, help=checks.near(word, known)),))


def _without(thing: Carrier, attribute: str) -> dict[str, Value]:
    return {name: value for name, value in thing.known.items() if name != attribute}


def items_of(dossier: Dossier) -> tuple[Item, ...]:
    """The items of evidence and the verdicts."""
    return (*dossier.evidence, *dossier.verdicts)


def name_of(thing: Thing) -> str:
    """The name that a thing goes by."""
    return thing.judgement if isinstance(thing, Answer) else thing.id


def _place(dossier: Dossier, name: str) -> Item | None:
    return next((one for one in items_of(dossier) if one.id == name), None)


def _key(answer: Answer) -> tuple[str, str | None]:
    return answer.judgement, answer.ruleset


def _appended(dossier: Dossier, item: Item) -> Dossier:
    if isinstance(item, Evidence):
        return dossier.with_(evidence=(*dossier.evidence, item))
    return dossier.with_(verdicts=(*dossier.verdicts, item))


def _replaced(dossier: Dossier, item: Item) -> Dossier:
    if isinstance(item, Evidence):
        return dossier.with_(evidence=tuple(item if one.id == item.id else one for one in dossier.evidence))
    return dossier.with_(verdicts=tuple(item if one.id == item.id else one for one in dossier.verdicts))
