def load(event):
    return {"title": "Hello", "text": "A small page: a layout, a heading, a paragraph and a button."}
