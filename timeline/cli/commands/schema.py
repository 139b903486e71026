"""``timeline schema``."""
# No "from __future__ import annotations": see timeline.cli.options.

from typing import Annotated

import typer

from timeline.cli.console import put, write_file
from timeline.cli.options import Debug
from timeline.cli.surroundings import real_path
from timeline.errors import UsageError

Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write there.")]


def command(
    output: Output = None,
    debug: Debug = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Print the JSON Schema of a store.

    Editors with yaml-language-server (VS Code, Neovim, Emacs, Zed and others) complete and explain
    the keys of a store whose first line names the schema:

    \b
      # yaml-language-server: $schema=./events.schema.json

    It is JSON Schema, draft 2020-12, for the files of a folder as well. 'timeline init' writes it
    beside a new store.

    \b
    Examples:
      timeline schema -o events.schema.json
    """  # noqa: D301 - \b is the character by which lines are kept apart
    del debug  # the boundary asks the arguments themselves
    if output is None:
        put([schema_text()])
        return
    if real_path(output).endswith((".yaml", ".yml")):  # a link may have another name
        raise UsageError(f"{output} may be a store, and a schema is JSON",
                         "name it events.schema.json, for example")  # fmt: skip
    write_file(output, [schema_text()])


def schema_text() -> str:
    """Return the schema of a store as JSON: the same text for the same version."""
    import json

    from timeline.checks import RULES
    from timeline.formats.json_array import escaped
    from timeline.store.json_schema import store_schema

    schema = store_schema({code: rule.reason for code, rule in RULES.items()})
    return escaped(json.dumps(schema, ensure_ascii=False, indent=2)) + "\n"
