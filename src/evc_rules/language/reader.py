"""What the readers of all files share: looking at nodes, collecting every finding, building model objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ..errors import Finding, Position, Severity
from .source_map import Node, SourceMap

_Built = TypeVar("_Built", bound=BaseModel)
_Read = TypeVar("_Read")

_FAR: Final = 0.55
_MANY: Final = 2000
_WHOLE: Final = re.compile(r"[0-9]{1,4}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A help line with the nearest known word, or with all of them when they are few; nothing when none is known."""
    listed = sorted(set(known))
    if len(word) > _MANY or len(listed) > _MANY:
        return "check the spelling"
    best = process.extractOne(word, listed, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=_FAR)
    if best:
        return f"did you mean '{best[0]}'?"
    few = 18
    if len(listed) > few:
        return "check the spelling"
    return f"known here: {', '.join(listed)}" if listed else ""


class Reader:
    """Reads nodes into models; a part that cannot be read is reported and left out, and reading goes on.

    Attributes:
        findings: All that was found so far.
        where: Where the objects that were built came from.
        incomplete: The lists (by name) of which some item was left out, so that what seems missing may not be.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.where = SourceMap()
        self.incomplete: set[str] = set()

    def report(
        self,
        code: str,
        message: str,
        at: Position | None,
        help_: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, message, at, help_, severity))

    def entries(
        self, node: Node, what: str, required: Sequence[str] = (), optional: Sequence[str] = ()
    ) -> dict[str, Node]:
        """The known entries of a mapping; reports another shape, keys that are missing and keys that are not known."""
        if not isinstance(node.value, dict):
            self.report(
                "EVC-S003",
                f"{what} must be a mapping of keys to values",
                node.at,
                f"its keys: {', '.join((*required, *optional))}",
            )
            return {}
        known = (*required, *optional)
        for key, value in node.map.items():
            if key not in known:
                self.report(
                    "EVC-S002",
                    f"the key '{key}' is not known in {what}",
                    value.key_at,
                    did_you_mean(key, known),
                )
        for key in required:
            if key not in node.map:
                self.report("EVC-S001", f"{what} has no '{key}'", node.at, f"add the key '{key}'")
            elif node.map[key].value is None:
                self.report("EVC-S001", f"'{key}' of {what} is empty", node.map[key].key_at, "give it a value")
        for key in optional:
            if key in node.map and node.map[key].value is None:
                help_ = "give it a value, or take the key out"
                self.report("EVC-S001", f"'{key}' of {what} is empty", node.map[key].key_at, help_)
        return {key: value for key, value in node.map.items() if key in known and value.value is not None}

    def make(self, model: type[_Built], node: Node, **fields: Any) -> _Built | None:
        """Build a model out of fields that are nodes (read as written) or ready values; reports what does not fit."""
        nodes = {name: field for name, field in fields.items() if isinstance(field, Node)}
        try:
            built = model.model_validate({name: plain(field) for name, field in fields.items() if field is not None})
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                self._misfit(problem, node, nodes)
            return None
        self.where.put(built, node.at)
        return built

    def parsed(self, parse: Callable[[str], _Read], node: Node, what: str) -> _Read | None:
        """Read a text by a parser that raises ValueError; reports what it says."""
        if node.text is None:
            self.report("EVC-S003", f"{what} is {shown(node)}, and must be one text", node.at, "write one text")
            return None
        try:
            read = parse(node.text)
        except ValueError as error:
            said, _, example = str(error).partition(" (write ")
            help_ = f"write {example.removesuffix(')')}" if example else "correct the value"
            self.report("EVC-S004", said, node.at, help_)
            return None
        self.where.put(read, node.at)
        return read

    def words(self, node: Node | None, what: str, *, some: bool = False) -> tuple[str, ...]:
        """The texts of a list (or one text); reports what is no text, and a list of none where some are needed."""
        if node is None:
            return ()
        if some and node.value == []:
            self.report("EVC-S003", f"{what} is an empty list", node.at, "name at least one, or take the key out")
        for item in node.items:
            if item.text is None:
                self.report("EVC-S003", f"{what} must be one text, or a list of texts", item.at, "write words")
        return tuple(item.text for item in node.items if item.text is not None)

    def whole_number(self, node: Node | None, what: str) -> int | None:
        """A whole number of at most four digits, not negative; None when there is none."""
        if node is None:
            return None
        if node.text is None or not _WHOLE.fullmatch(node.text):
            message = f"{what} is {shown(node)}, and must be a whole number"
            self.report("EVC-S004", message, node.at, "write digits only, four at most")
            return None
        return int(node.text)

    def yes_or_no(self, node: Node, what: str) -> bool | None:
        """Yes or no; None when it cannot be read."""
        if node.text in {"true", "yes"}:
            return True
        if node.text in {"false", "no"}:
            return False
        self.report("EVC-S004", f"{what} is {shown(node)}, and must be yes or no", node.at, "write yes or no")
        return None

    def every(self, node: Node, read: Callable[[Node], _Read | None], what: str) -> tuple[_Read, ...]:
        """Read every item of a list; items that cannot be read are left out and the list is marked incomplete."""
        if not isinstance(node.value, list):
            self.report("EVC-S003", f"'{what}' must be a list", node.at, "begin each item with '- '")
            self.incomplete.add(what)
            return ()
        found = [read(item) for item in node.value]
        if None in found:
            self.incomplete.add(what)
        return tuple(one for one in found if one is not None)

    def unique(self, things: Iterable[Any], what: str) -> None:
        """Report ids that stand twice."""
        seen: set[str] = set()
        for thing in things:
            if thing.id in seen:
                self.report(
                    "EVC-S005",
                    f"the {what} '{thing.id}' stands twice",
                    self.where(thing),
                    "give each its own id",
                )
            seen.add(thing.id)

    def _misfit(self, problem: Any, node: Node, nodes: dict[str, Node]) -> None:
        location = list(problem["loc"])
        name = str(location[0]) if location else ""
        at = nodes.get(name, node)
        for step in location[1:]:
            inner = at.map.get(str(step)) or (
                at.items[step] if isinstance(step, int) and step < len(at.items) else None
            )
            at = inner or at
        if problem["type"] == "missing":
            if name not in nodes and any(f.code == "EVC-S001" and f.position == node.at for f in self.findings):
                return
            self.report("EVC-S001", f"'{name}' is missing", node.at, f"add the key '{name}'")
            return
        key = next((key for key, inner in node.map.items() if inner is nodes.get(name)), name)
        subject = f"'{key}'" if key else "this"
        code, message, help_ = _in_words(problem, subject, at)
        self.report(code, message, at.at, help_)


def shown(node: Node) -> str:
    """What stands there, to quote in a finding."""
    if isinstance(node.value, list | dict):
        return "a list" if isinstance(node.value, list) else "a mapping"
    return f"'{node.text}'" if node.text else "empty"


def _in_words(problem: Any, subject: str, at: Node) -> tuple[str, str, str]:
    """A misfit that pydantic found as a code, a sentence and a help line."""
    found = f"'{problem['input']}'" if isinstance(problem["input"], str) else shown(at)
    match problem["type"]:
        case "string_type":
            return "EVC-S003", f"{subject} is {found}, and must be one text", "write one word, or a text in quotes"
        case "string_pattern_mismatch" if "A-Z" in problem["ctx"]["pattern"]:
            help_ = "use letters, digits, '_' and '-', in parts joined by dots"
            return "EVC-S004", f"{subject} is {found}, which is no id", help_
        case "string_pattern_mismatch" | "string_too_long":
            help_ = "write at most 200 characters on one line, without space around them"
            return "EVC-S004", f"{subject} is {found}, which is no code", help_
        case "literal_error":
            known = [word.strip("'") for word in re.split(r", | or ", problem["ctx"]["expected"])]
            help_ = did_you_mean(at.text or "", known)
            return "EVC-S004", f"{subject} is {found}, which is not one of its values", help_
        case "greater_than_equal" | "less_than_equal":
            ((side, bound),) = problem["ctx"].items()
            must = f"at {'least' if side == 'ge' else 'most'} {bound}"
            return "EVC-S004", f"{subject} is {problem['input']}, and must be {must}", "check the number"
    said, _, example = problem["msg"].removeprefix("Value error, ").partition(" (write ")
    help_ = f"write {example.removesuffix(')')}" if example else ""
    return "EVC-S004", f"{subject}: {said[:1].lower()}{said[1:]}", help_ or "correct the value"


def plain(value: Any) -> Any:
    """A node as plain data: texts, lists and mappings; anything else as it is."""
    if not isinstance(value, Node):
        return value
    if isinstance(value.value, list):
        return [plain(item) for item in value.value]
    if isinstance(value.value, dict):
        return {key: plain(item) for key, item in value.value.items()}
    return value.value
