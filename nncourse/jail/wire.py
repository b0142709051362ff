"""The messages between the checks and the jail: JSON with a length before it, and plain data alone in it.

Nothing is ever unpickled. Numbers, strings, lists, tuples, dicts and arrays of plain dtype travel as values; functions
and objects travel as numbers, which mean something only to the side they came from. The trusted side believes no byte
that it reads: `receive` and `decode` raise WireError for whatever is not exactly of this form and within these limits.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncourse.plain import Opaque, plain

MAX_MESSAGE = 64_000_000  # bytes
MAX_ARRAY = 40_000_000  # bytes
MAX_ITEMS = 200_000  # values in one message
MAX_DEPTH = 24
MAX_TEXT = 1_000_000  # characters
MAX_INT = 1 << 4096
LOOK_AGAIN = 200_000  # microseconds after which a side that waits looks at the time
DTYPE = re.compile(r"[<>|=]?(b1|[iu][1248]|f(2|4|8|16)|c(8|16|32)|[SU]\d{1,4})")

_to_json = json.JSONEncoder(separators=(",", ":")).encode


class WireError(Exception):
    """What came is not a message of this form, or is over a limit."""


class Ended(Exception):
    """The other side has closed the connection."""


class Late(Exception):
    """Nothing, or not all of it, came in time."""


@dataclass(frozen=True)
class Handle:
    """A function or object that stays on the other side; `items`: the values in it, if it is a named tuple."""

    number: int
    kind: str = ""
    items: tuple | None = None


@dataclass(frozen=True)
class Function:
    """A function of the sender's, for the other side to call back."""

    number: int
    name: str


# Messages


class Channel:
    """A connected socket, and what has been read from it beyond the last message."""

    def __init__(self, sock: socket.socket):
        self.sock = sock
        sock.settimeout(None)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # one system call a look, instead of three
            sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", 0, LOOK_AGAIN))
        self._read = bytearray()

    def send(self, message: dict[str, Any], until: float | None = None) -> None:
        """Send one message. Ended if nobody is there, Late if it is not taken until the time `until`."""
        data = _to_json(message).encode("ascii")
        if len(data) > MAX_MESSAGE:
            raise WireError(f"a message of {len(data)} bytes")
        left = memoryview(struct.pack(">I", len(data)) + data)
        while left:
            left = left[self._try(self.sock.send, left, until) :]

    def receive(self, until: float | None = None) -> dict[str, Any]:
        """The next message. Late if it is not there at the time `until` (of time.monotonic)."""
        (length,) = struct.unpack(">I", self._exactly(4, until))
        if length > MAX_MESSAGE:
            raise WireError(f"a message of {length} bytes")
        try:
            message = json.loads(self._exactly(length, until))
        except (ValueError, RecursionError, MemoryError):
            raise WireError("a message that is not JSON") from None
        if not isinstance(message, dict):
            raise WireError("a message that is no object")
        return message

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def _exactly(self, count: int, until: float | None) -> bytes:
        while len(self._read) < count:
            part = self._try(self.sock.recv, 1 << 18, until)
            if not part:
                raise Ended("the other side is gone")
            self._read += part
        data = bytes(self._read[:count])
        del self._read[:count]
        return data

    def _try(self, step: Callable[[Any], Any], argument: Any, until: float | None) -> Any:
        """step(argument), a send or a receive, as soon as it can be done."""
        while until is None or time.monotonic() < until:
            try:
                return step(argument)
            except BlockingIOError:
                continue
            except OSError:
                raise Ended("the connection broke") from None
        raise Late("no answer in time")


# Values


def encode(value: Any, handle: Callable[[Any], Handle | Function | None] | None = None, depth: int = 0) -> Any:
    """value as JSON. What `handle` gives a Handle or Function for travels as that; other objects as their type's name.

    Of None, bool, int, float and str, JSON has its own; everything else is an object with one key that says what it is.
    """
    if value is None or type(value) in (bool, float):
        return value
    found = handle(value) if handle else None
    if isinstance(found, Function):
        return {"function": [found.number, found.name]}
    if isinstance(found, Handle):
        items = None if found.items is None else [encode(item, handle, depth + 1) for item in found.items]
        return {"handle": [found.number, found.kind, items]}
    if type(value) in (list, tuple):
        if depth >= MAX_DEPTH or len(value) > MAX_ITEMS:
            return {"opaque": "too large" if depth < MAX_DEPTH else "too deeply nested"}
        return {type(value).__name__: [encode(item, handle, depth + 1) for item in value]}
    if type(value) is dict:
        if depth >= MAX_DEPTH or len(value) > MAX_ITEMS:
            return {"opaque": "too large" if depth < MAX_DEPTH else "too deeply nested"}
        pairs = [[encode(plain(key)), encode(item, handle, depth + 1)] for key, item in value.items()]
        return {"dict": pairs}
    if isinstance(value, np.random.Generator):
        return {"generator": _state(value)}
    if isinstance(value, np.ndarray) and value.nbytes > MAX_ARRAY:
        return {"opaque": f"array of shape {value.shape}, which is too large"}
    return _encode_plain(plain(value))


def _encode_plain(value: Any) -> Any:
    if isinstance(value, Opaque):
        return {"opaque": value.kind}
    if isinstance(value, int) and abs(value) >= MAX_INT:
        return {"opaque": "number too large to be an answer"}
    if isinstance(value, str):
        return value[:MAX_TEXT]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, np.ndarray) and DTYPE.fullmatch(value.dtype.str):
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode("ascii")
        return {"array": [value.dtype.str, list(value.shape), data]}
    if isinstance(value, (list, tuple, dict)):  # a subclass, made plain
        return encode(value)
    return {"opaque": type(value).__name__}


