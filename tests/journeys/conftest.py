"""A whole demonstration, started as a new user starts it, and a real browser in front of it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(data: Path, port: int, *options: str) -> subprocess.Popen[str]:
    """`allmanning demo` until it tells its address."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("allmanning")), "demo", "--port", str(port), "--data", str(data), *options],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    told: list[str] = []
    for line in process.stdout:
        told.append(line)
        if "Ctrl-C stops" in line:
            return process
    raise AssertionError("".join(told))


def stop_demo(process: subprocess.Popen[str]) -> str:
    """Ctrl-C; what it said after that."""
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    return rest


@dataclass
class Demonstration:
    """One that runs, and may be stopped and started again where it was."""

    data: Path
    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> str:
        return stop_demo(self.process)

    def start_again(self) -> None:
        self.process = start_demo(self.data, self.port)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Generator[Demonstration]:
    data, port = tmp_path_factory.mktemp("demo"), free_port()
    running = Demonstration(data, port, start_demo(data, port))
    yield running
    running.stop()


@pytest.fixture
def demo(demonstration: Demonstration) -> str:
    """The address of a running demonstration, without the last slash."""
    return demonstration.address


@pytest.fixture
def visit(browser: Browser, demo: str) -> Generator[Callable[..., Page]]:
    """A fresh visitor: `visit()`, or with Playwright's options, such as `java_script_enabled=False`."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=demo, locale="sv-SE", **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        return watched(context.new_page())

    yield open_page
    for context in contexts:
        context.close()


def watched(page: Page) -> Page:
    """A page on which a broken script, a refused style or a server error fails the journey."""

    def refuse(words: str) -> None:
        raise AssertionError(f"{page.url}: {words}")

    page.on("pageerror", lambda error: refuse(str(error)))
    page.on(
        "console", lambda message: refuse(message.text) if "Content Security Policy" in message.text else None
    )
    page.on(
        "response",
        lambda response: refuse(f"{response.status} {response.url}") if response.status >= 500 else None,
    )
    return page


def log_in(page: Page, name: str) -> None:
    """Choose a test person on the login page."""
    page.goto("/logga-in/")
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def text(page: Page) -> str:
    """What the page says, with plain spaces."""
    return page.locator("main").inner_text().replace("\xa0", " ")


def faults(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe finds, one line each; axe runs beside the page's own scripts, so its policy stays as it is."""
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => JSON.stringify(r.violations))", list(rules)
    )
    return [
        f"{page.url} {fault['id']}: {fault['help']} – {fault['nodes'][0]['html'][:160]}"
        for fault in json.loads(found)
    ]
