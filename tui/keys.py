"""Keys of the user's own, from the [keys] table of config.toml: a binding's id and the key it gets."""

import unicodedata
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.keys import Keys

from adapters.errors import UsageError
from tui.desk import PLACES

MODIFIERS = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
NAMED = frozenset(key.value for key in Keys)


def check(keymap: Mapping[str, str], app: type[DOMNode], source: Path) -> None:
    """Raises UsageError naming `source` where an id is unknown or a key is none."""
    if not keymap:
        return  # the screens need not be imported to know their bindings
    known = {binding.id for binding in _bindings(app) if binding.id}
    for name, keys in keymap.items():
        if name not in known:
            raise UsageError(
                f"{source}: [keys] has no binding {name!r} (there are: {', '.join(sorted(known))})"
            )
        for key in keys.split(","):
            if not is_key(key.strip()):
                raise UsageError(
                    f"{source}: [keys] {name}: {key.strip()!r} is no key (try one like 'ctrl+g')"
                )


def is_key(text: str) -> bool:
    """Whether `text` names a key as Textual does: "g", "ctrl+g", "f7", "question_mark"."""
    *modifiers, key = text.split("+") if len(text) > 1 else [text]
    if not MODIFIERS.issuperset(modifiers):
        return False
    if len(key) == 1:
        return key.isprintable() and not key.isspace()
    return key in NAMED or _is_character(key)


def _is_character(name: str) -> bool:
    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return False
    return True


def _bindings(app: type[DOMNode]) -> Iterator[Binding]:
    """Every binding of the app, its screens and what stands on them."""
    modules = [import_module(f"tui.screens.{place}") for place in PLACES]
    nodes = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, DOMNode)
    }
    for node in (app, *nodes):
        for bindings in BindingsMap(node.BINDINGS).key_to_bindings.values():
            yield from bindings
