def default(event):
    return {"by": "the action"}


actions = {"default": default}
