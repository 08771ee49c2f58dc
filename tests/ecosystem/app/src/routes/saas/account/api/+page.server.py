from lissome import fail


async def update_profile(event):
    form = await event.request.form()
    values = {"fullName": form.get("fullName"), "website": form.get("website")}
    return values if values["fullName"] else fail(400, {"errorFields": ["fullName"], **values})


actions = {"updateProfile": update_profile}
