"""Any bytes at all, given to whatever reads bytes or writes them: ``python -m tests.fuzz --help``."""
