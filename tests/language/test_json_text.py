"""Where things stand in JSON text: every key and value, whatever the layout."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from evc_rules.language.json_text import Places

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def paths(value, path=()):
    yield path, value
    each = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in each:
        yield from paths(inner, (*path, key))


@given(ANY, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_each_value_is_read_again_from_where_it_stands(value, indent, escaped):
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    places, lines = Places("f.json", text), text.split("\n")
    assert places.findings == []
    assert set(places.values) == {path for path, _ in paths(value)}
    for path, inner in paths(value):
        at = places.values[path]
        rest = "\n".join([lines[at.line - 1][at.column - 1 :], *lines[at.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == inner
    for path, at in places.keys.items():
        assert json.JSONDecoder().raw_decode(lines[at.line - 1][at.column - 1 :])[0] == path[-1]


def test_a_key_that_stands_twice_is_found_also_when_it_is_written_otherwise():
    text = '{"a": [{"on": 1,\n  "\\u006fn": 2}], "b": {"on": 3}}'
    (found,) = Places("f.json", text).findings
    assert str(found).startswith("f.json:2:3: EVC-F005: the key 'on' stands twice here")
    assert "line 1 too" in found.help
