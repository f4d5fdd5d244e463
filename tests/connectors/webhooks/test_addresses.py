"""Nothing is sent inside our own walls, whatever the address is called, when it is written down and when it is sent to."""

import socket

import pytest
from pytest_django import Settings

from allmanning.connectors.webhooks import subscriptions
from allmanning.connectors.webhooks.addresses import AddressRefusedError, resolve
from allmanning.connectors.webhooks.post import post
from allmanning.connectors.webhooks.subscriptions import Wish
from tests.connectors.webhooks.receiver import Receiver, receiving
from tests.people import JOEL, MITTKOPING


@pytest.fixture(autouse=True)
def nothing_inside_allowed(settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = []


def names(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Let every name lead to these."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::]",  # noqa: S104 - refused
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[fec0::1]",
        "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "[ff02::1]",
    ],
)  # fmt: skip
def test_what_leads_inside_is_refused(host: str) -> None:
    with pytest.raises(AddressRefusedError) as refused:
        resolve(f"https://{host}/in")
    assert refused.value.fault == "internal"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("ftp://198.51.100.7/", "not_https"), ("file:///etc/passwd", "not_https"), ("198.51.100.7", "not_https"),
        ("https:///in", "malformed"), ("https://a:b@192.0.2.1/", "malformed"), ("https://8.8.8.8:99999/", "malformed"),
        ("https://8.8.8.8/#in", "malformed"), ("https://8.8.8.8/a b", "malformed"), ("https://8.8.8.8/\r\nX: y", "malformed"),
        ("https://[::1/", "malformed"), ("https://finns-inte.invalid/", "unknown_host"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault == "unknown_host":
        monkeypatch.setattr(socket, "getaddrinfo", _nowhere)
    with pytest.raises(AddressRefusedError) as refused:
        resolve(address)
    assert refused.value.fault == fault


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "127.0.0.1")
    with pytest.raises(AddressRefusedError):
        resolve("https://hederlig.example/")


def test_one_number_inside_is_enough_to_refuse_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(AddressRefusedError):
        resolve("https://hederlig.example/")


def test_a_name_on_the_open_internet_is_pinned_to_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "8.8.8.8", "2001:4860:4860::8888")
    target = resolve("https://hederlig.example:8443/in?a=1")
    assert (target.host, target.port, target.path) == ("hederlig.example", 8443, "/in?a=1")
    assert target.addresses == ("8.8.8.8", "2001:4860:4860::8888")


def test_plain_http_is_for_demonstrations(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    names(monkeypatch, "8.8.8.8")
    assert not resolve("http://hederlig.example/").is_https
    settings.DEMO = False
    with pytest.raises(AddressRefusedError):
        resolve("http://hederlig.example/")


@pytest.mark.django_db
def test_such_an_address_cannot_be_saved() -> None:
    wish = Wish(name="Inåt", address="http://127.0.0.1:5432/", actions=["decided"])
    with pytest.raises(AddressRefusedError):
        subscriptions.subscribe(JOEL, MITTKOPING, wish, origin="https://tjanst.example/")


def test_a_name_that_turns_inwards_after_it_was_saved_is_not_sent_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        names(monkeypatch, "127.0.0.1")
        answer = post(f"http://hederlig.example:{receiver.port}/", {}, b"{}")
    assert (answer.error, receiver.received) == ("refused", [])


def test_the_name_is_looked_up_once_for_each_sending(
    receiver: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look-up and the connection there is nothing that could answer otherwise."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    asked: list[str] = []
    real = socket.getaddrinfo

    def ask(host: str, *args: object, **kwargs: object) -> object:
        if not host[0].isdecimal():
            asked.append(host)
        return real("127.0.0.1", receiver.port, type=socket.SOCK_STREAM)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    assert post(f"http://hederlig.example:{receiver.port}/", {}, b"{}").status == 204
    assert asked == ["hederlig.example"]


def _nowhere(*args: object, **kwargs: object) -> object:
    raise socket.gaierror("no such name")
