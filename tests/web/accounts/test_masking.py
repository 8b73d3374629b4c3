import logging

import pytest
from gunicorn.config import Config

from brobygger.access.links import link_token
from brobygger.web.accounts.masking import GunicornLogger, HideTokens, hide_tokens

pytestmark = pytest.mark.django_db


def test_no_part_of_a_token_is_left_in_a_line(link):
    token = link_token(link)

    for line in (
        f'"GET /v/{token}/onsker/ HTTP/1.1" 200',
        f"Not Found: /v/{token}/",
        f"https://x.no/v/{token.replace('~', '%7E')}/",
        token,
    ):
        assert link.public_id.hex not in hide_tokens(line)
        assert token.partition("~")[2] not in hide_tokens(line)
    assert hide_tokens(f"/v/{token}/onsker/") == "/v/***/onsker/"


def test_a_link_for_a_new_password_is_hidden_too():
    assert hide_tokens("GET /konto/nytt-passord/1k-abc123-def/ 302") == "GET /konto/nytt-passord/***/ 302"


def test_the_log_on_the_way_out_has_no_token_in_message_arguments_or_traceback(link):
    token = link_token(link)
    handler = logging.StreamHandler()
    handler.addFilter(HideTokens())
    try:
        raise ValueError(f"/v/{token}/")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "Internal Server Error: %s", (f"/v/{token}/",), (ValueError, error, error.__traceback__)
        )

    handler.filter(record)

    assert token not in handler.format(record)
    assert "/v/***/" in handler.format(record)


@pytest.mark.urls("tests.web.accounts.window_urls")
def test_a_page_that_is_not_found_behind_a_link_is_logged_without_it(client, link, capsys):
    token = link_token(link)

    client.get(f"/v/{token}/finnes/ikke/")

    logged = capsys.readouterr().err
    assert token not in logged


def test_the_log_of_gunicorn_hides_tokens(link, tmp_path):
    config = Config()
    config.set("accesslog", str(tmp_path / "access.log"))
    config.set("errorlog", str(tmp_path / "error.log"))
    log = GunicornLogger(config)

    log.access_log.info('"GET /v/%s/ HTTP/1.1" 200', link_token(link))
    log.error("Error handling request /v/%s/", link_token(link))

    for name in ("access.log", "error.log"):
        assert link_token(link) not in (tmp_path / name).read_text()
        assert "/v/***/" in (tmp_path / name).read_text()
    for handler in [*log.access_log.handlers, *log.error_log.handlers]:
        handler.close()
