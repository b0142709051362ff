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
MAX_NUMBERS = 5_000_000  # in one array
MAX_ITEMS = 200_000  # values in one message
MAX_SIGNS = 2_000_000  # commas and brackets in one message: what is read of it before it is counted takes memory
MAX_KEYS = 5_000  # of a dict: whoever chooses numbers as keys can make each of them collide with all before it
MAX_ROOM = 4 * MAX_ARRAY  # bytes of what NumPy may make of one message
MAX_DEPTH = 24
MAX_TEXT = 10_000  # characters of a text in a value
MAX_LETTERS = 200_000  # characters of all texts in one value: the checks keep wrong answers, and write of them
MAX_INT = 1 << 4096
LOOK_AGAIN = 200_000  # microseconds after which a side that waits looks at the time
DTYPE = re.compile(r"[<>|=]?(b1|[iu][1248]|f(2|4|8|16)|c(8|16|32)|[SU][1-9]\d{0,3})")

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
        data = self._exactly(length, until)
        if sum(data.count(sign) for sign in (b",", b"[", b"{")) > MAX_SIGNS:
            raise WireError("a message of too many values")
        try:
            message = json.loads(data.decode("ascii"))
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
        if depth >= MAX_DEPTH or len(value) > MAX_KEYS:
            return {"opaque": "too large" if depth < MAX_DEPTH else "too deeply nested"}
        pairs = [[encode(plain(key)), encode(item, handle, depth + 1)] for key, item in value.items()]
        return {"dict": pairs}
    if isinstance(value, np.random.Generator):
        return {"generator": _state(value)}
    if isinstance(value, np.ndarray) and (value.nbytes > MAX_ARRAY or value.size > MAX_NUMBERS):
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
    return Decoder(found or (lambda reference: reference)).read(data)


class Decoder:
    """Reads one value; `room` is then what NumPy may make of it, in bytes."""

    def __init__(self, found: Callable[[Handle | Function], Any]):
        self.found, self.left, self.letters = found, MAX_ITEMS, MAX_LETTERS
        self.numbers, self.widest = 0, 8

    @property
    def room(self) -> int:
        """In an array of texts each takes as much room as the longest of them."""
        return (MAX_ITEMS - self.left + self.numbers) * self.widest

    def read(self, data: Any) -> Any:
        """The value, as `decode` gives it."""
        value = self.value(data, 0)
        if self.room > MAX_ROOM:
            raise WireError("a value of which NumPy could make too much")
        return value

    def value(self, data: Any, depth: int) -> Any:
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH + 1:
            raise WireError("too many values, or too deeply nested")
        if data is None or isinstance(data, (bool, float)):
            return data
        if isinstance(data, int):
            return _require(data, abs(data) < MAX_INT)
        if isinstance(data, str):
            self.widest, self.letters = max(self.widest, 4 * len(data)), self.letters - len(data)
            return text(_require(data, self.letters >= 0))
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
        for pair in _require(data, isinstance(data, list) and len(data) <= MAX_KEYS):
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
        _require(shape, all(type(size) is int and 0 <= size <= MAX_NUMBERS for size in shape))
        _require(content, isinstance(content, str) and math.prod(shape) <= MAX_NUMBERS)
        try:
            dtype, raw = np.dtype(kind), base64.b64decode(content, validate=True)
            _require(raw, len(raw) <= MAX_ARRAY and len(raw) == math.prod(shape) * dtype.itemsize)
            array = np.frombuffer(raw, dtype).reshape(shape).copy() if raw else np.zeros(shape, dtype)
        except (TypeError, ValueError, binascii.Error):  # among them: a shape that is too large but for a 0 in it
            raise WireError("an array that cannot be read") from None
        self.numbers, self.widest = self.numbers + array.size, max(self.widest, dtype.itemsize)
        if dtype.kind == "b":
            _require(array, np.frombuffer(raw, np.uint8).max(initial=0) <= 1)
        if dtype.kind == "U":
            _require(array, np.frombuffer(raw, dtype.byteorder + "u4").max(initial=0) <= 0x10FFFF)
        return array

    def _opaque(self, data: Any, depth: int) -> Opaque:
        return Opaque(line(data, 100))

    def _handle(self, data: Any, depth: int) -> Any:
        number, kind, items = _require(data, isinstance(data, list) and len(data) == 3)
        _require(number, type(number) is int and 0 <= number < 1 << 31)
        values = None if items is None else self._tuple(items, depth)
        return self.found(Handle(number, line(kind, 100), values))

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


def line(value: Any, longest: int) -> str:
    """value, which must be a string, as one line that does nothing to a terminal it is printed on."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text(value, longest)).split())


def _finite_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        raise WireError("a number too large") from None


def _require(value: Any, holds: bool) -> Any:
    if not holds:
        raise WireError("a value that is not of its kind")
    return value
