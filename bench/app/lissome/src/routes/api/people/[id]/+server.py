from lissome import json


def GET(event):
    number = int(event.params["id"])
    mail = f"person{number}@example.com"
    return json(
        {"id": number, "name": f"Person {number}", "mail": mail, "role": "member", "tags": ["a", "b", "c"]}
    )
