"""Writes the pages that follow from the code: the command line, the JSON that it prints, and the Python interface.

`make docs` runs it. `python docs/generate.py FOLDER` writes into another folder than this one; the tests do, to see
whether the pages are up to date.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from pathlib import Path
from textwrap import dedent
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

import evc_rules
from evc_rules import advice, proof
from evc_rules.cli.app import app
from evc_rules.compare import LeafRelation, Lore, Pair, TermDifference
from evc_rules.engines import compiled, rete
from evc_rules.language.load import Loaded
from evc_rules.reports.printed import PRINTED
from evc_rules.results import questions
from evc_rules.testing import laws, stateful, strategies

HERE: Final = Path(__file__).parent
_MADE: Final = "<!-- Made by docs/generate.py. Change the code, then run `make docs`. -->\n\n"
_WIDE: Final = 100

_GROUPS: Final = {
    "Reading and writing files": (
        "load", "load_alliance", "load_dossier", "load_framework", "load_programme", "load_ruleset", "examine", "dump",
    ),
    "Asking": ("assess", "assess_alliance", "plan", "Worth", "cheapest", "harmonise", "STRATEGIES", "as_data"),
    "Comparing": ("compare", "compare_rulesets", "prove", "Comparison", "Relation", "Witness", "Proof"),
    "Asking often": ("compile_ruleset", "compile_rulesets", "IntakeSession"),
    "What comes back": ("Recommendation", "AllianceAdvice", "Status", "Path"),
    "What files say": ("Alliance", "Dossier", "Framework", "Programme", "Ruleset"),
    "What goes wrong": ("EvcError", "InvalidInputError", "MissingExtraError", "Finding"),
}  # fmt: skip

_PARTS: Final = (
    advice.OutcomeAdvice, advice.CreditAdvice, advice.UnitAdvice, advice.MemberAdvice, advice.HarmonisedAdvice,
    advice.Receipt, advice.Verified, advice.Change, advice.Impact, advice.Unanswered, advice.Move, advice.Effect,
    compiled.CompiledRuleset, compiled.Compiled, compiled.Said, rete.Change,
    questions.MissingFact, questions.Assessment, questions.JudgementNeeded, Loaded,
    Pair, LeafRelation, TermDifference, Lore, proof.LeafProof, proof.Clause, proof.Shown,
)  # fmt: skip

_TESTING: Final = {
    f"{room}.{one.__name__}": one
    for room, listed in (
        ("laws", (
            laws.check, laws.for_ruleset, laws.How, laws.LawResult, laws.Breach, laws.Told, laws.standard,
            laws.equal, laws.floor, laws.promise, laws.agreement, laws.pays_once, laws.more_experience,
        )),
        ("stateful", (stateful.intake,)),
        ("strategies", (strategies.applicants, strategies.dossiers, strategies.rulesets, strategies.frameworks,
                        strategies.programmes, strategies.alliances)),
    )
    for one in listed
}  # fmt: skip

_AROUND_COMMANDS: Final = """
## Exit codes

| code | when |
|---|---|
| 0 | It is done. |
| 1 | A case came out otherwise, `test --strict` found a slip that no case notices, `check --strict` a warning, \
`diff` a change, `impact --nobody-loses` a loss, \
`harmonise --prove` something unproven, or `verify` something that is not the same. |
| 2 | Bad input: an option, or a file with errors. Every finding is printed, and nothing else is. |

What a command says goes to standard output. Findings, and the decision date when none was given, go to standard error;
so the output of `--json` and of `harmonise` can be piped as it is.

## Environment variables

