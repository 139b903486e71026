"""What docs/formats.md says of each format, beside what the registry and a sample show."""

from __future__ import annotations

NOTES = {
    "table": (
        "The form of a terminal: as wide as it is, never cut, prose within 100 columns, links that can be clicked. "
        "Colour only adds to what words say; `NO_COLOR` and `--color never` leave it out."
    ),
    "plain": "For screen readers and logs: a label on every line, one paragraph an event. `--plain` is short for it.",
    "chart": (
        "What `timeline chart` draws: a lane for each network (`--lanes network|kind|place|none`), as wide as the "
        "terminal or `--width N`. A column is shaded as `between` would answer for its days: solid where the event is "
        "certain, faded where it is possible, so that a month stays a month. `--ascii` keeps to ASCII signs and letters; "
        "`-o FILE.txt` writes it to a file."
    ),
    "markdown": (
        "One event a line, so that `grep` works; sources as footnotes, each once. `--headings` sets a heading where a year "
        "begins, `--fields` selects, `timeline show` tells everything. `timeline embed FILE.md` keeps such text in a "
        "document fresh."
    ),
    "markdown-table": "The same as a table of GitHub-flavoured Markdown; `--fields` chooses its columns.",
    "html": (
        "One file that needs nothing else, to be opened, sent or published: the chart with zoom and pan, filters by network "
        "and kind, a search, all events with all they say and their footnotes, German and English, light and dark, for "
        "screens, keyboards, screen readers and paper. `page.html#gbn-joins-num` leads to an event. It asks no network for "
        "anything (a Content-Security-Policy forbids it), and without JavaScript it is a list."
    ),
    "svg": (
        "The chart as a drawing of `--width` pixels (1280), for slides and pages: light or dark as its reader prefers, with "
        "fonts that exist, a legend, and the sources as numbered notes below. Every event has its date, title and sources as "
        "a title, for pointers and screen readers."
    ),
    "png": (
        "The same as dots, `--width` pixels wide and `--scale` times as large. It needs the extra "
        "`pip install 'yaml-timeline[png]'`, which brings a font along, so that text shows on any machine."
    ),
    "json": (
        "One array, one event a line; [format.md](format.md) describes it, and "
        "[output.schema.json](output.schema.json) is its JSON Schema. `--fields id,date` selects."
    ),
    "jsonl": (
        "The same, one object a line, for `jq`, data frames and diffs. It is written while the index is read, so that it may be "
        "larger than the memory. `--flat` writes plain columns instead, with the four bounds and all else that a verdict needs, "
        "for other databases: [scaling.md](scaling.md) names the columns and shows how they are asked."
    ),
    "csv": (
        "One row an event, every date as text, every figure in a column of its own; "
        "[format.md](format.md#csv-and-workbooks) names the columns. A cell that a spreadsheet would compute begins with an "
        "apostrophe. `--excel` writes it as Excel reads it (a BOM, semicolons, a tab before what Excel would turn into a date: "
        "April 2020 stays April 2020). `--fields` selects."
    ),
    "xlsx": (
        "The same columns in a workbook, every date a text, and a second sheet with one row for each source that an event "
        "cites. It needs the extra `pip install 'yaml-timeline[xlsx]'`."
    ),
    "ics": (
        "All-day entries for any calendar. What is coarser than a day is a transparent span of whole days and says so in its "
        "name and, as EDTF, in its description; one of several days are entries of their own, and tentative; what still "
        "goes on (`2025-07/..`) is entered until its newest source; of what has an unknown end (`2025/`), or has no source from "
        "after its beginning, only the day, month or year of the beginning is entered. Ids (UID) stay the same: calendars compare these, so that one that is imported again is "
        "updated, not doubled. The first day of a set has the id that the event has with one day; entries of days that a "
        "correction took away stay until somebody deletes them. The stamp is the day of the newest source and stays the same "
        "where a correction brings no newer one."
    ),
    "mermaid": "For Markdown that GitHub, GitLab or a wiki renders: in a `mermaid` code block, for instance by `timeline embed`.",
    "timelinejs": (
        "For [TimelineJS](https://timeline.knightlab.com): `new TL.Timeline('id', 'gbn.timelinejs.json')`. A month stays a "
        "month there; the words of a date are shown as they are."
    ),
    "csl": "For Zotero (File, Import), pandoc (`--citeproc --bibliography gbn.csl.json`) and every other citation manager.",
    "template": (
        "A line an event as `--template` says: the names of fields in braces, and no code. Fields are those of `--fields` and "
        "`date.edtf`, `date.text`, `date.earliest`, `date.latest`, `date.precision`, `title.de`, `title.en`, `summary.de`, "
        "`summary.en`, `figures.NAME`, `sources.id`, `sources.title` and `sources.url`; `{id:<30}` pads, `{{` is a brace, "
        "`\\t` a tab."
    ),
}
