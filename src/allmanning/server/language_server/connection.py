"""The editors' protocol (LSP) over stdin and stdout: what an editor tells and asks, and who answers."""

import signal
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from allmanning.server.language_server import in_protocol as told
from allmanning.server.language_server.entries import entries
from allmanning.server.language_server.hover import hover
from allmanning.server.language_server.places import definitions, references
from allmanning.server.language_server.session import Session
from allmanning.server.language_server.table_completion import complete

WATCHED = "**/*.{py,toml,md}"


def connect() -> LanguageServer:
    """A server with everything an editor can tell and ask."""
    # Whole texts: an editor and Python do not agree on everything that ends a line.
    whole = types.TextDocumentSyncKind.Full
    server = LanguageServer("allmanning", version("allmanning"), text_document_sync_kind=whole)
    session = Session(server)
    for method, answer in ANSWERS.items():
        server.feature(method, OPTIONS.get(method))(partial(answer, session))
    return server


def serve() -> None:
    """Speak with one editor until it ends."""
    # Ctrl-C by hand ends it at once; the thread that reads stdin would wait for one more line. Nothing is left half done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    connect().start_io()


def initialized(session: Session, params: types.InitializedParams) -> None:
    """Ask the editor to tell of files that others write."""
    workspace = session.server.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched is not None and watched.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
        registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        session.server.client_register_capability(types.RegistrationParams([registration]))


type Changed = (
    types.DidOpenTextDocumentParams
    | types.DidChangeTextDocumentParams
    | types.DidCloseTextDocumentParams
    | types.DidSaveTextDocumentParams
)


def changed(session: Session, params: Changed) -> None:
    """A file was opened, changed, closed or saved in the editor."""
    session.changed(params.text_document.uri)


def changed_on_disk(session: Session, params: types.DidChangeWatchedFilesParams) -> None:
    """Files were written by somebody."""
    session.changed_on_disk(change.uri for change in params.changes)


def hovered(session: Session, params: types.HoverParams) -> types.Hover | None:
    """What is known of the word under the cursor, today in Sweden."""
    asked = session.asked(params.text_document.uri)
    if asked is None:
        return None
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    found = hover(asked.desk, asked.name, asked.offset(params.position), today)
    return told.hover(asked.text, found, session.encoding) if found else None


def defined(session: Session, params: types.DefinitionParams) -> list[types.Location]:
    """Where it is declared, and asked."""
    asked = session.asked(params.text_document.uri)
    found = asked.found(params.position) if asked else None
    if asked is None or found is None:
        return []
    return [asked.location(each) for each in definitions(asked.desk, found.symbol)]


def referred(session: Session, params: types.ReferenceParams) -> list[types.Location]:
    """Everywhere it stands."""
    asked = session.asked(params.text_document.uri)
    found = asked.found(params.position) if asked else None
    if asked is None or found is None:
        return []
    declared = params.context.include_declaration
    everywhere = references(asked.desk, found.symbol)
    return [asked.location(each) for each in everywhere if declared or each.role != "declares"]


def listed(session: Session, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """What a file holds."""
    asked = session.asked(params.text_document.uri)
    if asked is None:
        return []
    return [told.symbol(asked.text, entry, session.encoding) for entry in entries(asked.desk, asked.name)]


def completed(session: Session, params: types.CompletionParams) -> list[types.CompletionItem]:
    """What can be written."""
    asked = session.asked(params.text_document.uri)
    if asked is None:
        return []
    typed = params.context.trigger_character if params.context else None
    offers = complete(asked.desk, asked.name, asked.offset(params.position), typed or "")
    return [told.item(asked.text, offer, session.encoding) for offer in offers]


ANSWERS: dict[str, Callable[[Session, Any], object]] = {
    types.INITIALIZED: initialized,
    types.TEXT_DOCUMENT_DID_OPEN: changed,
    types.TEXT_DOCUMENT_DID_CHANGE: changed,
    types.TEXT_DOCUMENT_DID_CLOSE: changed,
    types.TEXT_DOCUMENT_DID_SAVE: changed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: changed_on_disk,
    types.TEXT_DOCUMENT_HOVER: hovered,
    types.TEXT_DOCUMENT_DEFINITION: defined,
    types.TEXT_DOCUMENT_REFERENCES: referred,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: listed,
    types.TEXT_DOCUMENT_COMPLETION: completed,
}
OPTIONS = {types.TEXT_DOCUMENT_COMPLETION: types.CompletionOptions(trigger_characters=[".", '"', "@", "("])}
