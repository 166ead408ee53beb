"""The suite: cases with what must come out, as JSON files of this package, and how answers are held to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from ..errors import Finding, InvalidInputError, Position

SUITE: Final = Path(__file__).parent / "suite"
"""The files of this version."""
VERSION: Final = 1
"""The version of their form."""
BESIDE: Final = frozenset({"frameworks.json", "attributes.json"})
"""The files that hold no cases."""


@dataclass(frozen=True)
class Group:
    """Cases of one ruleset on one day.

    Attributes:
        data: The group as it stands in its file.
    """

    data: Mapping[str, Any]

    @property
    def cases(self) -> list[dict[str, Any]]:
        """Its cases, each with what must come out."""
        return list(self.data["cases"])

    @property
    def asked(self) -> dict[str, Any]:
        """What an engine is told of it: all but what must come out."""
        return {name: value for name, value in self.data.items() if name != "cases"}


@dataclass(frozen=True)
class Suite:
    """A suite in a folder.

    Attributes:
        folder: The folder.
    """

    folder: Path = SUITE

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What is in it: its version, its files with their digests, and what they cover how often.

        Raises:
            InvalidInputError: EVC-V002 when it cannot be read, or has another form than this version knows.
        """
        found = self._read("manifest.json")
        if not isinstance(found, dict) or found.get("suite") != VERSION:
            raise _unreadable(self.folder / "manifest.json", f"it is no suite of version {VERSION}")
        return found

    @cached_property
    def frameworks(self) -> dict[str, Any]:
        """The frameworks by name."""
        return dict(self._read("frameworks.json"))

    def groups(self) -> Iterator[Group]:
        """The groups, file by file.

        Raises:
            InvalidInputError: EVC-V002 when a file cannot be read.
        """
        for name in self.manifest["files"]:
            if name not in BESIDE:
                yield from map(Group, self._read(name)["groups"])

    def _read(self, name: str) -> Any:
        path = self.folder / name
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise _unreadable(path, (error.strerror or "it cannot be read").lower()) from error
        except ValueError as error:
            raise _unreadable(path, "it is no JSON") from error


def differs(expected: Mapping[str, Any], answer: Mapping[str, Any], leaves: frozenset[str]) -> str:
    """What an answer says otherwise than expected; nothing when it is right.

    Outcomes that are not named are not covered, on both sides. Questions and credits count when they are given.

    Args:
        expected: The case, with what must come out.
        answer: The answer of an engine.
        leaves: The outcomes that there are.
    """
    statuses = answer.get("statuses")
    if not isinstance(statuses, dict):
        return "it gives no statuses"
    if unknown := sorted(set(statuses) - leaves):
        return f"there is no outcome {unknown[0]}"
    for leaf, found in statuses.items():
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            return f"the statuses of {leaf} are no list of texts"
    for leaf in sorted({*statuses, *expected["statuses"]}):
        wanted, found = (sorted(one.get(leaf, ["not-covered"])) for one in (expected["statuses"], statuses))
        if wanted != found:
            return f"{leaf} is {'|'.join(map(str, found))}, and {'|'.join(wanted)} is expected"
    if "questions" in answer and _in_order(answer["questions"]) != _in_order(expected["questions"]):
        return "its open questions are not those that are expected"
    if "credits" in answer and answer["credits"] != expected.get("credits"):
        return f"credits are {answer['credits']}, and {expected.get('credits')} are expected"
    return ""


def _in_order(questions: Any) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in questions) if isinstance(questions, list) else []


def _unreadable(path: Path, why: str) -> InvalidInputError:
    help_ = "write the suite of this version with `evc-rules conformance DIR`"
    return InvalidInputError((Finding("EVC-V002", f"the suite cannot be read: {why}", Position(str(path)), help_),))
