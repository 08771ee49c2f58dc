from lissome import RequestEvent, Response
from pydantic import ValidationError

from lib.server import api, session
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken, NotAllowed
from lib.server.views import UserView
from lib.validations.user import PatchUser


def user_id(event: RequestEvent) -> int:
    """The id in the path; 0, which nobody has, if it is none."""
    text: str = event.params["id"]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def GET(event: RequestEvent) -> UserView | Response:
    return await user_service.get(user_id(event)) or api.not_found()


async def PATCH(event: RequestEvent) -> UserView | Response:
    try:
        form = await api.read(event, PatchUser)
        changes = form.model_dump(exclude_none=True)
        user = await user_service.patch(user_id(event), changes, session.require_user(event))
    except (ValidationError, EmailTaken, NotAllowed) as failure:
        return api.refused(failure)
    return user or api.not_found()


async def DELETE(event: RequestEvent) -> Response:
    try:
        removed = await user_service.remove(user_id(event), session.require_user(event))
    except NotAllowed as failure:
        return api.refused(failure)
    return Response(status_code=204) if removed else api.not_found()
