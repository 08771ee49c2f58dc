from lib.server.values import values


def load(event):
    value = values[event.params["how"]]()
    return value if event.url.search_params.has("top") else {"value": value}
