"""The files that the project ships, found and loaded once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from evc_rules.advice import AllianceAdvice, assess_alliance
from evc_rules.language.load import load_alliance, load_dossier
from evc_rules.model.alliance import Alliance
from evc_rules.model.dossier import Dossier

ROOT = Path(__file__).resolve().parent.parent
RULESETS = ROOT / "rulesets"
DOSSIERS = ROOT / "examples" / "dossiers"
ON = date(2026, 11, 24)


@cache
def alliance(name: str = "voorbeeld") -> Alliance:
    return load_alliance(RULESETS / "alliances" / f"{name}.yaml")


@cache
def dossier(name: str, of: str = "voorbeeld") -> Dossier:
    folder = DOSSIERS if of == "voorbeeld" else DOSSIERS / "published"
    return load_dossier(folder / f"{name}.yaml", alliance(of).framework)


@cache
def advice(name: str, of: str = "voorbeeld", strategies: tuple[str, ...] = ()) -> AllianceAdvice:
    return assess_alliance(alliance(of), dossier(name, of), on=ON, strategies=strategies)


def names(folder: Path = DOSSIERS) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))
