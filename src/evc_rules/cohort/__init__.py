"""Cohorts: many dossiers at once, under all rulesets of an alliance and its harmonised policies."""
