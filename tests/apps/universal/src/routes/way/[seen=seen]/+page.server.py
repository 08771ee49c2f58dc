from lib.server.mark import Mark


def load(event):
    way, user, *_ = event.params["seen"].split("~")
    return {"mark": Mark(f"{way}~{user}")}
