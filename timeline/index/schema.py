"""The tables of the index. ``FORMAT`` changes with every change of their shape or meaning."""

FORMAT = 1

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row an event, numbered in chronological order. The bounds are keys (dates/keys.py) of the
-- only member where plain = 1; otherwise the members stand in span. first and last are the hull of
-- everything the event may touch, its disputed dates included.
CREATE TABLE event (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    plain INTEGER NOT NULL, hedged INTEGER NOT NULL,
    es BLOB NOT NULL, ls BLOB NOT NULL, ee BLOB NOT NULL, le BLOB NOT NULL,
    first BLOB NOT NULL, last BLOB NOT NULL,
    kind TEXT, place TEXT, title_de TEXT NOT NULL, title_en TEXT NOT NULL
);

-- The members of a date that is not plain: sets, runs with a step, competing dates (hedged).
CREATE TABLE span (
    event INTEGER NOT NULL, one_of INTEGER NOT NULL, hedged INTEGER NOT NULL, step TEXT NOT NULL,
    es BLOB NOT NULL, ls BLOB NOT NULL, ee BLOB NOT NULL, le BLOB NOT NULL
);
CREATE INDEX span_event ON span (event);

-- What an event is filed under: network, kind, tag, source, status.
CREATE TABLE label (
    field TEXT NOT NULL, name TEXT NOT NULL, event INTEGER NOT NULL,
    PRIMARY KEY (field, name, event)
) WITHOUT ROWID;

-- The names there are, whether any event bears them or not, in the store's order.
CREATE TABLE name (
    field TEXT NOT NULL, n INTEGER NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
    record TEXT NOT NULL, PRIMARY KEY (field, n)
) WITHOUT ROWID;
CREATE INDEX name_folded ON name (field, folded);

CREATE TABLE record (n INTEGER PRIMARY KEY, record TEXT NOT NULL);
"""
