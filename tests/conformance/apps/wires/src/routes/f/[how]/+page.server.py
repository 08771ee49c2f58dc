FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
OWN = {
    "Accept": "text/x",
    "Accept-Language": "fr",
    "Authorization": "own",
    "cookie": "own=1",
    "Referer": "http://r.test/",
    "User-Agent": "own",
}
TEXT = {"content-type": "text/plain;charset=UTF-8"}
HTML = {"accept": "text/html"}
WAYS = {
    "plain": ("/e/echo",),
    "query": ("/e/echo?a=%20b&c=d#hash",),
    "relative": ("../e/echo",),
    "dot": ("./plain/../../e/echo",),
    "protocolrelative": ("//conformance.test/e/echo",),
    "other": ("https://sub.other.test/x",),
    "samehostport": ("http://conformance.test:9/e/echo?fetch=fake",),
    "subdomain": ("http://api.conformance.test/e?fetch=fake",),
    "text": ("/e/echo", {"method": "POST", "content": "ü text", "headers": TEXT}),
    "json": (
        "/e/echo",
        {"method": "PUT", "content": '{"a":1}', "headers": {"Content-Type": "application/json"}},
    ),
    "bytes": ("/e/echo", {"method": "POST", "content": b"AB"}),
    "delete": ("/e/echo", {"method": "DELETE"}),
    "lower": ("/e/echo", {"method": "post", "content": "x", "headers": TEXT}),
    "patch": ("/e/echo", {"method": "PATCH", "content": "", "headers": TEXT}),
    "headers": ("/e/echo", {"headers": OWN}),
    "omit": ("/e/echo", {"credentials": "omit"}),
    "include": ("/e/echo", {"credentials": "include"}),
    "setcookie": ("/e/echo?setcookie",),
    "rewrite": (
        "/e/who?fetch=rewrite",
        {"method": "POST", "content": "kept", "headers": {"x-own": "kept", **TEXT}},
    ),
    "fake": ("/nothing?fetch=fake",),
    "hookthrow": ("/e/echo?fetch=throw",),
    "hookerror": ("/e/echo?fetch=error",),
    "hookredirect": ("/e/echo?fetch=redirect",),
    "hookheader": ("/e/echo?fetch=header",),
    "hookorigin": ("/e/echo?fetch=origin",),
    "hookoriginpost": ("/e/echo?fetch=origin", {"method": "POST", "content": "x", "headers": TEXT}),
    "hooktwice": ("/e/echo?fetch=twice&setcookie",),
    "status": ("/e/echo?status=404",),
    "ends204": ("/e/s204",),
    "ends304": ("/e/s304",),
    "endserror": ("/e/error",),
    "endsthrow": ("/e/throw",),
    "endsredirect": ("/e/redirect",),
    "endsstream": ("/e/stream",),
    "endsbytes": ("/e/bytes",),
    "endsmulti": ("/e/multi",),
    "endsboth": ("/e/both",),
    "who": ("/e/who",),
    "page": ("/h/plain", {"headers": HTML}),
    "pagedata": ("/h/plain/__data.json",),
    "pagethrow": ("/h/throw", {"headers": HTML}),
    "pagestream": ("/h/stream/__data.json",),
    "pagefirst": ("/h/plain?first=error",),
    "action": ("/act/simple", {"method": "POST", "content": "a=1", "headers": FORM}),
    "actionform": (
        "/h/plain",
        {"method": "POST", "content": "a=1", "headers": {"x-sveltekit-action": "true", **FORM}},
    ),
    "actionplain": ("/h/plain", {"method": "POST", "content": "a=1", "headers": TEXT}),
    "options": ("/h/plain", {"method": "OPTIONS"}),
    "put": ("/h/plain", {"method": "PUT", "content": "x", "headers": TEXT}),
    "head": ("/e/echo", {"method": "HEAD"}),
    "slash": ("/e/echo/",),
    "reserved": ("/h/plain?x-sveltekit-a=1",),
    "encoded": ("/h/a%20b%2Fc/__data.json",),
    "unicode": ("/h/ü/__data.json?ü=ü",),
    "asset": ("/_app/version.json",),
    "bad": ("http://",),
}


async def load(event):
    target, *rest = WAYS[event.params["how"]]
    event.cookies.set("fresh", "f v")
    response = await event.fetch(target, **(rest[0] if rest else {}))
    text = response.content.decode(errors="replace")
    kind = response.headers.get("content-type")
    body = text
    if text.startswith("<!doctype"):
        body = len(text) > 100
    elif text.startswith('{"') and '"type"' not in text:
        body = response.json()
    return {
        "status": response.status_code,
        "type": None if kind is None else kind.partition(";")[0],
        "one": response.headers.get("x-one"),
        "setcookie": response.headers.get_list("set-cookie"),
        "location": response.headers.get("location"),
        "body": body,
        "cookies": [{"name": name, "value": value} for name, value in event.cookies.get_all().items()],
    }
