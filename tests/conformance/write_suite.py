"""Writes the suite that the package carries: the tables, pairs by seed, and credits, answered by the reference.

python -m tests.conformance.write_suite
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from evc_rules.advice.credits import credit
from evc_rules.conformance.answering import credits_said, said
from evc_rules.conformance.form import to_data
from evc_rules.conformance.suite import SUITE, VERSION
from evc_rules.model.attributes import Vocabulary
from evc_rules.model.policy import Limit, Ruleset
from evc_rules.model.quantities import Credits

from ..shipped import ON, alliance, dossier
from .engines import REFERENCE, Worlds
from .seen import seen
from .table import Group
from .test_tables import GROUPS
from .worlds import worlds

SEEDS, PEOPLE = range(9_000, 9_120), 6
PERSONS = ("herintreder-pabo", "onderwijsassistent-41", "pabo-onderbroken")


class Writing:
    """What is written: frameworks, groups by file, and what they cover."""

    def __init__(self) -> None:
        self.frameworks: dict[str, Any] = {}
        self.features: dict[str, int] = {}
        self.counts: Counter[str] = Counter()
        self.cases = 0
        self.statuses: dict[str, Any] = {}

    def group(self, name: str, asked: Worlds, cites: dict[int, list[str]] | None = None) -> dict[str, Any]:
        """A group of the suite, with what the reference says of each dossier."""
        if self.frameworks.setdefault(asked.framework.name, to_data(asked.framework)) != to_data(asked.framework):
            over = asked.framework.with_(version=f"{asked.framework.version}-{name.partition('-')[0]}")
            asked = replace(asked, framework=over, ruleset=asked.ruleset.with_(framework=over.name))
            self.frameworks[over.name] = to_data(over)
        cases = []
        for place, each in enumerate(REFERENCE.ask(asked)):
            case = {"case": f"{name}/{place}", "dossier": to_data(asked.dossiers[place])}
            if cites:
                case["cites"] = list(dict.fromkeys(cites[place]))
            told = replace(each, trace=cache(each.trace))
            cases.append(self._case({**case, **said(told)}, seen(asked, place, told)))
            self.statuses[case["case"]] = told.statuses
        shared = {"shared": sorted(asked.shared)} if asked.shared else {}
        ruleset = to_data(asked.ruleset)
        return {"group": name, "framework": asked.framework.name, "ruleset": ruleset, "on": str(asked.on), **shared,
                "cases": cases}  # fmt: skip

    def _case(self, case: dict[str, Any], features: Iterable[str]) -> dict[str, Any]:
        found = sorted(set(features))
        self.counts.update(found)
        self.cases += 1
        return {**case, "covers": [self.features.setdefault(one, len(self.features)) for one in found]}

    def with_credits(self) -> Iterator[dict[str, Any]]:
        """Groups with a programme: shipped policies, as they are and with proportional units under a cap."""
        made = alliance()
        for member in made.members:
            (ruleset,), programme = member.rulesets, member.programmes[0]
            capped = ruleset.with_(units="proportional", limits=(Limit(at_most=Credits.parse("30 EC")),))
            for kind, one in (("whole", ruleset), ("proportional-capped", capped)):
                asked = Worlds(made.framework, _plain(one), tuple(dossier(name) for name in PERSONS), ON,
                               frozenset(made.shared_judgements))  # fmt: skip
                group = self.group(f"credits-{member.institution}-{kind}", asked)
                variant = programme.variants[0].id
                for case in group["cases"]:
                    statuses = self.statuses[case["case"]]
                    worth = credit(one, made.framework, programme, variant, statuses, start=ON)
                    case["credits"] = credits_said(worth)
                cases = group.pop("cases")
                yield {**group, "programme": to_data(programme), "variant": variant, "cases": cases}


def _plain(ruleset: Ruleset) -> Ruleset:
    """Without what no engine asks: sources and notes."""
    return ruleset.with_(sources={}, cases="")


def _cites(group: Group) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in group.rows:
        found.setdefault(group.places[row.dossier], []).append(row.cites)
    return found


def files() -> dict[str, str]:
    """The files of the suite, but for what is written by hand."""
    writing = Writing()
    found: dict[str, list[dict[str, Any]]] = {}
    for name, groups in groupby(GROUPS, key=lambda one: str(one).rpartition("-")[0] or str(one)):
        found[f"{name}.json"] = [writing.group(str(one), one.worlds, _cites(one)) for one in groups]
    found["generated.json"] = [writing.group(f"seed-{seed}", worlds(seed, PEOPLE)) for seed in SEEDS]
    found["credits.json"] = list(writing.with_credits())
    texts = {name: _text({"suite": VERSION, "groups": groups}) for name, groups in found.items()}
    texts["frameworks.json"] = _text(writing.frameworks)
    texts["attributes.json"] = (
        "[\n" + ",\n".join(_line(to_data(one)) for one in Vocabulary.standard().attributes) + "\n]"
    )
    digests = {name: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for name, text in texts.items()}
    features = list(writing.features)
    texts["manifest.json"] = json.dumps(
        {
            "suite": VERSION,
            "evc_rules": version("evc-rules"),
            "cases": writing.cases,
            "files": digests,
            "features": features,
            "counts": {one: writing.counts[one] for one in features},
        },
        indent=1,
        ensure_ascii=False,
    )
    return {name: f"{text}\n" for name, text in texts.items()}


def _text(data: Any) -> str:
    """One line a group or framework, so that a change shows where it is."""
    if "groups" in data:
        groups = ",\n".join(_line(one) for one in data["groups"])
        return f'{{"suite":{data["suite"]},"groups":[\n{groups}\n]}}'
    return "{\n" + ",\n".join(f"{_line(name)}:{_line(one)}" for name, one in data.items()) + "\n}"


def _line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def main(folder: Path = SUITE) -> None:
    """Write them."""
    folder.mkdir(exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
