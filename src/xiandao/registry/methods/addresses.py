"""From which network address a request really came, as far as one's own proxies can vouch for it."""

from ipaddress import ip_address


def caller(remote: str, forwarded: str, proxies: int) -> str:
    """Return the address of the person behind ``proxies`` proxies of one's own.

    Each proxy adds the address it was called from at the end of ``X-Forwarded-For``; whatever stands further left came
    with the request and may be invented. So only as many entries count as there are proxies.

    Args:
        remote: the address that the connection came from.
        forwarded: the header ``X-Forwarded-For``, empty without one.
        proxies: number of trusted proxies; 0 = the header is not heard.

    >>> caller("10.0.0.9", "1.2.3.4, 172.16.0.5", 0)
    '10.0.0.9'
    >>> caller("10.0.0.9", "1.2.3.4, 172.16.0.5", 1)
    '172.16.0.5'
    >>> caller("10.0.0.9", "", 1), caller("10.0.0.9", "nonsense", 1)
    ('10.0.0.9', '10.0.0.9')
    """
    if proxies < 1:
        return remote
    entries = [entry.strip() for entry in forwarded.split(",")]
    if len(entries) < proxies:
        return remote
    return plain(entries[-proxies]) or remote


def plain(entry: str) -> str:
    """Return the address of an entry without brackets and port, empty where it is none.

    >>> plain("172.16.0.5:40112"), plain("[2001:db8::1]:443"), plain("2001:db8::1"), plain("unknown")
    ('172.16.0.5', '2001:db8::1', '2001:db8::1', '')
    """
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        return str(ip_address(entry))
    except ValueError:
        return ""
