"""What each wall of the jail stops, tried from inside it: one nursery, and a new jail where a trial may end it."""

import contextlib
import json
import os
import platform
import socket
import struct
import textwrap
import threading
import time
from pathlib import Path

import psutil
import pytest

from nncourse.jail import keeper, walls, wire
from nncourse.jail.keeper import Keeper, MachineFault, Nursery
from nncourse.jail.standin import Submission
from nncourse.world import StudentError
from tests.conftest import COURSE

PROBLEM = keeper.problem()
needs_walls = pytest.mark.skipif(bool(PROBLEM), reason=f"no jail can be built on this machine: {PROBLEM}")


@pytest.fixture(scope="module")
def keep():
    """A keeper and its nursery, which has loaded nothing beforehand."""
    if PROBLEM:
        pytest.skip(f"no jail can be built on this machine: {PROBLEM}")
    nursery = Nursery([])
    nursery.start()
    control = nursery.branch()
    with contextlib.closing(nursery), control:
        yield Keeper(control)


@pytest.fixture
def submission(keep):
    """A submission of one file, in a jail of its own."""
    one = Submission(keep, {"nnlib/descent.py": b"def f(x):\n    return x\n"}, seconds=60)
    yield one
    one.stop()


@pytest.fixture
def inside(submission):
    """Run code in the jail; what it printed, and the name and text of the error that it ended with."""

    def run(code, seconds=10):
        found = submission.run_cell(textwrap.dedent(code), seconds)
        printed = "".join(output["text"] for output in found if output["output_type"] == "stream")
        errors = [f"{output['ename']}: {output['evalue']}" for output in found if output["output_type"] == "error"]
        return printed.strip(), errors[0] if errors else ""

    return run


def refused(inside, code, *kinds):
    """The code ends with one of these errors and no other."""
    printed, error = inside(code)
    assert error.startswith(kinds), (printed, error)


# Out of the jail: the network, other processes, more rights


def test_no_network(inside):
    """A listener of this test's own, on this machine: not even that can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        code = f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)"
        refused(inside, code, "OSError: [Errno 101]", "ConnectionRefusedError")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_no_sockets_that_a_network_namespace_does_not_hold(inside):
    families = "AF_VSOCK AF_NETLINK AF_PACKET AF_ALG AF_BLUETOOTH AF_CAN AF_TIPC AF_QIPCRTR"
    printed, _ = inside(f"""
        import socket
        for name in {families!r}.split():
            for kind in (1, 2, 3, 5):
                try:
                    socket.socket(getattr(socket, name), kind)
                except PermissionError:
                    continue
                except AttributeError:
                    continue
                print(name)
    """)
    assert printed == ""


@pytest.mark.parametrize("code", [
    "import os; os.fork()", "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "import os; assert os.system('true') == 0",
    "import subprocess; subprocess.run(['/bin/true'])", "import os; os.execv('/bin/true', ['true'])",
    "import multiprocessing as m; m.get_context('fork').Process(target=print).start()", "import pty; pty.fork()",
], ids=["fork", "spawn", "system", "subprocess", "exec", "multiprocessing", "pty"])  # fmt: skip
def test_no_other_processes(inside, code):
    refused(inside, code, "PermissionError", "BlockingIOError", "AssertionError", "OSError")


def test_threads_work_up_to_the_limit(inside):
    printed, error = inside("""
        import threading
        done, threads = threading.Event(), []
        try:
            while len(threads) < 200:
                threads.append(threading.Thread(target=done.wait, daemon=True))
                threads[-1].start()
        except RuntimeError:
            print(len(threads))
        done.set()
    """)
    assert error == "" and 8 <= int(printed) <= walls.Limits().processes


LINE = """
import os, stat, struct, time
for line in range(3, 128):
    try:
        if stat.S_ISSOCK(os.fstat(line).st_mode):
            break
    except OSError:
        pass
"""
CALLS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def refused(number, *args):
    ctypes.set_errno(0)
    answer = libc.syscall(ctypes.c_long(number), *args)
    return answer == -1 and ctypes.get_errno() in (1, 38)
"""


@needs_walls
def test_every_forbidden_system_call_is_refused(inside):
    numbers = walls.FORBIDDEN[platform.machine()]
    harmless = {name: number for name, number in numbers.items() if name not in ("fork", "vfork")}
    printed, error = inside(CALLS + f"print([n for n, i in {harmless}.items() if not refused(i, 0, 0, 0, 0, 0, 0)])")
    assert (printed, error) == ("[]", "")


