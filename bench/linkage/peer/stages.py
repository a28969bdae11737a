"""Named stages of a run: wall seconds and CPU-seconds of this process, all its threads together."""

import json
import resource
import time
from contextlib import contextmanager


class Stages:
    """What one process did, in order. `save` writes it where the bench reads it."""

    def __init__(self):
        self.stages = {}
        self.facts = {}

    @contextmanager
    def stage(self, name):
        wall, cpu = time.perf_counter(), _cpu_seconds()
        yield
        self.stages[name] = {"wall": time.perf_counter() - wall, "cpu": _cpu_seconds() - cpu}

    def save(self, path):
        with open(path, "w") as file:
            json.dump({"stages": self.stages, "facts": self.facts}, file)


def _cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
