"""Intake talks on durable_rules: evidence, verdicts and answers arrive one at a time, and what is open is asked."""

from .asking import NextQuestion
from .door import shut
from .engine import Rete, rete
from .state import State
from .talk import Change, IntakeSession

__all__ = ["Change", "IntakeSession", "NextQuestion", "Rete", "State", "rete", "shut"]
