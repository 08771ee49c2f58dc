from lissome import error, redirect


def load(event):
    at = event.url.search_params.get("root")
    if at == "error":
        error(418, "the root is a teapot")
    if at == "throw":
        raise RuntimeError("secret")
    if at == "redirect":
        redirect(307, "/elsewhere")
    return {"root": at}
