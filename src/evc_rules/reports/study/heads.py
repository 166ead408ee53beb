"""What the parts of a study plan are called, in every form of it."""

from __future__ import annotations

from typing import Final

from ...language.words import COMPONENT, pick
from ...model.base import Lang

_HEADS: Final[dict[str, tuple[str, str]]] = {
    "moved": ("Wat er verandert", "What changes"),
    "none": ("Waarom er geen plan is", "Why there is no plan"),
    "enough": ("Dit is elk op zichzelf genoeg", "Each of these is enough by itself"),
    "path": ("Je weg, periode voor periode", "Your path, period by period"),
    "exempt": ("Dit hoef je niet meer te doen", "This you need not do any more"),
    "why": ("De regels waar dat op rust", "The rules that this rests on"),
    "stopped": (
        "Dit ken je al, maar een grens houdt het tegen",
        "This you know already, but a limit keeps it from you",
    ),
    "partly": ("Hiervan heb je al een deel", "Of this you have a part already"),
    "open": ("Dit is nog open", "This is still open"),
    "first": ("Hier begin je het best mee", "What to begin with"),
    "first-lead": (
        "Als alles wat bij zo'n onderdeel open is goed uitvalt, dan scheelt dat:",
        "If all that is open about such a unit comes out well, that saves:",
    ),
    "questions": ("Open", "Open"),
    "no-open": ("Er zijn geen open vragen.", "There are no open questions."),
    "open-lead": (
        "Over deze vragen is nog niet beslist. Vraag je studiecoach wat je ervoor nodig hebt.",
        "These questions are not settled yet. Ask your study coach what you need for them.",
    ),
    "sure": ("Hoe zeker is dit plan?", "How sure is this plan?"),
    "whole": ("De hele opleiding", "The whole programme"),
    "words": ("Woorden", "Words"),
    "remarks": ("Opmerkingen bij je dossier", "Remarks about your dossier"),
    "remarks-lead": (
        "Het programma schrijft deze opmerkingen in het Engels. Je studiecoach kan ze uitleggen.",
        "What the program noticed.",
    ),
    "period": ("Periode", "Period"),
    "when": ("Wanneer", "When"),
    "units": ("Onderdelen", "Units"),
    "unit": ("Onderdeel", "Unit"),
    "load": ("Werk", "Work"),
    "because": ("Waarom", "Why"),
    "said": ("Wat er al is", "What is there"),
    "limit": ("Grens", "Limit"),
    "asked": ("Vraag", "Question"),
    "about": ("Gaat over", "It is about"),
    "worth": ("Scheelt", "Saves"),
    "what": ("Wat", "What"),
    "continued": ("vervolg", "continued"),
    "nothing": ("niets", "nothing"),
    "about-colours": ("Waar een onderdeel vooral over gaat", "What a unit is mostly about"),
    "height": ("Hoe hoger een blok, hoe meer werk.", "The taller a block, the more work."),
    "finish": ("Klaar met de opleiding", "The programme is finished"),
    "assessed": ("toets", "assessment"),
}


def heads(lang: Lang) -> dict[str, str]:
    """Every heading by its name."""
    return {name: pick(lang, said) for name, said in _HEADS.items()}


def marks(lang: Lang) -> dict[str, str]:
    """What each component is called, as a heading."""
    return {name: pick(lang, said).capitalize() for name, said in COMPONENT.items()}
