"""System checks: files can be encrypted."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from allmanning.cases.files.errors import FileKeyError
from allmanning.cases.files.keys import keyring

HINT = (
    "Make one with `openssl rand -base64 32`, keep it outside the database and its backups, and set ALLMANNING_FILE_KEY, "
    "or ALLMANNING_FILE_KEY_FILE to a file that holds it. Without it no attached file can be read again."
)


@register(Tags.security, deploy=True)
def files_have_a_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In production it is given; a demonstration makes its own."""
    if settings.FILE_KEY:
        return []
    return [Error("There is no key to encrypt attached files with.", hint=HINT, id="files.E001")]


@register(Tags.security)
def keys_are_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """32 bytes each."""
    try:
        keyring(settings.FILE_KEY)
    except FileKeyError:
        said = "ALLMANNING_FILE_KEY holds something that is not 32 bytes in base64."
        return [Error(said, hint=HINT, id="files.E002")]
    return []
