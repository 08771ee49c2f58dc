"""The uploaded files of one form: in memory while they are small, else on disk."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Final

from starlette.concurrency import run_in_threadpool

FILE_IN_MEMORY: Final = 1 << 20
"""Bytes of one file that are kept in memory; a larger one goes to disk."""
FORM_IN_MEMORY: Final = 8 << 20
"""Bytes of all files of a form that are kept in memory; what comes then goes to disk."""


class Upload:
    """A file that is being received.

    Attributes:
        file: what was received so far, but for what `Uploads.flush` has to write.
        size: bytes that were received.
    """

    __slots__ = ("_uploads", "file", "is_on_disk", "pending", "size")

    def __init__(self, uploads: Uploads) -> None:
        # It would go to disk by itself while it is written, which is when the event loop must not wait.
        self.file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=0)  # noqa: SIM115 - `Uploads` closes it
        self.size = 0
        self.is_on_disk = False
        self.pending: list[bytes] = []
        self._uploads = uploads

    def write(self, data: bytes) -> None:
        """Add to the file: at once in memory, or on disk when the uploads are flushed."""
        self.size += len(data)
        is_in_memory = not self.is_on_disk and not self.pending
        if is_in_memory and self._uploads.has_room(self.size, len(data)):
            self.file.write(data)
            return
        if not self.pending:
            self._uploads.waiting.append(self)
        self.pending.append(data)

    def write_pending(self) -> None:
        """Write what waits to disk. Blocks."""
        if not self.is_on_disk:
            self.is_on_disk = True
            self._uploads.free(self.file.tell())
            self.file.rollover()
        self.file.writelines(self.pending)
        self.pending.clear()


class Uploads:
    """All files of one form.

    Attributes:
        waiting: those that have something to write.
    """

    __slots__ = ("_files", "_in_memory", "waiting")

    def __init__(self) -> None:
        self._files: list[Upload] = []
        self._in_memory = 0
        self.waiting: list[Upload] = []

    def open(self) -> Upload:
        """Return a new file."""
        upload = Upload(self)
        self._files.append(upload)
        return upload

    def drop_last(self) -> None:
        """Delete the file that was opened last."""
        self._files.pop().file.close()

    def has_room(self, size: int, more: int) -> bool:
        """True, and takes the room, if a file of `size` bytes can keep the last `more` of them in memory."""
        if size > FILE_IN_MEMORY or self._in_memory + more > FORM_IN_MEMORY:
            return False
        self._in_memory += more
        return True

    def free(self, size: int) -> None:
        """Give room back: a file of `size` bytes goes to disk."""
        self._in_memory -= size

    async def flush(self) -> None:
        """Write to disk what has come for the large files, in a thread."""
        if self.waiting:
            await run_in_threadpool(self._write)
            self.waiting.clear()

    async def rewind(self) -> None:
        """Put all files at their beginning, written, and let go of them."""
        await self.flush()
        for upload in self._files:
            if not upload.is_on_disk:
                upload.file.seek(0)
        if any(upload.is_on_disk for upload in self._files):
            await run_in_threadpool(self._rewind)
        self._files.clear()  # or they and we would wait for the garbage collector

    def close(self) -> None:
        """Delete all files."""
        for upload in self._files:
            upload.file.close()
        self._files.clear()
        self.waiting.clear()

    def _write(self) -> None:
        for upload in self.waiting:
            upload.write_pending()

    def _rewind(self) -> None:
        for upload in self._files:
            if upload.is_on_disk:
                upload.file.seek(0)
