"""Lists written in slices, and a bytearray."""

NEWS = []
BUFFER = bytearray()


def publish(item):
    NEWS[:0] = [item]  # LEAK kept, growth, shared
    BUFFER.extend(str(item).encode())  # LEAK kept, growth, shared
