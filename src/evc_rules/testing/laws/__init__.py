"""Laws for policies: what every exemption policy should keep to, proven for all applicants or tried on samples.

`test_ours = laws.for_ruleset("policy.yaml")` gives a test for pytest; `laws.check("policy.yaml")` the same as data.
"""

from .catalogue import (
    attainable,
    equal,
    equal_institutions,
    equal_variants,
    higher_level,
    levels,
    longer_service,
    more_evidence,
    more_experience,
    newer_evidence,
    no_conflict,
    no_gaps,
    one_version,
    prerequisites,
    prerequisites_awarded,
    rules_matter,
    standard,
)
from .checking import check, for_ruleset
from .how import How, Mode
from .law import Law
from .own import agreement, floor, pays_once, promise
from .results import Breach, LawResult, Told

__all__ = [
    "Breach",
    "How",
    "Law",
    "LawResult",
    "Mode",
    "Told",
    "agreement",
    "attainable",
    "check",
    "equal",
    "equal_institutions",
    "equal_variants",
    "floor",
    "for_ruleset",
    "higher_level",
    "levels",
    "longer_service",
    "more_evidence",
    "more_experience",
    "newer_evidence",
    "no_conflict",
    "no_gaps",
    "one_version",
    "pays_once",
    "prerequisites",
    "prerequisites_awarded",
    "promise",
    "rules_matter",
    "standard",
]
