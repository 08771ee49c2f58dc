"""mini-racer's native library, called without its Python classes.

Uses `init_mini_racer` and the exported `mr_…` functions, the callback type of `py_mini_racer._dll`, and the
value types of mini_racer.cc. Tested with mini-racer 0.14.1, which is pinned exactly. If an entry point, a
value type or a callback changes, no isolate starts, or a call never gets its result.

mini-racer's classes make several round trips to V8's thread for each call, and a round trip costs more than
most renders do. `V8Context.call` makes exactly one: it calls a function with a string as its `this` (a
primitive string needs no handle), and the function returns a string. Measured on one core: 27 µs, against 41
µs for a global and an `eval`, and 108 µs through a handle.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

import orjson
from py_mini_racer import init_mini_racer
from py_mini_racer._dll import mr_callback_func

from lissome.private_apis.v8 import Memory, V8Functions, functions_of

# Value types, as in mini_racer.cc.
STRING: Final = 5
FUNCTION: Final = 100
THROWN: Final = 200
OUT_OF_MEMORY: Final = 202
TERMINATED: Final = 204
FIRST_ERROR: Final = 200
# One more, of this module.
TOO_LONG: Final = 300

# The result of a call that V8 did not begin because it was about to terminate the one before.
TERMINATED_FOR_ANOTHER: Final = (THROWN, b"null\n")

Handle: TypeAlias = Any
"""A pointer to a value in the context; valid until it is freed."""


@dataclass(slots=True)
class Result:
    """The result of one call.

    Attributes:
        kind: its type.
        content: its text, if it is a string or an error; UTF-8. If it is `TOO_LONG`, the number of its bytes.
        memory: of the isolate after the call, if the caller has read it.
        cpu: seconds of CPU that V8's thread has used since it started, if the caller has read that.
    """

    kind: int
    content: bytes
    memory: Memory | None = None
    cpu: float = 0.0


OnResult: TypeAlias = Callable[[int, Result], None]
"""Receives the id of a call, and its result."""

_UNKNOWN: Final = Memory()


class EvaluationError(Exception):
    """A script threw, or could not be compiled. The text is V8's."""


