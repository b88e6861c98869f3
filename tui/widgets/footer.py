"""The line below every screen: the keys that matter now. One widget, so that it costs no layout to change."""

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget


class Footer(Widget):
    """A click on a key presses it. What cannot be done now is dim."""

    DEFAULT_CSS = """
    Footer {
        dock: bottom;
        height: 1;
        background: $footer-background;
        color: $footer-description-foreground;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        link-color: $footer-description-foreground;
        link-style: none;
        link-style-hover: reverse;
    }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """The screen's keys from the left, the palette's at the right."""
        keys: dict[str, Content] = {}  # by what they do; of several keys for it the first
        palette = Content()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            key = self._key(binding, active.enabled)
            if binding.action == "command_palette":
                palette = Content.assemble(("▏", "$foreground 20%"), key)
            elif binding.show:
                keys.setdefault(binding.action, key)
        left = Content(" ").join(keys.values())
        room = self.size.width - palette.cell_length
        return left.truncate(room, ellipsis=True, pad=True) + palette if room > 0 else left

    def _key(self, binding: Binding, enabled: bool) -> Content:
        name = self.app.get_key_display(binding)
        said = Content.assemble((name, "bold $footer-key-foreground"), f" {binding.description}")
        press = Style.from_meta({"@click": f"app.simulate_key('{binding.key}')"})
        return said.stylize(press if enabled else "dim")
