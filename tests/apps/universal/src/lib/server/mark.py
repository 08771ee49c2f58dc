from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """Decoded in V8: `way~user`, or `budget~way`."""

    text: str