@needs_walls
def test_no_new_namespaces_by_clone(inside):
    number = walls.CLONE[platform.machine()]
    codes = {name: flag | 17 for name, flag in walls.NEW.items()} | {"a bare process": 17, "clone3": None}
    for name, flags in codes.items():
        call = f"refused({number}, {flags}, 0, 0, 0, 0)" if flags else "refused(435, 0, 0)"
        assert inside(CALLS + f"print({call})") == ("True", ""), name


def test_limits_cannot_be_changed_only_asked_for(inside):
    printed, error = inside("""
        import resource
        print(resource.getrlimit(resource.RLIMIT_AS)[1])
        for name in ("AS", "NPROC", "NOFILE", "FSIZE", "CPU"):
            for most in (1, -1):
                try:
                    resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
                    print(name)
                except (OSError, ValueError):
                    pass
    """)
    assert (printed, error) == (str(walls.Limits().memory), "")


def test_it_is_nobody_without_any_rights(inside):
    printed, error = inside("""
        import ctypes, os
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[9] * 6)
        assert ctypes.CDLL(None).capget(header, data) == 0
        print(os.getuid(), os.geteuid(), os.getgid(), os.getgroups() in ([], [os.getgid()], [65534]), list(data))
        for number in range(0, 70000, 1000):
            try:
                os.setuid(number)
                if number != os.getuid():
                    print("became", number)
            except OSError:
                pass
    """)
    assert (printed, error) == (f"1000 1000 1000 True {[0] * 6}", "")


def test_it_sees_no_processes_and_reaches_none(inside):
    printed, error = inside("""
        import os, signal
        print(os.listdir("/proc"), os.getpid(), os.getppid(), os.getpgrp())
        for number in [*range(2, 3000), -1]:
            try:
                os.kill(number, 0)
                print("reached", number)
            except OSError:
                pass
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        os.kill(0, signal.SIGUSR1)   # its whole group: nobody else is in it
    """)
    assert printed.startswith("[] 1 0 1") and "reached" not in printed.replace("reached -1", "") and error == ""


def test_its_own_end_does_not_look_like_a_fault_of_the_machine(submission):
    """Only what comes from outside may be tried again, or a bad result could be thrown away and thrown anew."""
    ways = [
        "import os, signal\nos.kill(0, signal.SIGKILL)\nos._exit(0)",
        "import os, signal\nos.kill(0, signal.SIGSTOP)\nos._exit(0)",
        "import os\nfor fd in range(3, 128):\n    try: os.close(fd)\n    except OSError: pass",
        "import ctypes\nctypes.string_at(1)",
        "import ctypes\nctypes.CDLL(None).abort()",
        LINE + "import socket, time\nsocket.socket(fileno=line).shutdown(2)\ntime.sleep(9)",
    ]
    for way in ways:
        (shown,) = submission.run_cell(way, 5)
        assert shown["evalue"].startswith(("Your code ended", "Your code closed", "What came back")), way
    assert submission.jails == len(ways)
    assert submission.run_cell("1 + 1", 5)[0]["data"]["text/plain"] == "2"


# What it finds there


def test_nothing_to_write_to_but_one_small_folder(inside):
    printed, error = inside(
        """
        import os
        written = []
        for folder, folders, files in os.walk("/", onerror=lambda error: None):
            folders[:] = [name for name in folders if folder.count("/") < 4]
            try:
                with open(os.path.join(folder, "x"), "w"):
                    written.append(folder)
            except OSError:
                pass
        print(written)
    """,
        seconds=30,
    )
    assert (printed, error) == ("['/jail', '/jail/hand-in', '/jail/hand-in/nnlib']", "")


def test_no_way_to_what_is_the_instructors(inside):
    root = COURSE.root
    names = [root / name for name in ("solutions", "tests", ".git", "notebooks", "nnlib", "README.md")]
    home = Path.home()
    others = [path for path in home.iterdir() if path.is_file()] if home.is_dir() else []
    printed, error = inside(f"""
        import os
        print([name for name in {list(map(str, [*names, *others]))} if os.path.exists(name)])
        import nncourse
        place = os.path.dirname(nncourse.__file__)
        print([os.listdir(os.path.join(place, name)) for name in ("hints", "office")])
    """)
    assert (printed, error) == ("[]\n[[], []]", "")


def test_no_course_directory_and_nobodys_files(inside, tmp_path):
    (tmp_path / "gradebook.db").write_text("secret")
    printed, error = inside(f"""
        import os
        print(os.path.exists({str(tmp_path)!r}), sorted(os.listdir("/jail")), os.listdir("/jail/hand-in"))
    """)
    assert (printed, error) == ("False ['hand-in'] ['nnlib']", "")


