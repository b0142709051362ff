"""Trusted: the world that the checks examine when a submission is graded. What they call runs in a jail.

A `Submission` owns the jail: when the jail has ended, whatever the reason, the call that it was for has failed with a
message, and the next one gets a new jail, in which the cells with the student's answers have been run again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nncourse.jail import wire
from nncourse.jail.keeper import GRACE, LIVES, TOO_LARGE, Jail, Keeper, MachineFault
from nncourse.world import TOO_SLOW, NamedTuple, Remote, StudentError, World

MAX_CALLS_BACK = 200_000  # of functions that were handed over, in one check
MAX_HANDED_BACK = 400_000_000  # bytes that may become of all these calls' arguments: a check may keep them
MAX_JAILS = 50  # for one submission
MAX_NOTES, MAX_NOTE = 20, 300
MAX_OUTPUTS = 200  # of one cell
MAX_SHOWN = 40_000_000  # characters in the outputs of all cells, pictures included
MAX_WORDS = 1_000_000  # of these in texts: formgrader makes a page of them, and takes seconds for each megabyte
GONE = "gone"  # the kind of failure when an object's process has ended
UNUSABLE = (StudentError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, MemoryError)
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Theirs:
    """An object in a jail: the jail's number, and the object's number in it."""

    jail: int
    number: int
    kind: str


@dataclass
class Submission:
    """What was handed in, and the jail in which it runs now.

    files: the content of each file, by its path from the notebook's folder. seconds: what all of it together may take.
    """

    keeper: Keeper
    files: dict[str, bytes]
    seconds: float = 120.0
    pictures: bool = False  # draw the course's own widgets too
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ends = time.monotonic() + self.seconds
        self.jails = 0
        self._numbers = itertools.count()
        self.shown = self.words = 0
        self.answers: list[str] = []  # the cells with answers that have been run, to be run again in a new jail
        self._jail: Jail | None = None

    def run_cell(self, source: str, seconds: float, is_answer: bool = False) -> list[dict[str, Any]]:
        """Run a cell of the student's; its outputs, as far as they are fit for a notebook file."""
        if is_answer:
            self.answers.append(source)
        try:
            answer = self.ask({"do": "cell", "source": source}, seconds)
            found = outputs(answer.get("done"))
        except (StudentError, wire.WireError) as error:
            return [_error(str(error))]
        size = len(json.dumps(found))
        words = size - sum(len(output.get("data", {}).get("image/png", "")) for output in found)
        if self.shown + size > MAX_SHOWN or self.words + words > MAX_WORDS:
            return [_error("Left out: all cells together show too much.")]
        self.shown, self.words = self.shown + size, self.words + words
        return found

    def ask(self, message: dict[str, Any], seconds: float, call_back: Callable[[dict], dict] | None = None) -> dict:
        """The jail's answer. StudentError if there is none, MachineFault if that is not the submission's doing."""
        seconds = min(seconds, self.ends - time.monotonic())
        if seconds <= 0:
            raise StudentError(TOO_SLOW, f"everything together took longer than {self.seconds:g} seconds.")
        if self._jail is None:
            self._start()
        jail = self._jail
        try:
            return jail.ask({**message, "seconds": seconds}, time.monotonic() + seconds + GRACE, call_back)
        except wire.Late:
            self.stop()
            self.remarks.append(f"code that could not be interrupted was ended after {seconds:.0f} seconds")
            raise StudentError(TOO_SLOW, f"it was stopped after {seconds:.0f} seconds.") from None
        except wire.WireError as error:
            self.stop()
            self.remarks.append("it sent something that is no answer")
            raise StudentError("no answer", f"What came back is no answer: {error}.") from None
        except wire.Ended:
            raise self._ended() from None
        except BaseException:  # the check's own function failed, or the check's time is over: the call is still open
            self.stop()
            raise

    def number(self) -> int:
        """A number that no other function of this submission's checks has."""
        return next(self._numbers)

    def stop(self) -> None:
        """End the jail."""
        jail, self._jail = self._jail, None
        if jail:
            jail.end()

    def _ended(self) -> StudentError:
        """Why the jail is gone: the submission's own doing, or a MachineFault."""
        jail, self._jail = self._jail, None
        status = jail.end(gone=True) if jail else 0
        if status == LIVES:
            self.remarks.append("it closed the connection to the checks")
            return StudentError("ended", "Your code closed what the checks reach it by.")
        if status == TOO_LARGE:
            self.remarks.append("it was killed because it took more memory than this machine has")
            return StudentError("ended", "Your code was ended because it wanted too much memory.")
        if status in (None, -9):  # nothing inside can send this signal
            raise MachineFault("the jail was killed from outside, perhaps because memory ran out")
        self.remarks.append("it ended the Python process")
        how = f"by signal {-status}" if status < 0 else f"with exit status {status}"
        return StudentError("ended", f"Your code ended the Python process ({how}).")

    def _start(self) -> None:
        self.jails += 1
        if self.jails > MAX_JAILS:
            raise StudentError("ended", "Your code ended the Python process too often.")
        self._jail = self.keeper.jail()
        files = {name: wire.encode(np.frombuffer(content, np.uint8)) for name, content in self.files.items()}
        begun = self.ask({"do": "begin", "files": files, "pictures": self.pictures}, 20)
        if "failed" in begun:  # nothing of theirs has run yet
            raise MachineFault(f"the jail could not be furnished: {begun['failed']}")
        if self.jails > 1:
            for source in self.answers:
                if self._jail is not None:
                    self._again(source)

    def _again(self, source: str) -> None:
        try:
            self.ask({"do": "cell", "source": source}, 5)
        except StudentError:
            self.answers.remove(source)  # this very cell is what ends it


