"""Fails as the query says for a place: ?s1=throw"""

from lissome import error, redirect


def run(event, where):
    how = event.url.search_params.get(where)
    if how == "throw":
        raise RuntimeError("secret")
    if how == "error":
        error(409, f"said by {where}")
    if how == "error500":
        error(500, "its own")
    if how == "redirect":
        redirect(302, "/")
    return {where: how or "fine"}
