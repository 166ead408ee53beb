"""What each command prints with `--json`."""

from __future__ import annotations

from typing import Final

from .conformance import ConformanceView
from .curriculum import CurriculumView
from .harmonised import HarmoniseView
from .negotiate import NegotiateView
from .paths.view import PathsView
from .receipts import VerifyView
from .replanned import ReplanView
from .view import View
from .views import AssessView, CheckView, ExplainView, PlanView
from .views_align import AlignView
from .views_compare import CompareView
from .views_gaps import GapsView
from .views_impact import ImpactView
from .views_laws import LawsView
from .views_tested import TestView
from .worth import WorthView

PRINTED: Final[dict[str, type[View]]] = {
    "align": AlignView,
    "assess": AssessView,
    "check": CheckView,
    "compare": CompareView,
    "conformance-run": ConformanceView,
    "curriculum": CurriculumView,
    "diff": CompareView,
    "explain": ExplainView,
    "gaps": GapsView,
    "harmonise": HarmoniseView,
    "impact": ImpactView,
    "laws": LawsView,
    "negotiate": NegotiateView,
    "paths": PathsView,
    "plan": PlanView,
    "replan": ReplanView,
    "test": TestView,
    "verify": VerifyView,
    "worth": WorthView,
}
"""The view of each command."""
