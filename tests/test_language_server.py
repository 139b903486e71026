"""What the real yaml-language-server makes of a store and its schema: mistakes, hover texts, offers.

``TIMELINE_YAML_LANGUAGE_SERVER`` names its ``bin/yaml-language-server`` (``.ci/run`` installs it).
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tests import generated_stores
from tests.amount import seeds
from tests.conftest import BUNDLED
from tests.test_schema import SCHEMA, complaints
from timeline.cli.commands.init import asset

SCRIPT = os.environ.get("TIMELINE_YAML_LANGUAGE_SERVER", "")
FIRST_LINE = "# yaml-language-server: $schema=./events.schema.json\n"
SETTINGS = {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}
PATIENCE = 300
"""Seconds after which a server that says nothing is ended."""


class Server:
    """A language server for the files of a folder (Language Server Protocol 3.17)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            ["node", SCRIPT, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.asked = self.opened = 0
        self.diagnostics: dict[str, list[str]] = {}
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings={"yaml": SETTINGS})

    def tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self.asked and "method" not in message:
                return message["result"]

    def open(self, text: str) -> str:
        """Open a new file that names the schema; what is wrong in it comes later."""
        self.opened += 1
        uri = (self.folder / f"{self.opened}.yaml").as_uri()
        self.tell("textDocument/didOpen", textDocument={
            "uri": uri, "languageId": "yaml", "version": 1, "text": text})  # fmt: skip
        return uri

    def problems(self, uri: str) -> list[str]:
        """Return what is wrong in an open file, once that is known."""
        while uri not in self.diagnostics:
            self._next()
        return self.diagnostics[uri]

    def at(self, method: str, uri: str, line: int, column: int) -> Any:
        position = {"line": line, "character": column}
        return self.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=position)

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        """Read a message, and answer or keep what does not answer a question of ours."""
        assert self.process.stdout
        size = 0
        while header := self.process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                size = int(value)
        assert size, "the server has ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(size))
        params = message.get("params", {})
        if message.get("method") == "workspace/configuration":
            result = [SETTINGS if i.get("section") == "yaml" else {} for i in params["items"]]
            self._send({"id": message["id"], "result": result})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = [found["message"] for found in params["diagnostics"]]
        return message


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if not SCRIPT:
        pytest.skip("TIMELINE_YAML_LANGUAGE_SERVER does not name the server's script")
    folder = tmp_path_factory.mktemp("edited")
    (folder / "events.schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    found = Server(folder)
    timer = Timer(PATIENCE, found.process.kill)
    timer.start()
    yield found
    timer.cancel()
    found.process.kill()
    found.process.communicate()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_new_store_has_no_mistakes(server, language):
    assert server.problems(server.open(asset(f"events.{language}.yaml"))) == []


def test_the_bundled_chronology_has_no_mistakes(server):
    assert server.problems(server.open(FIRST_LINE + BUNDLED.read_text("utf-8"))) == []


@pytest.mark.parametrize("part", seeds(10, 2))
def test_it_sees_the_mistakes_that_the_schema_sees(server, part):
    texts = [generated_stores.store(seed) for seed in range(50 * part, 50 * part + 50)]
    opened = [server.open(FIRST_LINE + text) for text in texts]
    for uri, text in zip(opened, texts, strict=True):
        assert bool(server.problems(uri)) == bool(complaints(text)), text
        server.tell("textDocument/didClose", textDocument={"uri": uri})


MISTAKEN = [
    ("date: 2020-02-30", "Not a date: write EDTF"),
    ("date: 2020, titel: x", "Property titel is not allowed."),
    ("place: x", 'Missing property "date".'),
    ("date: 2020, status: plannd", 'Value is not accepted. Valid values: "planned", "cancelled".'),
    ("date: 2020, sources: [ftp://x]", "A source is an id of the catalogue"),
    ("date: 2020, figures: {x: five}", "A figure is a number"),
    ("date: {after: b, by: 3 fortnights}", "Write 1 day, 2 weeks"),
]


@pytest.mark.parametrize(("event", "said"), MISTAKEN)
def test_it_says_in_words_what_is_wrong(server, event, said):
    text = f"{FIRST_LINE}events: [{{id: a, title: A, {event}}}]\n"
    found = server.problems(server.open(text))
    assert len(found) == 1
    assert found[0].startswith(said)


STORE = (
    "language: en\nevents:\n  - id: a\n    date: 2020\n    title: A\n"
    "    status: \n    sources:\n      - \n"
)


def test_it_explains_keys(server):
    uri = server.open(FIRST_LINE + STORE)
    for line, key, column in ((1, "language", 2), (2, "events", 2), (3, "id", 4), (4, "date", 5)):
        entry = SCHEMA if column == 2 else SCHEMA["$defs"]["event"]
        told = server.at("hover", uri, line, column)["contents"]["value"].replace("\\", "")
        assert told.startswith(f"#### {entry['properties'][key]['title']}\n")
        assert entry["properties"][key]["description"] in told


def test_it_offers_keys_and_words(server):
    uri = server.open(FIRST_LINE + STORE)

    def offers(line: int, column: int) -> dict[str, str]:
        found = server.at("completion", uri, line, column)["items"]
        return {item["label"]: item.get("documentation", "") for item in found}

    assert offers(1, 10) == {"de": "German", "en": "English"}
    assert list(offers(6, 12)) == ["planned", "cancelled"]
    cited = SCHEMA["$defs"]["citation"]["properties"]
    assert offers(8, 8) == {key: found["description"] for key, found in cited.items()}
