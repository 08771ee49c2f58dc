async def load(event):
    how = event.params["how"]

    async def read(url, **options):
        response = await event.fetch(url, **options)
        return {
            "status": response.status_code,
            "type": response.headers.get("content-type"),
            "body": response.text,
        }

    if how == "get":
        return {"got": await read("/api/echo?x=1")}
    if how == "relative":
        return {"got": await read("../api/echo")}
    if how == "absolute":
        return {"got": await read(f"{event.url.origin}/api/echo")}
    if how == "post":
        headers = {"content-type": "application/json", "x-own": "1"}
        return {"got": await read("/api/echo", method="POST", content="text", headers=headers)}
    if how == "form":
        headers = {"content-type": "application/x-www-form-urlencoded;charset=UTF-8"}
        return {"got": await read("/api/echo", method="POST", data={"a": "1"}, headers=headers)}
    if how == "omit":
        return {"got": await read("/api/echo", credentials="omit")}
    if how == "own":
        return {"got": await read("/api/echo", headers={"cookie": "own=1", "authorization": "mine"})}
    if how == "setfirst":
        event.cookies.set("fresh", "a b")
        event.cookies.set("elsewhere", "x", path="/elsewhere")
        event.cookies.delete("sent")
        return {"got": await read("/api/echo")}
    if how == "readback":
        await event.fetch("/cookies/order")
        everything = [{"name": name, "value": value} for name, value in event.cookies.get_all().items()]
        return {"a": event.cookies.get("a"), "all": everything}
    if how == "missing":
        return {"got": await read("/nowhere", headers={"accept": "application/json"})}
    if how == "error":
        return {"got": await read("/api/ends/error")}
    if how == "redirect":
        return {"got": await read("/api/ends/redirect")}
    if how == "static":
        return {"got": await read("/hello.txt")}
    if how == "statichtml":
        return {"got": await read("/page")}
    if how == "data":
        return {"got": await read("/cookies/read/__data.json")}
    if how == "self":
        return {"got": (await event.fetch("/fetch/self")).status_code}
    return None
