"""What webhooks tell us."""

from sqlalchemy.exc import IntegrityError

from lib.server.db import transaction
from lib.server.models import Activity, WebhookEvent

_SENTENCES = {
    "invoice.paid": "an invoice",
    "customer.subscription.updated": "the subscription",
}


async def record(event_id: str, event_type: str) -> bool:
    """Keep a webhook; False if it had come before. Kinds that mean something to people become activity."""
    try:
        async with transaction() as session:
            session.add(WebhookEvent(id=event_id, type=event_type))
            if event_type in _SENTENCES:
                subject = _SENTENCES[event_type]
                session.add(Activity(actor_id=None, actor_name="Stripe", kind="billing", subject=subject))
    except IntegrityError:
        return False
    return True
