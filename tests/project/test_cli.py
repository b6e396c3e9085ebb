"""The command line: Chinese help, errors as sentence and hint, commands loaded when asked for, a clean end."""

import io
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from xiandao.project import cli
from xiandao.terms.error import XiandaoError

COLON = "\uff1a"


@pytest.fixture
def command(monkeypatch):
    """Offer a command ``try`` that does what the test says."""

    def offer(act):
        def register(subparsers):
            parser = subparsers.add_parser("try")
            parser.add_argument("--number", type=int, default=0)
            parser.set_defaults(run=act)

        monkeypatch.setitem(sys.modules, "a_command", SimpleNamespace(register=register))
        monkeypatch.setattr(cli, "COMMANDS", (cli.Command("try", "a_command", "试"),))

    return offer


def start(*words: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "xiandao", *words], capture_output=True, timeout=60, **options
    )


def test_the_help_is_chinese_and_names_every_command(capsys):
    with pytest.raises(SystemExit) as end:
        cli.run(["--help"])
    text = capsys.readouterr().out
    assert end.value.code == 0
    assert f"用法{COLON}xiandao" in text
    assert "usage" not in text
    assert all(one.word in text and one.line in text for one in cli.COMMANDS)


def test_without_a_command_the_help_is_shown_and_the_status_is_2(capsys):
    assert cli.run([]) == 2
    assert "policy" in capsys.readouterr().out


def test_an_unknown_command_is_explained_with_those_that_exist(capsys):
    assert cli.run(["polcy"]) == 2
    text = capsys.readouterr().err
    assert "polcy" in text
    assert "policy" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["policy", "read"], f"缺少参数{COLON}文件"),
        (["policy", "read", "a", "--colour"], f"无法识别的参数{COLON}--colour"),
        (["policy", "read", "a", "--format", "pdf"], "--format 不能是 'pdf'"),
        (["policy", "read", "a", "--out"], "--out 后面缺少值"),
    ],
)
def test_wrong_arguments_are_explained_in_chinese_with_the_way_to_the_help(capsys, words, sentence):
    assert cli.run(words) == 2
    text = capsys.readouterr().err
    assert sentence in text
    assert "--help" in text


def test_an_error_is_a_coded_sentence_and_a_hint_with_status_2(command, capsys):
    def fail(chosen):
        raise XiandaoError("POL-101", "文件是空的", "请重新选择文件")

    command(fail)
    assert cli.run(["try"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        f"错误 POL-101{COLON}文件是空的",
        f"提示{COLON}请重新选择文件",
    ]


def test_an_error_without_a_hint_shows_no_empty_line(command, capsys):
    def fail(chosen):
        raise XiandaoError("POL-101", "文件是空的")

    command(fail)
    cli.run(["try"])
    assert "提示" not in capsys.readouterr().err


def test_the_status_of_the_command_is_the_status_of_the_program(command):
    command(lambda chosen: chosen.number)
    assert cli.run(["try", "--number", "3"]) == 3
    assert cli.run(["try"]) == 0


def test_ctrl_c_ends_with_a_word_and_status_130(command, capsys):
    def wait(chosen):
        raise KeyboardInterrupt

    command(wait)
    assert cli.run(["try"]) == 130
    assert "已中断" in capsys.readouterr().err


def test_a_reader_that_goes_away_leaves_no_traceback():
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [sys.executable, "-m", "xiandao", "spec", "--format", "json"],
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 141
    assert complaints == b""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent another way on Windows")
def test_ctrl_c_while_waiting_for_input_leaves_no_traceback():
    process = subprocess.Popen(
        [sys.executable, "-m", "xiandao", "policy", "read", "-"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A suite in the background ignores SIGINT and would hand that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in complaints


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_chinese_is_written_where_the_locale_cannot(encoding):
    done = start("--help", env=os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "用法" in done.stdout.decode("utf-8")


def test_a_chinese_locale_of_its_own_is_kept(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="gb18030"))
    cli.speak_chinese()
    print("先导", flush=True)
    assert raw.getvalue().decode("gb18030").strip() == "先导"


def test_django_s_own_commands_run_with_the_product_s_settings(tmp_path):
    done = start(
        "manage",
        "diffsettings",
        env=os.environ | {"XIANDAO_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": cli.SETTINGS},
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "AUTH_USER_MODEL = 'registry.Account'" in done.stdout.decode()
