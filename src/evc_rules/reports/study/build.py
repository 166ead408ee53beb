"""Makes the view of a study plan out of a recommendation and a path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from ...advice import Recommendation, Worth
from ...language import words
from ...language.dutch import in_language
from ...language.words import say
from ...model.base import Lang
from ...plan import UnitMove
from ..build import VERSION
from ..replanned import BECOMES, again_said, going_on_said
from ..variants import variant_said
from .board import Board
from .planned import Planned
from .rows import Rows
from .summary import headline, hope, lead, numbers, shares
from .sure import Sure, glossary
from .view import Fact, Moved, StudyPlan
from .worths import Worths

_DIGEST: Final = 19
"""So much of a digest is enough to tell one file from another: `sha256:` and twelve digits."""


def study_plan(one: Planned, lang: Lang) -> StudyPlan:
    """The view of a study plan in a language."""
    one = one.steered
    advice, worth, path = one.advice, one.worth, one.path
    rows = Rows(advice, worth, one.outlook, lang, frozenset(one.wishes.done))
    board = Board(path, worth.programme, advice.framework, one.outlook.loads, lang)
    worths = None
    if advice.questions and not one.hoped:
        worths = Worths(Worth(advice, one.wishes, deadline=one.deadline), worth, lang)
    place = words.on_one_line(one.title.in_(lang)) or worth.programme.institution
    return StudyPlan(
        lang=lang,
        title=say(lang, "Studieplan", "Study plan"),
        place=place,
        person=advice.dossier.id,
        key=f"{advice.dossier.id}/{worth.programme.institution}/{worth.programme.id}/{worth.variant}",
        on=advice.on,
        board=say(
            lang,
            "Dit is een advies met redenen. De examencommissie beslist.",
            "This is a recommendation with reasons. The exam board decides.",
        ),
        warning=_warning(one, lang),
        facts=tuple(_facts(one, lang)),
        headline=headline(path, lang),
        lead=tuple(lead(one, lang)),
        finish=path.finish,
        numbers=tuple(numbers(one, lang)),
        shares=tuple(shares(one, lang)),
        exempt=tuple(rows.exempt()),
        grounds=tuple(rows.grounds()),
        partly=tuple(rows.partly()),
        stopped=tuple(rows.stopped()),
        asked=tuple(rows.open(worths)),
        first=tuple(worths.units()) if worths else (),
        reach=worths.reach(one.wishes.finish_by) if worths and one.wishes.finish_by else None,
        hope=" ".join(filter(None, (hope(one, lang), worths.fewer() if worths else ""))),
        years=board.years(),
        spans=board.spans(),
        sure=tuple(Sure(path, worth, one.wishes, lang, one.hoped, advice.start_known, advice.cohort_asked).sentences()),
        clashes=tuple(board.by_title(clash.text.in_(lang)) for clash in path.clashes),
        ways=tuple(
            dict.fromkeys(board.by_title(way.text.in_(lang)) for clash in path.clashes for way in clash.relaxations)
        ),
        moved=tuple(_moved(one.moves, board, lang)),
        stays=_stays(one.moves, path.start, lang),
        remarks=tuple(dict.fromkeys(in_language(each, lang).message for each in advice.findings)),
        glossary=tuple(Fact(name, said) for name, said in glossary(lang)),
        made=_made(advice),
    )


def _warning(one: Planned, lang: Lang) -> str:
    ruleset, programme = one.advice.ruleset, one.worth.programme
    said = []
    if ruleset.illustrative or programme.illustrative:
        said.append(
            say(
                lang,
                "Deze opleiding en haar regels zijn bedacht, als voorbeeld.",
                "This programme and its rules are made up, as an example.",
            )
        )
    said += [each.in_(lang).strip() for each in (ruleset.note, programme.note)]
    return " ".join(dict.fromkeys(filter(None, said)))


def _facts(one: Planned, lang: Lang) -> Iterable[Fact]:
    advice, worth = one.advice, one.worth
    variant = variant_said(advice.framework, worth.variant, lang)
    yield Fact(say(lang, "Dossier", "Dossier"), advice.dossier.id)
    yield Fact(
        say(lang, "Opleiding", "Programme"), words.on_one_line(worth.programme.title.in_(lang)) or worth.programme.id
    )
    yield Fact(say(lang, "Vorm", "Variant"), variant)
    yield Fact(say(lang, "Begin", "Start"), words.on_day(lang, one.path.start))
    yield Fact(say(lang, "Advies van", "Recommendation of"), words.on_day(lang, advice.on))


def _moved(moves: Sequence[UnitMove], board: Board, lang: Lang) -> Iterable[Moved]:
    for kind, (nl, en, _) in BECOMES.items():
        for each in moves:
            if each.kind == kind:
                when = " → ".join(words.in_study_year(slot) for slot in (each.before, each.after) if slot)
                yield Moved(say(lang, nl, en), board.title(each.unit), when)


def _stays(moves: Sequence[UnitMove], start: date, lang: Lang) -> str:
    if not moves:
        return ""
    stay, done = (sum(each.kind == kind for each in moves) for kind in ("stays", "done"))
    said = say(
        lang,
        f"Onderdelen die blijven staan: {stay}. Onderdelen die klaar zijn: {done}.",
        f"Units that stay where they were: {stay}. Units that are done: {done}.",
    )
    day, kinds = words.on_day(lang, start), {each.kind for each in moves}
    notes = [going_on_said(day, lang)] * ("goes-on" in kinds) + [again_said(day, lang)] * ("again" in kinds)
    return " ".join([said, *notes])


def _made(advice: Recommendation) -> str:
    receipt = advice.receipt
    parts = [
        f"{each.partition(' ')[0]} {each.partition(' ')[2][:_DIGEST]}"
        for each in (receipt.ruleset, receipt.programme, receipt.dossier)
    ]
    return " · ".join([f"evc_rules {VERSION}", *parts])
