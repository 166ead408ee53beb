"""Where a rule or a fact comes from: sources and their articles."""

from __future__ import annotations

from typing import NamedTuple

from .base import Frozen, Id, Text


class Source(Frozen):
    """A public text that rules or facts are taken from: a regulation (OER), a law, a page.

    Attributes:
        title: What it is called.
        publisher: Who published it.
        page: Where it can be read.
        note: What to know before relying on it, such as "as published, may have changed".
        articles: Its articles or sections that are cited, with their titles.
    """

    title: Text
    publisher: str = ""
    page: str = ""
    note: Text = Text()
    articles: dict[Id, Text] = {}


class Citation(NamedTuple):
    """One article of one source, written `oer/art-4.3`; the article is empty when the whole source is meant."""

    source: str
    article: str = ""

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read `oer/art-4.3` or `oer`."""
        source, _, article = text.partition("/")
        return cls(source, article)

    def __str__(self) -> str:
        return f"{self.source}/{self.article}" if self.article else self.source
