"""The conformance suite as a package: an engine written elsewhere, in any language, can be held to the reference."""

from __future__ import annotations

from .asking import Outcome, ask
from .suite import SUITE, Suite, differs

__all__ = ["SUITE", "Outcome", "Suite", "ask", "differs"]
