"""Seeded faults: small changes to engines, lowering, preparing and awards, each of which a named check must notice."""
