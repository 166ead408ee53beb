"""What variants are called."""

from __future__ import annotations

from ..model.attributes import APPLICANT
from ..model.base import Lang
from ..model.outcomes import Framework


def variant_said(framework: Framework, variant: str, lang: Lang) -> str:
    """What a variant is called by the vocabulary of a framework; its code where that has no word for it."""
    declared = framework.vocabulary.find("variant", APPLICANT)
    codes = declared.codes if declared else {}
    return codes[variant].in_(lang) if variant in codes else variant
