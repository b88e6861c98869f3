import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.errors import UnavailableError, UsageError
from runtime.events import Answer, Finished, Routed, Step, Token, Verdict
from tui import migrations
from tui.desk import Timed
from tui.store import Store


@pytest.fixture
def store(tmp_path):
    with closing(Store.open(tmp_path / "sessions.db")) as opened:
        yield opened


def events_of(question: str, answer: str, *steps: str) -> tuple[Timed, ...]:
    """What a turn yields: a token and a step for each of `steps`, then the answer."""
    said = [Routed(question, "logic", None, "micro")]
    for number, step in enumerate(steps, 1):
        said += [Token(f"{step}\n", "thought", number), Step(number, step, Verdict("holds"))]
    said += [Answer(answer, rf"\boxed{{{answer}}}", True), Finished("stop", 8, len(steps), 0, 0.1, 0.5, 20.0)]
    return tuple(Timed(number / 10, event) for number, event in enumerate(said))


def keep(store: Store, question: str, answer: str = "yes", *steps: str, session: int | None = None) -> int:
    """Store a whole turn, an append for each event. Returns its session."""
    session = store.begin_session("micro") if session is None else session
    turn = store.begin_turn(session, question, None)
    for timed in events_of(question, answer, *steps):
        store.append(turn, [timed])
    store.end_turn(turn)
    return session


def found(store: Store, text: str) -> list[str]:
    """The questions of the turns that the search finds."""
    return [hit.question for hit in store.search(text)]


def test_a_turn_reads_back_as_its_events_before_and_after_its_end(store):
    events = events_of("q", "yes", "a", "b")
    session = store.begin_session("micro")
    turn = store.begin_turn(session, "q", "logic")
    store.append(turn, events[:2])
    store.append(turn, ())
    store.append(turn, events[2:])
    (running,) = store.turns(session)
    assert (running.id, running.question, running.domain) == (turn, "q", "logic")
    assert running.events == events and running.error is None
    store.end_turn(turn, "")
    (ended,) = store.turns(session)
    assert ended.events == events and ended.error == "" and store.turn(turn) == ended
    assert abs(ended.began - time.time()) < 60


def test_everything_is_there_after_the_file_was_closed_and_opened(tmp_path):
    with closing(Store.open(tmp_path / "s.db")) as store:
        session = keep(store, "Is Tom an animal?", "yes", "Tom is a cat.")
        before = store.sessions(), store.turns(session), store.search("cat")
    with closing(Store.open(tmp_path / "s.db")) as store:
        assert (store.sessions(), store.turns(session), store.search("cat")) == before


def test_the_store_lies_in_the_users_folder_and_only_the_user_reads_it(own_home):
    with closing(Store.open()) as store:
        keep(store, "q")
        modes = {file.name: file.stat().st_mode & 0o777 for file in own_home.iterdir()}
    assert modes == {"sessions.db": 0o600, "sessions.db-wal": 0o600, "sessions.db-shm": 0o600}


def test_sessions_are_listed_by_last_use_a_page_at_a_time_without_empty_ones(store):
    first, second, third = (keep(store, f"question {n}") for n in range(3))
    store.begin_session("nobody asked here")
    keep(store, "one more", session=first)
    assert [(row.id, row.title, row.turns) for row in store.sessions()] == [
        (first, "question 0", 2),
        (third, "question 2", 1),
        (second, "question 1", 1),
    ]
    assert [row.id for row in store.sessions(limit=2, offset=1)] == [third, second]
    assert store.session(second).backbone == "micro"


def test_a_session_is_renamed_and_keeps_its_name(store):
    session = keep(store, "q")
    store.rename(session, "  of cats\n and dogs ")
    keep(store, "another", session=session)
    assert store.session(session).title == "of cats and dogs"
    with pytest.raises(UsageError, match="name is empty"):
        store.rename(session, " \x00 ")


def test_a_deleted_session_is_gone_and_found_no_more(store):
    session, other = keep(store, "of cats"), keep(store, "of more cats")
    store.delete(session)
    assert [row.id for row in store.sessions()] == [other] and store.turns(session) == []
    assert found(store, "cats") == ["of more cats"]
    with pytest.raises(UsageError, match=f"no session {session}"):
        store.session(session)


