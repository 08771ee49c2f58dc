"""Both ends of a connection, open for ever."""

import socket

WAITING = []


def connect(user):
    pair = socket.socketpair()  # LEAK leftover
    WAITING.append(pair)  # LEAK? kept, growth, shared
    return len(WAITING)


def undo():
    for left, right in WAITING:
        left.close()
        right.close()
