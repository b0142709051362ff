"""The messages between the checks and the jail: what is sent arrives, and no bytes that a jail sends do any harm."""

import base64
import contextlib
import json
import math
import os
import socket
import struct
import threading
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nncourse.jail import standin, wire
from nncourse.jail.keeper import MachineFault
from nncourse.plain import Opaque
from nncourse.world import NamedTuple, Remote, StudentError

QUICK = settings(max_examples=150, deadline=None)
MEGABYTES = 700  # the most that the reading of one message may take
COLLIDING = 2**61 - 1  # multiples of this have one hash
SECONDS = 1.0  # and the longest, with time to spare on a busy machine
DTYPES = st.one_of(
    hnp.boolean_dtypes(), hnp.integer_dtypes(endianness="?"), hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?"), hnp.complex_number_dtypes(endianness="?"),
    hnp.byte_string_dtypes(min_len=1), hnp.unicode_string_dtypes(endianness="?", min_len=1),
)  # fmt: skip
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**200), 2**200), st.floats(), st.complex_numbers(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)  # fmt: skip
KEYS = st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(exclude_categories=["Cs"]), max_size=9))
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


def there_and_back(value, handle=None, found=None):
    """value as it arrives on the other side."""
    return wire.decode(json.loads(json.dumps(wire.encode(value, handle))), found)


