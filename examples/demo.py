"""The main job on real input: seven pabos, three people, where policies differ, who would notice.

Then an illustrative alliance in detail. `make demo` runs it. `python examples/demo.py en` speaks English.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from evc_rules.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
ON = "2026-11-24"
PUBLISHED = "rulesets/alliances/pabo-published.yaml"
ILLUSTRATIVE = "rulesets/alliances/voorbeeld.yaml"
PEOPLE = ("onderwijsassistent-na-evc", "loopbaanwisselaar-hbo", "havist-met-toetsen")


def commands() -> list[str]:
    """The commands, as a person would type them."""
    dossier = "examples/dossiers/onderwijsassistent-41.yaml"
    return [
        *(
            f"evc-rules assess {PUBLISHED} --dossier examples/dossiers/published/{person}.yaml "
            f"--harmonise quorum:3 --plan --on {ON}"
            for person in PEOPLE
        ),
        f"evc-rules compare {PUBLISHED} --on {ON}",
        f"evc-rules impact {PUBLISHED} --strategy quorum:3 --dossiers examples/dossiers/published --show 2 --on {ON}",
        f"evc-rules assess {ILLUSTRATIVE} --dossier {dossier} --harmonise quorum:2 --plan --on {ON}",
        f"evc-rules explain {ILLUSTRATIVE} ped.climate@2 --dossier {dossier} --on {ON}",
    ]


def main(lang: str = "nl") -> None:
    """Run every command here, showing it first."""
    for command in commands():
        line = f"{command} --lang {lang}" if lang != "nl" else command
        print(f"\n$ {line}\n", flush=True)
        words = shlex.split(line)[1:]
        here = [str(ROOT / word) if word.startswith(("rulesets/", "examples/")) else word for word in words]
        app(here, standalone_mode=False)


if __name__ == "__main__":
    main(*sys.argv[1:2])
