"""Intake talks on durable_rules: evidence, verdicts and answers arrive one at a time, and what is open is asked."""
