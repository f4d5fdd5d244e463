"""The real `allmanning lsp`, as an editor starts it and speaks with it over stdin and stdout."""

import asyncio
import os
import pty
import signal
import subprocess
import sys
import tty
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient

from allmanning.server.command_line.program import program
from tests.server.language_server.desks import RULES, good_texts

PROGRAM = str(Path(sys.executable).with_name("allmanning"))
WRONG = ("min(resor, högsta_belopp)", "min(resor, högsta_belop)")


@dataclass
class Editor:
    """An editor with one package open; `marked` holds what it was last told of each file."""

    folder: Path
    client: LanguageClient = field(default_factory=lambda: LanguageClient("editor", "1"))
    marked: dict[str, list[types.Diagnostic]] = field(default_factory=dict)
    told: asyncio.Event = field(default_factory=asyncio.Event)
    version: int = 0

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def document(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))

    def open(self, name: str, text: str) -> None:
        item = types.TextDocumentItem(self.uri(name), "python", self.version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, name: str, text: str) -> None:
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def send(self, body: bytes) -> None:
        """Send what no client would."""
        server = self.client._server
        assert server is not None
        assert server.stdin is not None
        server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for the server to tell of findings until something holds."""
        while not holds():
            self.told.clear()
            await self.told.wait()

    def codes(self, name: str) -> list[Any] | None:
        """The codes of a file's findings; None before anything was told of it."""
        found = self.marked.get(self.uri(name))
        return None if found is None else [each.code for each in found]


@asynccontextmanager
async def editor(folder: Path) -> AsyncIterator[Editor]:
    """An editor that has started the server; at the end the server must stop by itself, and well."""
    opened = Editor(folder)

    @opened.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def marked(params: types.PublishDiagnosticsParams) -> None:
        opened.marked[params.uri] = list(params.diagnostics)
        opened.told.set()

    await opened.client.start_io(PROGRAM, "lsp", "--stdio")
    server = opened.client._server
    assert server is not None
    try:
        async with asyncio.timeout(120):
            started = types.InitializeParams(types.ClientCapabilities(), root_uri=folder.as_uri())
            await opened.client.initialize_async(started)
            opened.client.initialized(types.InitializedParams())
            yield opened
            await opened.client.shutdown_async(None)
            opened.client.exit(None)
            assert await server.wait() == 0
    finally:
        if server.returncode is None:
            server.kill()
        await opened.client.stop()


def play(folder: Path, scene: Callable[[Editor], Awaitable[None]]) -> None:
    async def story() -> None:
        async with editor(folder) as opened:
            await scene(opened)

    # A browser that other tests keep open holds an event loop in the main thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story()).result()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "å resestöd"
    for name, text in good_texts().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def position(text: str, words: str, into: int = 0) -> types.Position:
    before = text[: text.index(words) + into]
    return types.Position(before.count("\n"), len(before.rpartition("\n")[2]))


def test_an_author_sees_what_is_wrong_mends_it_and_asks_about_names(package: Path) -> None:
    good = good_texts()[RULES]

    async def scene(opened: Editor) -> None:
        opened.open(RULES, good.replace(*WRONG))
        await opened.until(lambda: opened.codes(RULES) == ["R164"])
        (mark,) = opened.marked[opened.uri(RULES)]
        assert mark.range.start == position(good, "högsta_belopp)")
        assert mark.message.endswith("Hint: Did you mean 'högsta_belopp'?")
        opened.change(RULES, good)
        await opened.until(lambda: opened.codes(RULES) == [])
        place = position(good, "högsta_belopp)", 3)
        told = await opened.client.text_document_hover_async(types.HoverParams(opened.document(RULES), place))
        assert told is not None
        assert "Local setting" in str(told.contents)
        params = types.DefinitionParams(opened.document(RULES), place)
        found = await opened.client.text_document_definition_async(params)
        assert isinstance(found, list)
        assert [each.uri for each in found if isinstance(each, types.Location)] == [opened.uri("local.toml")]

    play(package, scene)


