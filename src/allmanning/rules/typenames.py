"""Types as they are written: plain names, closed sets of words, lists and tables."""

import ast
from dataclasses import dataclass, field

from allmanning.rules.datatypes import SCALARS, Choice, EntityOf, ListOf, TableOf, Type
from allmanning.rules.errors import did_you_mean, printable, quoted
from allmanning.rules.syntax import Source

MOST_OPTIONS = 500
LONGEST_OPTION = 200


_INSTEAD = {
    "str": 'Write Literal["a", "b"], with the words that are allowed',
    "Literal": 'Write Literal["a", "b"], with the words that are allowed',
    "float": "Write Money for amounts, int for whole numbers, Share for shares",
    "list": "Write list[Barn], where Barn is a class under @facts",
}


@dataclass(slots=True)
class TypeNames:
    """The names that a package gives to types: closed sets, and classes of facts."""

    aliases: dict[str, Choice] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)

    def read(self, source: Source, node: ast.expr) -> Type:
        """The type that is written. Raises LanguageError."""
        match node:
            case ast.Name(id=name):
                found = self._named(name)
                if found is not None:
                    return found
            case ast.Subscript(value=ast.Name(id="list"), slice=ast.Name(id=name)) if name in self.classes:
                return ListOf(name)
            case ast.Subscript(value=ast.Name(id="Literal")):
                return literal_type(source, node)
            case ast.Subscript(value=ast.Name(id="Table"), slice=ast.Tuple(elts=[key, value])):
                return TableOf(self.read(source, key), self.read(source, value))
        written = ast.unparse(node)
        lists = [f"list[{name}]" for name in self.classes]
        known = [*SCALARS, *self.aliases, *self.classes, *lists, "Table"]
        hint = _INSTEAD.get(written)
        message = f"{quoted(written)} is not a type of the language"
        source.refuse("R114", message, hint or did_you_mean(written, known), node)

    def _named(self, name: str) -> Type | None:
        if name in SCALARS:
            return SCALARS[name]
        if name in self.aliases:
            return self.aliases[name]
        return EntityOf(name) if name in self.classes else None


def literal_type(source: Source, node: ast.expr) -> Choice:
    """`Literal["a", "b"]`. Raises LanguageError."""
    match node:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            for part in parts:
                _refuse_word(source, part)
            words = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
            for part, word in zip(parts, words, strict=True):
                if words.count(word) > 1:
                    source.refuse("R115", f"The word {word!r} stands twice", "Remove one of them", part)
            return Choice(tuple(words))
    hint = 'Write Färdsätt = Literal["buss", "tåg"]'
    source.refuse("R115", "A closed set of words is expected", hint, node)


def _refuse_word(source: Source, part: ast.expr) -> None:
    match part:
        case ast.Constant(value=str() as word) if 0 < len(word) <= LONGEST_OPTION and word == word.strip():
            if printable(word) == word:
                return
            hint = "Write only letters that can be seen, and single spaces between them"
            source.refuse("R115", "The word has letters that cannot be shown", hint, part)
    hint = f"Write each word in quotes, at most {LONGEST_OPTION} letters, with no space at its ends"
    source.refuse("R115", "This is not a word of a closed set", hint, part)
