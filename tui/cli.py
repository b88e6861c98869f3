"""The command line. Data goes to stdout, everything else to stderr; every failure is one line."""

import gc
import os
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from adapters.errors import MoeliteError, UsageError
from tui.commands.options import EXIT_CODES, INTERRUPTED, note, progress_line, targeted
from tui.host import Target

EXAMPLE = "Expand (x+2)(x-7)."
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OPENING = ("--continue", "--resume", "--replay")


COMMANDS = {  # the file under tui/commands and the name of the command in it
    "adapters": ("adapters_export", "adapters"),
    "ask": ("ask", "ask"),
    "check": ("check", "check"),
    "doctor": ("doctor", "doctor"),
    "eval": ("evaluate", "evaluate"),
    "quantize": ("quantize", "quantize"),
    "reports": ("evaluate", "saved_reports"),
    "route": ("ask", "route"),
    "sessions": ("sessions", "sessions"),
    "train": ("train", "train"),
}


class Commands(click.Group):
    """The commands, each imported when it is needed: the first frame of the screen needs none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        file, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"tui.commands.{file}"), name)
        return command


@click.group(
    cls=Commands,
    invoke_without_command=True,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="moelite", prog_name="moelite")
@click.option("--continue", "last", is_flag=True, help="Go on with the last session.")
@click.option("--resume", type=int, metavar="ID", help="Go on with that session (`moelite sessions list`).")
@click.option("--replay", type=FILE, metavar="FILE", help="Play a saved session, without any model.")
@click.option("--no-animation", is_flag=True, help="Nothing on the screen moves by itself.")
@targeted
def cli(target: Target, last: bool, resume: int | None, replay: Path | None, no_animation: bool) -> int:
    """Ask a question; the right expert answers.

    Without a command opens the screen, or answers one example question where no terminal is attached.
    """
    context = click.get_current_context()
    asked = (last or None, resume, replay)
    wanted = [option for option, given in zip(OPENING, asked, strict=True) if given is not None]
    if context.invoked_subcommand is not None:
        if wanted:
            raise UsageError(f"{wanted[0]} opens the screen; give it without a command")
        return 0
    if len(wanted) > 1:
        raise UsageError(f"{' and '.join(wanted)} do not go together; give one of them")
    # a driver is named where the screen is served to a browser
    if "TEXTUAL_DRIVER" in os.environ or (sys.stdin.isatty() and sys.stdout.isatty()):
        gc.disable()  # no garbage is worth a tenth of the time to the first frame; the app goes on with it
        from tui.app import run

        return run(target, session="last" if last else resume, replay=replay, animate=not no_animation)
    if wanted:
        raise UsageError(f"{wanted[0]} opens the screen, which needs a terminal")
    return _example(target)


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit code; never lets a traceback out."""
    try:
        result = cli.main(argv, prog_name="moelite", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        return _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except MoeliteError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        # nobody reads on: Python must not complain about it either when it flushes at exit
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UnicodeError as error:
        return _fail(f"the input is not UTF-8 text: {error}", 2)
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error), 1)
    except Exception as error:
        if os.environ.get("MOELITE_DEBUG"):
            traceback.print_exc()
        return _fail(
            f"unexpected {type(error).__name__}: {error} (MOELITE_DEBUG=1 shows where it comes from)", 1
        )


def _fail(message: str, code: int) -> int:
    with suppress(OSError):
        click.echo(f"moelite: {' '.join(message.split())}", err=True)
    return code


def _example(target: Target) -> int:
    from tui import host
    from tui.commands.ask import answer

    note(EXAMPLE)
    with progress_line() as progress:
        runtime = host.load(target, progress)
    return answer(runtime, EXAMPLE)


if __name__ == "__main__":
    sys.exit(main())
