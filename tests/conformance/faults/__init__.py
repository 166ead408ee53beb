"""Seeded faults: small changes to engines, lowering, preparing and awards, each of which a named check must notice.

python -m tests.conformance.faults          which check notices each fault, looked for among all of them
"""
