"""What can be set, typed or clicked is written down, and what is written down exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

from allmanning.server.command_line.program import program
from tests.house.repository import (
    LOOK_UP,
    ROOT,
    SOURCE,
    TESTS,
    calls,
    kept_files,
    place,
    text_of,
    tree,
    under,
)

OUR_SETTING = re.compile(r"\b(?:ALLMANNING_[A-Z][A-Z0-9_]*[A-Z0-9]|DATABASE_(?:OWNER_)?URL)\b")
READS = re.compile(r"(?:os\.)?environ\.get|(?:os\.)?getenv|(?:\w+\.)?env(?:_\w+)?")
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")


def read_from_environment(path: Path) -> Iterator[str]:
    for name, call in calls(path):
        if READS.fullmatch(name) and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)
    for node in ast.walk(tree(path)):
        match node:
            case ast.Subscript(value=environ, slice=ast.Constant(value=str(key))):
                if ast.unparse(environ) in {"os.environ", "environ"}:
                    yield key


def settings_in_use() -> set[str]:
    named = {name for path in under(SOURCE, ".py") for name in read_from_environment(path)}
    places = (*under(SOURCE, ".py"), *under(ROOT / "scripts", ".sh"), *under(TESTS, ".py"), ROOT / "Makefile")
    named |= {name for path in places for name in OUR_SETTING.findall(text_of(path) or "")}
    return {name.removesuffix("_FILE") for name in named}


def settings_told() -> set[str]:
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", (LOOK_UP / "settings.md").read_text(), re.MULTILINE))


def commands(group: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(group, click.Group):
        for word, command in group.commands.items():
            yield from commands(command, f"{name} {word}")
    else:
        yield name, group


def sections() -> dict[str, str]:
    """The page of commands, cut at its headings: `allmanning check` → what stands below it."""
    parts = re.split(r"^## (.+)$", (LOOK_UP / "commands.md").read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def links(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```", "", text_of(path) or "", flags=re.MULTILINE | re.DOTALL)
    for link, image in LINK.findall(text):
        if not re.match(r"[a-z]+:", link or image):
            yield link or image


def test_every_setting_is_documented() -> None:
    assert settings_in_use() - settings_told() == set()


def test_every_documented_setting_exists() -> None:
    assert settings_told() - settings_in_use() == set()


def test_every_command_is_documented() -> None:
    assert {name for name, _ in commands(program, "allmanning")} - set(sections()) == set()


def test_every_documented_command_exists() -> None:
    assert set(sections()) - {name for name, _ in commands(program, "allmanning")} == set()


def test_every_option_stands_under_its_command() -> None:
    missing = [
        f"{name} {option}"
        for name, command in commands(program, "allmanning")
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and f"`{option}`" not in sections().get(name, "")
    ]
    assert missing == []


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [
        path for path in kept_files() if path.suffix == ".md" and not path.is_relative_to(ROOT / "services")
    ]
    broken = [
        f"{place(page)} → {link}"
        for page in pages
        for link in links(page)
        if not (page.parent / link).exists()
    ]
    assert broken == []
