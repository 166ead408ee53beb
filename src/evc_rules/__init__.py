"""Exemption and EVC rules: recommend with reasons, harmonise, plan the remaining path."""

from .language.load import load

__all__ = ["load"]
