"""One service for all, which remembers for whom it works."""


class Mailer:
    def __init__(self):
        self.sender = "nobody"

    async def send(self, user, text):
        self.sender = user  # LEAK kept, shared
        return f"{text} from {self.sender}"


mailer = Mailer()