class StandIn(World):
    """What the checks know of a submission."""

    def __init__(self, submission: Submission, seed: bytes, seconds: float = 10.0):
        super().__init__({}, seconds)
        self.submission, self._seed = submission, seed
        self.functions = _Functions(self)

    def lookup(self, module: str, name: str) -> Any:
        return self._value(self._ask({"do": "lookup", "module": module, "name": name}), name)

    def variable(self, name: str) -> Any:
        return self._value(self._ask({"do": "variable", "name": name}))

    def seed(self, check: str) -> int:
        return int.from_bytes(hashlib.sha256(self._seed + check.encode()).digest()[:8], "big")

    def global_random_state(self) -> str:
        return str(self._ask({"do": "random"}).get("done"))

    def call(self, target: Any, label: str, args: tuple, kwargs: dict) -> Any:
        self.functions.generators.clear()
        message = {
            "do": "call",
            "target": self._number(target),
            "label": label,
            "args": wire.encode(list(args), self.functions.reference),
            "kwargs": wire.encode(kwargs, self.functions.reference),
        }
        generators = list(self.functions.generators)
        answer = self._ask(message)
        for generator in generators:
            generator.bit_generator.advance(1 << 64)  # as if it had been used: never what a jail says of it
        changed = answer.get("changed")
        self.changed = [i for i in changed if type(i) is int and 0 <= i < len(args)] if type(changed) is list else []
        return self._value(answer, f"{label}(…)")

    def attribute(self, target: Any, label: str, name: str) -> Any:
        message = {"do": "attribute", "target": self._number(target), "label": label, "name": name}
        return self._value(self._ask(message), f"{target.kind}.{name}")

    def remote(self, target: Any, label: str) -> Remote:
        # What came out of a jail is one already.
        return target if isinstance(target, Remote) else Remote(self, target, label, kind=target.kind)

    # Messages

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """The answer to a message, its notes kept; StudentError if it says that there is none."""
        answer = self.submission.ask(message, self.seconds, self.functions.call)
        try:
            self._keep(_lines(answer.get("notes", []), MAX_NOTES))
            if "failed" in answer:
                kind, text = _lines(answer["failed"], 2)
                if kind == TOO_SLOW and self.functions.calls:
                    self.submission.stop()  # stopped amid a call back: its next word might be about that one
                raise StudentError(kind, _with_the_limit(kind, text))
        except (wire.WireError, ValueError):
            raise StudentError("no answer", "What came back is no answer.") from None
        return answer

    def _keep(self, notes: list[str]) -> None:
        self.notes = list(dict.fromkeys([*self.notes, *notes]))[:MAX_NOTES]

    def _value(self, answer: dict[str, Any], label: str = "it") -> Any:
        try:
            return wire.decode(answer.get("done"), lambda reference: self._found(reference, label))
        except wire.WireError as error:
            raise StudentError("no answer", f"What came back is no answer: {error}.") from None

    def _found(self, reference: wire.Handle | wire.Function, label: str) -> Any:
        if not isinstance(reference, wire.Handle):
            raise wire.WireError("a function of nobody's")
        theirs = Theirs(self.submission.jails, reference.number, reference.kind)
        return self.remote(theirs, label) if reference.items is None else NamedTuple.of(reference.items, theirs)

    def _number(self, target: Any) -> int:
        if isinstance(target, Remote):
            target = target._target
        if target.jail != self.submission.jails:
            raise StudentError(GONE, "not tried, because the Python process had ended before.")
        return target.number


