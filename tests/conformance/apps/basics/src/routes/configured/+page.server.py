config = {"runtime": "of some adapter", "regions": ["everywhere"]}


def load(event):
    return {"configured": True}
