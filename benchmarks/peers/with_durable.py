"""durable_rules used directly: one message for each dossier, with a column for the truth of each atom.

Its limits (64 range tests on a message, 16 antecedents, values that are coerced) leave no other way: filters, sums and
ages are worked out in Python, as by hand, and the message carries codes of truth that rules compare with `==` only.
Each dossier is a state of its own, deleted afterwards; there is one host, whose threads stay for the life of the
process, so this peer is timed in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from itertools import combinations, count
from operator import and_, or_
from typing import Any

from durable import engine, lang

from benchmarks.peers.atoms import Atoms, Joined
from benchmarks.peers.conditions_by_hand import Conditions
from benchmarks.peers.native import NotCarriedError, Policy, case
from benchmarks.peers.spread import Found, Said, Spread
from evc_rules.engines.prepare import Prepared
from evc_rules.model.attributes import VERDICT
from evc_rules.model.outcomes import Leaf
from evc_rules.results.questions import Question
from evc_rules.results.status import Statuses

_STATES = count()


class WithDurable:
    """The policy as rules of durable_rules."""

    name = "durable_rules used directly"
    answers = "statuses"

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.spread = Spread(policy)
        self.atoms = Atoms(self.spread)
        self.said: list[tuple[str, bool]] = []
        module = self.python()
        self.truths = [(name, module[name]) for name in self.atoms.named.values()]
        asked = (*self.spread.filters.values(), *self.spread.assessments.values())
        self.passing = [(name, module[_name(name)]) for name in asked]
        self.ruleset = policy.ruleset.id
        self.host = engine.Host()
        self.host.set_rulesets(self.rules())

    def python(self) -> dict[str, Any]:
        """What is worked out by hand: the truth of each atom, and what passes each filter."""
        writer = Conditions(self.policy)
        for atom, name in self.atoms.named.items():
            writer.closed(name, atom, "An atom.")
        for items, name in self.spread.filters.items():
            writer.define(_name(name), "case", "What passes.", [*_BEGIN, *writer.loop(items), *_END])
        for tests, name in self.spread.assessments.items():
            lines = ['for item in case["verdicts"]:', '    unknown = [*item["doubts"]]']
            lines += [f"    {line}" for line in writer.tests(tests, (VERDICT,))]
            writer.define(_name(name), "case", "What passes.", [*_BEGIN, *lines, *_END])
        constants = "\n".join(f"{name} = {value}" for name, value in writer.constants.items())
        head = "from datetime import date\nF, U, T = 0, 1, 2\nNOTHING = ()\n"
        module: dict[str, Any] = {}
        text = "\n\n".join([head + constants, *writer.functions])
        exec(compile(text, "<atoms by hand>", "exec"), module)  # noqa: S102 - written just above
        return module

    def rules(self) -> dict[str, Any]:
        """A rule for every way to be sure, and one for every way to be possible."""
        made = lang.ruleset(self.ruleset)
        with made:
            for name, joined in self.atoms.joined.items():
                for sure in (True, False):
                    lang.when_all(_expression(joined, sure=sure))(self._says(name, sure))
            lang.when_all(lang.m.dossier == 1)(_nothing)  # a message that no rule takes is an error
        name, definition = made.define()
        return {name: definition}

    def _says(self, name: str, sure: bool) -> Callable[[Any], None]:  # noqa: FBT001 - which of two
        def act(_: Any) -> None:
            self.said.append((name, sure))

        return act

    def native(self, prepared: Prepared) -> dict[str, Any]:
        """Plain dicts."""
        return case(prepared, self.policy.on)

    def run(self, case: dict[str, Any]) -> dict[Leaf, Statuses]:
        """The statuses."""
        message: dict[str, Any] = {name: truth(case)[0] for name, truth in self.truths}
        state = f"d{next(_STATES)}"
        self.said.clear()
        self.host.assert_fact(self.ruleset, {**message, "dossier": 1, "id": 1, "sid": state})
        self.host.delete_state(self.ruleset, state)
        passing: Mapping[str, Found] = {name: passes(case) for name, passes in self.passing}
        surely = [name for name, sure in self.said if sure]
        return self.spread.run(case, Said(surely, [name for name, _ in self.said], passing))

    def statuses(self, said: Any) -> Mapping[Leaf, Statuses]:
        """They are what was said."""
        found: Mapping[Leaf, Statuses] = said
        return found

    def questions(self, said: Any) -> Mapping[Question, tuple[Leaf, ...]] | None:
        """It says none."""

    def close(self) -> None:
        """Its threads stay until the process ends: nothing can be given back."""


_BEGIN = ("sure, maybe = [], []",)
_END = (
    '    maybe.append(item["id"])',
    "    if not unknown:",
    '        sure.append(item["id"])',
    "return sure, maybe",
)


def _nothing(_: Any) -> None:
    """Nothing to do."""


def _name(text: str) -> str:
    return text.replace("-", "_")


def _expression(joined: Joined | str, *, sure: bool) -> Any:
    """The rule's expression: an atom surely holds when its code is 2, and maybe when it is 1 or 2.

    A single atom that surely holds need not be said to maybe hold as well.
    """
    if isinstance(joined, str):
        return getattr(lang.m, joined) == (2 if sure else 1)
    if joined.negated:
        (name,) = joined.of
        if not isinstance(name, str):
            raise NotCarriedError(joined)
        return _coded(name, (0,) if sure else (0, 1))
    of = [
        _coded(one, (2,) if sure else (1, 2)) if isinstance(one, str) else _expression(one, sure=sure)
        for one in joined.of
    ]
    if joined.k == len(of):
        return reduce(and_, of)
    return reduce(or_, [reduce(and_, chosen) for chosen in combinations(of, joined.k)])


def _coded(name: str, codes: Iterable[int]) -> Any:
    return reduce(or_, [getattr(lang.m, name) == code for code in codes])
