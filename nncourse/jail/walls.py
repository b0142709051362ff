"""What a jailed process takes from itself before any of the student's code runs. Linux only.

Namespaces of its own (user, mount, pid, network, ipc, uts), an empty /proc, one small file system in memory, limits,
no privileges, and no system call by which it could have more of any of these. Every step raises OSError if it fails:
then the process ends, and nothing of the student's has run.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from dataclasses import dataclass

from nncourse.jail import PLACE

NEW = {
    "mount": 0x00020000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "network": 0x40000000,
}
READ_ONLY, NO_SUID, NO_DEVICES, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
NO_NEW_PRIVILEGES, SECCOMP, DUMPABLE, DROP_BOUNDING = 38, 22, 4, 24
NOBODY = 65_000  # who grades when root does: nobody else's number


@dataclass(frozen=True)
class Limits:
    """What one submission may use. memory and files in bytes."""

    memory: int = 2_000_000_000
    processes: int = 32
    open_files: int = 128
    files: int = 64_000_000
    number_of_files: int = 2_000


_libc = ctypes.CDLL(None, use_errno=True)


def become_nobody() -> None:
    """If this is root: be nobody, for good."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        _call("prctl", DUMPABLE, 1, 0, 0, 0)  # so that it may write its own uid_map


def leave() -> None:
    """Into namespaces of its own. Processes that are started from now on are in the new pid namespace."""
    user, group = os.getuid(), os.getgid()
    _call("unshare", sum(NEW.values()))
    for name, line in (("setgroups", "deny"), ("uid_map", f"1000 {user} 1"), ("gid_map", f"1000 {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(line)


def close_in(place: str, limits: Limits) -> None:
    """The file system as the student's code finds it: read-only but for `place`, which is small and in memory.

    Before /proc is gone: where memory is short, this is what the kernel ends first.
    """
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")
    _mount(None, "/", None, RECURSIVE | PRIVATE, None)
    room = f"size={limits.files},nr_inodes={limits.number_of_files},mode=700"
    _mount("tmpfs", place, "tmpfs", NO_SUID | NO_DEVICES, room)
    _mount("tmpfs", "/proc", "tmpfs", READ_ONLY | NO_SUID | NO_DEVICES, "size=4096,nr_inodes=2")


def give_up(limits: Limits) -> None:
    """Limits, no privileges, no way to more of them."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(what, (most, most))
    _call("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for capability in range(64):
        if _libc.prctl(DROP_BOUNDING, capability, 0, 0, 0):
            break  # the last one that this kernel has
    header = struct.pack("=Ii", 0x20080522, 0)
    _call("capset", ctypes.create_string_buffer(header), ctypes.create_string_buffer(24))
    forbid()


def main() -> None:
    """Try all of it, with nobody's code inside; an error says which wall does not stand."""
    become_nobody()
    leave()
    pid = os.fork()
    if pid == 0:
        try:
            close_in(PLACE, Limits())
            give_up(Limits())
        except OSError as error:
            print(error, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


# System calls

# Whoever may make namespaces may mount file systems in memory, past every limit; the others give memory that no limit
# counts, the look into another process, or a large part of the kernel that nobody's homework needs.
FORBIDDEN = {
    "x86_64": {
        "ptrace": 101, "setns": 308, "unshare": 272, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
        "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321, "perf_event_open": 298, "keyctl": 250,
        "add_key": 248, "request_key": 249, "userfaultfd": 323, "io_uring_setup": 425, "memfd_create": 319,
        "memfd_secret": 447, "shmget": 29, "msgget": 68, "semget": 64, "open_tree": 428, "move_mount": 429,
        "fsopen": 430, "mount_setattr": 442, "personality": 135, "kcmp": 312, "open_by_handle_at": 304, "execve": 59,
        "execveat": 322, "fork": 57, "vfork": 58, "setrlimit": 160,
    },
    "aarch64": {
        "ptrace": 117, "setns": 268, "unshare": 97, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51,
        "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280, "perf_event_open": 241, "keyctl": 219,
        "add_key": 217, "request_key": 218, "userfaultfd": 282, "io_uring_setup": 425, "memfd_create": 279,
        "memfd_secret": 447, "shmget": 194, "msgget": 186, "semget": 190, "open_tree": 428, "move_mount": 429,
        "fsopen": 430, "mount_setattr": 442, "personality": 92, "kcmp": 272, "open_by_handle_at": 265, "execve": 221,
        "execveat": 281, "setrlimit": 164,
    },
}  # fmt: skip
CLONE = {"x86_64": 56, "aarch64": 220}
# A new limit on its own processor time would let it end as if killed from outside; sockets of other families than these
# (local, internet) reach past the network namespace (vsock), or parts of the kernel that nobody's homework needs.
PRLIMIT = {"x86_64": 302, "aarch64": 261}
SOCKET, FAMILIES = {"x86_64": 41, "aarch64": 198}, (1, 2, 10)
CLONE3, CLONE_THREAD = 435, 0x00010000
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, DENY, NO_SUCH_CALL, KILL = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000  # EPERM, ENOSYS
LOAD, EQUAL, AT_LEAST, HAS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # instructions of classic BPF
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in struct seccomp_data; an argument has 8 bytes


def program(machine: str) -> bytes:
    """The filter for the system calls of this machine, as struct sock_filter: threads pass, new processes do not."""
    rules = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, AUDIT[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, 0x40000000),  # the x32 numbers of x86_64
        (RETURN, 0, 0, DENY),
        (EQUAL, 0, 1, CLONE3),  # its arguments cannot be seen here; C libraries then use clone
        (RETURN, 0, 0, NO_SUCH_CALL),
        (EQUAL, 0, 4, CLONE[machine]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (HAS, 0, 1, CLONE_THREAD),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, DENY),
        (EQUAL, 0, 6, PRLIMIT[machine]),  # to ask is allowed: then the third argument is null
        (LOAD, 0, 0, FIRST_ARGUMENT + 16),
        (EQUAL, 0, 3, 0),
        (LOAD, 0, 0, FIRST_ARGUMENT + 20),
        (EQUAL, 0, 1, 0),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, DENY),
        (EQUAL, 0, 3 + len(FAMILIES), SOCKET[machine]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        *((EQUAL, len(FAMILIES) - index, 0, family) for index, family in enumerate(FAMILIES)),
        (RETURN, 0, 0, DENY),
        (RETURN, 0, 0, ALLOW),
    ]
    for number in FORBIDDEN[machine].values():
        rules += [(EQUAL, 0, 1, number), (RETURN, 0, 0, DENY)]
    rules.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *rule) for rule in rules)


def forbid() -> None:
    """From now on this process and its threads cannot make the forbidden system calls."""
    machine = platform.machine()
    if machine not in AUDIT:
        raise OSError(f"there is no list of system calls for {machine}")
    code = program(machine)
    held = ctypes.create_string_buffer(code)
    pointer = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(held)))
    _call("prctl", SECCOMP, 2, pointer, 0, 0)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None) -> None:
    texts = [text.encode() if text is not None else None for text in (source, target, kind)]
    _call("mount", *texts, ctypes.c_ulong(flags), data.encode() if data else None)


def _call(name: str, *args: object) -> None:
    ctypes.set_errno(0)
    if getattr(_libc, name)(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


if __name__ == "__main__":
    main()
