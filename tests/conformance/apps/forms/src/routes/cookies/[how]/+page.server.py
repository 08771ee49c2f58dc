from datetime import UTC, datetime


def everything(cookies):
    return [{"name": name, "value": value} for name, value in cookies.get_all().items()]


def load(event):
    cookies, how = event.cookies, event.params["how"]
    if how == "set":
        cookies.set("plain", "value")
        cookies.set("encoded", 'a b;c=d,é"%')
        cookies.set("open", "x", http_only=False, secure=False, same_site="strict", path="/cookies")
        cookies.set("aged", "x", max_age=60, same_site="none")
        cookies.set("dated", "x", expires=datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
        cookies.set("domain", "x", domain="conformance.test")
        cookies.set("relative", "x", path="")
        cookies.set("up", "x", path="..")
        cookies.set("empty", "")
    if how == "delete":
        cookies.delete("sent")
        cookies.delete("pathed", path="/cookies")
        return {"sent": cookies.get("sent"), "all": everything(cookies)}
    if how == "order":
        cookies.set("a", "1")
        cookies.set("b", "2")
        cookies.set("a", "3")
        cookies.set("a", "4", path="/cookies/order")
        cookies.set("hidden", "5", path="/other")
        return {"a": cookies.get("a"), "hidden": cookies.get("hidden"), "all": everything(cookies)}
    if how == "read":
        return {"sent": cookies.get("sent"), "none": cookies.get("none"), "all": everything(cookies)}
    if how == "serialize":
        return {"text": cookies.serialize("s", "a b", max_age=1)}
    return None
