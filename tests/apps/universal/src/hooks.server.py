from lib.server.mark import Mark

transport = {"Mark": lambda value: value.text if isinstance(value, Mark) else None}
