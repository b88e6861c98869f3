"""The Adapters screen in the real app: every action on packs, on disk and in the runtime."""

import shutil
import threading

import pytest
from textual.widgets import Checkbox, DataTable, Input, Markdown, Static

from adapters import registry
from adapters.pack import CARD
from runtime.fake import FakeInfo, FakeRuntime
from tests.adapters.packs import make_pack
from tests.tui.pilot import piloted, until
from tui.app import MoeliteApp
from tui.pack_list import entries, learned, scores
from tui.screens.adapters import AdaptersScreen, AddPack, CardScreen
from tui.screens.ask import Ask

FITS = FakeInfo().fingerprint
RECORD = {"trained": "2026-11-28", "sources": ["pigments.jsonl"], "rows": 1240, "tokens": 68_812_800}


@pytest.fixture(autouse=True)
def no_bundled(tmp_path, monkeypatch):
    monkeypatch.setattr(registry, "BUNDLED", tmp_path / "bundled")


@pytest.fixture
def colours(tmp_path):
    """The installed pack "colours", which fits the scripted runtime."""
    source = make_pack(tmp_path / "src", backbone=FITS, record=RECORD, scores={"numbers": 0.975})
    return registry.add(source.path)


def app_of(runtime: FakeRuntime | None = None) -> MoeliteApp:
    """The app on a scripted runtime that holds what is installed, as a loaded one does."""
    runtime = runtime or FakeRuntime(delay=0)
    for pack in registry.installed():
        if pack.backbone == FITS:
            runtime.add(pack)
    return MoeliteApp(lambda progress: runtime)


async def opened(pilot) -> AdaptersScreen:
    await until(pilot, lambda: pilot.app.desk.host is not None)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, AdaptersScreen))
    screen = pilot.app.screen
    await until(pilot, lambda: status(screen) != "looking through the packs…")
    return screen


def rows(screen) -> list[list[str]]:
    table = screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(i)] for i in range(table.row_count)]


def states(screen) -> dict[str, str]:
    return {row[0]: row[1].split(maxsplit=1)[1] for row in rows(screen)}


def status(screen) -> str:
    return str(screen.query_one("#status", Static).content)


def detail(screen) -> str:
    return str(screen.query_one("#detail", Static).content)


@piloted
async def test_the_table_shows_what_is_known_of_every_pack(colours, tmp_path):
    registry.add(make_pack(tmp_path / "other", "shapes").path)
    broken = registry.add(make_pack(tmp_path / "broken", "sounds").path)
    (broken.path / "domain.toml").write_text("[/x] = [bold]")
    async with app_of().run_test(size=(200, 60)) as pilot:
        screen = await opened(pilot)
        assert states(screen) == {"colours": "answering", "shapes": "other backbone", "sounds": "broken"}
        name, _, rank, size, backbone, trained, on, found = rows(screen)[0]
        assert (name, rank, backbone, trained) == ("colours", "4", "00000000 ✓", "2026-11-28")
        assert size.endswith(" MB") and found == "numbers 97.5%"
        assert on == "pigments.jsonl · 1,240 rows · 68.8M tokens"
        assert rows(screen)[1][4] == "abc123 ✗"
        assert "Questions about colours." in detail(screen) and str(colours.path) in detail(screen)
        await pilot.press("down", "down")
        await until(pilot, lambda: "not TOML" in detail(screen))


@piloted
async def test_a_pack_is_added_from_a_folder_and_answers(tmp_path):
    source = make_pack(tmp_path / "src", backbone=FITS)
    app = app_of()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "no domain is installed" in detail(screen)
        await pilot.press("a")
        assert isinstance(app.screen, AddPack)
        app.screen.query_one(Input).value = f"  {source.path} "
        await pilot.press("enter")
        await until(pilot, lambda: states(screen) == {"colours": "answering"})
        assert registry.show("colours").digest == source.digest
        assert app.desk.host.route("Is green a warm colour?").domain == "colours"
        await until(pilot, lambda: status(screen) == "colours is ready")


