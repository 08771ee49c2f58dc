from lib.server.mark import Mark


def load(event):
    if event.params["place"] != "decode":
        return {}
    return {"mark": Mark(f"budget~{event.params['way']}")}
