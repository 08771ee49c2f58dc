from lissome import json


def GET(event):
    url = event.url
    query = [list(pair) for pair in url.search_params.items()]
    return json({"href": url.href, "search": url.search, "query": query, "params": dict(event.params)})
