"""The path before, from which one plans again: read from a file, and held against who asks and what is asked."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..errors import Finding, InvalidInputError, Position, Severity
from ..language.reader import did_you_mean
from ..model.dossier import Dossier
from ..model.programme import Programme
from ..plan import Path as Planned
from ..reports.replanned import ReplanView, path_read
from ..reports.views import PlanView


@dataclass(frozen=True)
class Before:
    """A path before.

    Attributes:
        path: The path.
        dossier: Whose it is.
        programme: Of which programme.
        awarded: The units that were awarded for it.
        going: The units that went on when it was planned, and counted as passed.
        at: Where it stands.
    """

    path: Planned
    dossier: str
    programme: str
    awarded: tuple[str, ...]
    going: tuple[str, ...]
    at: Position

    def findings(
        self,
        *,
        person: Dossier | None,
        programmes: Collection[Programme],
        start: date | None,
        failed: Collection[str],
        done: Collection[str],
    ) -> Iterator[Finding]:
        """What does not go together with it (EVC-C001), and what is left out of it, as a warning.

        Args:
            person: Who plans again, where that could be read.
            programmes: The programmes of the institution.
            start: The day from which to plan again, where that could be read.
            failed: What was followed and not achieved.
            done: What was completed.
        """
        if person is not None and person.id != self.dossier:
            message = f"this is the path of '{self.dossier}', and the dossier is of '{person.id}'"
            yield Finding("EVC-C001", message, self.at, "choose the path before of this applicant")
        yield from self._of(programmes)
        yield from self._calendar(programmes)
        if start is not None and start < self.path.start:
            message = f"--start: {start} is before the path before began, on {self.path.start}"
            yield Finding("EVC-C001", message, None, "choose the day from which to plan again")
        placed = [name for period in self.path.periods for name in period.units]
        for name in dict.fromkeys(failed):
            if name in done:
                message = f"'{name}' is said to have failed and to be done"
                yield Finding("EVC-C001", message, None, "choose one of --failed and --done")
            if name not in (*placed, *self.going) and any(name in one.unit for one in programmes):
                message = f"--failed: '{name}' was not in the path before"
                yield Finding("EVC-C001", message, None, did_you_mean(name, placed) or "leave it out")
            first = min((period.slot.start for period in self.path.periods if name in period.units), default=None)
            if start is not None and first is not None and first >= start:
                message = f"--failed: '{name}' was not followed yet on {start}: it was planned for {first}"
                yield Finding("EVC-C001", message, None, "leave it out, or choose a later --start")

    def _calendar(self, programmes: Collection[Programme]) -> Iterator[Finding]:
        """Whether its periods are those of the programme: a period that is missing, or on other days."""
        slots = tuple(period.slot for period in self.path.periods)
        here = [one for one in programmes if one.id == self.programme]
        if here and not any(one.slots(self.path.start, len(slots)) == slots for one in here):
            message = f"the periods of the path before are not those of '{self.programme}' from {self.path.start} on"
            help_ = "check that nothing was cut out of it, and that the programme has the same periods"
            yield Finding("EVC-C001", message, self.at, help_, Severity.WARNING)

    def _of(self, programmes: Collection[Programme]) -> Iterator[Finding]:
        ids = [one.id for one in programmes]
        placed = [name for period in self.path.periods for name in period.units]
        unknown = [name for name in placed if not any(name in one.unit for one in programmes)]
        if ids and (self.programme not in ids or (placed and len(unknown) == len(placed))):
            listed = " or ".join(f"'{name}'" for name in ids)
            message = f"this is a path of the programme '{self.programme}', and not of {listed} as it is here"
            yield Finding("EVC-C001", message, self.at, "choose the path before of this programme")
        elif ids and unknown:
            message = f"the programme has no unit {', '.join(unknown)} any more: left out"
            yield Finding("EVC-P002", message, self.at, "check that it is the same programme", Severity.WARNING)


def path_before(file: Path, institution: str, *, best: bool) -> Before:
    """The path of an institution in a file that `plan --json` or `replan --json` printed.

    Raises:
        InvalidInputError: EVC-F001 or EVC-C001, when it cannot be read or has none.
    """
    at = Position(str(file))
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InvalidInputError(
            (Finding("EVC-F001", f"cannot be read: {error.strerror}", at, "check the path"),)
        ) from error
    help_ = "write it with `evc-rules plan … --json > path.json`"
    try:
        data = json.loads(text)
        of = ReplanView if isinstance(data, dict) and "members" not in data else PlanView
        view = of.model_validate_json(text)
    except ValueError as error:
        message = "this is not what `plan --json` or `replan --json` prints"
        raise InvalidInputError((Finding("EVC-C001", message, at, help_),)) from error
    try:
        found = path_read(view, institution, best=best)
    except ValueError as error:
        raise InvalidInputError((Finding("EVC-C001", f"this is no path: {error}", at, help_),)) from error
    if found is None:
        raise _none(institution, at)
    if isinstance(view, ReplanView):
        going = tuple(one.unit for one in view.units if one.kind == "goes-on")
        return Before(found, view.dossier, view.programme, tuple(view.awarded), going, at)
    members = [one.recommendation for one in view.members if one.institution == institution]
    if len(members) > 1:
        message = f"there are {len(members)} paths for '{institution}' in it"
        raise InvalidInputError((Finding("EVC-C001", message, at, help_),))
    worth = members[0].credits if members and members[0] else None
    if worth is None:
        raise _none(institution, at)
    # Where a limit binds, wishes may have said which units were awarded: those that the path need not follow.
    counted = {"true", "unknown"} if best else {"true"}
    placed = {*found.done, *(name for period in found.periods for name in period.units)}
    exempt = (one.unit for one in worth.units if one.awarded in counted or one.stopped_by)
    awarded = tuple(name for name in exempt if name not in placed)
    return Before(found, view.dossier, worth.programme, awarded, (), at)


def _none(institution: str, at: Position) -> InvalidInputError:
    help_ = "choose an institution that has one with -i"
    return InvalidInputError((Finding("EVC-C001", f"there is no path for '{institution}'", at, help_),))
