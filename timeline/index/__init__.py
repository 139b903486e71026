"""The compiled form of a store: an SQLite file that can be deleted at any time."""
