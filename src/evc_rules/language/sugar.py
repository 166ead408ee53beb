"""Conditions as authors write them, read into the closed set of forms: sugar is expanded here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from ..model.attributes import APPLICANT, EVIDENCE_KINDS, VERDICT, Vocabulary
from ..model.base import Text
from ..model.conditions import (
    AgeTest,
    All,
    Any_,
    Applicant,
    Assessed,
    AtLeast,
    CodeTest,
    Condition,
    CoversTest,
    DateTest,
    Exempt,
    Exists,
    Filter,
    FlagTest,
    Judgement,
    Not,
    NumberTest,
    Param,
    Span,
    Sum,
    Test,
)
from ..model.outcomes import Ref
from ..model.quantities import Age, Amount, day
from .reader import Reader, did_you_mean, shown
from .source_map import Node

_COMPARISON: Final = re.compile(r"(<=|>=|==|!=|<|>)?\s*(\S.*)", re.DOTALL)
_COMPANIONS: Final = {"judgement": ("asks", "by", "ruleset")}
_FORMS: Final = (
    "all",
    "any",
    "not",
    "at_least",
    "evidence",
    *EVIDENCE_KINDS,
    "sum",
    "span",
    "assessed",
    "judgement",
    "exempt",
    "applicant",
)


class ConditionReader:
    """Reads conditions over one vocabulary."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary) -> None:
        self.r = reader
        self.vocabulary = vocabulary

    def condition(self, node: Node) -> Condition | None:
        """Read a condition, or report why it cannot be read."""
        if isinstance(node.value, list):
            return self._compound(All, node, node)
        keys = list(node.map)
        forms = [key for key in keys if key in _FORMS]
        if not isinstance(node.value, dict) or not keys:
            self.r.report(
                "EVC-S006",
                "a condition must be one of the closed set of forms",
                node.at,
                f"write one of: {', '.join(_FORMS)}",
            )
            return None
        if not forms:
            self.r.report(
                "EVC-S006",
                f"'{keys[0]}' is not a form of condition",
                node.map[keys[0]].key_at,
                did_you_mean(keys[0], _FORMS),
            )
            return None
        form = forms[0]
        for key in keys:
            if key != form and key not in _COMPANIONS.get(form, ()):
                known = key in _FORMS
                help_ = (
                    "write 'all:' with a list of conditions" if known else did_you_mean(key, _COMPANIONS.get(form, ()))
                )
                self.r.report("EVC-S006", f"'{key}' cannot stand beside '{form}'", node.map[key].key_at, help_)
        return self._read(form, node.map[form], node)

    def _read(self, form: str, body: Node, whole: Node) -> Condition | None:
        readers: dict[str, Callable[[], Condition | None]] = {
            "all": lambda: self._compound(All, body, whole),
            "any": lambda: self._compound(Any_, body, whole),
            "not": lambda: self._not(body, whole),
            "at_least": lambda: self._at_least(body, whole),
            "sum": lambda: self._sum(body, whole),
            "span": lambda: self._span(body, whole),
            "assessed": lambda: self._assessed(body, whole),
            "judgement": lambda: self._judgement(body, whole),
            "exempt": lambda: self._exempt(body, whole),
            "applicant": lambda: self._applicant(body, whole),
        }
        if form in readers:
            return readers[form]()
        return self._exists(body, whole, () if form == "evidence" else (form,))

    def _compound(self, model: type[All | Any_], body: Node, whole: Node) -> Condition | None:
        read = self._listed(body)
        return None if read is None else self.r.make(model, whole, of=read)

    def _listed(self, body: Node) -> tuple[Condition, ...] | None:
        if not isinstance(body.value, list):
            self.r.report("EVC-S003", "a list of conditions is needed here", body.at, "begin each condition with '- '")
            return None
        read = [self.condition(item) for item in body.value]
        return None if None in read else tuple(one for one in read if one is not None)

    def _not(self, body: Node, whole: Node) -> Condition | None:
        read = self.condition(body)
        return None if read is None else self.r.make(Not, whole, of=read)

    def _at_least(self, body: Node, whole: Node) -> Condition | None:
        entries = self.r.entries(body, "'at_least'", ("k", "of"))
        read = self._listed(entries["of"]) if "of" in entries else None
        k = self.r.whole_number(entries.get("k"), "'k'")
        return None if read is None or k is None else self.r.make(AtLeast, whole, k=k, of=read)

    def _exists(self, body: Node, whole: Node, kinds: tuple[str, ...]) -> Condition | None:
        items = self._filter(body, kinds, ("count",))
        count = self.r.whole_number(body.map["count"], "'count'") if "count" in body.map else 1
        return None if items is None or count is None else self.r.make(Exists, whole, filter=items, count=count)

    def _sum(self, body: Node, whole: Node) -> Condition | None:
        entries = self.r.entries(body, "'sum'", ("of", "over", "at_least"))
        if len(entries) < len(("of", "over", "at_least")):
            return None
        over = self._over(entries["over"])
        least = self._value(Amount.parse, entries["at_least"], "'at_least'")
        return (
            None
            if over is None or least is None
            else self.r.make(Sum, whole, of=entries["of"], over=over, at_least=least)
        )

    def _span(self, body: Node, whole: Node) -> Condition | None:
        entries = self.r.entries(body, "'span'", ("over", "at_least"), ("as_of",))
        if "over" not in entries or "at_least" not in entries:
            return None
        over = self._over(entries["over"])
        least = self._value(Age.parse, entries["at_least"], "'at_least'")
        as_of = self._as_of(entries.get("as_of"))
        return (
            None if None in (over, least, as_of) else self.r.make(Span, whole, over=over, at_least=least, as_of=as_of)
        )

    def _assessed(self, body: Node, whole: Node) -> Condition | None:
        outcome = self.r.parsed(Ref.parse, body.map["outcome"], "'outcome'") if "outcome" in body.map else None
        tests = self._tests(body, (VERDICT,), ("outcome",))
        unread = "outcome" in body.map and outcome is None
        return None if tests is None or unread else self.r.make(Assessed, whole, tests=tests, outcome=outcome)

    def _judgement(self, body: Node, whole: Node) -> Condition | None:
        more = {key: whole.map[key] for key in _COMPANIONS["judgement"] if key in whole.map}
        texts: dict[str, Text | None] = {}
        before = len(self.r.findings)
        for key, node in more.items():
            if node.value is None or isinstance(node.value, list):
                self.r.report("EVC-S003", f"'{key}' is {shown(node)}, and must be a text", node.at, "write one text")
            elif key != "ruleset":
                if isinstance(node.value, dict):
                    self.r.entries(node, f"'{key}'", (), ("nl", "en"))
                fields = {lang: said for lang, said in text_fields(node).items() if lang in {"nl", "en"}}
                texts[key] = self.r.make(Text, node, **fields)
        if len(self.r.findings) > before:
            return None
        return self.r.make(Judgement, whole, id=body, ruleset=more.get("ruleset"), **texts)

    def _exempt(self, body: Node, whole: Node) -> Condition | None:
        refs = [self.r.parsed(Ref.parse, item, "'exempt'") for item in body.items]
        read = tuple(self.r.make(Exempt, whole, outcome=ref) for ref in refs if ref is not None)
        if not refs:
            self.r.report("EVC-S003", "'exempt' names no outcome", body.at, "name at least one")
        if not refs or len(read) < len(refs) or None in read:
            return None
        return read[0] if len(read) == 1 else self.r.make(All, whole, of=read)

    def _applicant(self, body: Node, whole: Node) -> Condition | None:
        tests = self._tests(body, (APPLICANT,), ())
        return None if tests is None else self.r.make(Applicant, whole, tests=tests)

    def _over(self, node: Node) -> Filter | None:
        keys = list(node.map)
        if len(keys) == 1 and keys[0] in {"evidence", *EVIDENCE_KINDS}:
            return self._filter(node.map[keys[0]], () if keys[0] == "evidence" else (keys[0],), ())
        return self._filter(node, (), ())

    def _filter(self, node: Node, kinds: tuple[str, ...], beside: tuple[str, ...]) -> Filter | None:
        if node.value is None:
            return self.r.make(Filter, node, kinds=kinds)
        named = node.map.get("kind")
        if named is not None and not kinds:
            kinds = self.r.words(named, "'kind'", some=True)
            for item in named.items:
                if item.text is not None and item.text not in EVIDENCE_KINDS:
                    self.r.report(
                        "EVC-A006",
                        f"'{item.text}' is not a kind of evidence",
                        item.at,
                        did_you_mean(item.text, EVIDENCE_KINDS),
                    )
        elif named is not None:
            help_ = "take it out, or write 'evidence:' with the kinds"
            self.r.report("EVC-S002", f"'kind' cannot stand in '{kinds[0]}'", named.key_at, help_)
            return None
        known = tuple(kind for kind in kinds if kind in EVIDENCE_KINDS)
        tests = self._tests(node, known or EVIDENCE_KINDS, (*beside, "kind"))
        return None if tests is None or known != kinds else self.r.make(Filter, node, kinds=kinds, tests=tests)

    def _tests(self, node: Node, bearers: tuple[str, ...], beside: tuple[str, ...]) -> tuple[Test, ...] | None:
        """The tests of a mapping from attributes to tests; None when one cannot be read."""
        if node.value is not None and not isinstance(node.value, dict):
            self.r.report(
                "EVC-S003",
                "a mapping from attributes to tests is needed here",
                node.at,
                'write for example {nlqf: ">= 6"}',
            )
            return None
        before = len(self.r.findings)
        as_of = self._as_of(node.map.get("as_of"))
        tests: list[Test] = []
        for key, body in node.map.items():
            if key == "age" and APPLICANT not in bearers:
                tests += self._compared(
                    body,
                    lambda op, value, at: self.r.make(AgeTest, at, op=op, value=value, as_of=as_of),
                    Age.parse,
                )
            elif key not in {*beside, "as_of"}:
                tests += self._test(key, body, bearers)
        if "as_of" in node.map and "age" not in node.map:
            self.r.report(
                "EVC-S002",
                "'as_of' has no age beside it that it could count",
                node.map["as_of"].key_at,
                "write it in the filter that tests an age",
            )
        return None if len(self.r.findings) > before else tuple(tests)

    def _test(self, name: str, body: Node, bearers: tuple[str, ...]) -> list[Any]:
        declared = next(filter(None, (self.vocabulary.find(name, bearer) for bearer in bearers)), None)
        if declared is None:
            self._undeclared(name, body, bearers)
            return []
        match declared.type:
            case "number":
                return self._compared(
                    body,
                    lambda op, value, at: self.r.make(NumberTest, at, attribute=name, op=op, value=value),
                    Amount.parse,
                )
            case "date":
                return self._compared(
                    body,
                    lambda op, value, at: self.r.make(DateTest, at, attribute=name, op=op, value=value),
                    day,
                )
            case "grade":
                entries = self.r.entries(body, f"the test on '{name}'", ("scale", "value"))
                scale = entries.get("scale")
                if "value" not in entries or scale is None:
                    return []
                return self._compared(
                    entries["value"],
                    lambda op, value, at: self.r.make(NumberTest, at, attribute=name, op=op, value=value, scale=scale),
                    Amount.parse,
                )
            case "flag":
                flag = self.r.yes_or_no(body, f"the test on '{name}'")
                return [] if flag is None else [self.r.make(FlagTest, body, attribute=name, value=flag)]
            case "outcomes":
                if body.text == "target":
                    return [self.r.make(CoversTest, body, attribute=name)]
                return [
                    self.r.make(CoversTest, body, attribute=name, outcome=ref)
                    for ref in [self.r.parsed(Ref.parse, body, f"'{name}'")]
                    if ref
                ]
            case "code" | "codes":
                return self._coded(name, body)

    def _undeclared(self, name: str, body: Node, bearers: tuple[str, ...]) -> None:
        elsewhere = self.vocabulary.find(name)
        if elsewhere is not None:
            self.r.report(
                "EVC-A002",
                f"'{name}' is not carried by {' or '.join(bearers)}",
                body.key_at,
                f"it is carried by {', '.join(elsewhere.on)}",
            )
            return
        known = {one.id for bearer in bearers for one in self.vocabulary.carried_by(bearer)}
        self.r.report(
            "EVC-A001",
            f"the attribute '{name}' is not declared",
            body.key_at,
            did_you_mean(name, known | {"age"}),
        )

    def _coded(self, name: str, body: Node) -> list[Any]:
        match, listed = "any", body
        if isinstance(body.value, dict):
            entries = self.r.entries(body, f"the test on '{name}'", (), ("any", "all", "not"))
            if len(entries) != 1:
                self.r.report("EVC-S003", f"the test on '{name}' needs one of 'any', 'all', 'not'", body.at, "keep one")
                return []
            ((match, listed),) = entries.items()
        if listed.text and listed.text.startswith("$"):
            codes: Any = Param(parameter=listed.text[1:])
        else:
            codes = self.r.words(listed, f"the test on '{name}'")
            if not codes and listed.value == []:
                self.r.report("EVC-S003", f"the test on '{name}' lists no codes", listed.at, "name at least one code")
            if not codes:
                return []
        return [self.r.make(CodeTest, body, attribute=name, match="none" if match == "not" else match, codes=codes)]

    def _compared(self, body: Node, make: Callable[[str, Any, Node], Any], parse: Callable[[str], Any]) -> list[Any]:
        if body.text is None:
            self.r.report("EVC-S003", "a comparison is needed here", body.at, 'write for example ">= 6"')
            return []
        made = []
        for part in body.text.split(","):
            match = _COMPARISON.fullmatch(part.strip())
            if not match:
                self.r.report("EVC-S004", f"{part.strip()!r} is not a comparison", body.at, 'write for example ">= 6"')
                continue
            inner = Node(match[2], body.at, body.key_at)
            value = self._value(parse, inner, "the value")
            if value is not None:
                made.append(make(match[1] or "==", value, Node(part, body.at, body.key_at)))
        return made

    def _value(self, parse: Callable[[str], Any], node: Node, what: str) -> Any:
        if node.text and node.text.startswith("$"):
            return self.r.make(Param, node, parameter=Node(node.text[1:], node.at, node.key_at))
        return self.r.parsed(parse, node, what)

    def _as_of(self, node: Node | None) -> str | date | None:
        if node is None:
            return "decision"
        if node.text in {"decision", "start"}:
            return node.text
        return self.r.parsed(day, node, "'as_of'")


def text_fields(node: Node) -> dict[str, Any]:
    """The fields of a text for people, written as one text or as `{nl: …, en: …}`."""
    if isinstance(node.value, dict):
        return dict(node.map)
    return {"nl": node, "en": node}
