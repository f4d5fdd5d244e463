"""The encryption: what was changed, cut, moved or given to another does not open, and any size passes through little memory."""

import io
import tracemalloc
from uuid import uuid4

import pytest
from pytest_django import Settings

from allmanning.cases.files import keys, sealing
from allmanning.cases.files.errors import FileDamagedError, FileKeyError
from tests.cases.files.samples import zeros

KEY, OWNER = bytes(range(32)), b"of one file only"
FIRST, SECOND = "A" * 43 + "=", "B" * 42 + "A="


def sealed(plain: bytes) -> list[bytes]:
    """The mark, and then each piece."""
    return list(sealing.seal(io.BytesIO(plain), KEY, OWNER))


def opened(pieces: list[bytes], owner: bytes = OWNER) -> bytes:
    return b"".join(sealing.unseal(io.BytesIO(b"".join(pieces)), KEY, owner))


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_what_is_sealed_opens_again(size: int) -> None:
    plain = bytes(number % 251 for number in range(size))
    assert opened(sealed(plain)) == plain


def test_nothing_of_the_file_can_be_read_in_the_storage() -> None:
    assert b"hemlig" not in b"".join(sealed(b"hemlig " * 20_000))


def test_a_file_that_was_cut_off_does_not_open() -> None:
    pieces = sealed(bytes(200_000))
    for cut in (pieces[:-1], pieces[:2], pieces[:1], [*pieces[:-1], pieces[-1][:-1]]):
        with pytest.raises(FileDamagedError):
            opened(cut)


def test_pieces_that_changed_places_do_not_open() -> None:
    mark, first, second, *rest = sealed(bytes(200_000))
    with pytest.raises(FileDamagedError):
        opened([mark, second, first, *rest])


def test_a_piece_left_out_or_added_or_a_changed_bit_does_not_open() -> None:
    mark, first, second, last, *_ = sealed(bytes(170_000))
    flipped = bytes([first[0] ^ 1]) + first[1:]
    for pieces in ([mark, first, last], [mark, first, second, last, last], [mark, flipped, second, last]):
        with pytest.raises(FileDamagedError):
            opened(pieces)


def test_a_file_does_not_open_in_the_place_of_another() -> None:
    with pytest.raises(FileDamagedError):
        opened(sealed(b"ett"), owner=b"of another file.")


def test_a_storage_that_gives_a_few_bytes_at_a_time_gives_the_same() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    pieces = sealing.unseal(Slow(b"".join(sealed(bytes(200_000)))), KEY, OWNER)
    assert b"".join(pieces) == bytes(200_000)


def test_a_hundred_megabytes_pass_through_one_of_memory() -> None:
    tracemalloc.start()
    plain = sealing.as_file(zeros(100_000_000))
    there_and_back = sealing.unseal(sealing.as_file(sealing.seal(plain, KEY, OWNER)), KEY, OWNER)
    assert sum(map(len, there_and_back)) == 100_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_an_older_key_opens_what_it_locked_while_the_newer_locks(settings: Settings) -> None:
    owner = uuid4()
    settings.FILE_KEY = FIRST
    key_id, locked = keys.lock(KEY, owner)
    settings.FILE_KEY = f"{SECOND}, {FIRST}"
    assert keys.unlock(key_id, locked, owner) == KEY
    assert keys.lock(KEY, owner)[0] != key_id
    settings.FILE_KEY = SECOND
    with pytest.raises(FileKeyError):
        keys.unlock(key_id, locked, owner)


def test_a_locked_key_moved_to_another_file_does_not_open() -> None:
    key_id, locked = keys.lock(KEY, uuid4())
    with pytest.raises(FileDamagedError):
        keys.unlock(key_id, locked, uuid4())


@pytest.mark.parametrize("written", ["kort", "A" * 42, "å" * 44, "A" * 60])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(FileKeyError):
        keys.keyring(written)


def test_a_key_shows_nothing_of_itself() -> None:
    (key,) = keys.keyring(FIRST)
    assert "\\x00" not in repr(key)
    assert key.id not in FIRST