def alike(one, other):
    """Whether both are of one type and hold the same, NaN included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict):
        return alike(list(one), list(other)) and alike(list(one.values()), list(other.values()))
    if isinstance(one, complex):
        return alike([one.real, one.imag], [other.real, other.imag])
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


# There and back


@QUICK
@given(VALUES)
def test_plain_data_arrives_as_it_is(value):
    assert alike(there_and_back(value), value)


@pytest.mark.parametrize("kind", ["b1", "i1", "u8", "f2", "f4", "f8", "f16", "c8", "c16", "c32", "S3", "U3"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (0, 4), (2, 0, 3), (2, 3), (1, 1, 1, 1)])
def test_arrays_of_every_kind_arrive(kind, shape):
    array = np.arange(math.prod(shape)).reshape(shape).astype(kind)
    assert alike(there_and_back(array), array)


@pytest.mark.parametrize("array", [
    np.arange(12.0).reshape(3, 4).T, np.arange(12.0)[::-2], np.arange(6, dtype=">i4"), np.arange(3, dtype=">f8"),
    np.broadcast_to(1.5, (2, 3)), np.array("äöü", dtype=">U3"), np.asfortranarray(np.eye(3)),
], ids=["transposed", "every second", "integers", "floats", "broadcast", "text", "by columns"])  # fmt: skip
def test_arrays_in_an_unusual_order_arrive(array):
    got = there_and_back(array)
    assert got.dtype == array.dtype and got.shape == array.shape and (got == array).all()
    assert got.flags.writeable and got.flags.owndata, "it is nobody else's"


def test_a_generator_goes_on_where_it_was():
    rng = np.random.default_rng(7)
    rng.integers(3, dtype=np.int32)  # half of a number is left over
    sent = there_and_back(rng)
    assert [sent.integers(100, dtype=np.int32) for _ in range(5)] == [
        rng.integers(100, dtype=np.int32) for _ in range(5)
    ]


def test_a_generator_of_another_kind_is_none():
    with pytest.raises(wire.WireError):
        there_and_back(np.random.Generator(np.random.MT19937(0)))


def test_functions_and_objects_travel_as_numbers():
    def handle(value):
        return wire.Function(3, "f") if callable(value) else wire.Handle(4, "Network") if value is Ellipsis else None

    assert there_and_back([print, ..., 5], handle) == [wire.Function(3, "f"), wire.Handle(4, "Network"), 5]
    seen = []
    there_and_back({"a": (print, ...)}, handle, seen.append)
    assert seen == [wire.Function(3, "f"), wire.Handle(4, "Network")]


def test_a_named_tuple_takes_its_values_along():
    value = NamedTuple.of((1.0, np.zeros(2)), None)
    (got,) = there_and_back([value], lambda item: wire.Handle(1, "Cache", tuple(item)) if item is value else None)
    assert got.kind == "Cache" and alike(got.items, (1.0, np.zeros(2)))


class Lies(float):
    """A float that is equal to everything."""

    __hash__ = float.__hash__

    def __eq__(self, other):
        return True


@pytest.mark.parametrize(("value", "arrives"), [
    (Lies(3.0), 3.0), (np.float64(2.5), 2.5), (np.True_, True), (np.int8(-3), -3), (np.str_("a"), "a"),
    (np.ma.array([1.0, 2.0]), np.array([1.0, 2.0])), (2**5000, "number"), (object(), "object"), (b"bytes", "bytes"),
    (np.array([object()]), "array of object"), (np.zeros(2, "i4,f8"), "array of"), ({1, 2}, "set"),
    (np.array(["2020-01-01"], "M8[D]"), "array of datetime64"), (range(3), "range"),
], ids=lambda value: type(value).__name__)  # fmt: skip
def test_what_is_not_plain_data_becomes_plain_or_its_types_name(value, arrives):
    got = there_and_back(value)
    assert got.kind.startswith(arrives) if isinstance(got, Opaque) else alike(got, arrives)


# What the sender leaves out because the other side would refuse it


def nested(depth, inside=0):
    for _ in range(depth):
        inside = [inside]
    return inside


@pytest.mark.parametrize("value", [
    np.zeros(wire.MAX_NUMBERS + 1, np.int8), np.zeros(wire.MAX_ARRAY // 8 + 1), [0] * (wire.MAX_ITEMS + 1),
    dict.fromkeys(range(wire.MAX_KEYS + 1)), -wire.MAX_INT,
], ids=["array", "bytes", "list", "dict", "number"])  # fmt: skip
def test_what_is_too_large_is_not_sent(value):
    assert "too large" in there_and_back(value).kind


def test_what_is_too_deep_is_not_sent():
    value = there_and_back(nested(wire.MAX_DEPTH - 4))
    assert value == nested(wire.MAX_DEPTH - 4)
    found = there_and_back(nested(100))
    while isinstance(found, list):
        (found,) = found
    assert found.kind == "too deeply nested"


def test_a_text_is_cut():
    assert len(there_and_back("x" * (wire.MAX_TEXT + 5))) == wire.MAX_TEXT


def test_all_texts_of_a_value_together_have_a_limit():
    """Of each wrong answer the checks keep what came back, until the submission is graded."""
    most = wire.MAX_LETTERS // wire.MAX_TEXT
    assert len(there_and_back(["x" * wire.MAX_TEXT] * most)) == most
    with pytest.raises(wire.WireError):
        there_and_back(["x" * wire.MAX_TEXT] * (most + 1))


# What the reader refuses


def array(dtype, shape, data=b""):
    return {"array": [dtype, shape, base64.b64encode(data).decode()]}


REFUSED = {
    "an object without a kind": {},
    "two kinds": {"list": [], "tuple": []},
    "an unknown kind": {"pickle": "gASVCgAAAAAAAAA="},
    "the name of another method": {"read": 5},
    "a bare list": [1],
    "too many values": {"list": [0] * wire.MAX_ITEMS},
    "a dict of too many keys": {"dict": [[key, 0] for key in range(wire.MAX_KEYS + 1)]},
    "a pair of three": {"dict": [[1, 2, 3]]},
    "a key that is a list": {"dict": [[{"list": []}, 1]]},
    "a key that is an array": {"dict": [[array("<f8", []), 1]]},
    "a number without end": wire.MAX_INT,
    "half a complex number": {"complex": [1]},
    "a complex number of texts": {"complex": ["1", "2"]},
    "a complex number out of range": {"complex": [10**400, 0]},
    "objects": array("|O", [1], b"\0" * 8),
    "records": array("i4,f8", [1], b"\0" * 12),
    "dates": array("<M8[D]", [1], b"\0" * 8),
    "a dtype in words": array("float64", [1], b"\0" * 8),
    "a dtype with more behind it": array("<f8\n", [1], b"\0" * 8),
    "a dtype that there is not": array("<f3", [1], b"\0" * 3),
    "texts without length": array("<U0", [5_000_000]),
    "a shape that does not fit": array("<f8", [2], b"\0" * 8),
    "a negative shape": array("<f8", [-1], b"\0" * 8),
    "a shape of booleans": array("<f8", [True], b"\0" * 8),
    "a shape in words": array("<f8", ["1"], b"\0" * 8),
    "a shape past every number but for a 0": array("<f8", [0, *[5_000_000] * 9]),
    "too many dimensions": array("<f8", [1] * 40, b"\0" * 8),
    "too many numbers": array("|b1", [wire.MAX_NUMBERS + 1], b"\0" * (wire.MAX_NUMBERS + 1)),
    "truth values that are none": array("|b1", [2], b"\1\7"),
    "signs past the last one": array("<U1", [1], b"\xff\xff\xff\xff"),
    "signs past the last one, big-endian": array(">U1", [1], b"\x7f\0\0\0"),
    "not base64": {"array": ["<f8", [1], "!!!"]},
    "not even text": {"array": ["<f8", [1], 5]},
    "an array of four parts": {"array": ["<f8", [1], "", ""]},
    "a negative handle": {"handle": [-1, "", None]},
    "a handle that is true": {"handle": [True, "", None]},
    "a large handle": {"handle": [1 << 40, "", None]},
    "a handle with items that are none": {"handle": [1, "", 5]},
    "a function without a name": {"function": [1]},
    "a generator in a wrong state": {"generator": {"state": 0, "inc": -1, "has_uint32": 0, "uinteger": 0}},
    "a generator with a large rest": {"generator": {"state": 0, "inc": 1, "has_uint32": 0, "uinteger": 1 << 100}},
    "half a generator": {"generator": {"state": 0}},
    "an opaque number": {"opaque": 5},
    "a text that would be as long in every row": {"list": ["x" * 1_000_000, *["y"] * 1000]},
    "the same in arrays": {"list": [array("<U9999", [9], b"\0" * 359_964), *[array("|b1", [9], b"\0" * 9)] * 900]},
}  # fmt: skip


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_not_exactly_of_the_form_is_refused(data):
    with pytest.raises(wire.WireError):
        wire.decode(data)


def test_nesting_is_refused():
    data = 0
    for _ in range(wire.MAX_DEPTH + 5):
        data = {"list": [data]}
    with pytest.raises(wire.WireError):
        wire.decode(data)


def test_half_a_surrogate_pair_can_be_written_to_a_file():
    assert wire.decode("a\ud800b") == "a?b"
    assert wire.text("\udcff" * 3, 2) == "??"


def test_a_line_does_nothing_to_a_terminal():
    assert wire.line("a\x1b]0;title\x07b\r\nc\u202e d\x9b31m\x00", 100) == "a ]0;title b c d 31m"
    assert len(wire.line("x" * 500, 100)) == 100


# The channel


@pytest.fixture
def ends():
    """Both ends of a connection: ours is a Channel, theirs a bare socket."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield wire.Channel(ours), theirs


