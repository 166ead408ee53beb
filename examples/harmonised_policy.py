"""A policy that three of seven institutes could recognise, written to a file that people can edit, and read back.

`python examples/harmonised_policy.py voorstel.yaml`
"""

import sys
from datetime import date
from pathlib import Path

import evc_rules as evc

ROOT = Path(__file__).resolve().parent.parent


def main(target: Path) -> None:
    """Write the policy, and see that it reads as what it was."""
    alliance = evc.load_alliance(ROOT / "rulesets/alliances/pabo-published.yaml")
    policy = evc.harmonise(alliance, "quorum:3", date(2026, 11, 24), cohort=2026)
    target.write_text(evc.dump(policy), encoding="utf-8")
    again = evc.load_ruleset(target, framework=alliance.framework)
    print(f"{target.name}: {len(again.rules)} rules, each from:")
    for rule in again.rules:
        print(f"- {rule.id}: {', '.join(rule.articles)}")


if __name__ == "__main__":
    main(Path(*sys.argv[1:2] or ["voorstel.yaml"]))
