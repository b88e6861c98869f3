"""The one family of errors a user can meet: each message says what was wrong and what to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class MoeliteError(Exception):
    """Something failed. The command line prints the message alone and leaves with `exit_code`."""

    exit_code = 1


class UsageError(MoeliteError):
    """The request itself was wrong: a bad option, key or value."""

    exit_code = 2


class UnavailableError(MoeliteError):
    """A backbone, adapter, encoder or device is missing, damaged or does not fit."""

    exit_code = 3


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Within it a MoeliteError ends the process with its one line on stderr and its exit code."""
    try:
        yield
    except MoeliteError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
