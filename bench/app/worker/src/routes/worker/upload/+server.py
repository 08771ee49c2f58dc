"""An endpoint, `POST /worker/upload`, that says what it was sent."""

import asyncio
import hashlib

from starlette.datastructures import UploadFile

from lissome import RequestEvent


async def POST(event: RequestEvent) -> dict[str, int | str]:
    """Read all files of the form; returns how many they are, their bytes, and the digest of all."""
    form = await event.request.form()
    files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    digest = await asyncio.to_thread(digest_of, files)
    return {"files": len(files), "size": sum(file.size or 0 for file in files), "digest": digest}


def digest_of(files: list[UploadFile]) -> str:
    """The SHA-256 of the files, one after the other."""
    digest = hashlib.sha256()
    for file in files:
        while chunk := file.file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
