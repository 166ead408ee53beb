"""Strategies for hypothesis: frameworks, rulesets, dossiers, programmes and alliances.

Whatever they draw, `check` finds no error in; what is drawn has every form of the language in it, and shrinks to
something small.
"""

from ...errors import MissingExtraError

try:
    import hypothesis as _hypothesis  # noqa: F401 - only to say clearly that it is not there
except ImportError as error:
    raise MissingExtraError("testing", "drawing rulesets and dossiers") from error

from .alliances import alliances, decision_dates
from .applicants import applicants
from .dossiers import dossiers
from .frameworks import frameworks
from .programmes import programmes
from .rulesets import rulesets

__all__ = ["alliances", "applicants", "decision_dates", "dossiers", "frameworks", "programmes", "rulesets"]