@piloted
async def test_a_pack_is_added_from_the_hub_with_progress(tmp_path, monkeypatch):
    source = make_pack(tmp_path / "hub", backbone=FITS).path
    seen = []

    def snapshot_download(repo, *, local_dir, tqdm_class, **options):
        with tqdm_class(total=9, unit="B") as bar:
            bar.update(4_000_000)
            bar.refresh()
        shutil.copytree(source, local_dir, dirs_exist_ok=True)

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot_download)
    monkeypatch.setattr(AdaptersScreen, "_say", lambda self, text: seen.append(text))
    async with app_of().run_test() as pilot:
        await opened_quietly(pilot)
        await pilot.press("a", *"someone/colours@v1", "enter")
        await until(pilot, lambda: "added colours" in seen)
        assert "fetching someone/colours: 4.0 MB" in seen


async def opened_quietly(pilot):
    await until(pilot, lambda: pilot.app.desk.host is not None)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, AdaptersScreen))


@piloted
async def test_what_cannot_be_added_is_one_line_and_replacing_is_asked_for(colours, tmp_path):
    other = make_pack(tmp_path / "other", backbone=FITS, seed=5)
    async with app_of().run_test() as pilot:
        screen = await opened(pilot)
        for source, said in ((tmp_path / "nowhere", "not a folder"), (other.path, "already installed")):
            await pilot.press("a")
            pilot.app.screen.query_one(Input).value = str(source)
            await pilot.press("enter")
            await until(pilot, lambda said=said: said in status(screen))
        assert registry.show("colours").digest == colours.digest
        await pilot.press("a")
        pilot.app.screen.query_one(Input).value = str(other.path)
        pilot.app.screen.query_one(Checkbox).value = True
        await pilot.press("enter")
        await until(pilot, lambda: status(screen) == "colours is replaced")
        assert pilot.app.desk.host.packs[0].digest == other.digest
        await pilot.press("a", "escape")
        assert pilot.app.screen is screen
        await pilot.press("a", "enter")
        assert pilot.app.screen is screen and not screen._busy


@piloted
async def test_removing_asks_once(colours):
    async with app_of().run_test() as pilot:
        screen = await opened(pilot)
        await pilot.press("x")
        assert isinstance(pilot.app.screen, Ask)
        await pilot.press("escape")
        assert colours.path.is_dir()
        await pilot.press("delete", "y")
        await until(pilot, lambda: not colours.path.is_dir() and rows(screen) == [])
        await until(pilot, lambda: pilot.app.desk.host.packs == ())


@piloted
async def test_a_pack_is_disabled_and_enabled_again(colours):
    async with app_of().run_test() as pilot:
        screen = await opened(pilot)
        await pilot.press("d")
        await until(pilot, lambda: states(screen) == {"colours": "disabled"})
        await until(pilot, lambda: pilot.app.desk.host.packs == ())
        assert colours.path.is_dir() and registry.installed() == ()
        await pilot.press("d")
        await until(pilot, lambda: states(screen) == {"colours": "answering"})


@piloted
async def test_every_number_of_a_pack_is_verified(colours, tmp_path):
    registry.add(make_pack(tmp_path / "other", "shapes", backbone=FITS).path)
    damaged = registry.show("shapes").weights
    with open(damaged, "r+b") as file:
        file.seek(-4, 2)
        file.write(b"\x00\x00\xc0\x7f")  # NaN
    async with app_of().run_test() as pilot:
        screen = await opened(pilot)
        await pilot.press("v")
        await until(pilot, lambda: status(screen) == "colours: sound")
        await pilot.press("down", "v")
        await until(pilot, lambda: "1 of 32 numbers are not finite" in status(screen))


