"""Receipts as a file, and what becomes of verifying one, as JSON and on a terminal."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from ..advice import AllianceAdvice, Receipt, Recommendation, Verified
from ..advice.verify import Compared, Outcome, What
from ..errors import Finding, Position, refuse
from ..language.canonical import digest_of
from ..language.json_text import Places
from ..language.words import say
from ..model.base import Lang
from ..results.status import Status
from .build import VERSION
from .view import View
from .views import ReceiptView

_WHAT: Final[dict[What, tuple[str, str]]] = {
    "framework": ("het raamwerk", "the framework"),
    "ruleset": ("de regeling", "the ruleset"),
    "programme": ("de opleiding", "the programme"),
    "dossier": ("het dossier", "the dossier"),
    "strategy": ("de strategie", "the strategy"),
    "shared": ("de gedeelde oordelen", "the shared judgements"),
    "answer": ("het advies, opnieuw gemaakt", "the recommendation, made again"),
    "reasons": ("de redenen, stap voor stap nagegaan", "the reasons, checked step by step"),
}
_OUTCOME: Final[dict[Outcome, tuple[str, str, str, str]]] = {
    "same": ("✓", "green", "hetzelfde", "the same"),
    "different": ("✗", "red", "niet hetzelfde", "not the same"),
    "not-given": ("?", "yellow", "niet nagegaan", "not verified"),
}
_STEP: Final = 2


class ReceiptsView(View):
    """The file that `evc-rules assess --receipt` writes: a receipt for each recommendation."""

    evc_receipts: Literal[1] = Field(description="The version of the form of this file.")
    receipts: list[ReceiptView]
    digest: str = Field(description="Of the receipts, as canonical JSON: it tells when somebody changed one.")

    @field_validator("evc_receipts", mode="before")
    @classmethod
    def _a_form_is_a_number(cls, value: Any) -> Any:
        """`true` and `1.0` would be read as 1."""
        if type(value) is not int:
            raise ValueError("is not 1")
        return value


class ComparedView(View):
    """One thing that a receipt speaks of."""

    what: What
    name: str = Field(description="What the receipt calls it; empty for the recommendation and its reasons.")
    outcome: Outcome
    found: str = Field(description="What there is in its place, where that is called otherwise.")


class VerifiedView(View):
    """What became of verifying one receipt."""

    receipt: ReceiptView
    verified: bool = Field(description="Whether all that it names is the same, and so is the recommendation.")
    compared: list[ComparedView]
    flaws: list[str] = Field(description="Where the reasons do not hold.")


class VerifyView(View):
    """`evc-rules verify --json`."""

    evc_rules: str = Field(description="The version of the library that verified.")
    verified: bool = Field(description="Whether every receipt is verified, and the file is as it was written.")
    unchanged: bool = Field(description="Whether the receipts still have the digest that the file names.")
    receipts: list[VerifiedView]


def receipts_view(advice: AllianceAdvice) -> ReceiptsView:
    """The receipts of all that was recommended."""
    members = [*advice.common, *advice.members, *(each for one in advice.harmonised for each in one.members)]
    made = [ReceiptView.model_validate(one.recommendation.receipt.as_data()) for one in members if one.recommendation]
    return ReceiptsView(evc_receipts=1, receipts=made, digest=_digest(made))


def receipts_read(raw: bytes, name: str) -> ReceiptsView:
    """A file of receipts.

    Raises:
        InvalidInputError: With every finding: EVC-V001 for what is none, EVC-F005 for keys that stand twice.
    """
    raw = raw.removeprefix(BOM_UTF8)  # some editors put it there; files of YAML may have it too
    problems: Sequence[ErrorDetails] = ()
    found: list[Finding] = []
    try:
        read = ReceiptsView.model_validate_json(raw)
    except ValidationError as error:
        problems = error.errors(include_url=False)
    places = None
    if not any(one["type"] == "json_invalid" for one in problems):
        places = Places(name, raw.decode("utf-8"))
        found += places.findings
    told = dict.fromkeys((_misfit(one), _place(one, name, places)) for one in problems)
    found += [Finding("EVC-V001", f"this is no file of receipts: {one}", at, _WHICH) for one, at in told]
    refuse(found)
    return read


_WHICH: Final = "name the file that `evc-rules assess … --receipt FILE` wrote"


def _place(problem: ErrorDetails, name: str, places: Places | None) -> Position:
    """Where it is: a value, the key of what is not known, and what something is missing from."""
    if places is None:
        found = re.search(r"line (\d+) column (\d+)", problem["msg"])
        return Position(name, int(found[1]), max(1, int(found[2]))) if found else Position(name)
    path = problem["loc"]
    if problem["type"] == "extra_forbidden":
        return places.keys[path]
    return places.values[path[:-1] if problem["type"] == "missing" else path]


def _misfit(problem: ErrorDetails) -> str:
    """What does not fit, and where, in plain words."""
    where = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in problem["loc"]).removeprefix(".")
    match problem["type"]:
        case "json_invalid":
            return "it is no JSON"
        case "missing":
            return f"{where} is missing"
        case "extra_forbidden":
            return f"{where} is not known"
        case "value_error":
            return f"{where} {problem['ctx']['error']}"
        case _:
            return f"{where or 'the file'} has another form"


def unchanged(file: ReceiptsView) -> bool:
    """Whether receipts still have the digest that was written with them."""
    return _digest(file.receipts) == file.digest


def _digest(receipts: Iterable[ReceiptView]) -> str:
    return digest_of([one.model_dump(mode="json") for one in receipts])


def as_receipt(view: ReceiptView) -> Receipt:
    """A receipt out of a file."""
    return Receipt(**{**view.model_dump(), "shared": tuple(view.shared)})


def verify_view(file: ReceiptsView, verified: Iterable[Verified]) -> VerifyView:
    """What became of verifying a file of receipts."""
    listed = [
        VerifiedView(
            receipt=ReceiptView.model_validate(one.receipt.as_data()),
            verified=one.holds,
            compared=[
                ComparedView(what=each.what, name=each.name, outcome=each.outcome, found=each.found)
                for each in one.compared
            ],
            flaws=[str(flaw) for flaw in one.flaws],
        )
        for one in verified
    ]
    good = unchanged(file) and bool(listed) and all(one.verified for one in listed)
    return VerifyView(evc_rules=VERSION, verified=good, unchanged=unchanged(file), receipts=listed)


def verify_page(file: ReceiptsView, verified: Iterable[Verified], lang: Lang) -> Iterator[RenderableType]:
    """The same for people: what was compared, whether it is verified, and what to do next."""
    listed = list(verified)
    for one in listed:
        yield _heading(one, lang)
        for each in _told_of(one):
            yield Padding(_line(one, each, lang), (0, 0, 0, _STEP))
        for flaw in one.flaws:
            yield Padding(Styled(str(flaw), style="red"), (0, 0, 0, 2 * _STEP))
        if one.receipt.evc_rules != one.version:
            yield Padding(Styled(_other_version(one, lang), style="yellow"), (0, 0, 0, _STEP))
    yield Styled("")
    yield from _conclusion(file, listed, lang)


def _told_of(one: Verified) -> tuple[Compared, ...]:
    """What is worth a line: where all is the same, that the recommendation is; where nothing was given, nothing."""
    if {each.outcome for each in one.compared} == {"not-given"}:
        return ()
    return one.compared[-2:] if one.holds else one.compared


def _heading(one: Verified, lang: Lang) -> Styled:
    name, _, _ = one.receipt.ruleset.partition(" ")
    programme, _, _ = one.receipt.programme.partition(" ")
    of = f", {programme}" if programme else ""
    day = say(lang, f"beslisdatum {one.receipt.on}", f"decision date {one.receipt.on}")
    return Styled(f"{name}{of}", style="bold") + Styled(f" ({day})", style="dim")


def _line(one: Verified, each: Compared, lang: Lang) -> Styled:
    mark, colour, nl, en = _OUTCOME[each.outcome]
    what = say(lang, *_WHAT[each.what])
    name = f" {each.name}" if each.name else ""
    outcome = say(lang, nl, en)
    if each.what == "reasons" and each.outcome != "not-given":
        outcome = (
            say(lang, "ze kloppen niet", "they do not hold") if one.flaws else say(lang, "ze kloppen", "they hold")
        )
    if each.found:
        outcome += say(lang, f" (hier: {each.found})", f" (here: {each.found})")
    if each.what == "answer" and one.recommendation:
        outcome += f" ({_told(one.recommendation, lang)})"
    return Styled(f"{mark} ", style=colour) + Styled(f"{what}{name}: {outcome}")


def _told(one: Recommendation, lang: Lang) -> str:
    """How many outcomes have which status, and what that is worth."""
    said = {
        Status.EXEMPT: ("vrijgesteld", "exempt"),
        Status.REFUSED: ("geweigerd", "refused"),
        Status.CONFLICT: ("in conflict", "in conflict"),
        Status.OPEN: ("nog open", "still open"),
    }
    counted = [f"{one.count(status)} {say(lang, *words)}" for status, words in said.items() if one.count(status)]
    if one.credits:
        least, most = one.credits.awarded
        counted.append(f"{least}" if least == most else say(lang, f"{least} tot {most}", f"{least} to {most}"))
    return ", ".join(counted) or say(lang, "geen vrijstelling", "no exemption")


def _other_version(one: Verified, lang: Lang) -> str:
    made, here = one.receipt.evc_rules, one.version
    return say(
        lang,
        f"Gemaakt met evc_rules {made}, nagegaan met {here}: bij twijfel nagaan met {made}.",
        f"Made with evc_rules {made}, verified with {here}: when in doubt, verify with {made}.",
    )


def _conclusion(file: ReceiptsView, listed: list[Verified], lang: Lang) -> Iterator[Styled]:
    outcomes = {each.outcome for one in listed for each in one.compared}
    good = unchanged(file) and bool(listed) and outcomes == {"same"}
    if good:
        said = _VERIFIED
    elif not unchanged(file):
        said = _CHANGED
    elif not listed:
        said = _EMPTY
    else:
        said = _why(listed)
    yield Styled(say(lang, *said), style="green" if good else "red")


def _why(listed: list[Verified]) -> tuple[str, str]:
    """What is the matter with receipts that are not verified, and what to do: the files come before what they give."""
    different = {each.what for one in listed for each in one.compared if each.outcome == "different"}
    if different & {"framework", "ruleset", "programme", "dossier"}:
        return _DIFFERENT
    if different & {"answer", "strategy", "shared"}:
        return _OTHERWISE
    return _FLAWED if different else _NOT_GIVEN


_VERIFIED: Final = (
    "Geverifieerd: deze bestanden geven dit advies, en de redenen kloppen. De examencommissie beslist.",
    "Verified: these files give this recommendation, and its reasons hold. The exam board decides.",
)
_CHANGED: Final = (
    "Niet geverifieerd: het bestand is veranderd nadat het is geschreven. Vraag het origineel op.",
    "Not verified: the file was changed after it was written. Ask for the original.",
)
_EMPTY: Final = (
    "Niet geverifieerd: het bestand noemt geen advies.",
    "Not verified: the file names no recommendation.",
)
_DIFFERENT: Final = (
    "Niet geverifieerd: wat hier ligt, is niet waarvan dit advies is gemaakt. Zoek de versies van toen.",
    "Not verified: what is here is not what this recommendation was made from. Find the versions of then.",
)
_OTHERWISE: Final = (
    "Niet geverifieerd: de bestanden zijn dezelfde, maar geven iets anders dan het bewijs zegt. Vraag het origineel.",
    "Not verified: the files are the same, but give something else than the receipt says. Ask for the original.",
)
_FLAWED: Final = (
    "Niet geverifieerd: het advies is hetzelfde, maar de redenen kloppen niet. Leg het voor aan wie evc_rules beheert.",
    "Not verified: the recommendation is the same, but its reasons do not hold. Tell whoever looks after evc_rules.",
)
_NOT_GIVEN: Final = (
    "Niet geverifieerd: geef ook de regeling of alliantie (--ruleset) en het dossier (--dossier).",
    "Not verified: name the ruleset or alliance (--ruleset) and the dossier (--dossier) as well.",
)
