"""The Reason screen: a question and what answers it."""

from runtime.fake import Script
from tests.tui.pilot import LONG, SLOW, app_of, ask, piloted, seen, until
from tui.widgets.prompt import Prompt


@piloted
async def test_enter_sends_and_the_answer_is_read_with_its_route_and_numbers():
    async with app_of(Script("symbolic", ("a = b", "b = c"), r"\boxed{\frac{1}{2}}")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        assert seen(turn, "question") == "› q0"
        assert "▸ symbolic" in seen(turn, "route") and "92%" in seen(turn, "route")
        assert "threshold 50%" in seen(turn, "route") and "0.90 symbolic Expand" in seen(turn, "route")
        assert seen(turn, "answer") == "1/2"
        assert seen(turn, "numbers").startswith("symbolic · 7 tokens · 0.")
        assert "tok/s" in seen(turn, "numbers")
        assert pilot.app.reason.query_one(Prompt).text == ""


@piloted
async def test_the_thought_folds_when_the_answer_starts_and_a_key_opens_it():
    async with app_of(Script("logic", ("all a are b", "so b"), "yes")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        assert "thought for" in seen(turn, "thought-head") and "· 6 tokens" in seen(turn, "thought-head")
        assert seen(turn, "steps") == ""
        await pilot.press("ctrl+t")
        assert seen(turn, "steps").splitlines() == ["  ✓ all a are b", "  ✓ so b"]
        await pilot.press("ctrl+t")
        assert seen(turn, "steps") == ""


@piloted
async def test_steps_stream_in_while_the_model_thinks():
    script = Script("logic", ("first step", "a second one that is long " * 20), "x")
    async with app_of(script, delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "first step" in seen(turn, "steps") and "second" in seen(turn, "partial"))
        assert seen(turn, "thought-head") == "▾ thinking"
        assert seen(turn, "numbers").startswith("thinking… · logic · ")
        await pilot.press("escape")


@piloted
async def test_a_refuted_step_stays_visible_with_its_reason():
    async with app_of(Script("logic", ("fine", "!wrong", "right"), "x")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        await pilot.press("ctrl+t")
        assert "  ✗ wrong  scripted to be wrong" in seen(turn, "steps")
        assert "1 restart" in seen(turn, "numbers")


@piloted
async def test_escape_stops_and_keeps_what_was_written_and_the_next_question_works():
    async with app_of(LONG, Script("logic", (), "fine"), delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "word word" in seen(turn, "answer"))
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.reason.busy)
        assert turn.transcript.tokens < 200
        assert seen(turn, "answer").startswith("word word")
        assert "stopped" in seen(turn, "numbers")
        assert seen(await ask(pilot, "q1"), "answer") == "fine"


@piloted
async def test_a_thought_that_is_stopped_stays_open():
    async with app_of(Script("logic", ("one", "two " * 200), "x"), delay=SLOW).run_test() as pilot:
        turn = await ask(pilot, "q0", wait=False)
        await until(pilot, lambda: "two two" in seen(turn, "partial"))
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.reason.busy)
        assert "one" in seen(turn, "steps") and "two two" in seen(turn, "partial")
        assert seen(turn, "answer") == ""


@piloted
async def test_a_domain_is_forced_with_a_slash():
    async with app_of().run_test() as pilot:
        turn = await ask(pilot, "/logic 2+2")
        assert seen(turn, "question") == "› /logic 2+2"
        assert seen(turn, "route") == "→ logic · asked for"
        assert seen(turn, "answer") == "2+2"
        turn = await ask(pilot, "/none 2+2")
        assert seen(turn, "route") == "→ bare fake · asked for"
        turn = await ask(pilot, "/poetry a rose")
        assert "failed: no domain 'poetry'" in seen(turn, "numbers")
        assert seen(await ask(pilot, "2+2"), "answer") == "2+2"


@piloted
async def test_an_abstained_route_says_bare_backbone():
    async with app_of().run_test() as pilot:
        turn = await ask(pilot, "hi there")
        assert "▸ none" in seen(turn, "route") and "none: bare backbone" in seen(turn, "route")
        assert "knows only" in seen(turn, "answer") and turn.has_class("refused")
        assert "not answered" in seen(turn, "numbers")


@piloted
async def test_an_engine_that_fails_in_the_middle_leaves_one_line_and_the_app_up():
    broken = Script("logic", ("one", "two"), "x", RuntimeError("CUDA [bold]\nout of memory"))
    async with app_of(broken, Script("logic", (), "fine")).run_test() as pilot:
        turn = await ask(pilot, "q0")
        assert seen(turn, "numbers") == "failed: unexpected RuntimeError: CUDA [bold] out of memory"
        assert "two" in seen(turn, "steps")
        assert seen(await ask(pilot, "q1"), "answer") == "fine"


@piloted
async def test_text_full_of_markup_and_control_codes_is_shown_as_it_is():
    nasty = "[/x] [bold]b[/] [@click=app.exit]c[/] $foo \\[d] \x1b[2J\x07 {e} [red"
    async with app_of(Script("logic", (nasty,), nasty)).run_test() as pilot:
        turn = await ask(pilot, nasty.replace("\x1b", "").replace("\x07", ""))
        turn = await ask(pilot, "q0")
        assert seen(turn, "answer").startswith("[/x] [bold]b[/] [@click=app.exit]c[/] $foo \\[d]")
        await pilot.press("ctrl+t")
        assert "[@click=app.exit]" in seen(turn, "steps")
        assert "\x1b" not in seen(turn, "answer") + seen(turn, "steps")
