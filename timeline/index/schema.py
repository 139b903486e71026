"""The tables of the index. ``FORMAT`` changes with every change of their shape or meaning."""

FORMAT = 7

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row an event. slot sorts as a chronology does, and ends with the event's place in the store
-- (tables.py); n is only a number. Bounds are keys (dates/keys.py): es to le are those of the only
-- member where plain = 1; otherwise the members stand in span, and es to le are their hull. first
-- and last are the hull of everything the event may touch, its disputed dates included. reach and
-- edge say the same for the index below (keys.py, too). An event was known by a day certainly from
-- known_sure on, possibly from known_maybe on. filed has a bit for each field of model.LABELS under
-- which it is filed at all.
CREATE TABLE event (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL, slot BLOB NOT NULL,
    plain INTEGER NOT NULL, hedged INTEGER NOT NULL,
    es BLOB NOT NULL, ls BLOB NOT NULL, ee BLOB NOT NULL, le BLOB NOT NULL,
    first BLOB NOT NULL, last BLOB NOT NULL, reach INTEGER NOT NULL, edge BLOB NOT NULL,
    known_sure BLOB NOT NULL, known_maybe BLOB NOT NULL, filed INTEGER NOT NULL,
    kind TEXT, place TEXT, title_de TEXT NOT NULL, title_en TEXT NOT NULL
);

-- The members of a date that is not plain: sets, runs with a step, competing dates (hedged).
CREATE TABLE span (
    event INTEGER NOT NULL, one_of INTEGER NOT NULL, hedged INTEGER NOT NULL, step TEXT NOT NULL,
    es BLOB NOT NULL, ls BLOB NOT NULL, ee BLOB NOT NULL, le BLOB NOT NULL
);

-- What an event is filed under (model.LABELS). With the event's reach and edge in the key, "under
-- this name, in this window" is one range of it.
CREATE TABLE label (
    field TEXT NOT NULL, name TEXT NOT NULL,
    reach INTEGER NOT NULL, edge BLOB NOT NULL, event INTEGER NOT NULL,
    PRIMARY KEY (field, name, reach, edge, event)
) WITHOUT ROWID;

-- The figures of events as ranges: bounds are keys (figures.py).
CREATE TABLE figure (
    name TEXT NOT NULL, event INTEGER NOT NULL,
    low BLOB NOT NULL, high BLOB NOT NULL, hedged INTEGER NOT NULL, PRIMARY KEY (name, event)
) WITHOUT ROWID;

-- The days of the year (1231 for 31 December) on which events started or ended, hedged where that
-- is not certain.
CREATE TABLE anniversary (
    day INTEGER NOT NULL, event INTEGER NOT NULL, hedged INTEGER NOT NULL,
    PRIMARY KEY (day, event, hedged)
) WITHOUT ROWID;

-- The events in the order of a chronology (by slot), with room for others between their places.
CREATE TABLE chronology (place INTEGER PRIMARY KEY, event INTEGER NOT NULL);

-- The words of events (spelling.words_in), joined by spaces: what a word is was settled before, so
-- that the tokenizer only has to part them. Nothing but the search's own index is kept. Rows are
-- numbered by their place in the chronology: what a search finds comes in that order, unsorted.
CREATE VIRTUAL TABLE text USING fts5(
    title_de, title_en, summary_de, summary_en, names, content='', tokenize='ascii'
);

-- The names there are, whether any event bears them or not; place sorts them as the store has them
-- (names.py).
CREATE TABLE name (
    field TEXT NOT NULL, place BLOB NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
    record TEXT NOT NULL, PRIMARY KEY (field, place)
) WITHOUT ROWID;

CREATE TABLE record (n INTEGER PRIMARY KEY, record TEXT NOT NULL);

-- What a list tells of an event (brief.py), in both languages; all NULL where only the record can.
-- cited_de is NULL where it is as cited_en.
CREATE TABLE brief (
    n INTEGER PRIMARY KEY, date_de TEXT, date_en TEXT, title_de TEXT, title_en TEXT,
    networks TEXT, kind TEXT, status TEXT, cited_de TEXT, cited_en TEXT
);

-- The files of the store in its order, where they could be cut into events: what they say besides,
-- and digests and numbers of their events (blocks.py). There is no row where they could not. A name
-- is the bytes that it has on disk: it need not be text.
CREATE TABLE file (
    n INTEGER PRIMARY KEY, name BLOB NOT NULL, head BLOB NOT NULL,
    digests BLOB NOT NULL, numbers BLOB NOT NULL
);
"""

INDEXES = """
CREATE UNIQUE INDEX event_id ON event (id);
CREATE UNIQUE INDEX event_slot ON event (slot);
CREATE INDEX event_edge ON event (reach, edge);
CREATE INDEX span_event ON span (event);
CREATE INDEX name_folded ON name (field, folded);
"""
"""What is built last: sorting all rows once is faster than keeping them sorted."""
