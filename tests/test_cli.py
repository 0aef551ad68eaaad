"""Every command: what it prints, as text and as JSON, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from analysis import cli
from analysis.errors import ReadoutError

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = (
    "Published 15 March 2023\n\n"
    "Ukrainian Foreign Minister Dmytro Kuleba said on Tuesday that Kyiv was ready for talks. "
    "“We want a lasting peace,” he added.\n"
)


@pytest.fixture
def run(tmp_path, monkeypatch, fake_encoder):
    """Run a command on a store of its own; returns click's result."""
    monkeypatch.setenv("READOUT_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(cli.options, "load_encoder", lambda: fake_encoder)

    def run_command(*arguments: str):
        return CliRunner().invoke(cli.cli, [str(argument) for argument in arguments])

    return run_command


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "vienna.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def filled(run, article):
    """``run`` on a store that holds one article."""
    assert run("add", article).exit_code == 0
    return run


def test_add_says_what_went_in(run, article) -> None:
    result = run("add", article)
    assert result.exit_code == 0
    assert "1 article added, 0 replaced, 0 unchanged; 2 statements taken in." in result.output
    assert "1 unchanged" in run("add", article).output


def test_add_names_a_bad_file_and_takes_the_rest(run, article) -> None:
    (article.parent / "bad.txt").write_bytes(b"\xff\xfe\x00")
    result = run("add", article, article.parent / "bad.txt", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["added"] == 1
    assert "bad.txt" in result.stderr


def test_extract_prints_offsets_into_the_file(run, article) -> None:
    result = run("extract", article, "--jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["speaker"] for row in rows] == ["Dmytro Kuleba", "Dmytro Kuleba"]
    for row in rows:
        assert {"file", "source", "cue", "content", "kind", "mode", "mentions"} <= set(row)
        words = " … ".join(ARTICLE[start:end] for start, end in row["content"])
        assert words == row["text"]
    assert rows[0]["said_on"] == "2023-03-14"
    assert json.loads(run("extract", article, "--json").stdout) == rows
    assert not (article.parent / "store").exists()


def test_search_show_and_similar_lead_to_one_another(filled) -> None:
    hits = json.loads(filled("search", "lasting peace", "--by", "words", "--json").stdout)
    assert hits[0]["row"]["speaker"] == "Dmytro Kuleba"
    shown = json.loads(filled("show", hits[0]["id"], "--json").stdout)
    assert shown["said_on_precision"] in ("day", None)
    assert shown["text"] == hits[0]["row"]["text"]
    others = json.loads(filled("similar", hits[0]["id"], "--json").stdout)
    assert hits[0]["id"] not in [hit["id"] for hit in others]
    whole = json.loads(filled("show", shown["article_id"], "--json").stdout)
    assert len(whole["statements"]) == 2


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--country", "ua"), True),
        (("--country", "CN"), False),
        (("--speaker", "Dmytro Kuleba"), True),
        (("--speaker", "O'Neill'; DROP TABLE"), False),
        (("--since", "2023-03-14", "--until", "2023-03-14"), True),
        (("--since", "2023-03-15"), False),
        (("--mode", "direct"), True),
    ],
)
def test_search_filters(filled, arguments, found) -> None:
    result = filled("search", "peace", "--by", "words", "--json", *arguments)
    assert bool(json.loads(result.stdout)) is found


def test_stats_count_what_is_in(filled) -> None:
    values = json.loads(filled("stats", "--json").stdout)
    assert (values["articles"], values["statements"], values["speakers"]) == (1, 2, 1)


def test_a_run_is_listed_undone_and_restored_from_a_backup(filled, tmp_path, monkeypatch) -> None:
    (run,) = json.loads(filled("history", "--json").stdout)
    assert run["report"]["added"] == 1
    assert run["id"] in filled("history").output
    file = tmp_path / "backup.zip"
    assert "rows written" in filled("backup", file).output
    assert "1 article removed" in filled("undo", run["id"]).output
    assert json.loads(filled("stats", "--json").stdout)["statements"] == 0
    monkeypatch.setenv("READOUT_STORE", str(tmp_path / "other"))
    assert "2 statements" in filled("restore", file).output
    assert filled("optimize").exit_code == 0
    assert json.loads(filled("stats", "--json").stdout)["statements"] == 2


@pytest.mark.parametrize("command", ["stats", "search", "show", "similar"])
def test_a_missing_store_is_one_clear_line(run, command) -> None:
    arguments = [] if command == "stats" else ["x"]
    result = run(command, *arguments)
    assert isinstance(result.exception, ReadoutError)
    assert "analysis add" in str(result.exception) or "make run" in str(result.exception)


def test_errors_for_people_end_with_status_2(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setenv("READOUT_STORE", str(tmp_path / "none"))
    monkeypatch.setattr("sys.argv", ["analysis", "stats"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("readout: ")


def commands(group: click.Group, prefix: str = "") -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, f"{prefix}{name} ")
        else:
            found.append((prefix + name, command))
    return found


@pytest.mark.parametrize(("name", "command"), commands(cli.cli), ids=lambda v: str(v)[:20])
def test_every_command_explains_itself(name, command) -> None:
    assert command.help, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python -m analysis ([a-z]+)", readme))
    assert named <= set(cli.cli.commands)
    assert {"add", "extract", "search", "similar", "show", "stats"} <= named


def test_resolve_prints_a_line_of_json_a_mention(run) -> None:
    result = run("resolve", "the Kremlin", "Geneva", "--on", "2022-03-01", "--jsonl")
    assert result.exit_code == 0
    kremlin, geneva = (json.loads(line) for line in result.output.splitlines())
    assert (kremlin["name"], kremlin["country"]) == ("Kremlin", "RU")
    assert geneva["name"] is None
    assert geneva["reason"]


def test_resolve_prints_a_table(run) -> None:
    lines = run("resolve", "the Kremlin", "Geneva").output.splitlines()
    assert lines[0].split() == ["mention", "name", "country", "organisation", "role"]
    assert "(“Geneva” is in no list" in lines[2]


def test_dates_counts_code_points_of_the_file_as_it_stands(run, tmp_path) -> None:
    path = tmp_path / "plain.txt"
    text = "\ufeffTürkiye met them\r\non Monday, in the 1990s and every year."
    path.write_bytes(text.encode())
    result = run("dates", path, "--anchor", "2022-03-01", "--jsonl")
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert [text[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert [(row["value"], row["type"]) for row in rows] == [
        ("2022-02-28", "DATE"),
        ("199", "DATE"),
        ("P1Y", "SET"),
    ]


def test_dates_says_what_is_wrong(run, article, tmp_path) -> None:
    assert run("dates", article, "--anchor", "2022-13-01").exit_code == 2
    missing = run("dates", tmp_path / "none.txt", "--anchor", "2022-03-01")
    assert isinstance(missing.exception, ReadoutError)
    assert "none.txt cannot be read: no such file" in str(missing.exception)


def test_bench_extract_prints_a_row_a_stage(run, article) -> None:
    printed = run("bench", "extract", article).output
    for stage in ("read", "find", "resolve", "embed", "store", "end to end"):
        assert stage in printed
    measured = json.loads(run("bench", "extract", article, "--json").output)
    assert (measured["articles"], measured["words"]) == (1, len(ARTICLE.split()))
    assert measured["words_per_second_end_to_end"] > 0
