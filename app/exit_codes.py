"""The exit codes of the command, which are part of its interface."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a run of the command ended."""

    FINE = 0
    MODEL_OR_DATA = 1
    USAGE = 2
    INFERENCE_FAILED = 3
    LIMIT = 4
    CLAIM_FAILED = 5


TABLE = """\
exit codes:
  0  fine
  1  the model or its data are wrong
  2  the command was called wrongly
  3  inference failed (the result says how; its numbers are not a posterior)
  4  a limit was reached (states, memory or steps)
  5  a claim about a block failed, or was not tested in time (verify only)
"""
