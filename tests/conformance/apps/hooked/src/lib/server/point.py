from dataclasses import dataclass
from typing import Any


@dataclass
class Point:
    x: float
    y: float


@dataclass
class Money:
    amount: Any
    at: Any
