from lib.server.point import Point

transport = {"Point": lambda value: isinstance(value, Point) and [value.x, value.y]}
