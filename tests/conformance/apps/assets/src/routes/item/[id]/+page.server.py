from lissome import redirect


def load(event):
    if event.params["id"] == "gone":
        redirect(303, "/elsewhere")
    return {"id": event.params["id"]}
