"""A headless Chromium, spoken to through its driver (W3C WebDriver), that shows pages as a phone or a desk does."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

TOOLS = ("chromium", "chromedriver")
_FLAGS = ("--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync")  # fmt: skip


def missing() -> str:
    """What of the machine is not there for these tests, '' when all is."""
    return ", ".join(tool for tool in TOOLS if shutil.which(tool) is None)


class Browser:
    """One session; everything it answers is what the driver's `value` holds."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._session = ""

    def open_session(self, width: int, height: int) -> None:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        options = {
            "args": [*_FLAGS, *sandbox],
            "mobileEmulation": {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1.0}},
        }
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        self._session = f"/session/{self._ask('POST', '/session', wanted)['sessionId']}"

    def close_session(self) -> None:
        self._ask("DELETE", self._session)

    def show(self, page: Path) -> None:
        self._ask("POST", f"{self._session}/url", {"url": page.as_uri()})

    def run(self, script: str) -> Any:
        """What the script returns; a promise is waited for."""
        return self._ask("POST", f"{self._session}/execute/sync", {"script": script, "args": []})

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = json.loads(connection.getresponse().read())["value"]
        connection.close()
        assert not (isinstance(answer, dict) and "error" in answer), answer
        return answer


@contextlib.contextmanager
def browser(width: int, height: int) -> Iterator[Browser]:
    """A browser whose pages are so wide, ended with what it started."""
    driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
    try:
        assert driver.stdout is not None
        started = next(line for line in driver.stdout if "started successfully on port" in line)
        found = Browser(int(started.rstrip(". \n").rpartition(" ")[2]))
        found.open_session(width, height)
        try:
            yield found
        finally:
            found.close_session()
    finally:
        driver.terminate()
        driver.communicate()
