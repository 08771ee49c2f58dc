"""An endpoint, `POST /worker/form`, that says what the form was."""

from starlette.datastructures import UploadFile

from lissome import RequestEvent


async def POST(event: RequestEvent) -> list[list[str]]:
    """Return the fields in order: name and text; or name, file name, type and the content in hex."""
    said: list[list[str]] = []
    for name, value in (await event.request.form()).multi_items():
        if isinstance(value, UploadFile):
            content = (await value.read()).hex()
            said.append([name, value.filename or "", value.content_type or "", content])
        else:
            said.append([name, value])
    return said
