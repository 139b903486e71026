"""The options that commands share, each written once."""
# No "from __future__ import annotations": typer needs the annotations themselves, and evaluating
# their text again would cost every start a millisecond.

import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer

from timeline.errors import UsageError
from timeline.formats.registry import FORMATS, SCALES
from timeline.query.fields import QUERY_FIELDS, Field

T = TypeVar("T", bound="Options")

_FORMATS = [name for name, known in FORMATS.items() if known.description]
_MOST = 10**18  # SQLite counts in 64 bits


def whole_number(text: str) -> int:
    """Read a number from 0 on; raises UsageError for anything else."""
    if not (text.isascii() and text.isdigit()):
        raise UsageError(f"--limit: {text!r} is not a whole number from 0 on", "write 10")
    digits = text.lstrip("0")
    return _MOST if len(digits) > 18 else int(digits or "0")


def width(text: str) -> int:
    """Read the width of a drawing; raises UsageError for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 20 <= int(text) <= 20_000):
        raise UsageError(f"--width: {text!r} is not a width", "write a number from 20 to 20000")
    return int(text)


def scale(text: str) -> float:
    """Read how much larger a picture is drawn; raises UsageError for what is no such number."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    least, most = SCALES
    if not least <= found <= most:
        raise UsageError(f"--scale: {text!r} is not a scale",
                         f"write a number from {least} to {most}")  # fmt: skip
    return found


StorePath = Annotated[
    str | None,
    typer.Option(
        "--store", "-s", metavar="PATH", help="The store: a YAML file, or a folder of them."
    ),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="de|en", help="The language of the answer."),
]
Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DAY", help="The day that 'today' and 'last year' count from."),
]
Color = Annotated[
    str | None,
    typer.Option("--color", metavar="WHEN", help="auto, always or never."),
]
Plain = Annotated[bool, typer.Option("--plain", help="Labelled lines, no boxes or glyphs.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")]
Certain = Annotated[bool, typer.Option("--certain", help="Only certain matches.")]
Sort = Annotated[
    str | None,
    typer.Option("--sort", metavar="ORDER", help="date, relevance, end, id, title, kind or place."),
]
Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...", help="Terms such as kind:founding, date:2022..2025 or biobank*."
    ),
]
Reverse = Annotated[bool, typer.Option("--reverse", help="Turn the order round.")]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", parser=whole_number, help="At most so many events."),
]
FormatName = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="NAME", help=f"One of {', '.join(_FORMATS)}."),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write there; the suffix chooses the format."
    ),
]
Fields = Annotated[
    str | None,
    typer.Option("--fields", metavar="A,B", help="Only these fields, in this order."),
]
Template = Annotated[
    str | None,
    typer.Option("--template", metavar="TEXT", help="A line an event: '{date.text}: {title.en}'."),
]
Headings = Annotated[bool, typer.Option("--headings", help="Markdown with years as headings.")]
Excel = Annotated[bool, typer.Option("--excel", help="CSV as Excel reads it.")]
Flat = Annotated[bool, typer.Option("--flat", help="JSON Lines as plain columns, for databases.")]
Explain = Annotated[
    str | None,
    typer.Option("--explain", metavar="sql|table", help="Print the query for another database."),
]
Dialect = Annotated[
    str | None,
    typer.Option("--dialect", metavar="NAME", help="duckdb, spark, clickhouse or postgres."),
]
Lanes = Annotated[
    str | None,
    typer.Option("--lanes", metavar="FIELD", help="A lane for each network, kind or place; none."),
]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with ASCII signs only.")]
Width = Annotated[
    int | None,
    typer.Option("--width", metavar="N", parser=width, help="Columns, or pixels of a picture."),
]
Scale = Annotated[
    float | None,
    typer.Option("--scale", metavar="X", parser=scale, help="Draw a PNG X times as large."),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Never page a long answer.")]


class Options:
    """What was given to a command, by the names of its parameters."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)


class Common(Options):
    """What every command takes that answers."""

    format: FormatName = None
    output: Output = None
    lang: Lang = None
    store: StorePath = None
    today: Today = None
    color: Color = None
    plain: Plain = False
    no_pager: NoPager = False
    debug: Debug = False

    def usual_format(self, *, human: bool, plain: bool) -> str:
        """Return the format of an answer for which none was asked: on a terminal, and in a pipe."""
        if plain:
            return "plain"
        return "table" if human else "markdown"


class Showing(Common):
    """What commands take that show events."""

    fields: Fields = None
    template: Template = None
    headings: Headings = False
    excel: Excel = False
    flat: Flat = False


def _option(field: Field) -> Any:
    kind: Any = list[str] | None if field.many else str | None
    several = "Several: A,B." if field.is_list else "May be repeated." if field.many else ""
    text = f"{field.help} {several}".rstrip()
    return Annotated[kind, typer.Option(*field.option, metavar=field.metavar, help=text)]


def _parameter(field: Field) -> str:
    return field.name.replace("-", "_")


_SHORT = {_parameter(field): field for field in QUERY_FIELDS.values() if field.option}
"""The fields that have an option of their own, by the name of their parameter."""


class Choosing(Common):
    """What commands take that choose events: options that are short for terms of a query."""

    __annotations__ = {**{name: _option(field) for name, field in _SHORT.items()},
                       "certain": Certain}  # fmt: skip

    def asked(self) -> dict[str, Any]:
        """Return what was asked for by options, by the name of the field."""
        given = {name: getattr(self, name) for name in (*_SHORT, "certain")}
        return {name: value for name, value in given.items() if value not in (None, False)}


Choosing.certain = False  # type: ignore[attr-defined]  # named in __annotations__ above


class Detailing(Choosing, Showing):
    """What commands take that choose events and show all about them."""


class Filtering(Choosing, Showing):
    """What commands take that choose events and show them."""

    sort: Sort = None
    reverse: Reverse = False
    limit: Limit = None
    explain: Explain = None
    dialect: Dialect = None


class Drawing(Filtering):
    """What the command takes that draws events."""

    lanes: Lanes = None
    is_ascii: Ascii = False
    width: Width = None
    scale: Scale = None

    def usual_format(self, *, human: bool, plain: bool) -> str:
        """Return the chart, whoever reads it."""
        del human
        return "plain" if plain else "chart"


def taking(options: type[T]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a class: they reach it as its first argument.

    A command imports what it answers with when it runs: its help, and completion, need none of it.
    """
    # What chooses events comes first in the help, what every command takes last.
    kinds = sorted(options.__mro__[:-1], key=lambda kind: kind is not Choosing)
    extra = {
        name: inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=getattr(options, name, None),
            annotation=taken,
        )
        for kind in kinds
        for name, taken in inspect.get_annotations(kind).items()
    }

    def decorate(run: Callable[..., None]) -> Callable[..., None]:
        arguments = list(inspect.signature(run, eval_str=True).parameters.values())[1:]

        def command(**values: Any) -> None:
            chosen = options(**{name: values.pop(name) for name in extra})
            run(chosen, **values)

        command.__doc__ = run.__doc__
        command.__signature__ = inspect.Signature([*arguments, *extra.values()])  # type: ignore[attr-defined]  # what inspect asks for
        return command

    return decorate