def test_what_still_writes_to_a_deleted_session_is_told_so_and_hits_no_other(store):
    session = store.begin_session("micro")
    turn = store.begin_turn(session, "q", None)
    store.delete(session)
    newer = store.begin_session("micro")
    newer_turn = store.begin_turn(newer, "other", None)
    for late in (
        lambda: store.append(turn, events_of("q", "yes")),
        lambda: store.end_turn(turn, ""),
        lambda: store.begin_turn(session if session != newer else -1, "more", None),
    ):
        with pytest.raises(UnavailableError, match="deleted meanwhile"):
            late()
    assert newer_turn != turn and store.turn(newer_turn).events == ()


def test_search_covers_question_steps_and_answer_together_latest_first(store):
    keep(store, "Is Tom an animal?", "perhaps", "Tom is a striped cat.")
    keep(store, "Is Rex an animal?", "perhaps", "Rex is a dog.")
    assert found(store, "animal") == ["Is Rex an animal?", "Is Tom an animal?"]
    assert found(store, "stri") == found(store, "animal STRIPED perh") == ["Is Tom an animal?"]
    assert found(store, "tom dog") == found(store, "nothing") == []
    (hit,) = store.search("striped")
    assert "".join(text for text, _ in hit.excerpt) == "Tom is a striped cat.\n"
    assert [text for text, is_found in hit.excerpt if is_found] == ["striped"]
    assert len(store.search("animal", limit=1)) == 1


def test_only_the_last_word_is_a_prefix_and_quoted_words_stand_together(store):
    keep(store, "black cats and white dogs")
    assert found(store, "cat dogs") == [] != found(store, "cats do")
    assert found(store, '"black cats"') != [] == found(store, '"cats black"')
    assert found(store, '"and whi') == ["black cats and white dogs"]


def test_accents_other_scripts_and_formulas_are_found(store):
    for question in ("Die Größe der Wiese", "Где кот?", "猫 は どこ", "Expand (x+2)(x-7)."):
        keep(store, question)
    assert found(store, "grosse größe") == [] and found(store, "große") == ["Die Größe der Wiese"]
    assert found(store, "КОТ") == ["Где кот?"]
    assert found(store, "猫") == ["猫 は どこ"]
    assert found(store, "(x+2)(x-7)") == ["Expand (x+2)(x-7)."] and found(store, "(x+7)(x-2)") == []


@pytest.mark.parametrize("text", ["", " ", '"', '""', "*", "+ - ( ) ^", "'", "\x00", "\ud800", "—", "🙂"])
def test_text_without_a_word_finds_nothing(store, text):
    keep(store, "a question")
    assert store.search(text) == []


@pytest.mark.parametrize(
    "text", ["cats NOT", "AND", "cats OR x", "NEAR(cats", "title:cats", "^cats", "{cats}"]
)
def test_words_and_signs_of_the_query_language_are_only_text(store, text):
    keep(store, "cats NOT AND OR title cats, NEAR cats, x")
    assert found(store, text) != []


ANY = st.text(st.characters(exclude_categories=()))


def test_a_whole_page_may_be_pasted_into_the_search(store):
    words = " ".join(f"word{number}" for number in range(200))
    keep(store, words)
    begun = time.perf_counter()
    assert found(store, f"{words} {'other words ' * 50_000}") == [words]  # only the beginning counts
    assert found(store, "word1-" * 50_000) == found(store, "a " * 50_000) == []
    assert time.perf_counter() - begun < 1.0


TYPED = st.text() | st.lists(
    st.sampled_from(
        ['"', "*", "AND", "NOT", "NEAR(", ")", "a", "é", "\x00", ":", "^", "-", "'", " ", "\u0301"]
    )
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TYPED)
def test_anything_may_be_typed_into_the_search(typed):
    assert isinstance(SEARCHED.search(typed), list)


@settings(max_examples=100, deadline=None)
@given(ANY, ANY, ANY)
def test_any_text_of_a_model_is_stored_and_read_back_as_it_was(question, step, answer):
    events = (
        Timed(0.0, Routed(question, "", None, "micro")),
        Timed(0.1, Step(1, step, Verdict("refuted", step))),
        Timed(0.2, Answer(answer, answer)),
    )
    session = SEARCHED.begin_session("micro")
    turn = SEARCHED.begin_turn(session, question, None)
    SEARCHED.append(turn, events)
    SEARCHED.end_turn(turn, answer)
    assert SEARCHED.turn(turn).events == events


SEARCHED = Store.open(Path(tempfile.mkdtemp()) / "sessions.db")


KILLED = """
import os, signal, sys
from pathlib import Path
from runtime.events import Token
from tui.desk import Timed
from tui.store import Store

store = Store.open(Path(sys.argv[1]))
turn = store.begin_turn(store.begin_session("micro"), "of cats", None)
for number in range(1, 10_000):
    store.append(turn, [Timed(number / 10, Token(" purr", "thought", number))])
    print(number, flush=True)
"""