class V8Context:
    """A V8 isolate with one context, on a separate thread.

    Args:
        flags: for V8. They count for the first context of the process only.
        on_result: called on V8's thread, with the GIL, while V8 waits. Promises that the call has left have
            come to their end by then, where V8's own functions are there.
        on_evaluated: called on V8's thread after each script.
        longest: bytes that a result's text may have.

    Attributes:
        thread_id: the operating system's id of V8's thread; known after the first script.
        is_above_soft_limit: returns True if the heap was larger than the soft limit after the last garbage
            collection. Asked after each call, so it has no frame of its own.
    """

    def __init__(
        self,
        flags: tuple[str, ...],
        on_result: OnResult,
        on_evaluated: Callable[[], None],
        longest: int = 1 << 30,
    ) -> None:
        self.thread_id = 0
        self._longest = longest
        self._v8: V8Functions | None = None
        self._dll = init_mini_racer(flags=flags, ignore_duplicate_init=True)
        self._on_result = on_result
        self._on_evaluated = on_evaluated
        self._evaluation: _Evaluation | None = None
        # ctypes keeps no reference to a callback: it must live as long as V8 may call it.
        self._callback = mr_callback_func(self._receive)
        self._context = self._dll.mr_init_context(self._callback)
        self._no_arguments: Handle = None
        self._alloc_string: Any = self._keeping_gil("mr_alloc_string_val")
        self._call_function: Any = self._keeping_gil("mr_call_function")
        self._free_value: Any = self._keeping_gil("mr_free_value")
        self.is_above_soft_limit: Callable[[], bool] = partial(
            self._keeping_gil("mr_soft_memory_limit_reached"), self._context
        )

    def _keeping_gil(self, name: str) -> Any:
        """Return a function of the library that does not release the GIL.

        For those that return at once: to get the GIL back takes longer than they do, and on one processor
        each release is a switch between the event loop's thread and V8's.
        """
        function = getattr(self._dll, name)
        return ctypes.PYFUNCTYPE(function.restype, *function.argtypes)((name, self._dll))

    def evaluate(self, script: str) -> Handle:
        """Evaluate a script, block until it has finished, and return its value.

        Raises:
            EvaluationError: the script failed.
        """
        source = script.encode()
        code = self._dll.mr_alloc_string_val(self._context, source, len(source), STRING)
        self._evaluation = evaluation = _Evaluation()
        self._dll.mr_eval(self._context, code, 0)
        handle = evaluation.wait()
        self._evaluation = None
        self.free(code)
        if handle.contents.type >= FIRST_ERROR:
            message = _text(handle).decode("utf-8", "replace")
            self.free(handle)
            raise EvaluationError(message)
        return handle

    def evaluate_function(self, script: str) -> Handle | None:
        """Evaluate a script whose value is a function, and return that; None if it is anything else.

        Raises:
            EvaluationError: the script failed.
        """
        function = self.evaluate(script)
        if function.contents.type != FUNCTION:
            return None
        self._no_arguments = self.evaluate("[]")
        return function

    def call(self, function: Handle, this: bytes, call_id: int) -> int:
        """Queue a call of a function with a string as its `this`; `on_result` gets the result.

        Args:
            this: UTF-8.
            call_id: larger than 0.

        Returns:
            the number to cancel it by.
        """
        context = self._context
        value = self._alloc_string(context, this, len(this), STRING)
        task: int = self._call_function(context, function, value, self._no_arguments, call_id)
        self._free_value(context, value)
        return task

    def cancel(self, task: int) -> None:
        """Terminate a call, or take it out of the queue."""
        self._dll.mr_cancel_task(self._context, task)

    def terminate(self, task: int) -> None:
        """Terminate the running call, and the promises that it has left."""
        if self._v8 is None:
            self.cancel(task)
        else:
            self._v8.terminate()

    def read_memory(self) -> Memory:
        """Return the isolate's memory. In `on_result` only; takes some microseconds."""
        return _UNKNOWN if self._v8 is None else self._v8.read_memory()

    def sample_memory(self) -> Memory:
        """Return the memory that the running call had when this was last called; see `V8Functions`."""
        return _UNKNOWN if self._v8 is None else self._v8.sample_memory()

    def free(self, handle: Handle) -> None:
        """Free a value."""
        self._dll.mr_free_value(self._context, handle)

    def set_hard_memory_limit(self, size: int) -> None:
        """Set the size of the heap, in bytes, at which V8 terminates what runs."""
        self._dll.mr_set_hard_memory_limit(self._context, size)

    def set_soft_memory_limit(self, size: int) -> None:
        """Set the size of the heap, in bytes, from which on `is_above_soft_limit` returns True."""
        self._dll.mr_set_soft_memory_limit(self._context, size)

    def is_above_hard_limit(self) -> bool:
        """Return True if the heap was larger than the hard limit after the last garbage collection."""
        return bool(self._dll.mr_hard_memory_limit_reached(self._context))

    def heap_statistics(self) -> dict[str, int]:
        """Return V8's heap statistics, in bytes. Blocks until the running call has finished."""
        handle = self._dll.mr_heap_stats(self._context)
        try:
            statistics: dict[str, int] = orjson.loads(_text(handle))
            return statistics
        finally:
            self.free(handle)

    def value_count(self) -> int:
        """Return how many values Python holds; for tests."""
        count: int = self._dll.mr_value_count(self._context)
        return count

    def notify_low_memory(self) -> None:
        """Have V8 free what it can. Blocks until the running call has finished; for measurements."""
        self._dll.mr_low_memory_notification(self._context)

    def detach(self) -> None:
        """Report no more results, and keep nothing alive that wanted them. For a context that is closed."""
        self._on_result, self._on_evaluated = _ignore, _do_nothing

    def close(self) -> None:
        """Free the isolate and end its thread, which blocks. Results may still arrive."""
        # A result on its way refers to the context by number; that number stays valid.
        self._dll.mr_free_context(self._context)

    def _receive(self, callback_id: int, raw_val_handle: Handle) -> None:
        """Copy a result out of V8. The names of the parameters are those of `MrCallback`."""
        if callback_id == 0:
            self._evaluated(raw_val_handle)
            return
        result = raw_val_handle.contents
        kind, content = result.type, b""
        if kind == STRING or kind >= FIRST_ERROR:
            if result.len <= self._longest:
                content = ctypes.string_at(result.value.bytes_val, result.len)
            else:
                kind, content = TOO_LONG, b"%d" % result.len
        self._free_value(self._context, raw_val_handle)
        self._on_result(callback_id, Result(kind, content))

    def _evaluated(self, raw_val_handle: Handle) -> None:
        assert self._evaluation is not None
        if not self.thread_id:
            self.thread_id = threading.get_native_id()
            self._v8 = functions_of(self._dll)
        self._on_evaluated()
        self._evaluation.finish(raw_val_handle)


def try_isolate() -> None:
    """Make an isolate, have it allocate, compile and format, and free it: what needs V8's and ICU's locks."""
    context = V8Context((), _ignore, _do_nothing)
    context.free(context.evaluate(_TRIAL))
    context.close()


def _ignore(_call_id: int, _result: Result) -> None:
    """Take no result: there are only scripts."""


def _do_nothing() -> None:
    """Do nothing after a script."""


_TRIAL: Final = """
for (let n = 0; n < 20; n += 1) {
  [new Array(1e5).fill(0), new Uint8Array(1e6), new Function(`return ${n}`)(), new RegExp(`${n}`).test('1')];
}
new WebAssembly.Memory({ initial: 1 });
[new Intl.NumberFormat('de').format(1), 'I'.toLocaleLowerCase('tr'), 'e\u0301'.normalize()];
"""


class _Evaluation:
    """The value of one script, which the calling thread waits for."""

    __slots__ = ("_finished", "_handle")

    def __init__(self) -> None:
        self._finished = threading.Event()
        self._handle: Handle = None

    def finish(self, handle: Handle) -> None:
        self._handle = handle
        self._finished.set()

    def wait(self) -> Handle:
        self._finished.wait()
        return self._handle


def _text(handle: Handle) -> bytes:
    content = handle.contents
    return ctypes.string_at(content.value.bytes_val, content.len)
