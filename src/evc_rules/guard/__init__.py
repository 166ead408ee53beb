"""How well cases guard a ruleset: what they exercise of it, and which slips in it they notice."""

from .mutants import Mutant, mutants
from .mutation import Fate, Mutation, Suggested, Tried, mutation, usual_day
from .told import Told

__all__ = ["Fate", "Mutant", "Mutation", "Suggested", "Told", "Tried", "mutants", "mutation", "usual_day"]
