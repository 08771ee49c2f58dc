"""Bytes added to a global buffer."""

buffer = bytearray()


def use(event):
    global buffer
    buffer += f"{event.locals.user}\n".encode()  # LEAK kept, growth, shared
    return len(buffer)
