async def default(event):
    form = await event.request.form()
    entries = []
    for key, value in form.multi_items():
        if isinstance(value, str):
            entries.append([key, value])
        else:
            content = (await value.read()).decode()
            entries.append([key, value.filename, value.content_type, value.size, content[:20]])
    return {"entries": entries}


actions = {"default": default}
