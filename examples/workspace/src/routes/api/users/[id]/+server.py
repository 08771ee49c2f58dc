from lissome import RequestEvent, Response

from lib.server import api, session
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken, NotAllowed
from lib.server.views import UserView
from lib.validations.fields import UserId
from lib.validations.user import PatchUser


async def GET(event: RequestEvent, id: UserId) -> UserView:
    return await user_service.get(id) or api.nobody()


async def PATCH(event: RequestEvent, id: UserId, changes: PatchUser) -> UserView | Response:
    try:
        given = changes.model_dump(exclude_none=True)
        return await user_service.patch(id, given, session.require_user(event)) or api.nobody()
    except (EmailTaken, NotAllowed) as failure:
        return api.refused(failure)


async def DELETE(event: RequestEvent, id: UserId) -> Response:
    try:
        if not await user_service.remove(id, session.require_user(event)):
            api.nobody()
    except NotAllowed as failure:
        return api.refused(failure)
    return Response(status_code=204)
