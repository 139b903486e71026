"""The commands as typer knows them, each imported only when it is called."""

import gc
from functools import partial
from importlib import import_module
from shutil import get_terminal_size
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from timeline.cli.commands import COMMANDS, MODULES
from timeline.cli.options import Color, Debug, Lang, NoPager, Plain, StorePath, Today
from timeline.errors import UsageError
from timeline.spelling import did_you_mean

_WIDE = 52
_NEW_OBJECTS = 50_000
"""Objects made between two looks for garbage; Python's usual 700 costs long answers a tenth."""

HELP = """Curated chronologies: what happened when, and who says so.

\b
Examples:
  timeline list --network NUM          everything about one network
  timeline between 2022 2025 -k law    laws of some years
  timeline at 2025-07-01               what was going on that day
  timeline show gbn-joins-num          one event with its evidence
  timeline list -n MII -o mii.md       to a file; a pipe gets Markdown too
  timeline chart -n MII -o mii.html    a page to look at, or .svg, .png, .txt
"""

_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}
if (_columns := get_terminal_size().columns) < _WIDE:
    # Help is laid out for 50 columns at least, unless told otherwise.
    _SETTINGS["terminal_width"] = max(_columns, 30)


class Command(TyperCommand):
    """One command; ``--on-this-day`` without a date means today's, which typer cannot say."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Read the arguments."""
        for place, argument in enumerate(args):
            if argument == "--":
                break
            if argument == "--on-this-day" and not _is_value(args[place + 1 : place + 2]):
                args[place] += "=today"
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command, with the collector of garbage that the start did without."""
        if not gc.isenabled():
            gc.freeze()
            gc.set_threshold(_NEW_OBJECTS)
            gc.enable()
        return super().invoke(ctx)


def _is_value(following: list[str]) -> bool:
    """Tell whether an argument is a date, or looks like a mistyped one: not like another term."""
    return bool(following) and not (following[0].startswith("-") or set(following[0]) & set(':()"'))


class Commands(TyperGroup):
    """The commands, known by name alone until one of them is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; raises UsageError with the nearest one where there is none."""
        if args[0] not in COMMANDS:
            hint = did_you_mean(args[0], COMMANDS, "see 'timeline --help'")
            raise UsageError(f"there is no command {args[0]!r}", hint)
        return super().resolve_command(ctx, args)

    def get_command(self, _context: Any, cmd_name: str) -> Any:
        """Return a command by its name."""
        module = import_module(f"timeline.cli.commands.{MODULES.get(cmd_name, cmd_name)}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        run_command = module.command_for(cmd_name) if cmd_name in MODULES else module.command
        single.command(cmd_name, cls=Command, context_settings=_SETTINGS)(run_command)
        built = typer.main.get_command(single)
        if any(parameter.name == "store" for parameter in built.params):
            built.params.append(_max_size())
        return built

    def format_commands(self, _context: Any, formatter: Any) -> None:
        """Write the commands' lines without importing a single one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


application = typer.Typer(
    cls=Commands, rich_markup_mode=None, pretty_exceptions_enable=False, help=HELP,
    context_settings=_SETTINGS,
)  # fmt: skip


def _max_size() -> Any:
    """Return the option that every command has which reads a store."""
    return TyperOption(
        param_decls=["--max-size"], metavar="SIZE", expose_value=False, callback=_take_max_size,
        help="The largest store that is read (64MB).",
    )  # fmt: skip


def _take_max_size(context: Any, _option: Any, given: str | None) -> None:
    if given is not None:
        # Imported only here: help and completion have no surroundings.
        from timeline.cli.surroundings import take_max_size
        from timeline.store.limits import limits_of

        limits_of(given, "--max-size")  # refused even where nothing has to be read
        take_max_size(given)
        context.call_on_close(partial(take_max_size, None))


def build() -> Any:
    """Return the command line as an object that parses and runs arguments."""
    built = typer.main.get_command(application)
    built.params.append(_max_size())
    return built


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
    plain: Plain = False,  # noqa: FBT002 - a flag of the command line
    no_pager: NoPager = False,  # noqa: FBT002 - a flag of the command line
    debug: Debug = False,  # noqa: FBT002 - a flag of the command line
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
    given = {"store": store, "lang": lang, "today": today, "color": color, "plain": plain,
             "no_pager": no_pager, "debug": debug}  # fmt: skip
    defaults = {name: value for name, value in given.items() if value not in (None, False)}
    context.default_map = dict.fromkeys(COMMANDS, defaults)
