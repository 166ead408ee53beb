"""Alliances: rulesets and programmes of several institutions over one framework."""

from __future__ import annotations

from datetime import date

from .base import Frozen, Id, Text
from .outcomes import Framework
from .policy import Ruleset
from .programme import Programme


class Member(Frozen):
    """One institution of an alliance, with the versions of its ruleset and its programmes.

    Attributes:
        institution: Its id.
        title: What it is called.
        rulesets: The versions of its ruleset, of which one is in force at a time.
        programmes: Its programmes, for different cohorts.
    """

    institution: Id
    title: Text = Text()
    rulesets: tuple[Ruleset, ...]
    programmes: tuple[Programme, ...] = ()

    def in_force(self, on: date, cohort: int | None) -> tuple[Ruleset, ...]:
        """The rulesets in force on a decision date for a cohort (any cohort that is not known)."""
        return tuple(
            one
            for one in self.rulesets
            if on in one.applies.decisions and (cohort is None or cohort in one.applies.cohorts)
        )

    def not_one(self, on: date, cohort: int | None) -> str:
        """That not just one ruleset is in force, and for which cohort where it is the cohort that keeps them out."""
        found = self.in_force(on, cohort)
        many = "no ruleset is" if not found else f"{len(found)} rulesets are"
        whom = f" for cohort {cohort}" if cohort is not None and self.in_force(on, None) else ""
        return f"{many} in force for '{self.institution}' on {on}{whom}"

    def programme_for(self, cohort: int | None) -> Programme | None:
        """The programme for a cohort (the last one when the cohort is not known), or None."""
        fitting = [one for one in self.programmes if cohort is None or cohort in one.cohorts]
        return fitting[-1] if fitting else None


class Alliance(Frozen):
    """Rulesets and programmes of several institutions over one framework.

    Attributes:
        id: Its name.
        title: What it is called.
        illustrative: Whether it was made up.
        framework: The framework that all are written over.
        members: The institutions.
        common: Rulesets that belong to no member, such as national law; they can serve as floor or ceiling.
        shared_judgements: The judgements that one answer settles for all members.
        note: What to know before relying on it.
    """

    id: Id
    title: Text
    illustrative: bool = False
    framework: Framework
    members: tuple[Member, ...]
    common: tuple[Ruleset, ...] = ()
    shared_judgements: tuple[Id, ...] = ()
    note: Text = Text()
