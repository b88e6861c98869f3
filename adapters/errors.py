"""The one family of errors a user can meet: each message says what was wrong and what to do."""


class MoeliteError(Exception):
    """Something failed. The command line prints the message alone and leaves with `exit_code`."""

    exit_code = 1


class UsageError(MoeliteError):
    """The request itself was wrong: a bad option, key or value."""

    exit_code = 2


class UnavailableError(MoeliteError):
    """A backbone, adapter, encoder or device is missing, damaged or does not fit."""

    exit_code = 3
