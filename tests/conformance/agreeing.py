"""Where an engine says something else than the reference, with files to see it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evc_rules.language.dump import dump
from evc_rules.model.outcomes import Leaf

from .engines import Engine, Said, Worlds


def differences(
    engine: Engine, worlds: Worlds, answers: Sequence[Said | None], reference: Sequence[Said], traced: int = 1
) -> Iterator[str]:
    """What an engine says otherwise, or does not say although it should; traces of every so many dossiers."""
    assert len(answers) == len(worlds.dossiers) == len(reference)
    for place, (answer, wanted) in enumerate(zip(answers, reference, strict=True)):
        found = _difference(engine, worlds, place, answer, wanted, traced=place % traced == 0)
        if found:
            yield f"{engine}: {found}\n{files(worlds, place)}"


def _difference(engine: Engine, worlds: Worlds, place: int, answer: Said | None, wanted: Said, *, traced: bool) -> str:
    dossier = worlds.dossiers[place]
    if answer is None:
        return "" if engine.passes_over(worlds, dossier) else "does not answer"
    if answer.statuses != wanted.statuses:
        return f"statuses {_told(answer)}, not {_told(wanted)}"
    if answer.questions is not None and answer.questions != wanted.questions:
        return f"questions {answer.questions}, not {wanted.questions}"
    if answer.trace is not None and wanted.trace is not None and traced:
        for leaf in wanted.statuses:
            if answer.trace(leaf) != wanted.trace(leaf):
                return f"the trace of {leaf}:\n{answer.trace(leaf)}\nnot\n{wanted.trace(leaf)}"
    return ""


def _told(one: Said) -> str:
    return ", ".join(
        f"{leaf}: {'|'.join(sorted(map(str, found)))}" for leaf, found in one.statuses.items() if _tells(leaf, found)
    )


def _tells(leaf: Leaf, found: object) -> bool:  # noqa: ARG001 - to be read beside the other
    return [str(one) for one in found] != ["not-covered"]


def files(worlds: Worlds, place: int) -> str:
    """The pair as YAML, to be replayed."""
    shared = f"shared judgements: {', '.join(sorted(worlds.shared))}\n" if worlds.shared else ""
    parts = (dump(worlds.framework), dump(worlds.ruleset), dump(worlds.dossiers[place]))
    return f"decision date: {worlds.on}\n{shared}" + "---\n".join(parts)
