"""What is found, in the words of the editors' protocol and in the editor's own positions."""

from lsprotocol import types

from allmanning.server.language_server.desk import Desk
from allmanning.server.language_server.diagnostics import Mark
from allmanning.server.language_server.entries import Entry, Kind
from allmanning.server.language_server.hover import Told
from allmanning.server.language_server.lines import Encoding, FileText
from allmanning.server.language_server.offers import Edit, Look, Offer
from allmanning.server.language_server.outline import Span

_LOOKS: dict[Look, types.CompletionItemKind] = {
    "rule": types.CompletionItemKind.Function,
    "fact": types.CompletionItemKind.Variable,
    "field": types.CompletionItemKind.Field,
    "parameter": types.CompletionItemKind.Constant,
    "setting": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.Keyword,
    "type": types.CompletionItemKind.Class,
    "choice": types.CompletionItemKind.EnumMember,
    "law": types.CompletionItemKind.Reference,
    "key": types.CompletionItemKind.Property,
    "local": types.CompletionItemKind.Variable,
}
_KINDS: dict[Kind, types.SymbolKind] = {
    "rule": types.SymbolKind.Function,
    "class": types.SymbolKind.Class,
    "fact": types.SymbolKind.Field,
    "set": types.SymbolKind.Enum,
    "table": types.SymbolKind.Namespace,
}


def range_of(text: FileText, at: Span, encoding: Encoding) -> types.Range:
    """A part of a text."""
    start, stop = (text.to_editor(offset, encoding) for offset in (at.start, at.stop))
    return types.Range(types.Position(*start), types.Position(*stop))


def diagnostics(
    desk: Desk, found: dict[str, list[Mark]], encoding: Encoding
) -> dict[str, list[types.Diagnostic]]:
    """The findings by file. A code has no address: the pages about findings are not public."""
    return {
        name: [_diagnostic(desk.texts.get(name) or FileText(""), mark, encoding) for mark in marks]
        for name, marks in found.items()
    }


def _diagnostic(text: FileText, mark: Mark, encoding: Encoding) -> types.Diagnostic:
    severity = (
        types.DiagnosticSeverity.Error if mark.severity == "error" else types.DiagnosticSeverity.Warning
    )
    tags = [types.DiagnosticTag.Unnecessary] if mark.unused else None
    at = range_of(text, mark.at, encoding)
    return types.Diagnostic(at, mark.text, severity, code=mark.code, source="allmanning", tags=tags)


def hover(text: FileText, told: Told, encoding: Encoding) -> types.Hover:
    """What is told about a word."""
    content = types.MarkupContent(types.MarkupKind.Markdown, told.markdown)
    return types.Hover(content, range_of(text, told.at, encoding))


def symbol(text: FileText, entry: Entry, encoding: Encoding) -> types.DocumentSymbol:
    """One thing in a file's list of contents."""
    return types.DocumentSymbol(
        name=entry.name or "?",
        kind=_KINDS[entry.kind],
        range=range_of(text, entry.whole, encoding),
        selection_range=range_of(text, entry.at, encoding),
        detail=entry.detail or None,
        children=[symbol(text, inner, encoding) for inner in entry.inside],
    )


def item(text: FileText, offer: Offer, encoding: Encoding) -> types.CompletionItem:
    """One thing to choose."""
    return types.CompletionItem(
        label=offer.label,
        kind=_LOOKS[offer.look],
        detail=offer.detail or None,
        documentation=offer.text or None,
        sort_text=f"{offer.order:04} {offer.label}",
        filter_text=offer.label,
        text_edit=_edit(text, offer.edit, encoding),
        additional_text_edits=[_edit(text, offer.also, encoding)] if offer.also else None,
    )


def _edit(text: FileText, edit: Edit, encoding: Encoding) -> types.TextEdit:
    return types.TextEdit(range_of(text, edit.at, encoding), edit.text)
