"""Looks for the checks that notice each fault, and prints the table of them; faults that none notices come last."""

from __future__ import annotations

import sys
from time import process_time

from ..test_tables import GROUPS
from . import award, columnar, compiled, lowering, preparing, rete
from .checks import notices, pure
from .fault import Fault

SOURCES = (
    (lowering, "lowered"), (preparing, "reference"), (compiled, "compiled"), (rete, "rete"), (columnar, "columnar"),
    (award, ""),
)  # fmt: skip
SEEDS = range(7000, 7060)


def candidates(engine: str) -> list[str]:
    if engine:
        return [f"table:{group}" for group in GROUPS] + [f"seed:{seed}" for seed in SEEDS]
    found = []
    for module in ("plan.test_award", "advice.test_credits"):
        names = __import__(f"tests.{module}", fromlist=["*"]).__dict__
        found += [f"test:{module}:{name}" for name, one in names.items() if name.startswith("test_") and _bare(one)]
    return found


def _bare(test) -> bool:
    return not getattr(test, "hypothesis", None) and not test.__code__.co_argcount


def main() -> None:
    pure()
    wanted = sys.argv[1:]
    for module, engine in SOURCES:
        if wanted and module.__name__.rpartition(".")[2] not in wanted:
            continue
        checks = candidates(engine)
        sound = {check for check in checks if not notices(check, engine)}
        print(f"# {module.__name__}: not sound by themselves: {set(checks) - sound}", flush=True)
        recent: list[str] = []
        for name, old, new, *_ in module.CHANGES:
            began = process_time()
            fault = Fault(name, old, new, "", engine)
            order = [*recent, *(check for check in checks if check in sound and check not in recent)]
            with fault.planted():
                caught = next((check for check in order if check in sound and notices(check, engine)), None)
            if caught and caught not in recent:
                recent.append(caught)
            print(repr((name, old, new, caught)), f"# {process_time() - began:.2f} s", flush=True)


main()
