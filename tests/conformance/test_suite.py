"""The suite that the package carries: it is the tables and pairs of these tests, complete, and says what they say."""

from __future__ import annotations

import hashlib
import json

import jsonschema
import pytest

from evc_rules.conformance.answering import said
from evc_rules.conformance.form import from_data, tagged, to_data, untagged
from evc_rules.conformance.suite import BESIDE, SUITE, Suite, differs
from evc_rules.model.attributes import Attribute, Vocabulary
from evc_rules.model.dossier import Dossier
from evc_rules.model.outcomes import Framework
from evc_rules.model.policy import Ruleset

from . import write_suite
from .engines import REFERENCE
from .seen import wanted
from .test_tables import GROUPS
from .worlds import worlds

STALE = "run `python -m tests.conformance.write_suite`, and commit what it changes"
BY_NAME = {group.data["group"]: group for group in Suite().groups()}
SCHEMA = json.loads((SUITE / "suite.schema.json").read_text(encoding="utf-8"))


def test_files_are_those_of_the_manifest_and_not_large():
    digests = {
        name: f"sha256:{hashlib.sha256((SUITE / name).read_bytes().rstrip()).hexdigest()}"
        for name in Suite().manifest["files"]
    }
    assert digests == Suite().manifest["files"]
    assert sum(path.stat().st_size for path in SUITE.iterdir()) < 5_000_000


def test_it_covers_every_form_and_test_in_each_truth_value_every_status_and_every_boundary():
    assert sorted(wanted() - set(Suite().manifest["features"])) == []
    assert all(Suite().manifest["counts"].values())
    assert sum(len(group.cases) for group in BY_NAME.values()) == Suite().manifest["cases"]


@pytest.mark.parametrize("name", [name for name in Suite().manifest["files"] if name not in BESIDE])
def test_files_are_what_the_schema_says(name):
    """Every tenth group of each: the schema takes long over large ones."""
    file = json.loads((SUITE / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate({**file, "groups": file["groups"][::10]})


def test_frameworks_are_what_the_schema_says():
    of = {"$ref": "#/$defs/framework", "$defs": SCHEMA["$defs"]}
    for framework in Suite().frameworks.values():
        jsonschema.Draft202012Validator(of).validate(framework)


def test_the_built_in_attributes_are_in_it():
    """An amount that is not known lies in the range of its attribute, so an engine elsewhere needs that range."""
    attributes = json.loads((SUITE / "attributes.json").read_text(encoding="utf-8"))
    of = {"$ref": "#/$defs/attribute", "$defs": SCHEMA["$defs"]}
    for one in attributes:
        jsonschema.Draft202012Validator(of).validate(one)
    assert [from_data(Attribute, one) for one in attributes] == list(Vocabulary.standard().attributes), STALE


def test_tables_of_these_tests_stand_in_it():
    """What is asked is the same; what comes out, the reference is asked about in some of them."""
    for group in GROUPS:
        stored = BY_NAME[str(group)]
        dossiers = [case["dossier"] for case in stored.cases]
        assert dossiers == [to_data(one) for one in group.worlds.dossiers], STALE
        framework = {**stored.data["ruleset"], "framework": group.worlds.framework.name}
        assert framework == to_data(group.worlds.ruleset), STALE


@pytest.mark.parametrize("seed", [*write_suite.SEEDS][::12])
def test_pairs_by_seed_say_what_the_reference_says(seed):
    asked, stored = worlds(seed, write_suite.PEOPLE), BY_NAME[f"seed-{seed}"]
    for case, dossier, answer in zip(stored.cases, asked.dossiers, REFERENCE.ask(asked), strict=True):
        assert case["dossier"] == to_data(dossier), STALE
        found = said(answer)
        assert (case["statuses"], case["questions"]) == (found["statuses"], found["questions"]), STALE


def test_the_same_bytes_are_written_again():
    writing = write_suite.Writing()
    again = [writing.group(str(one), one.worlds, write_suite._cites(one)) for one in GROUPS[:6]]
    stored = [BY_NAME[str(one)].data for one in GROUPS[:6]]
    assert [write_suite._line(one) for one in again] == [write_suite._line(one) for one in stored], STALE


def test_what_is_written_reads_back_the_same():
    for group in GROUPS[::5]:
        for kind, model in ((Framework, group.worlds.framework), (Ruleset, group.worlds.ruleset),
                            *((Dossier, one) for one in group.worlds.dossiers)):  # fmt: skip
            assert from_data(kind, json.loads(json.dumps(to_data(model)))) == model


def test_what_is_no_value_is_neither_written_nor_read():
    with pytest.raises(TypeError, match="not a value"):
        tagged(2.5)
    with pytest.raises(ValueError, match="no value"):
        untagged({"float": 2.5})


LEAVES = frozenset({"a@1", "b@1"})
CASE = {
    "statuses": {"a@1": ["exempt"]},
    "questions": [{"fact": "x", "item": None, "about": ["a@1"]}],
    "credits": {"awarded": ["5 EC", "5 EC"], "units": {}},
}


@pytest.mark.parametrize(
    ("changes", "said_"),
    [
        ({}, ""),
        ({"statuses": {"a@1": ["exempt"], "b@1": ["not-covered"]}}, ""),
        ({"statuses": {}}, "a@1 is not-covered, and exempt is expected"),
        ({"statuses": {"a@1": ["exempt", "refused"]}}, "a@1 is exempt|refused, and exempt is expected"),
        ({"statuses": {"a@1": ["exempt"], "b@1": ["refused"]}}, "b@1 is refused, and not-covered is expected"),
        ({"statuses": {"a@1": ["exempt"], "c@1": ["refused"]}}, "there is no outcome c@1"),
        ({"statuses": None}, "it gives no statuses"),
        ({"statuses": {"a@1": 5}}, "the statuses of a@1 are no list of texts"),
        ({"statuses": {"a@1": ["exempt", 5]}}, "the statuses of a@1 are no list of texts"),
        ({"questions": []}, "its open questions are not those that are expected"),
        ({"credits": {}}, "credits are {}"),
    ],
)
def test_answers_are_held_to_what_is_expected(changes, said_):
    assert differs(CASE, {**CASE, **changes}, LEAVES).startswith(said_)
    assert bool(differs(CASE, {**CASE, **changes}, LEAVES)) == bool(said_)


def test_questions_and_credits_can_be_left_out_of_an_answer():
    assert differs(CASE, {"statuses": CASE["statuses"]}, LEAVES) == ""
