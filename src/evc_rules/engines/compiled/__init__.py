"""The compiled engine: a plan of evaluation that touches each item once and works out each distinct filter once.

A ruleset (or all of an alliance) becomes a circuit: filters and questions are numbered, whatever holds of an item or a
dossier is a bit, rules are masks over leaves. What comes out is what the reference says, and conformance holds it to
that. Where a native core was built (`native.py`, `flat.py`, the sources in `c/`), it follows the circuit; elsewhere the
modules beside it do.
"""

from __future__ import annotations

from .engine import Compiled, CompiledRuleset, Said, compile_ruleset, compile_rulesets

__all__ = ["Compiled", "CompiledRuleset", "Said", "compile_ruleset", "compile_rulesets"]
