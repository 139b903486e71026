"""One small file for each command; they are imported only when called."""

COMMANDS = {
    "list": "List events, filtered.",
    "between": "List what happened between two dates.",
    "at": "List what happened or was going on at a date.",
    "search": "Search titles, summaries and names, the best match first.",
    "show": "Show one event with all its evidence.",
    "chart": "Draw events as lanes to scale.",
    "diff": "Tell what changed between two versions.",
    "stats": "Count events, sum figures, find gaps.",
    "networks": "List the networks.",
    "kinds": "List the kinds of events.",
    "tags": "List the tags.",
    "sources": "List the sources.",
    "info": "Tell which store is used, and why.",
    "init": "Make a store with examples, and all that an editor needs.",
    "add": "Add an event where its date belongs.",
    "edit": "Open an event in your editor, and check the store.",
    "import": "Take in events or sources of another program.",
    "check": "Tell what is wrong or doubtful in a store.",
    "schema": "Print the JSON Schema of a store.",
    "embed": "Refresh what Markdown files show.",
}
"""Every command with its line in the help; the module of a command bears its name."""

MODULES = {
    "list": "list_events",
    "import": "import_events",
    **dict.fromkeys(("networks", "kinds", "tags", "sources"), "names"),
}
"""The modules of commands that do not bear the command's own name."""

READING = ("list", "between", "at", "search", "show", "chart", "diff", "stats", "networks", "kinds",
           "tags", "sources")  # fmt: skip
"""The commands that only read, and whose answer is the same on every machine."""
