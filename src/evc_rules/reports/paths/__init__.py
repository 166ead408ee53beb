"""Paths side by side: as JSON, on a terminal, and as a page."""
