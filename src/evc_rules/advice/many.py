"""The lanes of many applicants, on all cores: what comes out is the same on one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..model.dossier import Dossier
from .lanes import Lane, Lanes

_ENOUGH: Final = 40
"""So many applicants are worth a process of their own: beginning one takes as long as the paths of some."""

_CHUNK: Final = 4

_Sent = tuple[tuple[Lane, bool], ...]
"""Lanes without their programme, which is large and known to who asked, and whether each had one."""

_here: list[Lanes] = []
"""The lanes of this process, where it is one of several."""


def lanes_of_many(
    lanes: Lanes, people: Sequence[Dossier], workers: int | None = None
) -> Iterator[tuple[Dossier, tuple[Lane, ...]]]:
    """The lanes of each applicant, in the order of the applicants.

    Args:
        lanes: What is laid beside each other.
        people: The applicants.
        workers: In how many processes at most; None for as many as there are cores and the applicants are worth.

    Raises:
        InvalidInputError: EVC-N002 when a strategy cannot be carried out.
        MissingExtraError: OR-tools is not installed, and an answer needs it.
    """
    count = min(os.cpu_count() or 1, len(people) // _ENOUGH) if workers is None else workers
    if count <= 1:
        yield from ((person, lanes.of(person)) for person in people)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only where there are many
    from multiprocessing import get_context  # noqa: PLC0415

    # Begun anew and not split off: a solver may have threads, which a process that is split off does not have.
    with ProcessPoolExecutor(count, get_context("spawn"), _begin, (lanes,)) as pool:
        for person, sent in zip(people, pool.map(_sent, people, chunksize=_CHUNK), strict=True):
            yield person, tuple(_with_programme(lanes, person, lane) if had else lane for lane, had in sent)


def _begin(lanes: Lanes) -> None:
    _here[:] = [lanes]


def _sent(person: Dossier) -> _Sent:
    (lanes,) = _here
    return tuple((replace(lane, programme=None), lane.programme is not None) for lane in lanes.of(person))


def _with_programme(lanes: Lanes, person: Dossier, lane: Lane) -> Lane:
    member = next(one for one in lanes.alliance.members if one.institution == lane.institution)
    return replace(lane, programme=member.programme_for(person.applicant.cohort))
