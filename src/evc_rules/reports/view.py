"""The base of everything that `--json` prints."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

StatusName = Literal["exempt", "not-covered", "refused", "conflict", "open"]
SettledName = Literal["exempt", "not-covered", "refused", "conflict"]


class View(BaseModel):
    """A part of what is printed; knows no keys but its own."""

    model_config = ConfigDict(extra="forbid")
