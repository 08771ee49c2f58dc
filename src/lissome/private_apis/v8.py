"""V8's own C++ functions, which mini-racer's library exports on Linux.

mini-racer's C functions cannot stop promises that go on after a call, and count nothing outside the heap.
V8's can, by their mangled names. Uses six methods of `v8::Isolate`, and the layout of `v8::HeapStatistics`.
Tested with V8 14.4, the one in mini-racer 0.14.1, which is pinned exactly. Where a name is missing, or V8 is
another one (`functions_of` returns None), promises and buffers are limited less exactly; see
`ssr/isolate.py`.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final, NamedTuple

_TESTED: Final = b"14.4."
_CURRENT: Final = "_ZN2v87Isolate10GetCurrentEv"
_TERMINATE: Final = "_ZN2v87Isolate18TerminateExecutionEv"
_SET_POLICY: Final = "_ZN2v87Isolate19SetMicrotasksPolicyENS_16MicrotasksPolicyE"
_STATISTICS: Final = "_ZN2v87Isolate17GetHeapStatisticsEPNS_14HeapStatisticsE"
_INTERRUPT: Final = "_ZN2v87Isolate16RequestInterruptEPFvPS0_PvES2_"
_ALLOW_WAIT: Final = "_ZN2v87Isolate19SetAllowAtomicsWaitEb"
# HeapStatistics: the indexes of its words, and more words than it has.
_USED_HEAP: Final = 4
_EXTERNAL: Final = 7
_WORDS: Final = 64

# MicrotasksPolicy::kAuto: promises go on at the end of a call, and not, as mini-racer has it, after its
# result.
_AUTO: Final = 2

_POINTER: Final = ctypes.c_void_p


class Memory(NamedTuple):
    """The memory of one isolate, in bytes. A tuple, because each call makes one.

    Attributes:
        heap: V8's heap, garbage included.
        outside: what buffers and WebAssembly hold. What V8 allocates while it compiles is not in it: V8's
            own figure is the same for all isolates where WebAssembly is compiled in one.
    """

    heap: int = 0
    outside: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.heap + self.outside


class V8Functions:
    """V8's functions for the isolate of the calling thread; see `functions_of`."""

    def __init__(self, library: ctypes.CDLL) -> None:
        # those that return at once keep the GIL: to get it back takes longer than they do
        keeping = ctypes.PYFUNCTYPE
        current = keeping(_POINTER)((_CURRENT, library))
        self._isolate = current()
        self._statistics = keeping(None, _POINTER, _POINTER)((_STATISTICS, library))
        self._interrupt = keeping(None, _POINTER, _POINTER, _POINTER)((_INTERRUPT, library))
        self._terminate = keeping(None, _POINTER)((_TERMINATE, library))
        self._statistics_address = ctypes.cast(self._statistics, _POINTER)
        self._read = (ctypes.c_size_t * _WORDS)()
        self._sampled = (ctypes.c_size_t * _WORDS)()
        keeping(None, _POINTER, ctypes.c_bool)((_ALLOW_WAIT, library))(self._isolate, False)
        keeping(None, _POINTER, ctypes.c_int)((_SET_POLICY, library))(self._isolate, _AUTO)

    def terminate(self) -> None:
        """Terminate what runs: a call, or promises. Also the next call, if nothing runs. From any thread."""
        self._terminate(self._isolate)

    def read_memory(self) -> Memory:
        """Return the isolate's memory. On V8's thread; takes some microseconds."""
        words = self._read
        self._statistics(self._isolate, words)
        return Memory(words[_USED_HEAP], words[_EXTERNAL])

    def sample_memory(self) -> Memory:
        """Return the memory that the running code had at some time after the last call of this function.

        From any thread. V8's thread writes it as soon as the code can be interrupted: V8 calls an interrupt
        with the isolate and one pointer, and so can call `GetHeapStatistics` itself.
        """
        words = self._sampled
        self._interrupt(self._isolate, self._statistics_address, words)
        return Memory(words[_USED_HEAP], words[_EXTERNAL])


def functions_of(library: Any) -> V8Functions | None:
    """Return V8's functions for the isolate of the calling thread; None if the library does not have them.

    From then on `Atomics.wait` throws there, as in a browser's main thread: V8's thread is never blocked. And
    a call has its result when no promise can go on any more.
    """
    library.mr_v8_version.restype = ctypes.c_char_p
    names = (_CURRENT, _TERMINATE, _SET_POLICY, _STATISTICS, _INTERRUPT, _ALLOW_WAIT)
    if not library.mr_v8_version().startswith(_TESTED) or not all(hasattr(library, name) for name in names):
        return None
    return V8Functions(library)
