"""Receipts: what a recommendation was made from. The same receipt, the same recommendation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from ..language.dump import Dumpable, plain_data
from ..model.dossier import Dossier
from ..model.outcomes import Framework
from ..model.policy import Ruleset
from ..model.programme import Programme


@dataclass(frozen=True)
class Receipt:
    """Digests of everything that a recommendation depends on.

    A digest is of what a file says, not of its bytes: comments and layout do not change it. It tells nothing of what is
    in a dossier, only whether it is the same one.

    Attributes:
        evc_rules: The version of this library.
        ruleset: The ruleset, as `id sha256:…`.
        framework: The framework.
        programme: The programme, or nothing.
        dossier: The dossier.
        on: The decision date.
        variant: The variant that was assumed, or nothing.
        start: The day from which the remaining path counts, or None.
        shared: The judgements that one answer settled for all members of an alliance.
    """

    evc_rules: str
    ruleset: str
    framework: str
    programme: str
    dossier: str
    on: date
    variant: str = ""
    start: date | None = None
    shared: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The receipt as plain data, for JSON."""
        return {key: str(value) if isinstance(value, date) else value for key, value in asdict(self).items()}


def receipt(
    ruleset: Ruleset,
    framework: Framework,
    programme: Programme | None,
    dossier: Dossier,
    on: date,
    *,
    variant: str = "",
    start: date | None = None,
    shared: Collection[str] = (),
) -> Receipt:
    """The receipt of a recommendation."""
    return Receipt(
        evc_rules=version("evc-rules"),
        ruleset=f"{ruleset.id} {digest(ruleset)}",
        framework=f"{framework.name} {digest(framework)}",
        programme=f"{programme.id} {digest(programme)}" if programme else "",
        dossier=f"{dossier.id} {digest(dossier)}",
        on=on,
        variant=variant,
        start=start,
        shared=tuple(sorted(shared)),
    )


def digest(model: Dumpable) -> str:
    """The digest of what a model says: SHA-256 over its plain data as JSON with sorted keys."""
    text = json.dumps(plain_data(model), sort_keys=True, ensure_ascii=False, default=str)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
