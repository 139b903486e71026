"""The application: commands loaded only when called, and the one boundary where failures end."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from timeline.cli.commands import COMMANDS, MODULES
from timeline.cli.options import Color, Debug, Lang, Plain, StorePath, Today
from timeline.errors import StoreError, TimelineError
from timeline.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

HELP = """Curated chronologies: what happened when, and who says so.

\b
Examples:
  timeline list --network NUM          everything about one network
  timeline between 2022 2025 -k law    laws of some years
  timeline at 2025-07-01               what was going on that day
  timeline show gbn-joins-num          one event with its evidence
  timeline list -n MII -o mii.md       to a file; a pipe gets Markdown too
"""


class Commands(TyperGroup):
    """The commands; each is imported only when it is called."""

    def list_commands(self, _context: Any) -> list[str]:
        """Return the names of all commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, _context: Any, cmd_name: str) -> Any:
        """Return a command by its name; raises UsageError with the nearest one for none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"timeline.cli.commands.{MODULES.get(cmd_name, cmd_name)}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        settings = {"help_option_names": ["-h", "--help"]}
        run_command = module.command_for(cmd_name) if cmd_name in MODULES else module.command
        single.command(cmd_name, context_settings=settings)(run_command)
        return typer.main.get_command(single)

    def format_commands(self, _context: Any, formatter: Any) -> None:
        """Write the commands' lines without importing a single one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


application = typer.Typer(
    cls=Commands, rich_markup_mode=None, pretty_exceptions_enable=False, help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


def _print_version(value: bool | None) -> None:  # noqa: FBT001 - typer's callback
    if value:
        from importlib.metadata import version

        typer.echo(f"timeline {version('yaml-timeline')}")
        raise typer.Exit


@application.callback(invoke_without_command=True, no_args_is_help=False)
def root(  # noqa: PLR0913, PLR0917 - the options that may stand before the command
    context: typer.Context,
    store: StorePath = None,
    lang: Lang = None,
    today: Today = None,
    color: Color = None,
    plain: Plain = False,  # noqa: FBT002
    debug: Debug = False,  # noqa: FBT002
    version: Annotated[
        bool | None,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version,
                     is_eager=True),
    ] = None,
) -> None:  # fmt: skip
    """Hand the options before the command on to it; alone, show the short help."""
    del version
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit
    given = {"store": store, "lang": lang, "today": today, "color": color,
             "plain": plain, "debug": debug}  # fmt: skip
    defaults = {name: value for name, value in given.items() if value}
    context.default_map = {name: defaults for name in COMMANDS}


def run() -> None:
    """Run the command line of this process and leave with its exit status."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a command line; return 0, 1 (a broken store, a failed run), 2 (wrong usage) or 130."""
    if "_TIMELINE_COMPLETE" in os.environ:
        from timeline.cli.complete import prepare

        prepare()
    debug = "--debug" in arguments
    try:
        command = typer.main.get_command(application)
        status = command.main(list(arguments), prog_name="timeline", standalone_mode=False)
        _flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if debug:
            raise
        return _report(error)
    return status if isinstance(status, int) else 0


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _report(error: Exception) -> int:
    """Say what went wrong on stderr and return the exit status."""
    from timeline.cli.console import note

    if isinstance(error, StoreError):
        from timeline.cli.problems import render_problems

        note(render_problems(error.problems))
        return error.exit_code
    if isinstance(error, TimelineError):
        note(f"timeline: {error.message}" + (f"; {error.hint}" if error.hint else ""))
        return error.exit_code
    if isinstance(error, TyperException):
        note(f"timeline: {_usage(error)}")
        return error.exit_code
    if isinstance(error, typer.Abort):
        return 130
    if isinstance(error, OSError) and error.filename is None:
        note(f"timeline: cannot write the output: {(error.strerror or str(error)).lower()}")
        return 1
    note(f"timeline: {type(error).__name__}: {error} (--debug shows where)")
    return 1


def _usage(error: TyperException) -> str:
    """Put typer's own complaints on one line, with the nearest right word."""
    message = error.format_message().splitlines()[0].rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "timeline"
    wrong = getattr(error, "option_name", None)
    if wrong and context:
        known = [name for param in context.command.params for name in param.opts if len(name) > 2]
        return f"no such option {wrong}; " + did_you_mean(wrong, known, f"see '{path} --help'")
    if message.startswith("No such command "):
        name = message.removeprefix("No such command ").split("'")[1]
        return f"no such command {name}; " + did_you_mean(name, COMMANDS, "see 'timeline --help'")
    return f"{message[0].lower()}{message[1:]}; see '{path} --help'"
