from lib.server.settings import env

from lissome import ServerLoadEvent


def load(event: ServerLoadEvent) -> dict[str, object]:
    return {"at_night": env.workers_at_night, "length": len(env.secret.get_secret_value())}
