import pytest
import typst

from brobygger.agreements.seal import check_seal, seal
from brobygger.cli import __main__ as command
from brobygger.kernel import clock


def test_the_pair_is_made_in_a_new_folder_and_the_settings_are_shown(tmp_path, capsys):
    folder = tmp_path / "segl"

    code = command.main(["make-seal", "JobbLoop Brovik", "--out", str(folder)])

    shown = capsys.readouterr().out
    assert code == 0
    assert f"BROBYGGER_SEAL_KEY={folder}/key.pem" in shown
    assert f"BROBYGGER_SEAL_CERTIFICATE={folder}/certificate.pem" in shown
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_what_is_made_can_seal_a_file_at_once(tmp_path, settings):
    command.main(["make-seal", "JobbLoop Brovik", "--out", str(tmp_path / "segl")])
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE, settings.SEAL_CHAIN = (
        str(tmp_path / "segl" / "key.pem"),
        str(tmp_path / "segl" / "certificate.pem"),
        "",
    )

    state = check_seal(seal(typst.compile(b"Hei"), reason="Prøve", now=clock.now()), now=clock.now())

    assert (state.by, state.is_trusted) == ("JobbLoop Brovik", True)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "min.txt").write_text("min", encoding="utf-8")

    code = command.main(["make-seal", "JobbLoop Brovik", "--out", str(tmp_path)])

    assert code == 2
    assert "skrives aldri over" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["min.txt"]


@pytest.mark.parametrize("name", [" ", "N" * 65])
def test_a_name_that_does_not_fit_is_refused_in_a_sentence(name, tmp_path, capsys):
    code = command.main(["make-seal", name, "--out", str(tmp_path / "segl")])

    assert code == 2
    assert "mellom 1 og 64 tegn" in capsys.readouterr().err
    assert not (tmp_path / "segl").exists()