def test_a_clean_environment(inside):
    printed, error = inside("import os\nprint(sorted(os.environ))")
    assert error == ""
    clean = {"PATH", "HOME", "TMPDIR", "LANG", "PWD", "IPYTHONDIR", "PYTHONHASHSEED", "NBGRADER_EXECUTION"}
    ours = (
        "NNCOURSE_",
        "MPL",
        "OMP_",
        "MKL_",
        "OPENBLAS_",
        "NUMEXPR_",
        "KMP_",
        "PAGER",
        "GIT_PAGER",
        "CLICOLOR",
        "TERM",
    )
    assert [name for name in eval(printed) if name not in clean and not name.startswith(ours)] == []


def test_no_open_files_but_its_own_socket(inside):
    printed, error = inside("""
        import os, stat
        for number in range(128):
            try:
                mode = os.fstat(number).st_mode
            except OSError:
                continue
            print(number, "socket" if stat.S_ISSOCK(mode) else os.fstat(number).st_rdev == os.stat("/dev/null").st_rdev)
    """)
    assert error == ""
    lines = printed.splitlines()
    assert lines[:3] == ["0 True", "1 True", "2 True"] and [line.split()[1] for line in lines[3:]] == ["socket"]


def test_what_it_writes_past_python_fills_no_pipe(inside):
    printed, error = inside("import os\nfor _ in range(200): os.write(2, b'x' * 10_000)\nprint('done')")
    assert (printed, error) == ("done", "")


def test_the_memory_of_a_jail_knows_no_check(inside):
    """Whatever Python can find in it: no hidden test, no expected value, no name of another module of the office."""
    printed, error = inside("""
        import gc, sys
        print([name for name in sys.modules if name.startswith(("nncourse.office", "nbgrader", "nncourse.proof"))])
        texts = [item for item in gc.get_objects() if isinstance(item, str)]
        for item in gc.get_objects():
            if isinstance(item, dict):
                texts += [value for value in list(item.values()) if isinstance(value, str)]
        print([text[:80] for text in texts if "HIDDEN" + " TESTS" in text and "gc.get_objects" not in text])
    """)
    assert (printed, error) == ("[]\n[]", "")


# Limits


def test_memory(inside):
    printed, error = inside(
        """
        import numpy as np
        held = []
        try:
            while len(held) < 40:   # 4 GB at the most
                held.append(np.ones(12_500_000))
        except MemoryError:
            print(len(held))
    """,
        seconds=20,
    )
    assert error == "" and 1 <= int(printed) < 20


def test_one_file_and_all_files_together_are_small(inside):
    printed, error = inside("""
        written = 0
        try:
            for number in range(1000):   # 1 GB at the most
                with open(f"file-{number}", "wb", buffering=0) as file:
                    written += file.write(b"x" * 1_000_000)
        except OSError as error:
            print(error.errno, written)
    """)
    number, written = map(int, printed.split())
    assert error == "" and number == 28 and written <= walls.Limits().files


def test_one_file_has_a_limit(inside):
    code = "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nopen('x', 'w').truncate(10**9)"
    refused(inside, code, "OSError: [Errno 27]")


def test_the_number_of_files_has_a_limit(inside):
    printed, error = inside("""
        import os
        try:
            for number in range(5000):
                os.close(os.open(f"file-{number}", os.O_CREAT))
        except OSError as error:
            print(error.errno, number)
    """)
    assert error == "" and printed.startswith("28 ")


def test_the_number_of_open_files_has_a_limit(inside):
    refused(inside, "held = [open('/dev/null') for _ in range(5000)]", "OSError: [Errno 24]")


def test_time(inside, submission):
    begun = time.monotonic()
    _, error = inside("while True: pass", seconds=1)
    assert "TimeIsUp" in error or "stopped" in error
    _, error = inside("import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass", seconds=1)
    assert "stopped after 1 seconds" in error
    assert time.monotonic() - begun < 30
    assert submission.remarks == ["code that could not be interrupted was ended after 1 seconds"]


def test_all_of_a_submission_together_has_a_limit(keep):
    submission = Submission(keep, {}, seconds=1.5)
    submission.run_cell("import time; time.sleep(1)", 5)
    submission.run_cell("while True: pass", 5)
    with pytest.raises(StudentError, match=r"everything together took longer than 1\.5 seconds"):
        submission.ask({"do": "random"}, 5)
    submission.stop()


