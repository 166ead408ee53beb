"""What every institute of an alliance says of one applicant, as JSON on standard output.

`python examples/alliance_json.py`. `evc-rules assess … --json` prints the same; its keys are in docs/reference/json.md.
"""

from datetime import date
from pathlib import Path

import evc_rules as evc
from evc_rules.reports.build import Builder

ROOT = Path(__file__).resolve().parent.parent

alliance = evc.load_alliance(ROOT / "rulesets/alliances/voorbeeld.yaml")
dossier = evc.load_dossier(ROOT / "examples/dossiers/buitenlandse-leraar.yaml", alliance.framework)
advice = evc.assess_alliance(alliance, dossier, on=date(2026, 11, 24))
print(Builder("nl").alliance(advice).model_dump_json(indent=2))
