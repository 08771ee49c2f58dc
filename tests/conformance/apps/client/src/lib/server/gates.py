# What waits until the visitor asks for it.
import asyncio

gates = {}


def gate(event):
    return gates.setdefault(event.cookies.get("visitor"), asyncio.Event())


async def opened(event):
    await gate(event).wait()


def unlock(event):
    gate(event).set()


def lock(event):
    gates.pop(event.cookies.get("visitor"), None)
