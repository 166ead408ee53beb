"""The frameworks of the volume run: a few shapes of outcomes, with every type of attribute."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Final

from evc_rules.model.attributes import Attribute
from evc_rules.model.base import Text
from evc_rules.model.outcomes import Framework, Outcome
from evc_rules.testing.strategies import pools


def _outcome(name: str, levels: int = 1, part_of: tuple[str, ...] = ()) -> Outcome:
    return Outcome(id=name, title=Text(en=name), component="professional", levels=levels, part_of=part_of)


SHAPES: Final[tuple[tuple[Outcome, ...], ...]] = (
    (_outcome("o0"), _outcome("o1")),
    (_outcome("o0", 2), _outcome("o1")),
    (_outcome("w"), _outcome("o0", 2, ("w",)), _outcome("o1", 1, ("w",))),
    (_outcome("w"), _outcome("v", 1, ("w",)), _outcome("o0", 1, ("v",)), _outcome("o1", 2, ("w",)), _outcome("o2")),
    (_outcome("o0", 3), _outcome("v"), _outcome("o1", 1, ("v",))),
    (_outcome("w"), _outcome("v"), _outcome("o0", 2, ("w", "v")), _outcome("o1", 1, ("v",))),
)
_ABOUT: Final = Attribute(id="about", on=("verdict", "applicant"), type="outcomes")
_ATTRIBUTES: Final = ((*pools.ATTRIBUTES, _ABOUT), pools.ATTRIBUTES[::2], (_ABOUT,))
_FACTS: Final = (pools.FACTS, ())

FRAMEWORKS: Final = tuple(
    Framework(
        id=f"f{number}",
        version="1",
        title=Text(en="Framework"),
        illustrative=True,
        outcomes=outcomes,
        attributes=attributes,
        facts=facts,
        conversions=pools.CONVERSIONS,
    )
    for number, (outcomes, attributes, facts) in enumerate(product(SHAPES, _ATTRIBUTES, _FACTS))
)


def framework(random: Random) -> Framework:
    return random.choice(FRAMEWORKS)
