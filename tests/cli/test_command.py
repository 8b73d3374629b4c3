import pytest

from brobygger.cli import __main__ as command


def test_help_shows_an_example_of_every_word(capsys):
    code = command.main(["--help"])

    shown = capsys.readouterr().out
    assert code == 0
    assert all(f"Eksempel: brobygger {word}" in shown for word in command.COMMANDS)


@pytest.mark.parametrize("word", command.COMMANDS)
def test_help_of_each_word_shows_its_example(word, capsys):
    with pytest.raises(SystemExit) as stopped:
        command.main([word, "--help"])

    assert stopped.value.code == 0
    assert f"Eksempel: brobygger {word}" in capsys.readouterr().out


def test_an_unknown_word_is_one_sentence_and_code_2(capsys):
    code = command.main(["planlegg"])

    assert code == 2
    assert capsys.readouterr().err == "Kommandoen «planlegg» finnes ikke. Se hvilke som finnes: brobygger --help\n"


def test_a_word_misused_is_one_sentence_and_code_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        command.main(["demo", "--port", "åtte"])

    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_without_a_database_the_command_says_how_to_name_one(capsys, monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(command, "DATA", tmp_path)

    code = command.main(["migrate"])

    assert code == 2
    assert "Sett DATABASE_URL" in capsys.readouterr().err
