"""The frozen base of every model, and texts in two languages."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Lang = Literal["nl", "en"]
"""The languages that people are spoken to in."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*$")]
"""An identifier: letters, digits, `_` and `-`, in parts joined by dots."""

Code = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=200)]
"""A code out of some list: compared as a whole, never by pattern."""

ODD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that cannot be written to a file or shown: controls, changes of direction, lone surrogates."""


class Frozen(BaseModel):
    """A value that never changes and knows no keys but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def with_(self, **changes: Any) -> Self:
        """A copy with other values, not validated again.

        Pydantic's own copy takes cached properties along, which would then speak of the original.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return cast("Self", self.model_construct(**{**fields, **changes}))


class Text(Frozen):
    """A text for people, in Dutch and English; one of the two may be missing and is then shown in the other."""

    nl: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _one_text_is_both(cls, value: Any) -> Any:
        return {"nl": value, "en": value} if isinstance(value, str) else value

    def in_(self, lang: Lang) -> str:
        """The text in this language, or in the other when it is not there."""
        first, second = (self.nl, self.en) if lang == "nl" else (self.en, self.nl)
        return first or second

    def __bool__(self) -> bool:
        return bool(self.nl or self.en)
