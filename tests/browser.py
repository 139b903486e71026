"""A headless Chromium for tests that look at what a format really shows.

A test that takes the fixture ``browser`` gets one Chromium for the whole session (one a worker of
pytest-xdist) and skips where chromium, chromedriver or selenium is missing::

    def test_the_page_shows_its_title(browser, tmp_path):
        page = tmp_path / "page.html"
        page.write_text("<title>x</title>", encoding="utf-8")
        browser.open(page)
        assert browser.run("return document.title") == "x"
        assert browser.errors() == []
        assert browser.requests() == []

Pages are files, opened as ``file://``. Every name of a host is unknown to this browser, so nothing
reaches the network; ``requests`` tells what a page asked for in vain.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--force-color-profile=srgb", "--lang=en-GB",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


class Browser:
    """Opens files and tells what came of it; ``driver`` is selenium's own, for all the rest."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver
        self._page = ""
        self._asked: list[str] = []

    def open(
        self, page: Path, *, fragment: str = "", query: str = "", width: int = 1280,
        height: int = 900, dark: bool = False, scripts: bool = True,
    ) -> None:  # fmt: skip
        """Open an HTML file afresh, as ``?query#fragment``, and wait until it is loaded.

        The window is ``width`` by ``height`` pixels, the reader prefers a light page unless
        ``dark``, and without ``scripts`` the page's JavaScript does not run (``run`` still does).
        Nothing that an earlier page stored or logged is left.
        """
        command = self.driver.execute_cdp_cmd
        self.driver.get("about:blank")
        command("Storage.clearDataForOrigin", {"origin": "file://", "storageTypes": "all"})
        self.resize(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        command("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})
        command("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self._logged()
        self._asked.clear()
        self._page = page.resolve().as_uri()
        self.driver.get(self._page + f"?{query}" * bool(query) + f"#{fragment}" * bool(fragment))

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window so many pixels wide and high."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run JavaScript in the page and return what it returns; a promise is awaited."""
        return self.driver.execute_script(script, *arguments)

    def wait_for(self, expression: str, seconds: float = 30) -> Any:
        """Return the value of a JavaScript expression as soon as it is truthy.

        Raises AssertionError, with the errors of the page, where it never becomes so.
        """
        end = time.monotonic() + seconds
        while not (value := self.run(f"return ({expression})")):
            if time.monotonic() > end:
                raise AssertionError(f"{expression} stays {value!r}: {self.errors()}")
            time.sleep(0.02)
        return value

    def errors(self) -> list[str]:
        """Return the errors in the page's console since it was opened or last asked."""
        logged = self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it untyped
        return [entry["message"] for entry in logged if entry["level"] == "SEVERE"]

    def requests(self) -> list[str]:
        """Return the addresses that the page asked for since it was opened, but for its own."""
        self._asked += self._logged()
        return [url for url in self._asked if re.split("[?#]", url)[0] != self._page]

    def _logged(self) -> list[str]:
        self.errors()
        logged = self.driver.get_log("performance")  # type: ignore[no-untyped-call]  # selenium leaves it untyped
        messages = [json.loads(entry["message"])["message"] for entry in logged]
        return [
            message["params"]["request"]["url"] for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]  # fmt: skip


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Start a Chromium that keeps its files in a folder, and end it.

    Raises ImportError without selenium, FileNotFoundError without chromium and chromedriver.
    """
    from selenium import webdriver

    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    chromedriver = shutil.which("chromedriver")
    if not (binary and chromedriver):
        raise FileNotFoundError("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for option in (*_OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(chromedriver))
    try:
        yield Browser(driver)
    finally:
        with suppress(Exception):  # it may have crashed, which its test has told
            driver.quit()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one Chromium for all tests that need one, and end it after them."""
    pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    with ExitStack() as stack:
        try:
            found = stack.enter_context(chromium(tmp_path_factory.mktemp("chromium")))
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield found
