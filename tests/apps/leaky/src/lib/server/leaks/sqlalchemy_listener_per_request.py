"""A listener more with each request."""

from sqlalchemy import create_engine
from sqlalchemy import event as sa_event

engine = create_engine("sqlite://")


def use(event):
    user = event.locals.user

    def tag(conn, cursor, statement, parameters, context, executemany):
        return f"{statement} /* {user} */", parameters

    sa_event.listen(engine, "before_cursor_execute", tag, retval=True)  # LEAK kept, growth, shared, leftover
    return True
