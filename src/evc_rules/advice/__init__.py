"""From a dossier to advice: what is exempt and why, what is awarded, what is left, and a receipt for it."""

from ..language.canonical import digest
from .assess import (
    AllianceAdvice,
    HarmonisedAdvice,
    MemberAdvice,
    assess,
    assess_alliance,
    remaining_path,
    remaining_paths,
)
from .change import Change
from .credits import CreditAdvice, UnitAdvice
from .fewest import Cheapest, cheapest
from .impact import Effect, Impact, Toll, Unanswered
from .moves import Move
from .receipt import Receipt
from .recommendation import OutcomeAdvice, Recommendation
from .verify import Verified, verify
from .why import Why
from .worth import Saved, SetWorth, Worth

__all__ = [
    "AllianceAdvice",
    "Change",
    "Cheapest",
    "CreditAdvice",
    "Effect",
    "HarmonisedAdvice",
    "Impact",
    "MemberAdvice",
    "Move",
    "OutcomeAdvice",
    "Receipt",
    "Recommendation",
    "Saved",
    "SetWorth",
    "Toll",
    "Unanswered",
    "UnitAdvice",
    "Verified",
    "Why",
    "Worth",
    "assess",
    "assess_alliance",
    "cheapest",
    "digest",
    "remaining_path",
    "remaining_paths",
    "verify",
]
