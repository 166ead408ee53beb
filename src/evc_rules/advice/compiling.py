"""Rulesets made ready to be asked, the last few of which are kept."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from ..engines.compiled import Compiled, compile_rulesets
from ..engines.kept import Kept
from ..model.outcomes import Framework
from ..model.policy import Ruleset

_MOST_COMPILED: Final = 16
_kept: Final[Kept[Compiled]] = Kept(_MOST_COMPILED)


def compiled(rulesets: tuple[Ruleset, ...], framework: Framework, on: date, shared: frozenset[str]) -> Compiled:
    """Rulesets made ready to be asked: kept, as who asks of one applicant mostly asks of others too."""
    make = partial(compile_rulesets, rulesets, framework, on, shared=shared)
    return _kept.get((*rulesets, framework), (on, shared), make)
