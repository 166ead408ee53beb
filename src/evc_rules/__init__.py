"""Exemption and EVC rules: recommend with reasons, harmonise, plan the remaining path."""
