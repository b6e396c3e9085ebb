"""Asking OpenAlex for pages: never too often, never for ever, never anywhere else."""

from __future__ import annotations

import datetime
import email.message
import email.utils
import http.client
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final

from xiandao.sense.methods.openalex_query import Question, parameters
from xiandao.terms.error import InputError

ADDRESS: Final = "https://api.openalex.org"
# Ten a second is what the documentation once allowed; a tenth of what it allows now.
BETWEEN: Final = 0.1
ATTEMPTS: Final = 6
LONGEST_PAUSE, LONGEST_WAIT, LONGEST_ANSWER = 60.0, 120.0, 300.0
LARGEST: Final = 256 << 20
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_CHUNK: Final = 1 << 16
_LARGEST_REFUSAL, _LONGEST_CURSOR = 1 << 20, 4_000
_AGAIN: Final = "再次运行同一命令会从中断处继续"


class CursorRefused(Exception):
    """The server does not know the cursor any more."""


class _Passing(Exception):
    """What may be gone at the next attempt; ``wait`` is what the server asked for."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class _TooLarge(Exception):
    """More than anybody would say."""


@dataclass(frozen=True, slots=True)
class Page:
    """Works as they came, the cursor of the next page (None at the end), how many works there are in all."""

    works: list[Any]
    following: str | None
    total: int | None


@dataclass(slots=True)
class Clock:
    """Time, pauses and chance, for tests to hold in their hands."""

    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = secrets.SystemRandom().random


class _SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Follow within the server alone: the address carries the e-mail and the key."""
        if _origin(newurl) != _origin(req.full_url):
            fp.close()
            hint = "请检查 --base-url 和网络代理"
            host = (urllib.parse.urlsplit(newurl).hostname or "")[:100]
            raise InputError("SEN-338", f"服务器要求转到另一台主机“{host}”，已拒绝", hint)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Client:
    """OpenAlex, or a server that speaks like it.

    Raises:
        InputError: ``SEN-330`` the address is not https (http is for this computer alone).
    """

    def __init__(
        self,
        question: Question,
        address: str = ADDRESS,
        key: str = "",
        clock: Clock | None = None,
        timeout: float = 60.0,
    ) -> None:
        self.question, self.address, self.key = question, checked_address(address), key
        self.clock, self.timeout = clock or Clock(), timeout
        self.asked = 0
        self._next = 0.0
        # A proxy cannot see the servers of this computer.
        near = [urllib.request.ProxyHandler({})] if self.address.startswith("http:") else []
        self._opener = urllib.request.build_opener(_SameHost, *near)
        self._opener.addheaders = [
            ("User-Agent", f"xiandao (mailto:{question.mailto})"),
            ("Accept", "application/json"),
            ("Accept-Encoding", "gzip"),
        ]

    def page(self, cursor: str) -> Page:
        """Return one page, however often it takes to ask.

        Raises:
            CursorRefused: the cursor is not known any more.
            InputError: ``SEN-333``–``SEN-338``.
        """
        why = ""
        for attempt in range(ATTEMPTS):
            try:
                page = page_of(self._answer(cursor))
                if page.following == cursor:
                    raise InputError("SEN-337", "服务器两次给出同一个游标", "请检查 --base-url")
                return page
            except _Passing as passing:
                why = str(passing)
                wait = passing.wait
            if wait is not None and wait > LONGEST_WAIT:
                hint = f"服务器要求等{wait / 60:.0f}分钟（通常是当日额度已用完）；{_AGAIN}"
                raise InputError("SEN-335", "OpenAlex 暂不接受更多请求", hint, {"reason": why})
            if attempt + 1 < ATTEMPTS:
                self.clock.pause(max(wait or 0.0, self._pause(attempt)))
        hint = f"请检查网络、代理和 --base-url；{_AGAIN}"
        sentence = f"试了{ATTEMPTS}次都没有得到 OpenAlex 的完整回答：{why}"
        raise InputError("SEN-336", sentence, hint, {"reason": why})

    def _pause(self, attempt: int) -> float:
        # Between half and the whole, so that many who failed at once do not come back at once.
        return min(LONGEST_PAUSE, 2.0**attempt) * (0.5 + self.clock.chance() / 2)

    def _answer(self, cursor: str) -> bytes:
        self._take_turn()
        asked = parameters(self.question, cursor) | ({"api_key": self.key} if self.key else {})
        address = f"{self.address}/works?{urllib.parse.urlencode(asked)}"
        try:
            with self._opener.open(address, timeout=self.timeout) as answer:
                return self._body(answer, answer.headers)
        except _TooLarge:
            hint = "请用 --per-page 减少每页条数，并检查 --base-url"
            raise InputError("SEN-337", f"一页回答超过{LARGEST >> 20} MB", hint) from None
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error, cursor) from None
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "reason", error)
            raise _Passing(f"连接失败（{type(why).__name__}）") from None

    def _take_turn(self) -> None:
        now = self.clock.now()
        if now < self._next:
            self.clock.pause(self._next - now)
        self._next = max(now, self._next) + BETWEEN
        self.asked += 1

    def _body(self, answer: Any, headers: email.message.Message, largest: int = LARGEST) -> bytes:
        turned = zlib.decompressobj(31) if headers.get("Content-Encoding") == "gzip" else None
        end = self.clock.now() + LONGEST_ANSWER
        held = bytearray()
        while chunk := answer.read1(_CHUNK):
            try:
                held += turned.decompress(chunk, largest + 1) if turned else chunk
            except zlib.error:
                raise _Passing("压缩的回答已损坏") from None
            if len(held) > largest:
                raise _TooLarge
            if self.clock.now() > end:
                raise _Passing("回答太慢")
        return bytes(held)

    def _refusal(self, error: urllib.error.HTTPError, cursor: str) -> Exception:
        said = self._said(error)
        wait = seconds_to_wait(error.headers.get("Retry-After"))
        details = {"status": error.code, "message": said}
        if error.code == 429 or error.code >= 500:
            return _Passing(f"服务器回答{error.code}{f'（{said}）' if said else ''}", wait)
        # The documentation names 403 for asking too often; a filter that is not allowed has no such words.
        if error.code == 403 and "rate limit" in said.casefold():
            return _Passing(f"服务器回答403（{said}）", wait)
        if error.code == 400 and cursor != "*" and "cursor" in said.casefold():
            return CursorRefused(said)
        if error.code == 401:
            hint = "在 openalex.org 免费领取密钥，存入文件，用 --key-file 指定"
            return InputError("SEN-334", f"OpenAlex 要求密钥或不认这个密钥：{said}", hint, details)
        hint = "请按服务器的说明修改 --filter 或 --per-page"
        return InputError("SEN-333", f"OpenAlex 拒绝了请求（{error.code}）：{said}", hint, details)

    def _said(self, error: urllib.error.HTTPError) -> str:
        try:
            told = json.loads(self._body(error, error.headers, _LARGEST_REFUSAL))
        except (ValueError, RecursionError, OSError, http.client.HTTPException):
            return ""
        except (_Passing, _TooLarge):
            return ""
        parts = [told.get(one) for one in ("error", "message")] if isinstance(told, dict) else []
        whole = "：".join(one for one in parts if isinstance(one, str))[:500]
        text = "".join(one if one.isprintable() else " " for one in whole)
        return text.replace(self.key, "…") if self.key else text


