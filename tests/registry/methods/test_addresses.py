"""Who called is what one's own proxies say, and never what the caller says."""

import pytest

from xiandao.registry.methods.addresses import caller


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("6.6.6.6", 0, "10.0.0.9"),
        ("6.6.6.6", -1, "10.0.0.9"),
        ("6.6.6.6, 172.16.0.5", 1, "172.16.0.5"),
        ("6.6.6.6, 172.16.0.5, 10.0.0.3", 2, "172.16.0.5"),
        ("172.16.0.5", 2, "10.0.0.9"),
        ("172.16.0.5:4711", 1, "172.16.0.5"),
        ("[2001:db8::1]:4711", 1, "2001:db8::1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("a@b\n", 1, "10.0.0.9"),
        (",", 1, "10.0.0.9"),
        ("", 1, "10.0.0.9"),
    ],
)
def test_as_many_entries_count_as_there_are_proxies(forwarded, proxies, address):
    assert caller("10.0.0.9", forwarded, proxies) == address
