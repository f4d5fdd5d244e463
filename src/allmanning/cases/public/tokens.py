"""Who supports what, as nobody can read it: a token made of the person under a key that the database does not hold.

With the database alone no token can be made again, for any person. With the key too it can, while the salt is there; it
goes with the tokens when the time to support is over.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

from django.conf import settings

from allmanning.cases.files.errors import FileKeyError
from allmanning.cases.files.keys import keyring

PURPOSE = b"allmanning supports"


def new_salt() -> str:
    """For one publication."""
    return secrets.token_hex(32)


def tokens(salt: str, publication: UUID, person: UUID) -> list[str]:
    """The person's token under each key in use, the newest first. Raises FileKeyError where there is no key."""
    made = [_token(key.secret, salt, publication, person) for key in keyring(settings.FILE_KEY)]
    if not made:
        raise FileKeyError
    return made


def _token(key: bytes, salt: str, publication: UUID, person: UUID) -> str:
    own = hmac.new(key, PURPOSE, hashlib.sha256).digest()
    return hmac.new(own, salt.encode() + publication.bytes + person.bytes, hashlib.sha256).hexdigest()
