"""Outcomes by name, levels, parts and selectors (meaning.md, sections 1 and 4; language.md, 'Outcomes by name')."""

from __future__ import annotations

import pytest

from evc_rules.model.base import Text
from evc_rules.model.outcomes import Framework, Leaf, Outcome, Ref, Requirement, Selector
from evc_rules.model.policy import Rule
from evc_rules.model.reach import reached_by, reaches, targets_of


def _outcome(id_: str, component: str = "professional", **more: object) -> Outcome:
    return Outcome.model_validate({"id": id_, "title": Text(nl=id_, en=id_), "component": component, **more})


@pytest.fixture
def framework() -> Framework:
    return Framework(
        id="small", version="1", title=Text(nl="Klein", en="Small"),
        outcomes=(
            _outcome("ped", "pedagogical-didactic"),
            _outcome("ped.climate", "pedagogical-didactic", part_of=("ped",), levels=3,
                     requires=(Requirement(level=2, ref=Ref("ped.relations", 1, 1)),)),
            _outcome("ped.relations", "pedagogical-didactic", part_of=("ped", "care"), levels=2),
            _outcome("care"),
            _outcome("exam"),
        ),
    )  # fmt: skip


def _names(leaves: object) -> list[str]:
    return [str(leaf) for leaf in leaves]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("ped.climate", Ref("ped.climate")),
        ("ped.climate@2", Ref("ped.climate", 2, 2)),
        ("ped.climate@1..3", Ref("ped.climate", 1, 3)),
        (" a-b_c ", Ref("a-b_c")),
    ],
)
def test_a_name_is_read_and_written(text: str, ref: Ref) -> None:
    assert Ref.parse(text) == ref
    assert str(ref) == text.strip()


@pytest.mark.parametrize(
    "text", ["", "@1", "a@", "a@0", "a@2..1", "a@1..", "a b", "a@1@2", "a@100", "a@-1", "é", "a@\u0661"]
)
def test_what_is_no_name_of_an_outcome(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an outcome|runs from a higher level"):
        Ref.parse(text)


def test_leaves_are_outcomes_without_parts_at_each_level(framework: Framework) -> None:
    assert _names(framework.leaves) == [
        "ped.climate@1", "ped.climate@2", "ped.climate@3", "ped.relations@1", "ped.relations@2", "exam@1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "leaves"),
    [
        ("ped.climate", ["ped.climate@1", "ped.climate@2", "ped.climate@3"]),
        ("ped.climate@2..3", ["ped.climate@2", "ped.climate@3"]),
        ("ped@1", ["ped.climate@1", "ped.relations@1"]),
        ("ped@3", ["ped.climate@3", "ped.relations@2"]),
        ("care", ["ped.relations@1", "ped.relations@2"]),
        ("exam", ["exam@1"]),
    ],
)
def test_a_name_stands_for_leaves(framework: Framework, ref: str, leaves: list[str]) -> None:
    """A level of a whole is that level of each part, or the highest level of a part that has fewer."""
    assert _names(framework.leaves_of(Ref.parse(ref))) == leaves


@pytest.mark.parametrize(
    ("selector", "leaves"),
    [
        (
            Selector(),
            ["ped.climate@1", "ped.climate@2", "ped.climate@3", "ped.relations@1", "ped.relations@2", "exam@1"],
        ),
        (Selector(part_of="ped", high=1), ["ped.climate@1", "ped.relations@1"]),
        (Selector(low=3), ["ped.climate@3"]),
        (Selector(component="professional"), ["exam@1"]),
        (Selector(part_of="care", component="professional"), []),
        (Selector(part_of="ped", except_=(Ref("ped.climate"), Ref("ped.relations", 2, 2))), ["ped.relations@1"]),
        (Selector(part_of="exam"), ["exam@1"]),
    ],
)
def test_a_selector_chooses_what_answers_every_test(
    framework: Framework, selector: Selector, leaves: list[str]
) -> None:
    assert _names(framework.select([selector])) == leaves


def test_what_is_chosen_twice_is_there_once_and_in_order(framework: Framework) -> None:
    chosen = framework.select([Ref("exam"), Ref("ped.relations", 1, 1), Selector(part_of="ped", high=1)])
    assert _names(chosen) == ["ped.climate@1", "ped.relations@1", "exam@1"]


def test_lower_levels_come_first_and_so_does_what_is_required(framework: Framework) -> None:
    edges = {(str(first), str(later)) for first, later in framework.prerequisites.edges}
    assert edges == {
        ("ped.climate@1", "ped.climate@2"), ("ped.climate@2", "ped.climate@3"), ("ped.relations@1", "ped.relations@2"),
        ("ped.relations@1", "ped.climate@2"), ("ped.relations@1", "ped.climate@3"),
    }  # fmt: skip


def test_a_grant_reaches_down_and_a_bar_up(framework: Framework) -> None:
    """meaning.md, section 4: a grant its targets and every lower level, a bar its targets and every higher."""
    grant = Rule(id="g", effect="grant", reach=(Ref("ped.climate", 2, 2),))
    bar = Rule(id="b", effect="bar", reach=(Ref("ped.climate", 2, 2),))
    waive = Rule(id="w", effect="waive", overrides=("g",))
    assert _names(targets_of(framework, grant)) == ["ped.climate@2"]
    assert reached_by(framework, grant) == {Leaf("ped.climate", 1), Leaf("ped.climate", 2)}
    assert reached_by(framework, bar) == {Leaf("ped.climate", 2), Leaf("ped.climate", 3)}
    assert reached_by(framework, waive) == set(framework.leaves)
    assert not reaches(grant, Leaf("ped.climate", 2), Leaf("ped.relations", 1))


def test_a_changed_copy_knows_nothing_of_the_original(framework: Framework) -> None:
    """What was worked out for one framework does not come along to the next."""
    assert len(framework.leaves) == 6
    fewer = framework.with_(outcomes=framework.outcomes[-1:])
    assert _names(fewer.leaves) == ["exam@1"]
    assert fewer != framework
    assert framework.name == "small@1"
