async def load(event):
    return {
        "flags": [event.is_data_request, event.is_sub_request, event.is_remote_request],
        "id": event.route.id,
        "method": event.request.method,
        "url": str(event.request.url),
    }
