def load(event):
    pass
