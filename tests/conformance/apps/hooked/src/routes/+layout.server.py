def load(event):
    local = event.locals
    return {"trail": local.trail, "route": local.route, "started": local.started}