def soon(seconds=0.5):
    return time.monotonic() + seconds


def sent(theirs, data):
    """Send all of it from another thread, for it may be more than the connection holds."""

    def send():
        try:
            theirs.sendall(data)
            theirs.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the reader had enough

    threading.Thread(target=send, daemon=True).start()


def framed(data):
    return struct.pack(">I", len(data)) + data


def test_messages_arrive_one_by_one(ends):
    ours, theirs = ends
    theirs.sendall(framed(b'{"a": 1}') + framed(b'{"b": NaN}')[:7])
    assert ours.receive(soon()) == {"a": 1}
    with pytest.raises(wire.Late):
        ours.receive(soon(0.3))


def test_large_messages_arrive_whole(ends):
    ours, theirs = ends
    other = wire.Channel(theirs)
    threading.Thread(target=other.send, args=({"x": "y" * 3_000_000},), daemon=True).start()
    assert len(ours.receive(soon(10))["x"]) == 3_000_000


def test_nobody_there_is_ended(ends):
    ours, theirs = ends
    theirs.sendall(b"\0\0")
    theirs.close()
    with pytest.raises(wire.Ended):
        ours.receive(soon())
    with pytest.raises(wire.Ended):
        ours.send({}, soon())


def test_one_byte_now_and_then_is_late(ends):
    ours, theirs = ends
    stop = threading.Event()

    def drip():
        while not stop.wait(0.02):
            theirs.send(b"\0")

    theirs.sendall(struct.pack(">I", 1000))
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        begun = time.monotonic()
        with pytest.raises(wire.Late):
            ours.receive(soon(0.5))
        assert time.monotonic() - begun < 20
    finally:
        stop.set()
        thread.join()


