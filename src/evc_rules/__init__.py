"""Exemption and EVC rules: recommend with reasons, harmonise, plan the remaining path."""

from importlib.metadata import version

from .advice import AllianceAdvice, Recommendation, Worth, assess, assess_alliance, cheapest
from .advice import remaining_path as plan
from .compare import Comparison, Relation, Witness, compare, compare_rulesets
from .engines.compiled import compile_ruleset, compile_rulesets
from .engines.rete import IntakeSession
from .errors import EvcError, Finding, InvalidInputError, MissingExtraError
from .harmonise import STRATEGIES, harmonise
from .language.dump import dump
from .language.load import (
    examine,
    load,
    load_alliance,
    load_dossier,
    load_framework,
    load_programme,
    load_ruleset,
)
from .model.alliance import Alliance
from .model.dossier import Dossier
from .model.outcomes import Framework
from .model.policy import Ruleset
from .model.programme import Programme
from .plan import Path
from .proof import Proof, prove
from .reports.build import as_data
from .results.status import Status

__version__ = version("evc-rules")

__all__ = [
    "STRATEGIES",
    "Alliance",
    "AllianceAdvice",
    "Comparison",
    "Dossier",
    "EvcError",
    "Finding",
    "Framework",
    "IntakeSession",
    "InvalidInputError",
    "MissingExtraError",
    "Path",
    "Programme",
    "Proof",
    "Recommendation",
    "Relation",
    "Ruleset",
    "Status",
    "Witness",
    "Worth",
    "as_data",
    "assess",
    "assess_alliance",
    "cheapest",
    "compare",
    "compare_rulesets",
    "compile_ruleset",
    "compile_rulesets",
    "dump",
    "examine",
    "harmonise",
    "load",
    "load_alliance",
    "load_dossier",
    "load_framework",
    "load_programme",
    "load_ruleset",
    "plan",
    "prove",
]
