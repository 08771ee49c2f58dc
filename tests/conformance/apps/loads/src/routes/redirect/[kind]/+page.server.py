from lissome import redirect


def load(event):
    kind = event.params["kind"]
    event.cookies.set("seen", kind)
    event.set_headers({"x-before": "redirect"})
    if kind == "plain":
        redirect(302, "/elsewhere")
    if kind == "query":
        redirect(303, "/elsewhere?a=1&b=%20#hash")
    if kind == "relative":
        redirect(307, "../elsewhere")
    if kind == "permanent":
        redirect(308, "/elsewhere")
    if kind == "unicode":
        redirect(307, "/%C3%A9lsewhere")
    if kind == "external":
        redirect(307, "https://other.test/x", external=True)
    if kind == "refused":
        redirect(307, "https://other.test/x")
    if kind == "slashes":
        redirect(307, "//other.test/x")
    if kind == "javascript":
        redirect(307, "javascript:alert(1)", external=True)
    if kind == "same":
        redirect(307, "http://conformance.test/elsewhere")
