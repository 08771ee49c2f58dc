"""Made with the first user's credentials, used by all."""


class Client:
    def __init__(self, token):
        self.token = token


client = None


def get_client(token):
    global client
    if client is None:
        client = Client(token)  # LEAK kept, shared
    return client
