from lib.server.env import env


def load(event):
    return {"length": len(env.secret)}
