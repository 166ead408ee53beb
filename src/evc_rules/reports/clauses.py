"""A ruleset as a table: what each clause says of which outcomes, with its articles and whose it is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Final

from ..language import words
from ..language.render import Prose
from ..language.words import say
from ..model.base import Lang
from ..model.outcomes import Framework, Leaf
from ..model.policy import Rule, Ruleset

_EFFECT: Final = {
    "grant": ("vrijgesteld", "exempt"),
    "bar": ("uitgesloten", "excluded"),
    "waive": ("buiten toepassing", "does not apply"),
}
COLUMNS: Final = ("outcome", "level", "title", "effect", "rule", "when", "articles", "members")
"""The columns of the CSV file: one row for each outcome, at a level, that a clause is about."""


@dataclass(frozen=True)
class Clause:
    """One clause of a ruleset.

    Attributes:
        rule: The rule that states it.
        effect: What it does, in words.
        about: What it is about, in words.
        leaves: The outcomes, at their levels; none for a clause that keeps others from acting.
        when: When it does so, in words.
        members: The rulesets that it came from.
    """

    rule: Rule
    effect: str
    about: str
    leaves: tuple[Leaf, ...]
    when: str
    members: tuple[str, ...]


def clauses(ruleset: Ruleset, framework: Framework, lang: Lang) -> Iterator[Clause]:
    """The clauses of a ruleset, in its order."""
    made = ruleset.provenance
    prose = Prose(framework, lang, ruleset, made.on if made else None, made.cohort if made else None)
    for rule in ruleset.rules:
        about = prose.reach(rule.reach) if rule.effect != "waive" else words.all_of(lang, rule.overrides)
        leaves = tuple(framework.select(rule.reach)) if rule.reach else ()
        when = prose.condition(rule.when)
        yield Clause(rule, words.pick(lang, _EFFECT[rule.effect]), about, leaves, when, _members(ruleset, rule))


def _members(ruleset: Ruleset, rule: Rule) -> tuple[str, ...]:
    """The rulesets that a rule came from: as its note says, and as the sources that it cites are named after."""
    noted = [part.partition(": ") for part in rule.note.in_("en").split("; ")]
    cited = (text.partition("/")[0].rpartition(".")[0] for text in rule.articles)
    found = (*(name for name, colon, _ in noted if colon), *filter(None, cited))
    return tuple(dict.fromkeys(found)) or (ruleset.id,)


def markdown(ruleset: Ruleset, framework: Framework, lang: Lang) -> str:
    """The clauses as a table in Markdown: one row a clause."""
    heads = (
        say(lang, "leeruitkomsten", "outcomes"), say(lang, "gevolg", "effect"), say(lang, "indien", "if"),
        say(lang, "artikelen", "articles"), say(lang, "instellingen", "members"), say(lang, "regel", "rule"),
    )  # fmt: skip
    rows = (
        (one.about, one.effect, one.when, ", ".join(one.rule.articles), ", ".join(one.members), one.rule.id)
        for one in clauses(ruleset, framework, lang)
    )
    return "".join(map(_row, (heads, ("---",) * len(heads), *rows)))


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def table(ruleset: Ruleset, framework: Framework, lang: Lang) -> str:
    """The clauses as CSV: one row for each outcome that a clause is about; see `COLUMNS`."""
    prose, written = Prose(framework, lang), StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in clauses(ruleset, framework, lang):
        said = one.effect, one.rule.id, one.when, " ".join(one.rule.articles), " ".join(one.members)
        for leaf in one.leaves:
            rows.writerow((leaf.outcome, leaf.level, prose.outcome(leaf), *said))
        if not one.leaves:
            rows.writerow(("", "", one.about, *said))
    return written.getvalue()
