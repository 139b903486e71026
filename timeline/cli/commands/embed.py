"""``timeline embed FILE...``."""
# No "from __future__ import annotations": see timeline.cli.options.

import os
from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple

import typer

from timeline import embedding
from timeline.cli.console import note, put, write_files
from timeline.cli.counts import counted
from timeline.cli.curating import difference
from timeline.cli.inner import quiet_environment, run_within
from timeline.cli.options import Debug, Lang, StorePath, Today
from timeline.cli.problems import render_problems
from timeline.cli.session import read_day, read_language
from timeline.cli.surroundings import Kept, Surroundings, folder_of_the_run, real_path
from timeline.errors import Problem, QueryError, StoreError, TimelineError, UsageError
from timeline.store.locate import locate


class _Page(NamedTuple):
    """A file, its text, its blocks with what should stand in them, and what is wrong with them."""

    path: str
    text: str
    fillings: list[tuple[embedding.Block, str]]
    notes: list[list[str]]
    problems: list[Problem]

    @property
    def stale(self) -> list[int]:
        """The numbers of the blocks in which something else stands."""
        return [
            number for number, (block, filling) in enumerate(self.fillings)
            if self.text[block.start : block.end] != filling
        ]  # fmt: skip


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Markdown files.")]
Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit with 1 where a block is stale.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would change.")]


def command(  # noqa: PLR0913, PLR0917 - the options of the command line
    files: Files,
    check: Check = False,  # noqa: FBT002 - a flag of the command line
    dry_run: DryRun = False,  # noqa: FBT002 - a flag of the command line
    store: StorePath = None,
    lang: Lang = None,
    today: Today = None,
    debug: Debug = False,  # noqa: FBT002 - a flag of the command line
) -> None:
    """Refresh what Markdown files show.

    What stands between <!-- timeline: list --network NUM --> and <!-- /timeline --> is replaced
    by the answer. Any command that only reads may stand there. The store is looked for from the
    file's folder, and the language is the store's, unless the block or an option says otherwise.

    \b
    Examples:
      timeline embed README.md docs/*.md
      timeline embed --check README.md      fails when something is stale
      timeline embed --dry-run README.md    shows the difference
    """  # noqa: D301 - \b is the character by which lines are kept apart
    del debug  # the boundary asks the arguments themselves
    read_language(lang, "--lang")
    read_day(today)
    if store is not None:
        store = locate(store, None, folder_of_the_run()).path
    given = {"store": store, "lang": lang, "today": today}
    defaults = {name: value for name, value in given.items() if value is not None}
    once = {real_path(path): path for path in reversed(files)}
    pages = [_read(path, defaults) for path in reversed(once.values())]
    if problems := [problem for page in pages for problem in page.problems]:
        note(render_problems(sorted(problems, key=lambda p: (p.file, p.line, p.column))))
        raise typer.Exit(1)
    if not any(page.fillings for page in pages):
        note(f"no block found; write <!-- timeline: list --> and {embedding.CLOSING} around one")
    _finish(pages, check=check, dry_run=dry_run)


def _finish(pages: list[_Page], *, check: bool, dry_run: bool) -> None:
    """Write what is stale, or only show it; what was refreshed is said when all of it was."""
    if dry_run:
        put(piece for page in pages for piece in _difference(page))
    elif not check:
        stale = [page for page in pages if page.stale]
        texts = ((page.path, [embedding.replaced(page.text, page.fillings)]) for page in stale)
        write_files(texts, lambda: _check_unchanged(stale))
    for page in pages:
        _say(page, "stale" if check else "to be refreshed" if dry_run else "refreshed")
    if check and any(page.stale for page in pages):
        note("timeline: run the same without --check")
        raise typer.Exit(1)


def _check_unchanged(pages: list[_Page]) -> None:
    """Raise TimelineError for a file that somebody edited meanwhile: the edits would be lost."""
    for page in pages:
        try:
            is_same = _text_of(page.path) == page.text
        except TimelineError:  # it is gone, or no text any more
            is_same = False
        if not is_same:
            raise TimelineError(f"{page.path} changed while its answers were worked out",
                                "run it again")  # fmt: skip


def _say(page: _Page, what: str) -> None:
    """Say on stderr which blocks are stale, and how many of how many."""
    for number in page.stale:
        block = page.fillings[number][0]
        place = f"{page.path}:{block.line}"
        if what == "stale":
            note(f"{place}: stale: timeline {' '.join(block.command.split())}")
            continue
        for said in page.notes[number]:
            note(f"{place}: {said}")
    if page.fillings:
        blocks = counted(len(page.fillings), "block")
        note(f"{page.path}: {len(page.stale)} of {blocks} {what}")


def _read(path: str, defaults: Mapping[str, str]) -> _Page:
    """Read a file and answer what its blocks ask; raises UsageError where it cannot be read."""
    text = _text_of(path)
    blocks, problems = embedding.find_blocks(text, path)
    page = _Page(path, text, [], [], problems)
    if problems:
        return page
    stem = embedding.label_stem(text, blocks)
    folder = os.path.dirname(os.path.abspath(path))
    environment = quiet_environment(os.environ)
    for number, block in enumerate(blocks, start=1):
        kept = Kept(embedding.check_format)
        here = Surroundings(environment, folder, kept, f"{stem}{number}-")
        try:
            run_within(block.command, defaults, here)
            body = embedding.embedded(kept.format, kept.data.decode())
        except StoreError:  # it tells its own places
            note(f"{path}:{block.line}: the store that this block asks is broken")
            raise
        except TimelineError as error:
            page.problems.append(_problem(error, block, page))
        else:
            page.fillings.append((block, embedding.filled(block, body)))
            page.notes.append(kept.notes)
    return page


def _text_of(path: str) -> str:
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            raise UsageError(f"{path} is no file", "name a Markdown file")
        with open(path, "rb") as file:
            return file.read().decode()
    except UnicodeDecodeError as error:
        raise TimelineError(f"{path} is not UTF-8 from its byte {error.start} on",
                            "save it as UTF-8") from error  # fmt: skip
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"{path} cannot be read: {reason}", "name a Markdown file") from error


def _problem(error: TimelineError, block: embedding.Block, page: _Page) -> Problem:
    """Say what is wrong with a block's command where the block stands."""
    column, width = block.column, block.width
    if isinstance(error, QueryError) and (at := block.excerpt.find(error.query)) >= 0:
        column, width = at + error.at + 1, error.width
    return Problem(page.path, block.line, column, "command", error.message, error.hint,
                   block.excerpt, width)  # fmt: skip


def _difference(page: _Page) -> Iterator[str]:
    """Yield how a file would change, as a unified diff."""
    if page.stale:
        yield from difference(page.text, embedding.replaced(page.text, page.fillings), page.path)
