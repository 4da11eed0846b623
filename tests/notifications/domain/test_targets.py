"""Where a webhook may go."""

import pytest

from notifications.domain import targets

PUBLIC = ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")
INSIDE = (
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.4.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1",
    "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
    "2002:a00:1::", "2001:db8::1", "64:ff9b:1::7f00:1", "::127.0.0.1", "fec0::1", "3fff::1", "192.0.0.8", "192.88.99.1",
    "2130706433", "0x7f000001", "not an address",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_a_target(address: str) -> None:
    assert targets.is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_none_however_it_is_written(address: str) -> None:
    assert not targets.is_public(address)


def test_this_machine_is_a_target_only_where_a_setting_says_so() -> None:
    assert targets.is_public("127.0.0.1", loopback=True)
    assert targets.is_public("::1", loopback=True)
    assert not targets.is_public("10.0.0.1", loopback=True)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://hooks.example.org/pbr?system=1", ""),
        ("http://hooks.example.org/", "https://"),
        ("ftp://hooks.example.org/", "whole web address"),
        ("hooks.example.org", "whole web address"),
        ("https://", "whole web address"),
        ("https://hooks.example.org:99999/", "whole web address"),
        ("https://[::1", "whole web address"),
        ("https://me:secret@hooks.example.org/", "user name"),
        ("https://hooks.example.org/#here", "“#”"),
        ("https://hooks.example.org/a b", "without spaces"),
        ("https://hooks.example.org/\r\nHost: other", "without spaces"),
        ("https://hooks.example.org/" + "a" * 500, "at most 500"),
        ("https://10.0.0.1/hooks", "public internet"),
        ("https://[::ffff:192.168.1.1]/", "public internet"),
        ("https://127.0.0.1:8000/", "public internet"),
        ("https://localhost/", "public internet"),
        ("https://localhost./", "public internet"),
        ("https://10.0.0.1./", "public internet"),
        ("https://167772161/", "public internet"),
        ("https://0xa.1/", "public internet"),
        ("https://012.0.0.1/", "public internet"),
        ("https://10.1/", "public internet"),
        ("https://[fe80::1%25eth0]/", "public internet"),
        ("https://93.184.215.14/", ""),
        ("https://1572394766/", ""),
        ("https://10.example.org/", ""),
    ],
)
def test_an_address_is_refused_with_what_to_do(url: str, problem: str) -> None:
    found = targets.problem(url, secure_only=True)
    assert problem in found
    assert bool(problem) == bool(found)


def test_this_machine_may_be_written_where_a_setting_says_so_and_no_other_inside() -> None:
    assert not targets.problem("http://localhost:8000/", secure_only=False, loopback=True)
    assert not targets.problem("http://127.0.0.1:8000/", secure_only=False, loopback=True)
    assert targets.problem("http://10.0.0.1/", secure_only=False, loopback=True)
    assert not targets.problem("http://2130706433:8000/", secure_only=False, loopback=True)