def test_the_number_of_jails_has_a_limit(keep, monkeypatch):
    from nncourse.jail import standin

    monkeypatch.setattr(standin, "MAX_JAILS", 3)
    submission = Submission(keep, {}, seconds=60)
    said = [submission.run_cell("import os; os._exit(1)", 5)[0]["evalue"] for _ in range(5)]
    assert ["too often" in text for text in said] == [False] * 3 + [True] * 2


# One after the other


def processes():
    """The processes started from this one that are part of a jail, by pid: their command lines."""
    found = {}
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            words = " ".join(process.cmdline())
            if "nncourse.jail" in words:
                found[process.pid] = words
    return found


def test_nothing_of_it_is_left(keep):
    one = Submission(keep, {}, seconds=30)
    one.run_cell("1", 5)
    before = set(processes())
    one.run_cell(
        """
import threading, time, atexit, signal
atexit.register(time.sleep, 60)
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
for _ in range(20): threading.Thread(target=time.sleep, args=(60,)).start()
open("/jail/left", "w").write("here")
import nncourse.world, numpy, builtins
numpy.sqrt = builtins.len = nncourse.world.World.call = None
""",
        5,
    )
    one.stop()
    two = Submission(keep, {}, seconds=30)
    (shown,) = two.run_cell("import os, numpy\nprint(os.listdir('/jail'), len([numpy.sqrt(4.0)]))", 5)
    assert shown["text"] == "['hand-in'] 1\n"
    assert len(processes()) <= len(before)
    two.stop()
    deadline = time.monotonic() + 5
    while len(processes()) >= len(before) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert set(processes()) < before, "the one jail and the process that waited for it are gone"


def test_the_nursery_goes_with_its_keeper():
    if PROBLEM:
        pytest.skip(PROBLEM)
    before = set(processes())
    nursery = Nursery([])
    nursery.start()
    control = nursery.branch()
    submission = Submission(Keeper(control), {}, seconds=30)
    submission.run_cell("1", 5)
    assert set(processes()) > before
    control.close()
    nursery.close()
    deadline = time.monotonic() + 5
    while set(processes()) - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert set(processes()) <= before


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket")  # the jail that was lost sight of
def test_an_alarm_amid_an_order_does_not_shift_the_answers(keep):
    """A check's time may be over at any moment, also while a jail is being made or ended."""
    import signal

    from nncourse.limit import TimeIsUp, time_limit

    for part in range(1, 12):
        one = Submission(keep, {}, seconds=30)
        with contextlib.suppress(TimeIsUp), time_limit(part * 0.015):
            for _ in range(10):
                one.run_cell("import os; os._exit(7)", 5)
        one.stop()
        two = Submission(keep, {}, seconds=30)
        assert two.run_cell("import os; os._exit(7)", 5)[0]["evalue"].endswith("(with exit status 7).")
        two.stop()
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_keeper_whose_nursery_is_gone_says_so():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.close()
    with ours, pytest.raises(MachineFault):
        Keeper(ours).jail()


def test_a_jail_that_is_killed_from_outside_is_a_fault_of_the_machine(keep):
    one = Submission(keep, {}, seconds=30)
    one.run_cell("1", 5)
    newest = max(processes())
    threading.Timer(0.3, os.kill, (newest, 9)).start()
    with pytest.raises(MachineFault, match="killed from outside"):
        one.run_cell("import time; time.sleep(5)", 10)
    one.stop()
    two = Submission(keep, {}, seconds=30)
    assert two.run_cell("2", 5)[0]["data"]["text/plain"] == "2"
    two.stop()


def test_a_jail_that_is_killed_when_it_has_taken_much_memory_is_the_submission_s_own_doing(keep):
    """Where memory is short the kernel ends a jail first, and says how much it had: nobody else may pay for it."""
    one = Submission(keep, {}, seconds=60)
    one.run_cell("1", 5)
    newest = max(processes())
    if not PROBLEM:
        assert Path(f"/proc/{newest}/oom_score_adj").read_text().strip() == "1000"
    one.run_cell(f"import numpy\nmuch = numpy.ones({keeper.LARGE // 8 + 1})", 20)
    threading.Timer(0.3, os.kill, (newest, 9)).start()
    (shown,) = one.run_cell("import time; time.sleep(5)", 10)
    assert shown["evalue"] == "Your code was ended because it wanted too much memory."
    assert one.remarks == ["it was killed because it took more memory than this machine has"]
    assert one.run_cell("2", 5)[0]["data"]["text/plain"] == "2"
    one.stop()


# The filter for system calls, without a kernel: what it says for each number, on both kinds of machine


