from lib.server.leaks.contextvar_default import step


async def load(event):
    return {"trail": step(event.url.search_params.get("q"))}
