async def handle(event, resolve):
    return await resolve(
        event,
        filter_serialized_response_headers=lambda name, _value: name in {"content-type", "content-length"},
    )