| variable | what it does |
|---|---|
| `EVC_RULES_LANG` | The language of texts, `nl` or `en`, where `--lang` is not given. |
| `NO_COLOR` | When it is set, output has no colours. Output that does not go to a terminal has none anyway. |
"""


def pages() -> Iterator[tuple[str, str]]:
    """Every page that is made, with its path below this folder."""
    yield "reference/command-line.md", _MADE + command_line()
    yield "reference/json.md", _MADE + json_page()
    yield "reference/python.md", _MADE + python_page()
    for name, view in PRINTED.items():
        yield f"reference/schemas/{name}.schema.json", _schema_file(view)


# The command line


def command_line() -> str:
    """The commands with their arguments and options, exit codes and environment variables.

    It reads the functions, not typer's own help: that looks different from one version of typer to the next.
    """
    found = {
        one.callback.__name__.replace("_", "-"): inspect.unwrap(one.callback)
        for one in app.registered_commands
        if one.callback
    }
    said = ["# The command line\n", f"{app.info.help}\n"]
    said.append("".join(f"- [`{name}`](#{name}): {_first(run)}\n" for name, run in found.items()))
    said += [_command(name, run) for name, run in found.items()]
    said.append(
        "Every command has `--help`, and `evc-rules --version` prints the version, and whether the compiled engine has"
        " its native core."
    )
    return "\n".join(said) + "\n" + _AROUND_COMMANDS


def _first(run: Any) -> str:
    return (inspect.getdoc(run) or "").partition("\n")[0]


def _command(name: str, run: Any) -> str:
    hints = get_type_hints(run, include_extras=True)
    arguments, options, needed = [], [], []
    for one in inspect.signature(run).parameters.values():
        kind, info = get_args(hints[one.name])[:2]
        if isinstance(info, ArgumentInfo):
            arguments.append((info.metavar or "", info.help))
        else:
            shown = _option(info, kind)
            options.append((shown, _told_of(info, kind, one.default)))
            needed += [shown.split(", ")[0]] * (one.default is one.empty)
    usage = " ".join(["evc-rules", name, *(metavar for metavar, _ in arguments), *needed, "[OPTIONS]"])
    rows = [f"| `{shown}` | {told} |" for shown, told in (*arguments, *options)]
    table = "\n".join(["| argument or option | what it is |", "|---|---|", *rows])
    return f"## {name}\n\n{_first(run)}\n\n```text\n{usage}\n```\n\n{table}\n"


def _option(info: OptionInfo, kind: Any) -> str:
    # Within Annotated, typer takes the first name for a default until it builds the command.
    first, *others = (name for name in (info.default, *(info.param_decls or ())) if isinstance(name, str))
    value = "" if kind is bool else f" {info.metavar or first.lstrip('-').upper()}"
    return ", ".join(f"{name}{value}" for name in (first, *others))


def _told_of(info: OptionInfo, kind: Any, default: Any) -> str:
    more = ["needed"] * (default is inspect.Parameter.empty)
    more += [" or ".join(f"`{one}`" for one in get_args(kind))] * (get_origin(kind) is Literal)
    more += [f"environment: `{info.envvar}`"] * bool(info.envvar)
    more += [f"default: `{default}`"] if isinstance(default, str) and default else []
    return f"{info.help}" + (f" ({'; '.join(more)})" if more else "")


# JSON


def _schema(view: Any) -> dict[str, Any]:
    found: dict[str, Any] = view.model_json_schema(mode="serialization")
    return found


def _schema_file(view: Any) -> str:
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_schema(view)}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def json_page() -> str:
    """What each command prints with `--json`, key by key."""
    parts: dict[str, Any] = {}
    said = [
        dedent("""\
            # JSON

            Every command takes `--json` and then prints one JSON document with the keys below: no more, and always
            all of them. Texts are in the language of `--lang`; codes, ids and statuses are the same in every language.
            Amounts are text with their unit (`"7.5 EC"`), dates are `YYYY-MM-DD`. The schemas are JSON Schema 2020-12.
            """),
    ]
    for command, view in PRINTED.items():
        schema = _schema(view)
        parts |= schema.get("$defs", {})
        said.append(f"## {command}\n\nSchema: [{command}.schema.json](schemas/{command}.schema.json)\n")
        said.append(_keys(schema))
    said.append("## Parts\n\nWhat the documents above are made of.\n")
    for name in sorted(parts):
        said.append(f"### {_part(name)}\n\n{parts[name].get('description', '')}\n")
        said.append(_keys(parts[name]))
    return "\n".join(said)


def _keys(schema: Mapping[str, Any]) -> str:
    lines = ["| key | value | what it is |", "|---|---|---|"]
    lines += [
        f"| `{key}` | {_type(value)} | {value.get('description', '')} |"
        for key, value in schema.get("properties", {}).items()
    ]
    return "\n".join(lines) + "\n"


def _type(schema: Mapping[str, Any]) -> str:
    """What a value can be, in a few words."""
    if "$ref" in schema:
        name = _part(schema["$ref"].rpartition("/")[2])
        return f"[{name}](#{name})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    plain = {"string": "text", "integer": "number", "boolean": "true, false", "null": "null"}
    return "date" if schema.get("format") == "date" else plain.get(kind, kind)


def _part(name: str) -> str:
    """`PeriodView` as `period`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.removesuffix("View")).lower()


# Python


