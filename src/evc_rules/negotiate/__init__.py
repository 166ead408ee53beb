"""Negotiating: what an alliance can agree on when members hold on to something."""

from importlib.util import find_spec

from ..errors import MissingExtraError

if find_spec("numpy") is None:  # pragma: no cover - hangs on what is installed
    raise MissingExtraError("cohort", "negotiating")

from .contradict import Contradiction, contradictions
from .search import Clash, Concession, Negotiation, candidates, negotiate
from .terms import Term, terms
from .weigh import Weighed

__all__ = [
    "Clash",
    "Concession",
    "Contradiction",
    "Negotiation",
    "Term",
    "Weighed",
    "candidates",
    "contradictions",
    "negotiate",
    "terms",
]
