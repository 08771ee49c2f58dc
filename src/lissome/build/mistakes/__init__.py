"""Finds mistakes of the app's author that Python's syntax trees and the names of files show.

Nothing of the app is run. Each module here knows some kinds of mistakes.
"""

from lissome.build.mistakes.find import MistakeFinder
from lissome.build.mistakes.mistake import Mistake

__all__ = ["Mistake", "MistakeFinder"]
