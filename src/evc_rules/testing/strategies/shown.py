"""What is drawn, shown as a file when a test fails on it."""

from __future__ import annotations

from hypothesis import note

from ...language.dump import dump
from ...model.dossier import Dossier


class _AsFile:
    """A dossier that is written only when somebody looks: most of what is drawn is never shown."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    def __repr__(self) -> str:
        return dump(self._dossier)


def shown(dossier: Dossier) -> Dossier:
    """The dossier; hypothesis prints it, with the smallest example that fails, as a file that `assess` reads."""
    note(_AsFile(dossier))
    return dossier
