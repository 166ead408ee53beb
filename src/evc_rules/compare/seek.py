"""Someone is looked for: found by the solver and confirmed by the reference, proven not to exist, or not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..model.dossier import Dossier
from .formulas import Formulas
from .people import person

_TRIES = 4
"""How often another applicant is asked for when the reference does not say of one what the solver expects."""

TIME_WAS_UP: Final = "the time was up"
"""Why it is not known, when there was too little time."""

Question = Callable[[Formulas], Any]
"""What must hold of someone, as a formula."""


def seek(
    formulas: Formulas,
    confirms: Callable[[Dossier], bool],
    question: Question,
    *,
    looked: Callable[[Any], None] = lambda _: None,
) -> Dossier | str | None:
    """Someone of whom something holds, of as few items as were found.

    Args:
        formulas: What conditions say of the dossiers of one world.
        confirms: Whether the reference says the same of someone.
        question: What must hold.
        looked: Is shown the solver's values for someone, before the reference is asked to confirm.

    Returns:
        Someone; or None when it is proven that there is nobody; or why it is not known.
    """
    encoded, asked, refused = formulas.encoded, question(formulas), list[Any]()
    asking = encoded.asking
    for _ in range(_TRIES):
        model = asking.fewest(encoded.at_most, asked, *refused)
        if model is None:
            return TIME_WAS_UP
        if model is False:
            return None if _nobody(formulas, question, exact=encoded.exact and not refused) else _NOT_PROVEN
        dossier = person(encoded, model)
        looked(model)
        if confirms(dossier):
            return dossier
        refused.append(encoded.other_than(model))
    return "the reference does not say of the applicants found what the solver expects"


_NOT_PROVEN = "no applicant was found, and that there is none is not proven"


def _nobody(formulas: Formulas, question: Question, *, exact: bool) -> bool:
    """Whether it is proven that there is nobody: here, or whatever time may do."""
    loosened = formulas.loosened if not exact else None
    if loosened is None:
        return True
    return loosened.encoded.exact and loosened.encoded.asking.model(question(loosened)) is False
