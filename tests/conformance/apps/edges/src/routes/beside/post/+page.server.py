def act(event):
    return {"acted": event.is_data_request is False}


actions = {"default": act}
