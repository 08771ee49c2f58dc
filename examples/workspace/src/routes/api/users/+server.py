from typing import Annotated

from lissome import Query, RequestEvent, Response, json

from lib.server import api, session
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken, NotAllowed, UserPage
from lib.validations.user import CreateUser, Search


async def GET(event: RequestEvent, search: Annotated[Search, Query()]) -> UserPage:
    return await user_service.search(
        search.q, role=search.role, team=search.team, page=search.page, per_page=search.per_page
    )


async def POST(event: RequestEvent, person: CreateUser) -> Response:
    try:
        user = await user_service.create(person, session.require_user(event))
    except (EmailTaken, NotAllowed) as failure:
        return api.refused(failure)
    return json(user, status=201, headers={"location": f"/api/users/{user['id']}"})
