"""What is found, said in Dutch.

A finding is written once, in English, where something is found. The catalogues beside this module say each such
sentence in Dutch: what is filled in is recognised and put back. So whoever finds something writes one sentence, and
whoever translates has them all together. A sentence that the catalogues do not know stays as it is; a test finds it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from ...errors import Finding, shown
from ...model.base import Lang

SENTENCES: Final = ("files", "policies", "commands")
"""The catalogues of whole sentences."""
PIECES: Final = "pieces"
"""The catalogue of what is filled in."""

SLOT: Final = re.compile(r"\{(~?)([a-z]+)\}")
"""What is filled in: `{name}` goes over as it is, `{~what}` is said in Dutch too."""
_DEEPEST: Final = 8
_LONGEST: Final = 2000
"""No sentence has more characters; in longer texts nothing is looked for."""


class _Said(NamedTuple):
    """A sentence in both languages; `slots` are the names of what is filled in that is said in Dutch too."""

    english: re.Pattern[str]
    dutch: str
    slots: frozenset[str]


def said(one: Finding, lang: Lang) -> str:
    """A finding as it is printed, in a language."""
    if lang == "en":
        return str(one)
    return in_language(one, lang).printed("let op", "hulp")


def in_language(one: Finding, lang: Lang) -> Finding:
    """The same finding with its texts in a language."""
    if lang == "en":
        return one
    return replace(one, message=in_dutch(shown(one.message)), help=in_dutch(shown(one.help)))


def in_dutch(sentence: str) -> str:
    """A sentence of a finding or its help in Dutch; as it is where no catalogue knows it."""
    return _dutch(sentence, 0)


@cache
def catalogue(name: str) -> Mapping[str, str]:
    """The sentences of a catalogue: English, and what each is in Dutch."""
    found: Mapping[str, str] = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    return found


def _dutch(text: str, depth: int) -> str:
    exact, patterns = _known(*SENTENCES, PIECES) if depth else _known(*SENTENCES)
    if text in exact:
        return exact[text]
    if depth > _DEEPEST or len(text) > _LONGEST:
        return text
    for one in patterns:
        match = one.english.fullmatch(text)
        if match:
            filled = match.groupdict()
            return SLOT.sub(lambda slot: _filled(filled[slot[2]], depth, known=slot[2] in one.slots), one.dutch)  # noqa: B023 - used at once
    return text


def _filled(text: str, depth: int, *, known: bool) -> str:
    return _dutch(text, depth + 1) if known else text


@cache
def _known(*names: str) -> tuple[Mapping[str, str], tuple[_Said, ...]]:
    """Sentences in which nothing is filled in, and the others: those that say most of themselves first."""
    pairs = {english: dutch for name in names for english, dutch in catalogue(name).items()}
    exact = {english: dutch for english, dutch in pairs.items() if not SLOT.search(english)}
    open_ = sorted((english for english in pairs if english not in exact), key=_own_words, reverse=True)
    return exact, tuple(_recognised(english, pairs[english]) for english in open_)


def _own_words(english: str) -> int:
    return len(SLOT.sub("", english))


def _recognised(english: str, dutch: str) -> _Said:
    parts: list[str] = []
    at = 0
    for slot in SLOT.finditer(english):
        parts += (re.escape(english[at : slot.start()]), f"(?P<{slot[2]}>.*?)")
        at = slot.end()
    parts.append(re.escape(english[at:]))
    return _Said(re.compile("".join(parts)), dutch, frozenset(slot[2] for slot in SLOT.finditer(english) if slot[1]))