@piloted
async def test_the_card_is_shown_and_scrolls(colours):
    (colours.path / CARD).write_text("---\na: b\n---\n# Colours [/x]\n\n" + "line\n\n" * 60 + "\x1b[2J")
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        for key in ("c", "enter"):
            await pilot.press(key)
            card = pilot.app.screen
            assert isinstance(card, CardScreen)
            assert card.query_one(Markdown).source.startswith("# Colours [/x]")
            assert "\x1b" not in card.query_one(Markdown).source
            await pilot.press("pagedown")
            await pilot.press("escape")
            assert pilot.app.screen is screen


@piloted
async def test_a_pack_deleted_on_disk_while_in_use_is_told_at_the_next_look(colours, monkeypatch):
    monkeypatch.setattr("tui.app.WATCH_S", 3600.0)
    async with app_of().run_test() as pilot:
        screen = await opened(pilot)
        shutil.rmtree(colours.path)
        await pilot.press("r")
        await until(pilot, lambda: states(screen) == {"colours": "deleted"})
        assert "was deleted while it answers" in detail(screen)
        await pilot.press("v")
        await until(pilot, lambda: "no domain pack at" in status(screen))
        await pilot.press("c")
        assert "no card" in pilot.app.screen._text or isinstance(pilot.app.screen, CardScreen)
        await pilot.press("escape", "x", "y")
        await until(pilot, lambda: "no domain 'colours' is installed" in status(screen))


@piloted
async def test_a_pack_that_the_runtime_refuses_is_not_loaded(colours):
    class Full(FakeRuntime):
        def add(self, pack):
            raise MemoryError("no memory [left]")

    app = MoeliteApp(lambda progress: Full(delay=0))
    async with app.run_test() as pilot:
        screen = await opened(pilot)
        assert states(screen) == {"colours": "not loaded"}
        await pilot.press("d")
        await until(pilot, lambda: states(screen) == {"colours": "disabled"})
        await pilot.press("d")
        await until(pilot, lambda: status(screen) == "unexpected MemoryError: no memory [left]")


@piloted
async def test_the_screen_opens_before_there_is_a_runtime(colours):
    gate, runtime = threading.Event(), FakeRuntime(delay=0)
    runtime.add(colours)
    app = MoeliteApp(lambda progress: gate.wait(10) and runtime)
    async with app.run_test() as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AdaptersScreen))
        await until(pilot, lambda: states(app.screen) == {"colours": "loading"})
        await pilot.press("d")
        await until(pilot, lambda: states(app.screen) == {"colours": "disabled"})
        await pilot.press("d")
        await until(pilot, lambda: states(app.screen) == {"colours": "loading"})
        gate.set()
        await until(pilot, lambda: states(app.screen) == {"colours": "answering"})


@piloted
async def test_it_fits_at_any_size(colours):
    async with app_of().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        for width, height in ((80, 24), (20, 5), (200, 60)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            table = screen.query_one(DataTable)
            assert screen.max_scroll_x == 0
            assert table.region.height >= 1 and table.region.bottom <= height
            await pilot.press("a")
            assert pilot.app.screen.query_one(Input).region.bottom <= height
            await pilot.press("escape")
            assert pilot.app.screen is screen


def test_the_bundled_packs_can_be_disabled_but_not_removed(tmp_path):
    make_pack(tmp_path / "bundled", "logic", backbone=FITS)
    shutil.rmtree(tmp_path / "bundled/logic-peft")
    registry.disable("logic")
    (entry,) = entries(FakeRuntime())
    assert (entry.state, entry.bundled, entry.fits) == ("disabled", True, True)


def test_what_a_pack_was_trained_on_is_read_out_of_any_record():
    assert learned({"domains": ["logic"], "tokens": 1500, "steps": 3}) == "logic · 1.5k tokens"
    assert learned({"sources": ["a", "b"], "rows": 1}) == "a, b · 1 row"
    assert learned({}) == learned({"sources": 3, "rows": "many", "tokens": None}) == ""


def test_scores_are_shares_or_plain_numbers(tmp_path):
    assert scores(make_pack(tmp_path, scores={"numbers": 0.5, "perplexity": 3.25})) == (
        "numbers 50.0%, perplexity 3.25"
    )
