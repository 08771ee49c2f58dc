from lib.server.leaks.class_attribute import Session


async def load(event):
    session = Session()
    known = session.name()
    session.sign_in(event.locals.user)
    return {"before": known}
