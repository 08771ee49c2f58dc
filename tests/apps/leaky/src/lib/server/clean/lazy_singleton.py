"""Made when first needed, with nothing of the request in it."""

import json

encoder = None


def get_encoder():
    global encoder
    if encoder is None:
        encoder = json.JSONEncoder(sort_keys=True)
    return encoder
