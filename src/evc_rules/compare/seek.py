"""Someone is looked for: found by the solver and confirmed by the reference, proven not to exist, or not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..model.dossier import Dossier
from .encode import Encoded
from .people import person

_TRIES = 4
"""How often another applicant is asked for when the reference does not say of one what the solver expects."""


def seek(encoded: Encoded, confirms: Callable[[Dossier], bool], question: Any) -> Dossier | str | None:
    """Someone of whom something holds, of as few items as were found.

    Args:
        encoded: The dossiers of one world.
        confirms: Whether the reference says the same of someone.
        question: What must hold.

    Returns:
        Someone; or None when it is proven that there is nobody; or why it is not known.
    """
    asking, refused = encoded.asking, list[Any]()
    for _ in range(_TRIES):
        model = asking.model(question, *refused)
        if model is None:
            return "the time was up"
        if model is False:
            if refused or not encoded.exact:
                return "no applicant was found, and that there is none is not proven"
            return None
        dossier = person(encoded, asking.least(model, encoded.at_most, question, *refused))
        if confirms(dossier):
            return dossier
        refused.append(encoded.other_than(model))
    return "the reference does not say of the applicants found what the solver expects"
