"""
Runs a command and writes what it took: wall seconds, CPU-seconds and the peak of resident memory, of it and all that it started.

    measured.py FOLDER COMMAND [ARGUMENT …]     writes FOLDER/measured.json
"""

import json
import os
import platform
import sys
import threading
import time

EVERY_SECONDS = 0.05


def resident_bytes(pid):
    """Of a process and all below it; what is shared between them counts more than once. 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            total = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        children = []
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                children += file.read().split()
    except OSError:
        return 0
    return total + sum(resident_bytes(child) for child in children)


def main(folder, command):
    peak, done = 0, threading.Event()

    def watch(pid):
        nonlocal peak
        while not done.wait(EVERY_SECONDS):
            peak = max(peak, resident_bytes(pid))

    started = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    watcher = threading.Thread(target=watch, args=(pid,))
    watcher.start()
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    done.set()
    watcher.join()
    unit = 1 if platform.system() == "Darwin" else 1024
    result = {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        # The kernel's own figure is exact for one process; the watch sees several at once.
        "peakBytes": max(peak, usage.ru_maxrss * unit),
    }
    with open(os.path.join(folder, "measured.json"), "w") as file:
        json.dump(result, file)
    sys.exit(os.waitstatus_to_exitcode(status))


main(sys.argv[1], sys.argv[2:])
