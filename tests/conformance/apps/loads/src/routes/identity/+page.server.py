def load(event):
    shared = {"name": "shared"}
    loop = {"name": "loop"}
    loop["self"] = loop
    long = "x" * 200
    return {"a": shared, "b": shared, "list": [shared, loop], "loop": loop, "texts": [long, long]}
