"""All peers, by the name by which they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Final, NamedTuple

from benchmarks.peers.native import Peer, Policy


class Entry(NamedTuple):
    """How a peer is made.

    Attributes:
        needs: The package that it needs, as it is imported, or nothing.
        module: Where it is.
        make: Its class.
        more: What its class is told beside the policy.
        two_valued: Whether it is asked in two values, about dossiers of which everything is known.
        alone: Whether it needs a process of its own.
    """

    needs: str
    module: str
    make: str
    more: tuple[str | bool, ...] = ()
    two_valued: bool = False
    alone: bool = False


PEERS: Final = {
    "by-hand": Entry("", "by_hand", "ByHand"),
    "clips": Entry("clips", "with_clips", "WithClips"),
    "clips-two-valued": Entry("clips", "with_clips", "WithClips", (True,), two_valued=True),
    "durable": Entry("durable", "with_durable", "WithDurable", alone=True),
    "zen": Entry("zen", "with_zen", "WithZen", ("a decision in JSON",)),
    "zen-expression": Entry("zen", "with_zen", "WithZen", ("one expression",)),
    "rule-engine": Entry("rule_engine", "with_rule_engine", "WithRuleEngine"),
}


def there(name: str) -> bool:
    """Whether what a peer needs is installed (the extra `bench`)."""
    needs = PEERS[name].needs
    return not needs or find_spec(needs) is not None


def made(name: str, policy: Policy) -> Peer:
    """The peer, for a policy."""
    entry = PEERS[name]
    make: Callable[..., Peer] = getattr(import_module(f"benchmarks.peers.{entry.module}"), entry.make)
    return make(policy, *entry.more)
