class Thing:
    pass


def load(event):
    return {"items": [1, {"price": Thing()}]}