def test_a_reader_who_does_not_read_is_late(ends):
    with pytest.raises(wire.Late):
        ends[0].send({"x": "y" * 5_000_000}, soon(0.5))


@pytest.mark.parametrize("data", [
    b"\xff\xff\xff\xff", framed(b"[]"), framed(b"5"), framed(b"{"), framed(b"\xff\xfe{\0}\0"), framed(b'{"a": "\xc3"}'),
    framed(b'{"a":' + b"9" * 5000 + b"}"), framed(b'{"a":' + b"[" * 90_000 + b"]" * 90_000 + b"}"),
    framed(b'{"a":[' + b"[]," * 1_000_000 + b"[]]}"), framed(b'{"a":"' + "😀".encode() * 100 + b'"}'),
], ids=["length", "list", "number", "open", "UTF-16", "Latin-1", "digits", "nesting", "many", "not ASCII"])  # fmt: skip
def test_what_is_no_message_is_refused(ends, data):
    ours, theirs = ends
    sent(theirs, data)
    with pytest.raises(wire.WireError):
        ours.receive(soon(5))


def test_what_is_too_long_is_not_sent(ends):
    with pytest.raises(wire.WireError):
        ends[0].send({"x": "y" * wire.MAX_MESSAGE}, soon())


# Any bytes at all

KINDS = st.sampled_from([*wire.KINDS, "done", "failed", "notes", "changed", "callback", "args", "kwargs", "read", ""])
NUMBERS = st.integers() | st.sampled_from([0, -1, 1 << 31, 1 << 4097, 2**61 - 1]) | st.floats()
PARTS = st.one_of(
    st.none(), st.booleans(), NUMBERS, st.text(max_size=8), KINDS,
    st.sampled_from(["<f8", "|b1", "<U1", ">U2", "|S3", "<U0", "|O", "AAAAAAAA", "AA==", "AAAA", "\ud800"]),
)  # fmt: skip
JSON = st.recursive(
    PARTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KINDS, inner, max_size=3)
        | st.builds(lambda kind, value: {kind: value}, KINDS, inner)
        | st.builds(lambda *parts: {"array": [*parts]}, inner, st.lists(st.integers(0, 3), max_size=3), inner)
    ),
    max_leaves=15,
)
MESSAGES = st.fixed_dictionaries(
    {}, optional={name: JSON for name in ("done", "failed", "notes", "changed", "callback", "args", "kwargs")}
)


