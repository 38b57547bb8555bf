"""One mistake is told once, with what is right; nothing is told of what could not be looked at."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from doctor_cases import Ask, Told
from doctor_fronts import Answer, front, unused
from served import Served

from sandbank_server.cli import main

HERE = '[target]\nurl = "$URL"\n'


def by_url(capsys: pytest.CaptureFixture[str], command: str, *words: str) -> Told:
    """What is said of a target that is named by options alone."""
    status = main([command, *words])
    printed = capsys.readouterr()
    return Told(" ".join((printed.out + printed.err).split()), status)


def ensure_one_finding(told: Told, place: str, change: str) -> None:
    assert told.status == 2, told.text
    assert told.text.count("CONFIG") == 1, told.text
    assert told.names(place, change), told.text


@pytest.mark.parametrize("path", ["/consumer/v1", "/foo", "/consumer", "/provider/v1/oauth"])
@pytest.mark.parametrize("command", ["verify", "doctor"])
def test_a_url_with_a_path_too_much(
    capsys: pytest.CaptureFixture[str], sandbox: Served, path: str, command: str
) -> None:
    told = by_url(capsys, command, sandbox.url + path)

    ensure_one_finding(told, "URL", f"change give {sandbox.url}")
    assert f"{path}/consumer/v1 " not in told.text.partition("change")[2]


def test_the_url_of_one_api_is_told_with_its_option(
    capsys: pytest.CaptureFixture[str], sandbox: Served
) -> None:
    url = f"{sandbox.url}/consumer/v1"
    told = by_url(capsys, "verify", url)

    ensure_one_finding(told, "URL", f"give {sandbox.url}, or --consumer-url {url}")


def test_the_url_of_one_api_is_told_with_its_key(ask: Ask, sandbox: Served) -> None:
    told = ask("verify", '[target]\nurl = "$URL/provider/v1"\n')

    url = f"{sandbox.url}/provider/v1"
    ensure_one_finding(told, "[target] url", f'{sandbox.url}, or [provider] url = "{url}"')


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    """What `python -m http.server` is."""

    class Files(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *words: Files(*words, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_of_files_is_no_api(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with _files(tmp_path) as url:
        told = by_url(capsys, "verify", url)
        apart = by_url(capsys, "verify", "--provider-url", url)

    ensure_one_finding(told, "URL", "give the URL of a server with our base paths")
    ensure_one_finding(apart, "--provider-url", "give the base path")
    for each in (told, apart):
        assert "this is no bank-feed API" in each.text
        assert "answers there" not in each.text


def test_a_login_page_before_everything_is_no_api(ask: Ask) -> None:
    def wall(*_: object) -> Answer:
        return 401, {"Content-Type": "text/html"}, b"<html>Who are you?</html>"

    with front(wall) as url:
        told = ask("verify", f'[target]\nurl = "{url}"\n')

    ensure_one_finding(told, "[target] url", "our base paths")
    assert "401 with a web page: this is no bank-feed API" in told.text


def test_an_api_that_refuses_with_pages_is_there(ask: Ask, sandbox: Served) -> None:
    def page_for(method: str, path: str, _: object) -> Answer | None:
        known = path.endswith("/oauth/token") and method == "POST"
        return (400, {"Content-Type": "text/html"}, b"<html>Bad Request</html>") if known else None

    with front(page_for, sandbox.url) as url:
        told = ask("doctor", f'[target]\nurl = "{url}"\n', "--api", "provider")

    assert "OK the Provider API answers at" in told.text


def test_a_server_with_one_api_is_told_how_to_name_it(ask: Ask, sandbox: Served) -> None:
    def banking(_: str, path: str, __: object) -> Answer | None:
        return None if path.startswith("/user-banking") else (404, {}, b"{}")

    with front(banking, sandbox.url) as url:
        told = ask("verify", f'[target]\nurl = "{url}"\n')
        alone = ask("doctor", f'[target]\nurl = "{url}"\n', "--api", "user_banking")

    assert told.status == 2, told.text
    assert told.names("[target] url", "go without it: --api user_banking"), told.text
    assert alone.status == 0, alone.text


def test_nothing_is_said_of_what_could_not_be_looked_at(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = by_url(capsys, "doctor", f"http://127.0.0.1:{unused()}")

    assert told.status == 3, told.text
    assert "nothing listens there" in told.text
    assert "OK" not in told.text


def test_a_body_is_cut_between_words(ask: Ask) -> None:
    told = ask("verify", f'{HERE}[consumer]\ncompany = "nope"\n')

    assert "organisation and company are not known to belong… change" in told.text


@pytest.mark.parametrize("lacking", ["schemathesis", "jinja2"])
def test_a_library_that_is_not_installed_is_told(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lacking: str
) -> None:
    monkeypatch.setitem(sys.modules, lacking, None)  # as if it could not be imported
    told, written = ask("doctor", HERE), by_url(capsys, "init", "new.toml")

    assert told.status == written.status == 0
    assert (
        f"it needs {lacking}, which is not installed: pip install 'sandbank[verify]'" in told.text
    )
    assert f"pip install 'sandbank[verify]' brings what verify lacks: {lacking}" in written.text


def test_an_installation_that_is_complete_is_no_topic(
    ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    told, written = ask("doctor", HERE), by_url(capsys, "init", "new.toml")

    assert told.text.endswith("Nothing stands in the way of `sandbank verify`.")
    assert "pip install" not in written.text
