"""The canonical form: RFC 8785, so that any system comes to the same digest."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from decimal import Decimal

import pytest

from evc_rules.language.canonical import canonical, digest, digest_of
from evc_rules.language.load import load
from evc_rules.language.unsugar import number

from ..shipped import alliance, dossier


def test_keys_are_sorted_by_utf_16_and_only_what_must_be_is_escaped():
    """The example of RFC 8785, §3.2.3, but for its numbers, which are texts here."""
    order = ("\r", "1", "\x80", "ö", "€", "\U0001f600", "\ufb33")
    written = canonical(dict.fromkeys(sorted(order), True))
    assert [written.index(canonical(key)) for key in order] == sorted(written.index(canonical(key)) for key in order)
    assert canonical({"a": '"\\\b\f\n\r\t\x0f/é'}) == '{"a":"\\"\\\\\\b\\f\\n\\r\\t\\u000f/é"}'


def test_numbers_are_texts_without_exponent_plus_sign_or_trailing_zeros():
    assert canonical([number(Decimal("2.50")), number(Decimal("1E+2")), 3, date(2026, 1, 2)]) == (
        '["2.5","100","3","2026-01-02"]'
    )


@pytest.mark.parametrize("value", [2.5, b"x", {1, 2}, object()], ids=["float", "bytes", "set", "object"])
def test_what_another_system_could_write_otherwise_is_refused(value):
    with pytest.raises(TypeError, match="no plain data"):
        canonical({"a": value})


def test_a_digest_is_the_sha_256_of_the_canonical_form():
    assert digest_of({"b": [True, None], "a": "x"}) == (
        "sha256:" + hashlib.sha256(b'{"a":"x","b":[true,null]}').hexdigest()
    )


def test_the_order_of_keys_quotes_and_zeros_in_a_file_do_not_matter(tmp_path):
    framework = alliance().framework
    texts = (
        "evc-dossier: 1\ndossier: d\nevidence:\n  - id: a\n    work: {hours: 800 h, sector: po, from: 2020-01-01}\n",
        "# one\ndossier: 'd'\nevc-dossier: 1\nevidence: [{work: {from: 2020-01-01, sector: 'po', hours: 800.0 h}, id: a}]\n",  # noqa: E501
    )  # fmt: skip
    digests = set()
    for place, text in enumerate(texts):
        (tmp_path / f"{place}.yaml").write_text(text, encoding="utf-8")
        digests.add(digest(load(tmp_path / f"{place}.yaml", framework=framework)))
    assert len(digests) == 1


def test_a_file_says_the_same_however_its_accents_are_stored(tmp_path):
    """Composed or not: they look the same, so codes are the same too, and with them the digest and the answer."""
    framework, found = alliance().framework, []
    text = "evc-dossier: 1\ndossier: d\nevidence:\n  - {id: a, diploma: {programme: leraar-café}}\n"
    for form in ("NFC", "NFD"):
        (tmp_path / f"{form}.yaml").write_text(unicodedata.normalize(form, text), encoding="utf-8")
        found.append(load(tmp_path / f"{form}.yaml", framework=framework))
    assert found[0] == found[1]
    assert digest(found[0]) == digest(found[1])
    assert found[0].evidence[0].known["programme"] == "leraar-caf\u00e9"


def test_digests_tell_dossiers_apart():
    assert digest(dossier("onderwijsassistent-41")) != digest(dossier("buitenlandse-leraar"))
