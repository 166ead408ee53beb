"""Evaluating a ruleset; `reference` defines the meaning."""
