"""What is found is said in Dutch: every sentence in the code, and all that is found in the corpus of bad files."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from evc_rules.errors import Finding, Position, Severity
from evc_rules.language.dutch import PIECES, SENTENCES, SLOT, catalogue, in_dutch, in_language, said

from .corpus import BAD, examined
from .written import SOURCE, Written, sentences

NOT_YET = ("engines/rete/", "conformance/")
"""Rooms whose findings a program reads, not somebody at a keyboard: they have no Dutch."""

FILLED = (
    "",
    "x",
    "'x'",
    "no dossier",
    "has no effect",
    "not exactly one ruleset of x is in force on x for applicants x",
)
SAME = {"'…' is …", "'periods' is …"}
"""What is the same in Dutch."""
THE_PARSERS = ("missing argument", "missing option", "option '", "invalid value")
"""How sentences begin that the parser of arguments says, and not our code."""

ALL = [(name, english, dutch) for name in (*SENTENCES, PIECES) for english, dutch in catalogue(name).items()]


def known(one: Written) -> bool:
    """Whether a catalogue says it in Dutch, whatever is filled in."""
    if not re.search(r"[a-z]{2}", one.filled("")) or one.filled("…") in SAME:
        return True
    return any(in_dutch(one.filled(with_)) != one.filled(with_) for with_ in FILLED)


def test_every_sentence_in_the_code_has_a_dutch_one():
    unknown = [str(one) for one in sentences() if not one.where.startswith(NOT_YET) and not known(one)]
    assert unknown == []


def test_the_code_is_really_read():
    assert len({one.text for one in sentences()}) > 400


def test_a_sentence_that_nobody_translated_is_noticed():
    assert not known(Written("here", "\0name\0 is gone with the wind"))


def test_what_the_catalogues_say_is_said_somewhere():
    """No sentence stays behind when the code says it otherwise."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    code = "".join(code.replace('\\"', '"').split())
    for name, english, _ in ALL:
        if name == PIECES or english.startswith(THE_PARSERS):
            continue
        longest = max(re.split(r"[,:;()']", SLOT.sub(",", english)), key=len)
        said = "".join(longest.split())
        assert {said[: len(said) // 2] in code, said[len(said) // 2 :] in code} != {False}, english


@pytest.mark.parametrize("name", [*SENTENCES, PIECES])
def test_all_that_is_filled_in_is_filled_in_in_dutch(name: str):
    for english, dutch in catalogue(name).items():
        slots = Counter(SLOT.findall(english))
        assert slots == Counter(SLOT.findall(dutch)), english
        assert set(slots.values()) <= {1}, english


def test_nothing_is_said_twice():
    assert [english for english, times in Counter(english for _, english, _ in ALL).items() if times > 1] == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_whatever_is_found_in_a_file_is_said_in_dutch(path: Path):
    for one in examined(path).findings:
        dutch = in_language(one, "nl")
        assert (dutch.code, dutch.position, dutch.severity) == (one.code, one.position, one.severity)
        assert dutch.message != one.message or re.fullmatch(r"'\w+' is \d+", one.message)
        assert dutch.help != one.help or not one.help


def test_what_stands_between_quotes_goes_over_as_it_is():
    assert in_dutch("the key 'a list' is not known in a rule") == "de sleutel 'a list' is niet bekend in een regel"
    assert in_dutch("did you mean 'work'?") == "bedoelt u 'work'?"


def test_what_is_filled_in_is_said_in_dutch_where_it_is_ours():
    assert in_dutch("'nlqf' is not carried by work or course") == "'nlqf' hoort niet bij werk of een vak"
    assert in_dutch("write '800 h' or '6'") == "schrijf '800 h' of '6'"


def test_a_finding_is_printed_in_a_language():
    one = Finding("EVC-F007", "the file is empty", Position("a.yaml"), "take it out", Severity.WARNING)
    assert said(one, "nl") == "a.yaml:1:1: EVC-F007: let op: het bestand is leeg\n  hulp: haal het weg"
    assert said(one, "en") == str(one) == "a.yaml:1:1: EVC-F007: warning: the file is empty\n  help: take it out"


def test_a_sentence_that_is_not_known_stays_as_it_is():
    assert in_dutch("nobody ever wrote this") == "nobody ever wrote this"


def test_an_endless_sentence_does_not_take_endless_time():
    assert in_dutch("a: " * 300 + "b, " * 300).startswith("a: ")
    assert in_dutch("a: " * 3000).startswith("a: ")