class _Functions:
    """The functions of this side that a check has handed over, and what happens when the jail calls them."""

    def __init__(self, world: StandIn):
        self.world = world
        self.held: dict[int, Callable] = {}
        self.generators: list[np.random.Generator] = []
        self.calls = self.room = 0

    def reference(self, value: Any) -> wire.Handle | wire.Function | None:
        """What travels in the place of this value, if it does not travel itself."""
        if isinstance(value, (Remote, NamedTuple)):
            return wire.Handle(self.world._number(value._target))
        if isinstance(value, np.random.Generator):
            self.generators.append(value)
        if callable(value):
            number = self.world.submission.number()
            self.held[number] = value
            return wire.Function(number, getattr(value, "__name__", "function"))
        return None

    def call(self, message: dict[str, Any]) -> dict[str, Any]:
        """The reply to a message by which the jail calls one of them."""
        self.calls += 1
        number = message.get("callback")
        if self.calls > MAX_CALLS_BACK or type(number) is not int or number not in self.held:
            raise wire.WireError("it called what it may not call")
        args, kwargs = (self._read(message.get(name)) for name in ("args", "kwargs"))
        if not isinstance(args, tuple) or not isinstance(kwargs, dict):
            raise wire.WireError("it called with what are no arguments")
        try:
            with np.errstate(all="ignore"):
                value = self.held[number](*args, **kwargs)
        except UNUSABLE as error:
            return {"raised": [type(error).__name__, str(error)[:MAX_NOTE]]}
        return {"value": wire.encode(value, self.reference)}

    def _read(self, data: Any) -> Any:
        decoder = wire.Decoder(self._given)
        value = decoder.read(data)
        self.room += decoder.room
        if self.room > MAX_HANDED_BACK:
            raise wire.WireError("it called with too much")
        return value

    def _given(self, reference: wire.Handle | wire.Function) -> Any:
        return self.world._found(reference, "it")


def _lines(value: Any, most: int) -> list[str]:
    """What the jail says, of which people will read some on a terminal: so many lines."""
    return [wire.line(text, MAX_NOTE) for text in wire.texts(value, most, MAX_NOTE)]


def _with_the_limit(kind: str, text: str) -> str:
    if kind == "MemoryError":
        return "It wanted more memory than a submission may have (2 GB)."
    return text


# What a cell showed


def outputs(found: Any) -> list[dict[str, Any]]:
    """The outputs of a cell that may stand in a notebook file which others open: texts and pictures, no HTML."""
    kept = []
    for output in found[:MAX_OUTPUTS] if isinstance(found, list) else []:
        try:
            kept.append(_output(output))
        except (wire.WireError, KeyError, TypeError, ValueError, binascii.Error, AttributeError):
            continue  # the jail may say what it likes; what is no output is none
    return kept


def _output(output: dict[str, Any]) -> dict[str, Any]:
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": wire.text(output["text"], 100_000)}
    if kind == "error":
        lines = wire.texts(output["traceback"], 40, 5_000)
        names = {"ename": wire.text(output["ename"], 100), "evalue": wire.text(output["evalue"], 1_000)}
        return {"output_type": kind, **names, "traceback": lines}
    if kind not in ("display_data", "execute_result"):
        raise ValueError(kind)
    data = {}
    if "text/plain" in output["data"]:
        data["text/plain"] = wire.text(output["data"]["text/plain"], 100_000)
    if "image/png" in output["data"]:
        picture = wire.text(output["data"]["image/png"], 6_000_000)
        if base64.b64decode(picture, validate=False)[: len(PNG)] != PNG:
            raise ValueError("not a picture")
        data["image/png"] = picture
    result = {"output_type": kind, "data": data, "metadata": {}}
    return result if kind == "display_data" else {**result, "execution_count": None}


def _error(text: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": "Stopped", "evalue": text, "traceback": [text]}
