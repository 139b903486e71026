"""The entry point: ``timeline``, or ``python -m timeline``."""

from timeline.cli.app import run

if __name__ == "__main__":
    run()
