"""Negotiating."""
