"""One of our engines, behind the protocol of the suite."""

from __future__ import annotations

import sys

from .answering import ENGINES, Answering


def main() -> None:
    """Answer what comes in on standard input."""
    name = sys.argv[1] if len(sys.argv) > 1 else "compiled"
    if name not in ENGINES:
        sys.exit(f"choose one of: {', '.join(ENGINES)}")
    for answer in Answering(ENGINES[name]).answers(sys.stdin):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
