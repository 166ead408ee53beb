"""The base of everything that `--json` prints."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """A part of what is printed; knows no keys but its own."""

    model_config = ConfigDict(extra="forbid")
