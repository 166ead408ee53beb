"""Strategies for hypothesis: frameworks, rulesets, dossiers, programmes and alliances.

Whatever they draw, `check` finds no error in; what is drawn has every form of the language in it, and shrinks to
something small.
"""

from .alliances import alliances, decision_dates
from .dossiers import dossiers
from .frameworks import frameworks
from .programmes import programmes
from .rulesets import rulesets

__all__ = ["alliances", "decision_dates", "dossiers", "frameworks", "programmes", "rulesets"]