def checked_address(address: str) -> str:
    """Return the address of a server without a slash at its end.

    Raises:
        InputError: ``SEN-330``.
    """
    try:
        told = urllib.parse.urlsplit(address)
        _ = told.port
    except ValueError:
        told = urllib.parse.urlsplit("")
    is_near = told.scheme == "http" and told.hostname in _LOOPBACK
    extra = told.username or told.password or told.query or told.fragment
    odd = bool(extra) or " " in address or not address.isprintable()
    if not told.hostname or odd or not (told.scheme == "https" or is_near):
        hint = f"请写成 https://主机，默认 {ADDRESS}；http 只用于本机"
        raise InputError("SEN-330", "OpenAlex 的地址不可用", hint)
    return address.rstrip("/")


def page_of(body: bytes) -> Page:
    """Return the page in an answer.

    Raises:
        InputError: ``SEN-337`` it is JSON, but no list of works.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise _Passing("回答不完整或不是 JSON") from None
    meta = told.get("meta") if isinstance(told, dict) else None
    works = told.get("results") if isinstance(told, dict) else None
    following = meta.get("next_cursor") if isinstance(meta, dict) else None
    if not isinstance(meta, dict) or not isinstance(works, list):
        hint = "请检查 --base-url 是否指向 OpenAlex 的接口"
        raise InputError("SEN-337", "服务器的回答不是 OpenAlex 的作品列表", hint)
    is_usable = isinstance(following, str) and following.isprintable() and following
    if following is not None and not (is_usable and len(following) <= _LONGEST_CURSOR):
        raise InputError("SEN-337", "服务器给出的游标不可用", "请检查 --base-url")
    total = meta.get("count")
    return Page(works, following if works else None, total if isinstance(total, int) else None)


def seconds_to_wait(told: str | None) -> float | None:
    """Return what Retry-After asks for: a number of seconds or a date.

    Source: RFC 9110, 10.2.3.
    """
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(told.strip()[:9])
    try:
        then = email.utils.parsedate_to_datetime(told)
    except (ValueError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=datetime.UTC)
    return max(0.0, (then - datetime.datetime.now(tz=datetime.UTC)).total_seconds())


def _origin(address: str) -> tuple[str, str | None, int | None]:
    told = urllib.parse.urlsplit(address)
    return told.scheme, told.hostname, told.port
