"""Law 3: dump then load is the identity."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evc_rules.language.dump import dump, plain_data
from evc_rules.language.load import examine
from evc_rules.testing.strategies import dossiers, frameworks, programmes, rulesets


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("written")
    (made / "frameworks").mkdir()
    return made


def read_back(path, model, framework=None):
    path.write_text(dump(model), encoding="utf-8")
    return examine(path, framework=framework).model


@settings(max_examples=100)
@given(framework=frameworks())
def test_frameworks(folder, framework):
    read = read_back(folder / "frameworks" / "f.yaml", framework)
    assert read == framework
    assert dump(read) == dump(framework)


@settings(max_examples=150)
@given(data=st.data())
def test_rulesets(folder, data):
    framework = data.draw(frameworks())
    ruleset = data.draw(rulesets(framework, depth=3))
    read = read_back(folder / "policy.yaml", ruleset, framework)
    assert read == ruleset
    assert plain_data(read) == plain_data(ruleset)


@settings(max_examples=60)
@given(data=st.data())
def test_programmes(folder, data):
    framework = data.draw(frameworks())
    programme = data.draw(programmes(framework))
    assert read_back(folder / "programme.yaml", programme, framework) == programme


@settings(max_examples=100)
@given(data=st.data())
def test_dossiers(folder, data):
    framework = data.draw(frameworks())
    dossier = data.draw(dossiers(data.draw(rulesets(framework)), framework))
    assert read_back(folder / "dossier.yaml", dossier, framework) == dossier