def _state(generator: np.random.Generator) -> dict[str, Any] | None:
    state = generator.bit_generator.state
    if state.get("bit_generator") != "PCG64":
        return None
    numbers = {**state["state"], "has_uint32": state["has_uint32"], "uinteger": state["uinteger"]}
    return {name: int(number) for name, number in numbers.items()}


def decode(data: Any, found: Callable[[Handle | Function], Any] | None = None) -> Any:
    """The value that `encode` was given; `found` says what a Handle or Function stands for (default: itself)."""
    return _Decoder(found or (lambda reference: reference)).value(data, 0)


class _Decoder:
    def __init__(self, found: Callable[[Handle | Function], Any]):
        self.found, self.left = found, MAX_ITEMS

    def value(self, data: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH + 1:
            raise WireError("too many values, or too deeply nested")
        if data is None or isinstance(data, (bool, float)):
            return data
        if isinstance(data, int):
            return _require(data, abs(data) < MAX_INT)
        if isinstance(data, str):
            return text(data)
        _require(data, isinstance(data, dict) and len(data) == 1)
        [(kind, content)] = data.items()
        read = getattr(self, f"_{kind}", None) if kind in KINDS else None
        if read is None:
            raise WireError("a value of unknown kind")
        return read(content, depth + 1)

    def _list(self, data: Any, depth: int) -> list:
        return [self.value(item, depth) for item in _require(data, isinstance(data, list))]

    def _tuple(self, data: Any, depth: int) -> tuple:
        return tuple(self._list(data, depth))

    def _dict(self, data: Any, depth: int) -> dict:
        result = {}
        for pair in _require(data, isinstance(data, list)):
            key, item = _require(pair, isinstance(pair, list) and len(pair) == 2)
            name = self.value(key, depth)
            try:
                result[name] = self.value(item, depth)
            except TypeError:
                raise WireError("a key that cannot be one") from None
        return result

    def _complex(self, data: Any, depth: int) -> complex:
        _require(data, isinstance(data, list) and len(data) == 2 and all(isinstance(x, (int, float)) for x in data))
        return complex(*map(_finite_float, data))

    def _array(self, data: Any, depth: int) -> np.ndarray:
        kind, shape, content = _require(data, isinstance(data, list) and len(data) == 3)
        _require(kind, isinstance(kind, str) and DTYPE.fullmatch(kind) is not None)
        _require(shape, isinstance(shape, list) and len(shape) <= 32)
        _require(shape, all(type(size) is int and 0 <= size <= MAX_ARRAY for size in shape))
        _require(content, isinstance(content, str))
        try:
            dtype, raw = np.dtype(kind), base64.b64decode(content, validate=True)
        except (TypeError, ValueError, binascii.Error):
            raise WireError("an array that cannot be read") from None
        _require(raw, len(raw) <= MAX_ARRAY and len(raw) == math.prod(shape) * dtype.itemsize)
        if dtype.kind == "U" and any(code > 0x10FFFF for code in np.frombuffer(raw, np.uint32)):
            raise WireError("text that is none")
        return np.frombuffer(raw, dtype).reshape(shape).copy() if raw else np.zeros(shape, dtype)

    def _opaque(self, data: Any, depth: int) -> Opaque:
        return Opaque(text(data, 100))

    def _handle(self, data: Any, depth: int) -> Any:
        number, kind, items = _require(data, isinstance(data, list) and len(data) == 3)
        _require(number, type(number) is int and 0 <= number < 1 << 31)
        values = None if items is None else self._tuple(items, depth)
        return self.found(Handle(number, text(kind, 100), values))

    def _function(self, data: Any, depth: int) -> Any:
        number, name = _require(data, isinstance(data, list) and len(data) == 2)
        _require(number, type(number) is int and 0 <= number < 1 << 31)
        return self.found(Function(number, text(name, 100)))

    def _generator(self, data: Any, depth: int) -> np.random.Generator:
        names = ("state", "inc", "has_uint32", "uinteger")
        _require(data, isinstance(data, dict) and set(data) == set(names))
        _require(data, all(type(number) is int and 0 <= number < 1 << 128 for number in data.values()))
        generator = np.random.Generator(np.random.PCG64())
        try:
            generator.bit_generator.state = {
                "bit_generator": "PCG64",
                "state": {"state": data["state"], "inc": data["inc"]},
                "has_uint32": data["has_uint32"],
                "uinteger": data["uinteger"],
            }
        except (OverflowError, ValueError, TypeError):
            raise WireError("the state of a generator that is none") from None
        return generator


KINDS = ("list", "tuple", "dict", "complex", "array", "opaque", "handle", "function", "generator")


def text(value: Any, longest: int = MAX_TEXT) -> str:
    """value, which must be a string, fit to be written to a file and cut to a length."""
    _require(value, isinstance(value, str))
    return value[:longest].encode("utf-8", "replace").decode("utf-8")


def texts(value: Any, most: int, longest: int) -> list[str]:
    """value, which must be a list of strings: the first `most` of them, each cut to a length."""
    return [text(item, longest) for item in _require(value, isinstance(value, list))[:most]]


def _finite_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        raise WireError("a number too large") from None


def _require(value: Any, holds: bool) -> Any:
    if not holds:
        raise WireError("a value that is not of its kind")
    return value
