"""What to do next, in plain words, after the cases of a ruleset were tried."""

from __future__ import annotations

from collections.abc import Iterator

from ..language.words import say
from ..model.base import Lang
from . import views_tested as views


def next_steps(view: views.TestView, lang: Lang, written: str) -> Iterator[str]:
    """What the author of a ruleset does next; what matters most first.

    Args:
        view: What is found.
        lang: The language.
        written: The file that the cases to add were written to, or nothing.
    """
    found = view.mutation
    told = [
        (bool(view.failed),
         ("Zie eerst wat anders uitkomt dan verwacht: is de regel met opzet veranderd, verander dan het geval mee; "
         "zo niet, herstel de regel."),
         ("See first to what is not as expected: where the rule was changed on purpose, change the case with it; "
         "where not, mend the rule.")),
        (bool(found and found.cases and not written),
         "Laat de voorgestelde gevallen wegschrijven: --write cases.suggested.yaml.",
         "Have the proposed cases written down: --write cases.suggested.yaml."),
        (bool(found and found.cases),
         ("Lees elk voorgesteld geval. Is bedoeld wat het verwacht, zet het dan in cases.yaml; zo niet, dan zegt de "
         "regeling iets anders dan bedoeld: herstel de regel die erbij staat."),
         ("Read each proposed case. Where it expects what is meant, move it to cases.yaml; where not, the ruleset says "
         "something else than is meant: mend the rule that is named with it.")),
        (bool(found and found.unknown),
         "Geef meer tijd voor wat niet bekend is (--time-limit 60), of bedenk er zelf een geval voor.",
         "Give what is not known more time (--time-limit 60), or think of a case for it."),
        (bool(not found and _uncovered(view.coverage)),
         "Vraag met --mutate om gevallen voor wat nog ontbreekt.",
         "Ask --mutate for cases for what is missing."),
    ]  # fmt: skip
    steps = [say(lang, nl, en) for needed, nl, en in told if needed]
    yield from steps or [say(lang, "Niets: de gevallen dekken alles wat is nagegaan.",
                             "Nothing: the cases cover all that was looked at.")]  # fmt: skip


def _uncovered(one: views.CoverageView | None) -> bool:
    return one is not None and not (
        all("true" in rule.seen for rule in one.rules)
        and all({"true", "false"} <= set(piece.decided) for piece in one.pieces)
        and all(set(each.wanted) <= set(each.met) for each in one.boundaries)
    )
