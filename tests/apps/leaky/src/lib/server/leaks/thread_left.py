"""A thread that goes on when the request is over."""

import threading

stop = threading.Event()


def work(user):
    stop.wait(60)


def start(user):
    threading.Thread(target=work, args=(user,), daemon=True).start()  # LEAK leftover


def undo():
    stop.set()