def test_a_half_written_line_is_completed_and_contents_and_uses_are_told(package: Path) -> None:
    text = good_texts()[RULES].replace("b.ålder > 6", "b.")

    async def scene(opened: Editor) -> None:
        opened.open(RULES, text)
        place = position(text, "if b.", len("if b."))
        offered = await opened.client.text_document_completion_async(
            types.CompletionParams(opened.document(RULES), place)
        )
        assert isinstance(offered, list)
        assert [each.label for each in offered] == ["ålder"]
        listed = await opened.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(opened.document(RULES))
        )
        assert [each.name for each in listed or []][-1] == "beslut"
        everywhere = types.ReferenceContext(include_declaration=False)
        params = types.ReferenceParams(everywhere, opened.document(RULES), position(text, "resor: Money"))
        uses = await opened.client.text_document_references_async(params)
        assert {each.uri for each in uses or []} >= {opened.uri(RULES), opened.uri("package.toml")}

    play(package, scene)


def test_findings_in_files_that_are_not_open_come_and_go(package: Path) -> None:
    parameters = good_texts()["parameters.toml"]

    async def scene(opened: Editor) -> None:
        opened.open(RULES, good_texts()[RULES])
        opened.open("parameters.toml", parameters.replace('"25/100"', "3"))
        await opened.until(lambda: opened.codes("parameters.toml") == ["P034"])
        opened.change("parameters.toml", parameters)
        await opened.until(lambda: opened.codes("parameters.toml") == [])
        (package / "local.toml").write_text("oj")
        opened.client.text_document_did_save(types.DidSaveTextDocumentParams(opened.document(RULES)))
        await opened.until(lambda: opened.codes("local.toml") == ["P001"])
        closed = types.DidCloseTextDocumentParams(opened.document(RULES))
        (package / "local.toml").write_text(good_texts()["local.toml"])
        opened.client.text_document_did_close(closed)
        await opened.until(lambda: opened.codes("local.toml") == [])

    play(package, scene)


def test_a_request_that_fails_is_an_error_and_the_next_one_is_answered(package: Path) -> None:
    hover = "textDocument/hover"

    async def scene(opened: Editor) -> None:
        opened.open(RULES, good_texts()[RULES])
        request = opened.client.protocol.send_request_async
        no_address = types.TextDocumentIdentifier("file://[")
        with pytest.raises(JsonRpcException):
            await request(hover, types.HoverParams(no_address, types.Position(0, 0)))
        with pytest.raises(JsonRpcException):
            await request(
                "textDocument/implementation", types.ImplementationParams(no_address, types.Position(0, 0))
            )
        opened.send(b"{no json")
        opened.send(
            b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": {"position": "here"}}'
        )
        for uri, place in (
            (opened.uri(RULES), (10**6, 10**6)),
            ("untitled:1", (0, 0)),
            (package.as_uri(), (0, 0)),
        ):
            params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(*place))
            assert await request(hover, params) is None
        place = position(good_texts()[RULES], "min(resor")
        assert await request(hover, types.HoverParams(opened.document(RULES), place)) is not None

    play(package, scene)


def test_nothing_of_a_package_is_executed(package: Path) -> None:
    trap = f"open({str(package / 'executed')!r}, 'w')\n"

    async def scene(opened: Editor) -> None:
        opened.open(RULES, trap + good_texts()[RULES])
        await opened.until(lambda: opened.codes(RULES) == ["R101"])

    play(package, scene)
    assert not (package / "executed").exists()


def test_by_hand_it_says_that_it_waits_for_an_editor_and_control_c_ends_it() -> None:
    terminal, theirs = pty.openpty()
    tty.setraw(theirs)
    pipe = subprocess.PIPE
    request = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}'
    started = subprocess.Popen([PROGRAM, "lsp"], stdin=theirs, stdout=pipe, stderr=pipe, text=True)
    try:
        assert started.stderr is not None
        assert "Waiting for an editor" in started.stderr.readline()
        os.write(terminal, b"Content-Length: %d\r\n\r\n%b" % (len(request), request))
        assert started.stdout is not None
        assert started.stdout.readline().startswith("Content-Length")
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=60)
        assert started.returncode != 0
    finally:
        started.kill()
        os.close(terminal)
        os.close(theirs)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in sys.modules if name.startswith("allmanning.server.language_server.connection")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    result = CliRunner().invoke(program, ["lsp"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        "allmanning lsp needs the extra 'editor'. Install it: pip install 'allmanning[editor]'"
        in result.stderr
    )


def test_its_help_says_what_it_is() -> None:
    assert (
        "Help an editor while a package is written." in CliRunner().invoke(program, ["lsp", "--help"]).stdout
    )
