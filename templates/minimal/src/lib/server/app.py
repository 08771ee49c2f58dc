"""What is known of each request: the type of `event.locals`."""

from dataclasses import dataclass

from lissome import RequestEvent, ServerLoadEvent


@dataclass(slots=True)
class Locals:
    """`event.locals`: new for each request."""

    name: str = "stranger"


Event = RequestEvent[Locals]
LoadEvent = ServerLoadEvent[Locals]
