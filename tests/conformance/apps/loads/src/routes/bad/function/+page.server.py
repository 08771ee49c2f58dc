def load(event):
    return {"fn": lambda: 1}
