"""`moelite quantize`: one line at the end, one line and an exit code where it cannot be done."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tui.cli import main


@pytest.fixture(scope="module")
def plain(nano: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a backbone of plain weights with its tokenizer."""
    from trainers.micro import SIZES, build_model

    folder = tmp_path_factory.mktemp("plain")
    build_model(SIZES["nano"], seed=0).save_pretrained(folder)
    for file in nano.glob("*token*"):
        shutil.copy(file, folder)
    return folder


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, list[str]]:
    code = main(["quantize", *argv])
    printed = capsys.readouterr()
    return code, printed.out, printed.err.splitlines()


def test_one_line_tells_the_sizes(plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    code, out, err = run(capsys, str(plain), str(tmp_path / "out"))
    assert (code, out) == (0, "")
    assert err == [f"2.23 MB became 0.71 MB in {tmp_path / 'out'}"]
    assert json.loads((tmp_path / "out" / "config.json").read_text())["moelite"].keys() == {
        "quantised_from",
        "weights",
    }


def test_files_as_large_as_asked_for(plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(plain), str(tmp_path / "out"), "--shard-gb", "0.0001")[0] == 0
    assert len(list((tmp_path / "out").glob("model-*.safetensors"))) > 1


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("PLAIN", "TMP/there"), 2, "TMP/there is there already; give another folder, or remove it"),
        (("PLAIN", "TMP/no/out"), 2, "there is no folder TMP/no to write out into"),
        (("NANO", "TMP/out"), 2, "NANO is NF4 already; moelite takes it as it is"),
        (("micro", "TMP/out"), 2, "micro is NF4 already; moelite takes it as it is"),
        (("PLAIN", "TMP/out", "--device", "tpu"), 2, "unknown device 'tpu'; give cpu or cuda"),
        (("PLAIN", "TMP/out", "--shard-gb", "0"), 2, "Invalid value for '--shard-gb'"),
        (("PLAIN",), 2, "Missing argument 'OUT'."),
        (("./nowhere", "TMP/out"), 3, "no backbone folder at ./nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    plain: Path,
    nano: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    argv: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    def named(text: str) -> str:
        for name, path in (("PLAIN", plain), ("NANO", nano), ("TMP", tmp_path)):
            text = text.replace(name, str(path))
        return text

    (tmp_path / "there").mkdir()
    before = sorted(tmp_path.iterdir())
    got, out, err = run(capsys, *map(named, argv))
    assert (got, out, len(err)) == (code, "", 1)
    assert err[0].startswith(f"moelite: {named(said)}")
    assert sorted(tmp_path.iterdir()) == before


def test_a_full_disk_is_exit_code_1(
    plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("runtime.quantize.save_file", full)
    code, _, err = run(capsys, str(plain), str(tmp_path / "out"))
    assert (code, len(err)) == (1, 1) and "No space left on device" in err[0]
    assert list(tmp_path.iterdir()) == []


SLOW = """
import sys, time
from runtime import nf4
whole = nf4.quantise
def quantise(name, weight):
    print("working", flush=True)
    time.sleep(0.5)
    return whole(name, weight)
nf4.quantise = quantise
from tui.cli import main
sys.exit(main(["quantize", *sys.argv[1:]]))
"""


def test_ctrl_c_leaves_nothing_and_is_exit_code_130(plain: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(plain), str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "working\n"
    assert [path.name[:9] for path in tmp_path.iterdir()] == [".out.new-"]
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, "")
    assert list(tmp_path.iterdir()) == []
