from lib.server.leaks.form_model_kept import Signup, keep


async def load(event):
    return {"user": event.locals.user}


async def save(event, form: Signup):
    return keep(form)


actions = {"save": save}
