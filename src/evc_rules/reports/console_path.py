"""A path on a terminal: period by period, when it ends, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from ..language import words
from ..language.words import say
from ..model.base import Lang
from ..plan import Goal, Path, PlannedPeriod

_FEW: Final = 4
"""So many empty periods on end are still shown one by one."""

_GOAL: Final[dict[Goal, tuple[str, str]]] = {
    "finish": ("het einde", "the finish"),
    "keep": ("wat er schuift", "what moves"),
    "peak": ("de zwaarste periode", "the heaviest period"),
    "early": ("hoe vroeg de EC komen", "how early the EC come"),
    "smooth": ("hoe gelijkmatig het is", "how even it is"),
    "cost": ("wat het kost", "what it costs"),
}


def path_page(title: str, found: Path, titles: Mapping[str, str], lang: Lang) -> RenderableType:
    """A path; or why there is none, and what would be enough.

    Args:
        title: Whose it is.
        found: The path.
        titles: What units are called.
        lang: The language.
    """
    head = Styled(title, style="bold")
    if found.finish is None:
        clashes = [Styled(f"✗ {clash.text.in_(lang)}", style="red") for clash in found.clashes]
        none = say(lang, "Er is geen plan gevonden:", "No plan was found:")
        if found.impossible:
            none = say(lang, "Er is geen plan dat aan alles voldoet:", "There is no plan that keeps everything:")
        late = say(lang, "Binnen de tijd is geen plan gevonden.", "No plan was found in time.")
        ways = [way.text.in_(lang) for clash in found.clashes for way in clash.relaxations]
        enough = [Styled(f"→ {way}", style="green") for way in dict.fromkeys(ways)]
        return Group(head, Padding(Group(none if clashes else late, *clashes, *enough), (0, 0, 1, 2)))
    if not found.periods:
        done = say(lang, "Er blijft niets over.", "Nothing is left.")
        return Group(head, Padding(done, (0, 0, 1, 2)))
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column()
    for row in _rows(found, titles, lang):
        table.add_row(*row)
    left = words.credits_(lang, found.load)
    foot = say(lang, f"Klaar op {found.finish}", f"Finished on {found.finish}") + f" ({_sure(found, lang)}); "
    foot += say(lang, f"{left} te doen.", f"{left} to do.")
    if found.minimum_binds:
        foot += say(lang, " De minimale studielast maakt het langer.", " The minimum load makes it longer.")
    more = [Styled(line, style="yellow") for line in _unsaid(found, lang)]
    return Group(head, Padding(Group(table, Styled(foot, style="bold"), *more), (0, 0, 1, 2)))


def no_plan(found: Path, lang: Lang) -> str:
    """That there is no plan, or that none was found in time: not known is not no."""
    return say(lang, "geen plan", "no plan") if found.impossible else say(lang, "niet bekend", "not known")


def _rows(found: Path, titles: Mapping[str, str], lang: Lang) -> Iterator[tuple[RenderableType, ...]]:
    """A line for each period, and one for many empty ones on end."""
    for empty, group in groupby(found.periods, key=lambda one: not one.units and not one.running):
        periods = list(group)
        if empty and len(periods) > _FEW:
            when, many = periods[0].slot.start, len(periods)
            until = periods[-1].slot.end
            text = say(
                lang, f"{many} periodes zonder studie, tot {until}", f"{many} periods without study, until {until}"
            )
            yield Styled(str(when), style="dim"), "…", words.credits_(lang, periods[0].load), Styled(text, style="dim")
            continue
        for period in periods:
            yield (
                Styled(str(period.slot.start), style="dim"),
                words.in_study_year(period.slot),
                words.credits_(lang, period.load),
                _followed(period, found, titles, lang),
            )


def _sure(found: Path, lang: Lang) -> str:
    """How sure the finish is, and of what else it is not proven that it is the best."""
    first = found.objectives[0].goal if found.objectives else "finish"
    open_ = [one.goal for one in found.objectives if not one.proven and one.goal != "finish"]
    if found.bound != found.finish and first == "finish":
        return say(lang, f"niet bewezen; niet voor {found.bound}", f"not proven; not before {found.bound}")
    if first == "finish":
        said = say(lang, "bewezen de vroegste", "proven the earliest")
    elif found.proven:
        said = say(lang, "bewezen de beste in wat is gevraagd", "proven the best in what was asked")
    else:
        said = say(lang, f"niet voor {found.bound}", f"not before {found.bound}")
    if not open_:
        return said
    listed = ", ".join(say(lang, *_GOAL[goal]) for goal in open_)
    return said + say(lang, f"; niet bewezen de beste: {listed}", f"; not proven the best: {listed}")


def _unsaid(found: Path, lang: Lang) -> Iterator[str]:
    """What hangs on something that the ruleset does not say."""
    if found.finish_if_counted is not None:
        yield say(
            lang,
            "De regeling zegt niet of vrijgestelde EC meetellen voor het BSA; hier tellen ze niet mee. Tellen ze wel "
            f"mee, dan kan het op {found.finish_if_counted}.",
            "The policy does not say whether exempt EC count toward the BSA; here they do not. If they do, it can be "
            f"finished on {found.finish_if_counted}.",
        )


def _followed(period: PlannedPeriod, found: Path, titles: Mapping[str, str], lang: Lang) -> RenderableType:
    """The units of a period: those that begin, and those that go on."""
    by = say(lang, "alleen toets", "assessment only")
    begin = [titles.get(unit, unit) + (f" ({by})" if unit in found.assessed else "") for unit in period.units]
    line = Styled("; ".join(begin))
    if period.running:
        on = "; ".join(titles.get(unit, unit) for unit in period.running)
        line.append(("; " if begin else "") + say(lang, f"verder: {on}", f"continued: {on}"), style="dim")
    return line if begin or period.running else Styled("-", style="dim")
