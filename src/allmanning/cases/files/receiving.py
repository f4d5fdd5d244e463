"""An upload on its way in: to a nameless temporary file, counted and digested as it comes, never whole in memory."""

import hashlib
import tempfile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class Received(UploadedFile):  # type: ignore[type-arg]
    """A file that has come in whole, or as much of it as there is room for."""

    def __init__(self, plain: IO[bytes], name: str, size: int, sha256: str) -> None:
        super().__init__(plain, name, size=size)
        self.plain = plain
        self.sha256 = sha256

    @property
    def is_too_big(self) -> bool:
        """More was sent than one file may hold; the rest was not kept."""
        return (self.size or 0) > settings.FILE_MAX_BYTES


class Receiver(FileUploadHandler):
    """Django's handler for all uploads. From who is not logged in nothing is kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile
        # Without a name in any folder: when the process ends, however it ends, nothing is left.
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the request
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it, as long as there is room."""
        if start + len(raw_data) <= settings.FILE_MAX_BYTES:
            self.file.write(raw_data)
            self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Received:
        """The file ends."""
        self.file.seek(0)
        return Received(self.file, self.file_name or "", file_size, self.digest.hexdigest())

    def upload_interrupted(self) -> None:
        """The sender went away."""
        if hasattr(self, "file"):
            self.file.close()