def test_a_killed_terminal_loses_nothing_that_was_appended(tmp_path):
    path = tmp_path / "s.db"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(50):
            child.stdout.readline()
    finally:
        os.kill(child.pid, signal.SIGKILL)
        told = child.communicate()[0].split()
    appended = int(told[-1]) if told else 50
    with closing(Store.open(path)) as store:
        (row,) = store.sessions()
        (turn,) = store.turns(row.id)
        assert turn.error is None and [hit.turn for hit in store.search("cats")] == [turn.id]
        # one more may have been stored before it could be told
        assert len(turn.events) in (appended, appended + 1)
        assert [timed.event.index for timed in turn.events] == list(range(1, len(turn.events) + 1))


def test_threads_write_and_search_at_once(store):
    failures = []

    def work(number: int) -> None:
        try:
            for round_ in range(10):
                keep(store, f"thread {number} round {round_}", "yes", "a step")
                store.search("thr")
                store.sessions()
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures and len(store.sessions()) == 60 and len(store.search("round", limit=100)) == 60
    assert all(
        store.turns(row.id)[0].events == events_of(row.title, "yes", "a step") for row in store.sessions()
    )


def test_two_processes_may_have_the_store_open(tmp_path):
    with closing(Store.open(tmp_path / "s.db")) as one, closing(Store.open(tmp_path / "s.db")) as other:
        session = keep(one, "from one")
        keep(other, "from the other", session=session)
        assert [turn.question for turn in one.turns(session)] == ["from one", "from the other"]


def test_a_full_disk_is_one_line_and_what_was_stored_stays(tmp_path, monkeypatch):
    connect = sqlite3.connect
    with closing(Store.open(tmp_path / "s.db")) as store:
        session = keep(store, "before")

    def small(*args, **options):
        db = connect(*args, **options)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", small)
        with closing(Store.open(tmp_path / "s.db")) as store:
            turn = store.begin_turn(session, "after", None)
            big = [Timed(0.0, Token(os.urandom(9000).hex(), "thought", 1))]
            with pytest.raises(UnavailableError, match="disk is full; free some room") as raised:
                store.append(turn, big)
            assert "\n" not in str(raised.value)
            assert [turn.question for turn in store.turns(session)] == ["before", "after"]
    with closing(Store.open(tmp_path / "s.db")) as store:
        store.append(turn, big)
        assert store.turn(turn).events == tuple(big)


LIMITED = """
import resource, sys
from pathlib import Path
from adapters.errors import UnavailableError
from runtime.events import Token
from tui.desk import Timed
from tui.store import Store

store = Store.open(Path(sys.argv[1]))
turn = store.begin_turn(store.begin_session("micro"), "q", None)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(10_000):
        store.append(turn, [Timed(0.0, Token("x", "thought", number))])
except UnavailableError as error:
    print(number, error)
"""


def test_a_disk_that_fails_is_one_line_and_what_was_stored_stays(tmp_path):
    path = tmp_path / "s.db"
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True)
    stored, _, message = done.stdout.strip().partition(" ")
    assert done.returncode == 0 and str(path) in message and "\n" not in message
    with closing(Store.open(path)) as store:
        (row,) = store.sessions()
        assert len(store.turns(row.id)[0].events) == int(stored) > 10


