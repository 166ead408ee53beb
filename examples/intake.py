"""An intake talk: what each thing that is put on the table changes, and what is best asked next.

`python examples/intake.py`
"""

from datetime import date
from pathlib import Path

import evc_rules as evc
from evc_rules.engines.rete import Change
from evc_rules.language.render import Prose
from evc_rules.model.dossier import Answer

ROOT = Path(__file__).resolve().parent.parent
ON = date(2026, 11, 24)

alliance = evc.load_alliance(ROOT / "rulesets/alliances/voorbeeld.yaml")
framework = alliance.framework
policy = alliance.members[0].rulesets[0]
brought = evc.load_dossier(ROOT / "examples/dossiers/onderwijsassistent-41.yaml", framework)
talk = evc.IntakeSession(policy, framework, on=ON, shared=alliance.shared_judgements)
words = Prose(framework, "en", policy, ON)


def show(change: Change) -> None:
    """Print what a step changed."""
    print(f"{change.did} {change.what}: {len(change.changed)} changed, {len(change.open_leaves)} open")
    for finding in change.findings:
        print(f"  note: {finding.message}")


for attribute, value in brought.applicant.attributes:
    talk.tell(attribute, value)
for item in (*brought.evidence, *brought.verdicts):
    show(talk.add(item))

best = talk.next
if best:
    print(f"ask: {words.question(best.question)}")
    print(f"  that settles {best.least} to {best.most} of {len(talk.state.open)} open outcomes")
show(talk.add(Answer(judgement="hardship", answer=False, by="exam board", on=ON)))
show(talk.undo())
