"""One applicant at one institute: what is exempt and why, what is still open, what it is worth.

`python examples/one_applicant.py`
"""

from datetime import date
from pathlib import Path

import evc_rules as evc

ROOT = Path(__file__).resolve().parent.parent
INSTITUTE = ROOT / "rulesets/voorbeeld-oost"

framework = evc.load_framework(ROOT / "rulesets/frameworks/leraar-basisonderwijs.yaml")
ruleset = evc.load_ruleset(INSTITUTE / "policy.yaml", framework=framework)
programme = evc.load_programme(INSTITUTE / "programme.yaml", framework=framework)
dossier = evc.load_dossier(ROOT / "examples/dossiers/herintreder-pabo.yaml", framework)

advice = evc.assess(ruleset, dossier, on=date(2026, 11, 24), framework=framework, programme=programme)

for finding in advice.findings:
    print(finding)
for rule, (step, leaves) in advice.grounds().items():
    cited = ", ".join(citation for citation, _ in step.articles)
    print(f"{step.effect} {rule} [{cited}]: {', '.join(map(str, leaves))}")
print(advice["ped.climate@2"].why(lang="en"))
for question, leaves in advice.questions.items():
    print(f"? {advice.ask(question)} ({', '.join(map(str, leaves))})")
if advice.credits:
    certain, at_most = advice.credits.awarded
    print(f"{certain} certain, {at_most} at most, of {advice.credits.total}")
