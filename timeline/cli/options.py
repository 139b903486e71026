"""The options that commands share, each written once."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

from timeline.cli import complete

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

StorePath = Annotated[str | None, typer.Option(
    "--store", "-s", metavar="PATH", help="The store: a YAML file, or a folder of them.")]  # fmt: skip
Lang = Annotated[str | None, typer.Option(
    "--lang", metavar="de|en", help="The language of the answer.",
    autocompletion=complete.languages)]  # fmt: skip
Today = Annotated[str | None, typer.Option(
    "--today", metavar="DATE", help="The day that 'today' and 'last year' count from.")]  # fmt: skip
Color = Annotated[str | None, typer.Option(
    "--color", metavar="WHEN", help="auto, always or never.",
    autocompletion=complete.colours)]  # fmt: skip
Plain = Annotated[bool, typer.Option("--plain", help="Labelled lines, no boxes or glyphs.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")]
Network = Annotated[list[str] | None, typer.Option(
    "--network", "-n", metavar="NAME", help="Only this network; repeat for any of several.",
    autocompletion=complete.networks)]  # fmt: skip
Kind = Annotated[list[str] | None, typer.Option(
    "--kind", "-k", metavar="NAME", help="Only this kind; repeat for any of several.",
    autocompletion=complete.kinds)]  # fmt: skip
Tag = Annotated[list[str] | None, typer.Option(
    "--tag", "-t", metavar="NAME", help="Only this tag; repeat for any of several.",
    autocompletion=complete.tags)]  # fmt: skip
Since = Annotated[str | None, typer.Option(
    "--since", metavar="DATE", help="Only what reaches this date or later ones.")]  # fmt: skip
Until = Annotated[str | None, typer.Option(
    "--until", metavar="DATE", help="Only what reaches this date or earlier ones.")]  # fmt: skip
Certain = Annotated[bool, typer.Option("--certain", help="Only certain matches.")]
Sort = Annotated[str, typer.Option(
    "--sort", metavar="ORDER", help="date, end, id, title, kind or place.",
    autocompletion=complete.orders)]  # fmt: skip
Reverse = Annotated[bool, typer.Option("--reverse", help="Turn the order round.")]
Limit = Annotated[int | None, typer.Option(
    "--limit", metavar="N", min=0, help="At most so many events.")]  # fmt: skip
FormatName = Annotated[str | None, typer.Option(
    "--format", "-f", metavar="NAME", help="table, plain, markdown or json.",
    autocompletion=complete.formats)]  # fmt: skip
Output = Annotated[str | None, typer.Option(
    "--output", "-o", metavar="FILE", help="Write there; the suffix chooses the format.")]  # fmt: skip
Fields = Annotated[str | None, typer.Option(
    "--fields", metavar="A,B", help="Only these fields, in this order.",
    autocompletion=complete.fields)]  # fmt: skip
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never page a long answer.")]


@dataclass(frozen=True)
class Common:
    """What every command takes."""

    format: FormatName = None
    output: Output = None
    lang: Lang = None
    store: StorePath = None
    today: Today = None
    color: Color = None
    plain: Plain = False
    no_pager: NoPager = False
    debug: Debug = False


@dataclass(frozen=True)
class Showing(Common):
    """What commands take that show events."""

    fields: Fields = None


@dataclass(frozen=True)
class Filtering(Showing):
    """What commands take that choose events."""

    network: Network = None
    kind: Kind = None
    tag: Tag = None
    since: Since = None
    until: Until = None
    certain: Certain = False
    sort: Sort = "date"
    reverse: Reverse = False
    limit: Limit = None


def taking(options: type[T]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a dataclass: they reach it as its first argument."""
    hints = get_type_hints(options, include_extras=True)
    own_order = sorted(fields(options), key=lambda f: f.name not in Filtering.__annotations__)  # type: ignore[arg-type]  # any of the dataclasses above

    def decorate(run: Callable[..., None]) -> Callable[..., None]:
        arguments = list(inspect.signature(run, eval_str=True).parameters.values())[1:]
        extra = [
            inspect.Parameter(
                f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=hints[f.name]
            )
            for f in own_order
        ]

        def command(**values: Any) -> None:
            chosen = options(**{f.name: values.pop(f.name) for f in own_order})
            run(chosen, **values)

        command.__doc__ = run.__doc__
        command.__signature__ = inspect.Signature([*arguments, *extra])  # type: ignore[attr-defined]  # what inspect asks for
        return command

    return decorate