@pytest.fixture
def unprivileged():
    """A folder, and no right to do more than any other user may."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        if os.geteuid():
            yield Path(folder)
            return
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            os.seteuid(0)


def test_a_read_only_folder_is_one_line(unprivileged):
    unprivileged.chmod(0o555)
    with pytest.raises(UnavailableError, match="s.db: Permission denied; check the folder"):
        Store.open(unprivileged / "s.db")
    unprivileged.chmod(0o755)


def test_a_read_only_file_is_one_line(unprivileged):
    path = unprivileged / "s.db"
    Store.open(path).close()
    path.chmod(0o444)
    with closing(Store.open(path)) as store, pytest.raises(UnavailableError, match="check the permissions"):
        store.begin_session("micro")


def test_a_file_in_place_of_the_folder_is_one_line(tmp_path):
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(UnavailableError, match="check the folder"):
        Store.open(tmp_path / "home" / "s.db")


def test_a_file_that_is_no_store_is_one_line_and_left_alone(tmp_path):
    path = tmp_path / "s.db"
    path.write_text("my shopping list " * 100)
    with pytest.raises(UnavailableError, match="s.db: is no session store; move it away"):
        Store.open(path)
    assert path.read_text() == "my shopping list " * 100


def test_a_damaged_store_is_one_line(tmp_path):
    path = tmp_path / "s.db"
    with closing(Store.open(path)) as store:
        session = [keep(store, f"question {n}", "yes", "a step " * 50) for n in range(50)][0]
    whole = bytearray(path.read_bytes())
    whole[4096:] = os.urandom(len(whole) - 4096)
    path.write_bytes(whole)
    with closing(Store.open(path)) as store, pytest.raises(UnavailableError) as raised:
        store.turns(session)
    assert "damaged; move it away" in str(raised.value) and path.read_bytes() == bytes(whole)


def test_damaged_events_are_one_line(store):
    session = keep(store, "q")
    for damage in (b"not deflated", zlib.compress(b'{"event": "Unheard"}'), zlib.compress(b"\xff")):
        with closing(sqlite3.connect(store.path)) as db, db:
            db.execute("UPDATE batch SET lines = ?", (damage,))
        with pytest.raises(UnavailableError, match="damaged; move it away"):
            store.turns(session)


def test_a_closed_store_says_so(tmp_path):
    store = Store.open(tmp_path / "s.db")
    store.close()
    with pytest.raises(UnavailableError, match="closed"):
        store.sessions()


def newer(tmp_path, monkeypatch, script: str) -> None:
    """Let moelite know one more migration."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for known in migrations.FOLDER.glob("*.sql"):
        (folder / known.name).write_text(known.read_text())
    (folder / "999_newest.sql").write_text(script)
    monkeypatch.setattr(migrations, "FOLDER", folder)


STARS = "ALTER TABLE session ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;\n-- a word; and more\nSELECT 1;\n"


def test_a_store_is_copied_before_it_is_migrated(tmp_path, monkeypatch):
    path = tmp_path / "s.db"
    with closing(Store.open(path)) as store:
        session = keep(store, "q")
        before = store.turns(session)
    newer(tmp_path, monkeypatch, STARS)
    for _ in range(2):
        with closing(Store.open(path)) as store:
            assert store.turns(session) == before
    assert sorted(file.name for file in tmp_path.glob("*.db")) == ["s-format1.db", "s.db"]
    monkeypatch.undo()
    with closing(Store.open(tmp_path / "s-format1.db")) as copy:
        assert copy.turns(session) == before
    with pytest.raises(
        UnavailableError, match=r"newer moelite \(format 999, known up to 1\); update moelite"
    ):
        Store.open(path)


def test_a_new_store_is_not_copied(tmp_path, monkeypatch):
    newer(tmp_path, monkeypatch, STARS)
    Store.open(tmp_path / "s.db").close()
    assert [file.name for file in tmp_path.glob("*.db")] == ["s.db"]


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "s.db"
    with closing(Store.open(path)) as store:
        session = keep(store, "q")
    with monkeypatch.context() as patch:
        newer(tmp_path, patch, "DELETE FROM turn;\nALTER TABLE nowhere ADD COLUMN x;\n")
        with pytest.raises(UnavailableError, match="no such table: nowhere"):
            Store.open(path)
    with closing(Store.open(path)) as store:
        assert [turn.question for turn in store.turns(session)] == ["q"]


def test_of_many_that_start_at_once_one_migrates(tmp_path):
    failures, stores_ = [], []

    def begin() -> None:
        try:
            stores_.append(Store.open(tmp_path / "s.db"))
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores_:
        store.close()
    assert failures == [] and len(stores_) == 8


def test_a_thousand_long_turns_are_searched_and_listed_at_once(tmp_path):
    step = " ".join(f"word{n}" for n in range(40))
    with closing(Store.open(tmp_path / "s.db")) as store:
        sessions = [store.begin_session("micro") for _ in range(100)]
        for number in range(1000):
            turn = store.begin_turn(sessions[number % 100], f"question {number} of many", None)
            store.append(turn, [Timed(0.0, Step(1, step, Verdict("holds"))), Timed(0.1, Answer("x", "x"))])
            store.end_turn(turn)
        for text in ("w", "word", "word1 word2 many", '"word38 word39', "question 99", "absent"):
            took = []
            for _ in range(3):
                begun = time.perf_counter()
                store.search(text)
                took.append(time.perf_counter() - begun)
            assert min(took) < 0.05  # ten times as many turns may take 0.1 s
        assert len(store.search("question 777")) == 1 and len(store.sessions(limit=1000)) == 100