def verdict(machine, number, *arguments, architecture=None):
    """What the program says of this call: its instructions, carried out one by one."""
    code = walls.program(machine)
    assert len(code) % 8 == 0 and len(code) // 8 < 4096
    steps = list(struct.iter_unpack("=HBBI", code))
    values = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=iIQ6Q", number, walls.AUDIT[architecture or machine], 0, *values)
    held, at = 0, 0
    while True:
        operation, yes, no, operand = steps[at]
        at += 1
        if operation == walls.LOAD:
            assert operand % 4 == 0 and operand < len(data)
            (held,) = struct.unpack_from("=I", data, operand)
        elif operation == walls.RETURN:
            return operand
        else:
            holds = {
                walls.EQUAL: held == operand,
                walls.AT_LEAST: held >= operand,
                walls.HAS: bool(held & operand),
            }[operation]
            at += yes if holds else no


MACHINES = pytest.mark.parametrize("machine", walls.AUDIT)
THREAD = 0x003D0F00  # the flags with which the C library makes a thread


@MACHINES
def test_the_filter_forbids_all_on_its_list(machine):
    assert {verdict(machine, number) for number in walls.FORBIDDEN[machine].values()} == {walls.DENY}


@MACHINES
def test_the_filter_allows_what_python_needs(machine):
    needed = {
        "x86_64": (0, 1, 3, 9, 11, 13, 35, 39, 202, 231, 257),
        "aarch64": (63, 64, 57, 222, 215, 134, 101, 172, 98),
    }
    assert {verdict(machine, number) for number in needed[machine]} == {walls.ALLOW}


@MACHINES
def test_the_filter_tells_threads_from_processes(machine):
    clone = walls.CLONE[machine]
    assert verdict(machine, clone, THREAD) == walls.ALLOW
    assert verdict(machine, clone, 17) == walls.DENY
    assert verdict(machine, clone, walls.NEW["user"] | 17) == walls.DENY
    assert verdict(machine, walls.CLONE3, THREAD) == walls.NO_SUCH_CALL


@MACHINES
def test_the_filter_lets_limits_be_asked_for_and_not_set(machine):
    number = walls.PRLIMIT[machine]
    assert verdict(machine, number, 0, 7, 0, 0x7F0012345678) == walls.ALLOW
    for pointer in (0x7F0012345678, 0x12345678, 0x7F0000000000, 1):
        assert verdict(machine, number, 0, 7, pointer) == walls.DENY


@MACHINES
def test_the_filter_knows_three_families_of_sockets(machine):
    allowed = {family for family in range(60) if verdict(machine, walls.SOCKET[machine], family, 1) == walls.ALLOW}
    assert allowed == {1, 2, 10}
    assert verdict(machine, walls.SOCKET[machine], (1 << 32) | 40, 1) == walls.DENY


@MACHINES
def test_the_filter_kills_what_speaks_another_machines_language(machine):
    (other,) = set(walls.AUDIT) - {machine}
    assert verdict(machine, 0, architecture=other) == walls.KILL
    assert verdict(machine, 0x40000000 | 59) == walls.DENY


@MACHINES
def test_every_path_through_the_filter_ends(machine):
    steps = list(struct.iter_unpack("=HBBI", walls.program(machine)))
    assert steps[-1][0] == walls.RETURN
    for at, (operation, yes, no, _) in enumerate(steps):
        assert operation in (walls.LOAD, walls.EQUAL, walls.AT_LEAST, walls.HAS, walls.RETURN)
        assert operation in (walls.LOAD, walls.RETURN) or at + 1 + max(yes, no) < len(steps)


@needs_walls
def test_what_a_jail_says_is_read_as_values_only(submission):
    """The student's code finds the socket and writes on it what it likes: that is an answer like any other."""
    shown = [{"output_type": "stream", "name": "stdout", "text": "forged"}]
    forged = json.dumps({"done": shown, "points": 100})
    write = f"data = {forged!r}.encode()\nos.write(line, struct.pack('>I', len(data)) + data)\nos._exit(0)"
    assert submission.run_cell(LINE + write, 5) == shown
    assert submission.run_cell("1", 5)[0]["evalue"].startswith("Your code ended"), (
        "the answer came, and nobody after it"
    )
    (error,) = submission.run_cell(LINE + "os.write(line, b'\\xff' * 100)\ntime.sleep(9)", 5)
    assert error["evalue"].startswith("What came back is no answer")


def test_the_lengths_of_all_messages_have_a_limit(submission):
    code = f"os.write(line, struct.pack('>I', {wire.MAX_MESSAGE + 1}))\ntime.sleep(9)"
    assert "bytes" in submission.run_cell(LINE + code, 5)[0]["evalue"]