def read(data):
    """What the trusted side reads of these bytes; only the three errors of this module may come out."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.close()
        try:
            message = wire.Channel(ours).receive(time.monotonic() + 1)
            return message, [wire.decode(value) for value in message.values()]
        except (wire.WireError, wire.Ended, wire.Late):
            return None


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=200).map(framed))
def test_random_bytes(data):
    read(data)


@settings(max_examples=400, deadline=None)
@given(JSON | MESSAGES)
def test_random_structures_with_the_formats_own_words(data):
    read(framed(json.dumps(data).encode()))


@settings(max_examples=400, deadline=None)
@given(VALUES, st.lists(st.tuples(st.integers(0), st.sampled_from(b'\0{}[]",:0123456789-.eN\\\xff')), max_size=5))
def test_messages_that_were_right_once(value, changes):
    data = bytearray(json.dumps({"done": wire.encode(value)}).encode())
    for place, byte in changes:
        data[place % len(data)] = byte
    read(framed(bytes(data)))


def full(opening, part, closing, size=wire.MAX_MESSAGE):
    """As many of these parts as fit into a message."""
    count = (size - len(opening) - len(closing)) // len(part)
    return opening + part * count + closing


def with_keys(count):
    """A dict whose keys all have one hash."""
    return {"dict": [[number * COLLIDING, 0] for number in range(count)]}


MONSTERS = {
    "spaces": lambda: full(b'{"done":1', b" ", b"}"),
    "one text": lambda: full(b'{"done":"', b"x", b'"}'),
    "one text with a rare sign": lambda: full(b'{"done":"\\ud83d\\ude00', b"x", b'"}'),
    "escapes": lambda: full(b'{"done":"', b"\\u00e9", b'"}'),
    "digits of a float": lambda: full(b'{"done":0.', b"7", b"}"),
    "an exponent": lambda: full(b'{"done":1e', b"9", b"}"),
    "empty lists": lambda: full(b'{"done":[', b"[],", b"[]]}"),
    "zeros": lambda: full(b'{"done":[', b"0,", b"0]}"),
    "open brackets": lambda: full(b'{"done":', b"[", b""),
    "keys": lambda: full(b'{"done":{', b'"":1,', b'"":1}}'),
    "just few enough floats": lambda: full(b'{"done":[', b"1.5,", b"1]}", 4 * 1_900_000),
    "just few enough dicts": lambda: full(b'{"done":[', b"{},", b"{}]}", 3 * 990_000),
    "keys that collide": lambda: b'{"done":%b}' % json.dumps(with_keys(wire.MAX_KEYS)).encode(),
    "an array": lambda: json.dumps({"done": array("<f8", [wire.MAX_NUMBERS], bytes(8 * wire.MAX_NUMBERS))}).encode(),
    "texts in an array": lambda: json.dumps({"done": array(">U2", [5_000_000], bytes(40_000_000))}).encode(),
    "not quite base64": lambda: full(b'{"done":{"array":["<f8",[1],"', b"A", b'*"]}}'),
}  # fmt: skip


@pytest.mark.parametrize("make", MONSTERS.values(), ids=MONSTERS)
def test_the_largest_messages_take_little_time_and_memory(make):
    data = make()
    channel = wire.Channel(socket.socket(socket.AF_UNIX))
    channel._read += framed(data)
    tracemalloc.start()
    try:
        begun = time.monotonic()
        with contextlib.suppress(wire.WireError):
            wire.decode(channel.receive(soon(5)).get("done"))
        took, most = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        channel.close()
    assert most < MEGABYTES * 1e6
    assert took < 3 * SECONDS, "counting the memory takes most of it"


# The stand-in, whatever the jail answers


class Says:
    """A jail that answers with this, whatever it is asked; it calls back first if that is what the answer says."""

    def __init__(self, answer, replies):
        self.answer, self.replies = answer, replies

    def ask(self, message, until, call_back=None):
        if "callback" in self.answer and call_back:
            self.replies.append(json.dumps(call_back(self.answer)))
        return self.answer

    def end(self, gone=False):
        return 0


def stand_in(answer):
    """A stand-in for a submission in such a jail, and a list of what it was told when it called back."""
    replies = []
    submission = standin.Submission(keeper=None, files={})
    submission._start = lambda: setattr(submission, "_jail", Says(answer, replies))
    submission.jails = 1
    return standin.StandIn(submission, b"seed"), replies


@settings(max_examples=300, deadline=None)
@given(MESSAGES)
def test_whatever_a_jail_answers_is_a_value_or_no_answer(answer):
    target = standin.Theirs(1, 0, "function")
    for ask in (
        lambda world: world.lookup("descent", "gradient_step"),
        lambda world: world.variable("slope"),
        lambda world: world.attribute(target, "net", "loss"),
        lambda world: world.global_random_state(),
        lambda world: world.call(target, "f", (1.0, np.zeros(2), np.random.default_rng(0), math.sqrt), {"k": 1}),
    ):
        world, _ = stand_in(answer)
        try:
            value = ask(world)
        except (StudentError, MachineFault):
            continue
        json.dumps(
            wire.encode(value, lambda found: wire.Handle(0) if isinstance(found, (Remote, NamedTuple)) else None)
        )
        assert len(world.notes) <= standin.MAX_NOTES and all(note.isprintable() for note in world.notes)
        assert all(0 <= index < 4 for index in world.changed)


@settings(max_examples=200, deadline=None)
@given(st.fixed_dictionaries({"callback": st.just(0) | JSON, "args": JSON, "kwargs": JSON}))
def test_whatever_a_jail_calls_back_with_is_answered_or_refused(answer):
    world, replies = stand_in(answer)
    with contextlib.suppress(StudentError):
        world.call(standin.Theirs(1, 0, "function"), "f", (math.sqrt,), {})
    assert all(set(json.loads(reply)) <= {"value", "raised"} for reply in replies)


def test_only_functions_that_were_handed_over_can_be_called():
    called = []
    for number in (1, -1, True, 0.0, "0", None):
        world, _ = stand_in({"callback": number, "args": {"tuple": []}, "kwargs": {"dict": []}})
        with pytest.raises(StudentError):
            world.call(standin.Theirs(1, 0, "function"), "f", (lambda: called.append(1),), {})
    assert called == []


def test_what_it_calls_back_with_has_a_limit_in_all():
    """A check may keep the arguments of every call: together they must not fill the memory."""
    much = {"callback": 0, "args": {"tuple": [array("|i1", [4_000_000], bytes(4_000_000))]}, "kwargs": {"dict": []}}
    world, _ = stand_in(much)
    world.functions.held[0] = np.sum
    with pytest.raises(wire.WireError):
        for _ in range(100):
            world.functions.call(much)


def test_a_check_that_fails_amid_a_call_leaves_no_jail_that_waits():
    world, _ = stand_in({"callback": 0, "args": {"tuple": []}, "kwargs": {"dict": []}})

    def fails():
        raise RuntimeError("a fault of the check's own")

    with pytest.raises(RuntimeError):
        world.call(standin.Theirs(1, 0, "function"), "f", (fails,), {})
    assert world.submission._jail is None


def test_a_generator_that_was_handed_over_is_never_what_the_jail_says():
    rng, same = np.random.default_rng(3), np.random.default_rng(3)
    world, _ = stand_in({"done": {"generator": {"state": 1, "inc": 1, "has_uint32": 0, "uinteger": 0}}})
    world.call(standin.Theirs(1, 0, "function"), "f", (rng,), {})
    same.bit_generator.advance(1 << 64)
    assert rng.random() == same.random()


# The outputs of cells

OUTPUTS = st.fixed_dictionaries(
    {"output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", "update_display_data", 5])},
    optional={
        "name": JSON, "text": JSON, "ename": JSON, "evalue": JSON, "traceback": JSON, "metadata": JSON,
        "data": JSON | st.dictionaries(st.sampled_from(["text/plain", "text/html", "image/png"]), JSON),
    },
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(JSON | st.lists(JSON | OUTPUTS, max_size=5))
def test_outputs_are_texts_and_pictures_whatever_a_jail_says(found):
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=standin.outputs(found))])
    notebook = nbformat.from_dict(json.loads(json.dumps(notebook)))
    nbformat.validate(notebook)
    for output in notebook.cells[0].outputs:
        assert set(output.get("data", {})) <= {"text/plain", "image/png"}


def test_all_cells_together_show_no_more_than_a_notebook_can_hold():
    world, _ = stand_in({"done": [{"output_type": "stream", "name": "stdout", "text": "x" * 100_000}] * 200})
    shown = [world.submission.run_cell("", 5) for _ in range(5)]
    assert sum(len(json.dumps(outputs)) for outputs in shown) < standin.MAX_SHOWN + 10_000
    assert shown[-1][0]["evalue"].startswith("Left out")


def test_nothing_is_ever_unpickled():
    """The words of pickling stand nowhere in the code that reads what a jail sends."""
    package = os.path.dirname(standin.__file__)
    for name in os.listdir(package):
        if name.endswith(".py"):
            with open(os.path.join(package, name), encoding="utf-8") as file:
                text = file.read().replace("never pickles", "").replace("ever unpickled", "")
            assert not any(word in text for word in ("pickle", "marshal", "shelve", "allow_pickle")), name
