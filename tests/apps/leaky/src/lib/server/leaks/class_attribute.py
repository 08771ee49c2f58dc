"""An attribute of the class, where one of the instance was meant."""


class Session:
    user = None

    @classmethod
    def sign_in(cls, user):
        cls.user = user  # LEAK kept, shared

    def name(self):
        return self.user
