from lissome import RequestEvent, Response, json
from pydantic import BaseModel, Field, ValidationError

from lib.server import api, session
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken, NotAllowed, UserPage
from lib.validations.user import CreateUser


class Query(BaseModel):
    """The query string: `?q=mara&role=admin&team=Design&page=2&per_page=50`."""

    q: str = ""
    role: str = ""
    team: str = ""
    page: int = Field(default=1, ge=1, le=1_000_000)
    per_page: int = Field(default=user_service.PER_PAGE, ge=1, le=100)


async def GET(event: RequestEvent) -> UserPage | Response:
    try:
        query = Query.model_validate(dict(event.url.search_params.items()))
    except ValidationError as failure:
        return api.refused(failure)
    return await user_service.search(
        query.q, role=query.role, team=query.team, page=query.page, per_page=query.per_page
    )


async def POST(event: RequestEvent) -> Response:
    try:
        form = await api.read(event, CreateUser)
        user = await user_service.create(form, session.require_user(event))
    except (ValidationError, EmailTaken, NotAllowed) as failure:
        return api.refused(failure)
    return json(user, status=201, headers={"location": f"/api/users/{user['id']}"})
