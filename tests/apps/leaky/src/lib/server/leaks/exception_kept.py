"""An exception has a traceback, the traceback has frames, and a frame has all local variables."""

last_error = None


def check(user):
    global last_error
    password = f"secret of {user}"
    try:
        return int(password)
    except ValueError as error:
        last_error = error  # LEAK kept, shared, event
        return 0