def python_page() -> str:
    """The public interface, out of its docstrings.

    Raises:
        ValueError: When a public name stands in no group, or a group names what is not public.
    """
    listed = [name for group in _GROUPS.values() for name in group]
    if sorted(listed) != sorted(evc_rules.__all__):
        raise ValueError(f"_GROUPS and evc_rules.__all__ differ: {set(listed) ^ set(evc_rules.__all__)}")
    said = [
        dedent("""\
            # The Python interface

            `import evc_rules as evc`, and then the names below. What is not named here may change without notice.
            Everything is immutable and nothing keeps state between calls, so several threads can use all of it.
            """),
    ]
    for title, names in _GROUPS.items():
        said.append(f"## {title}\n")
        said += [_described(name, getattr(evc_rules, name)) for name in names]
    said.append(
        "## Testing policies\n\n`from evc_rules.testing import laws, stateful, strategies`, with the extra `testing`.\n"
    )
    said += [_described(name, one) for name, one in _TESTING.items()]
    said.append("## Parts of what comes back\n\nThese are met in the above; there is no need to import them.\n")
    said += [_described(one.__name__, one) for one in _PARTS]
    return "\n".join(said)


def _described(name: str, thing: Any) -> str:
    if isinstance(thing, Mapping):
        lines = "\n".join(f"| `{key}` | {value} |" for key, value in thing.items())
        return f"### {name}\n\n| key | what it means |\n|---|---|\n{lines}\n"
    if not inspect.isclass(thing):
        return f"### {name}\n\n{_code(name, thing)}\n{_docstring(thing)}"
    said = [f"### {name}\n", _docstring(thing)]
    if issubclass(thing, Enum):
        said.append("".join(f"- `{name}.{one.name}`: `{one.value}`\n" for one in thing))
    said += [_member(name, each, member) for each, member in vars(thing).items() if _told(each, member)]
    return "\n".join(said)


def _told(name: str, member: Any) -> bool:
    dunder = {"__getitem__", "__iter__"}
    kinds = property | cached_property | classmethod | staticmethod
    is_code = inspect.isfunction(member) or isinstance(member, kinds)
    return is_code and bool(inspect.getdoc(member)) and (name in dunder or not name.startswith("_"))


def _member(owner: str, name: str, member: Any) -> str:
    title = {"__getitem__": f"{owner}[…]", "__iter__": f"iter({owner})"}.get(name, f"{owner}.{name}")
    if isinstance(member, property | cached_property):
        return f"#### {title}\n\n{_docstring(member)}"
    called = getattr(member, "__func__", member)
    head = "" if name.startswith("__") else _code(name, called) + "\n"
    return f"#### {title}\n\n{head}{_docstring(called)}"


class _Bare(str):
    """An annotation that is shown without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _bare(annotation: Any) -> Any:
    return _Bare(annotation) if isinstance(annotation, str) else annotation


def _code(name: str, called: Any) -> str:
    """A signature, on a line for each parameter when it is long."""
    signature = inspect.signature(called)
    kept = [
        one.replace(annotation=_bare(one.annotation))
        for one in signature.parameters.values()
        if one.name not in {"self", "cls"}
    ]
    whole = signature.replace(parameters=kept, return_annotation=_bare(signature.return_annotation))
    line = f"{name}{whole}"
    if len(line) > _WIDE:
        line = f"{name}(\n{_parameters(kept)})" + line[line.rindex(")") + 1 :]
    return f"```py\n{line}\n```\n"


def _parameters(kept: Iterable[inspect.Parameter]) -> str:
    said, keywords = [], False
    for one in kept:
        if one.kind is inspect.Parameter.KEYWORD_ONLY and not keywords:
            said.append("    *,\n")
            keywords = True
        said.append(f"    {one},\n")
    return "".join(said)


_SECTIONS: Final = ("Args", "Attributes", "Returns", "Raises")


def _docstring(thing: Any) -> str:
    """A docstring in Google style as Markdown."""
    text = inspect.getdoc(thing) or ""
    pattern = rf"^({'|'.join(_SECTIONS)}):\n((?:[ ]+.*\n?|\n)+)"
    prose = re.sub(pattern, "", text + "\n", flags=re.MULTILINE).strip()
    said = [f"{_quoted(prose)}\n"]
    for section, body in re.findall(pattern, text + "\n", flags=re.MULTILINE):
        entries = re.split(r"\n(?=\S)", dedent(body).strip())
        joined = (" ".join(line.strip() for line in entry.splitlines()) for entry in entries)
        if section == "Returns":
            said.append(f"**{section}**: {' '.join(joined)}\n")
        else:
            lines = (re.sub(r"^(\w+): ", r"`\1`: ", entry) for entry in joined)
            said.append(f"**{section.replace('Args', 'Arguments')}**\n\n" + "".join(f"- {line}\n" for line in lines))
    return "\n".join(said)


def _quoted(prose: str) -> str:
    """Prose with its doctests as code, which the tests run where they stand."""
    return re.sub(r"(^>>> [\s\S]*?)(\n\n|\Z)", r"```py\n\1\n```\2", prose, flags=re.MULTILINE)


def main(folder: str = "") -> None:
    """Write every page."""
    into = Path(folder) if folder else HERE
    for path, text in pages():
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
