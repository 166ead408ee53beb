"""Checks traces without any engine: whether the status that a trace claims follows from the ruleset and the dossier."""

from __future__ import annotations

from .saying import Asked
from .things import Flaw
from .traces import check_traces

__all__ = ["Asked", "Flaw", "check_traces"]
