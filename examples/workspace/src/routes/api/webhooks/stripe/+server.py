from lissome import RequestEvent, Response, json
from pydantic import BaseModel, ValidationError

from lib.server import config, stripe
from lib.server.services import webhook_service


class StripeEvent(BaseModel):
    """The little of Stripe's event object that we read."""

    id: str
    type: str


async def POST(event: RequestEvent) -> Response:
    secret = config.stripe_webhook_secret()
    if secret is None:
        return json({"message": "STRIPE_WEBHOOK_SECRET is not set, so nothing can be trusted."}, status=503)
    payload = await event.request.body()
    try:
        stripe.verify(payload, event.request.headers.get("stripe-signature", ""), secret)
        message = StripeEvent.model_validate_json(payload)
    except stripe.SignatureError as failure:
        return json({"message": f"Not accepted: {failure}."}, status=400)
    except ValidationError:
        return json({"message": "The payload is no Stripe event."}, status=400)
    is_new = await webhook_service.record(message.id, message.type)
    return json({"received": True, "duplicate": not is_new})
