"""What is left to learn at each institute of an alliance: when it could end, and what open questions are worth.

`python examples/what_is_left.py`
"""

from datetime import date
from pathlib import Path

import evc_rules as evc

ROOT = Path(__file__).resolve().parent.parent

alliance = evc.load_alliance(ROOT / "rulesets/alliances/voorbeeld.yaml")
dossier = evc.load_dossier(ROOT / "examples/dossiers/onderwijsassistent-41.yaml", alliance.framework)
advice = evc.assess_alliance(alliance, dossier, on=date(2026, 11, 24))

for member in advice.members:
    if member.recommendation is None:
        print(f"{member.institution}: {member.findings[0].message}")
        continue
    now, best = evc.plan(member.recommendation), evc.plan(member.recommendation, hoped=True)
    if now is None or best is None:
        print(f"{member.institution}: no programme to plan")
    elif now.finish is None:
        print(f"{member.institution}: no plan, because {'; '.join(clash.text.en for clash in now.clashes)}")
    else:
        sure = "the earliest" if now.proven else f"perhaps earlier, not before {now.bound}"
        print(f"{member.institution}: {now.load} in {len(now.periods)} periods until {now.finish} ({sure});")
        print(f"  if all that is open comes out well: {best.load} until {best.finish}")
