"""Makers of summaries that fail, in a module that another process can import."""

import os

from screenkit.cli.processes import Maker


class Dying(Maker):
    """Ends its whole process at the third record."""

    def make(self, job):
        if job.record == 3:
            os._exit(1)
        return super().make(job)


class Failing(Maker):
    """Cannot write the third record, for a reason that must not be told."""

    def make(self, job):
        return super().make(Bad(job) if job.record == 3 else job)


class Bad:
    """A row whose answers cannot be read."""

    def __init__(self, job):
        self.place, self.record = job.place, job.record

    @property
    def answers(self):
        raise ValueError("suicidal_ideation is plan")
