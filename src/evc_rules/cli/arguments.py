"""How the command line reads its arguments: all that is wrong with them at once, as findings with help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from ..errors import Finding
from ..language.reader import did_you_mean
from .speaking import printed, speak_as_asked

UsageError: Final[Any] = typer.BadParameter.__base__
"""What the parser raises for arguments that it cannot read; typer has it from a click of its own, or of others."""

_BAD_ARGUMENTS: Final = 2


class RefusedError(UsageError):  # type: ignore[misc]
    """Arguments that cannot be used, shown as findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(printed, findings)))
        self.exit_code = _BAD_ARGUMENTS

    def show(self, file: Any = None) -> None:
        """Print the findings."""
        typer.echo(self.message, file=file, err=file is None)


class Command(TyperCommand):
    """A command that says all that is wrong with its arguments at once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises:
            RefusedError: EVC-C001 for each that cannot be read, is missing, or is given twice where one is asked.
        """
        speak_as_asked(args)
        found = list(_wrong(self, ctx, args))
        if found:
            raise RefusedError(found)
        return super().parse_args(ctx, args)


class Group(TyperGroup):
    """The commands together."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments before the name of a command.

        Raises:
            RefusedError: EVC-C001 when they cannot be read.
        """
        if not args:
            return super().parse_args(ctx, args)  # which shows the help
        speak_as_asked(args)
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            raise RefusedError([_finding(self, ctx, error)]) from error

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named first.

        Raises:
            RefusedError: EVC-C001 when there is no such command, with the nearest.
        """
        if args and self.get_command(ctx, args[0]) is None:
            near = did_you_mean(args[0], self.list_commands(ctx))
            raise RefusedError([Finding("EVC-C001", f"there is no command '{args[0]}'", help=near or _look(ctx))])
        return super().resolve_command(ctx, args)


def _wrong(command: Command, ctx: Any, args: list[str]) -> Iterator[Finding]:
    """All that is wrong with the arguments of a command."""
    try:
        given, rest, order = command.make_parser(ctx).parse_args(list(args))
    except UsageError as error:
        yield _finding(command, ctx, error)
        return
    for param in sorted(command.get_params(ctx), key=lambda one: not one.is_eager):
        try:
            _, rest = param.handle_parse_result(ctx, given, rest)
        except UsageError as error:
            yield _finding(command, ctx, error)
    for param, times in Counter(order).items():
        if times > 1 and isinstance(param, TyperOption) and not (param.multiple or param.is_flag or param.count):
            name = max(param.opts, key=len)
            yield Finding(
                "EVC-C001", f"{name} is given {times} times", help="give it once: one of them would be left unanswered"
            )
    if rest:
        more = ", ".join(f"'{one}'" for one in rest)
        yield Finding("EVC-C001", f"nothing is asked for by the argument {more}", help=_look(ctx))


def _finding(command: Any, ctx: Any, error: Any) -> Finding:
    """What the parser found, in our words where they help more."""
    message = error.format_message().rstrip(".").replace("\n", " ").replace("Value error, ", "")
    wrong = getattr(error, "option_name", None)
    if wrong is not None and message.startswith("No such option"):
        known = [name for param in command.get_params(ctx) for name in param.opts if param.param_type_name == "option"]
        return Finding("EVC-C001", f"there is no option {wrong}", help=did_you_mean(wrong, known) or _look(ctx))
    return Finding("EVC-C001", message[:1].lower() + message[1:], help=_look(ctx))


def _look(ctx: Any) -> str:
    return f"'{ctx.command_path} --help' says what can be asked"
