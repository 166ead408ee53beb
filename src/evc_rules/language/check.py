"""What `check` finds in a file that could be read: every rule of the language that a shape cannot hold."""

from .checks.alliances import alliance
from .checks.dossiers import dossier
from .checks.frameworks import framework
from .checks.programmes import programme
from .checks.rulesets import ruleset

__all__ = ["alliance", "dossier", "framework", "programme", "ruleset"]
