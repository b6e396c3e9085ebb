"""A server on this computer that speaks the documented format of OpenAlex, and misbehaves when told to."""

import base64
import gzip
import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = ["127.0.0.1", "localhost", "::1"]


def work(number, **other):
    """One Work object with the keys that the documentation names."""
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/10.1234/W{number}",
        "display_name": f"Title {number}",
        "publication_year": 2000 + number % 20,
        "publication_date": f"{2000 + number % 20}-03-05",
        "language": "en",
        "type": "article",
        "abstract_inverted_index": {"Chips": [0], "learn": [1]},
        "authorships": [
            {
                "author_position": "first",
                "author": {
                    "id": "https://openalex.org/A1",
                    "display_name": "Li Wei",
                    "orcid": None,
                },
                "institutions": [
                    {
                        "id": "https://openalex.org/I1",
                        "display_name": "Lake University",
                        "ror": "https://ror.org/000000001",
                        "country_code": "CN",
                        "type": "education",
                    }
                ],
                "raw_affiliation_strings": ["Dept. X, Lake Univ., Lake City"],
            }
        ],
        "keywords": [
            {"id": "https://openalex.org/keywords/chip", "display_name": "Chip", "score": 0.5}
        ],
        "primary_location": {"source": {"display_name": "Journal of Chips", "type": "journal"}},
        "primary_topic": topic("Chips, small", "Engineering"),
        "topics": [topic("Chips, small", "Engineering"), topic("Learning", "Computer Science")],
        "referenced_works": ["https://openalex.org/W1", "https://openalex.org/W2"],
    } | other


def topic(name, field):
    return {
        "id": "https://openalex.org/T1",
        "display_name": name,
        "field": {"id": "1", "display_name": field},
    }


class OpenAlex:
    """Answers from ``works``; ``faults`` are functions of (server, handler, asked): True where they answered."""

    def __init__(self, works):
        self.works, self.faults, self.asked, self.agents = works, [], [], []
        self.refused_cursors = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, handler):
        told = urllib.parse.urlsplit(handler.path)
        asked = dict(urllib.parse.parse_qsl(told.query, strict_parsing=True))
        self.asked.append(asked)
        self.agents.append(handler.headers["User-Agent"])
        for fault in list(self.faults):
            if fault(self, handler, asked):
                return None
        if told.path != "/works":
            return send(handler, 404, {"error": "Not found", "message": told.path})
        if asked["cursor"] in self.refused_cursors:
            return send(
                handler, 400, {"error": "Pagination error.", "message": "Invalid cursor value"}
            )
        return send(handler, 200, self.page(asked))

    def page(self, asked):
        size = int(asked["per-page"])
        start = 0 if asked["cursor"] == "*" else read_cursor(asked["cursor"])
        some = self.works[start : start + size]
        # As the documentation says: null at the end, and the page that holds the end may be empty.
        following = cursor(start + size) if len(some) == size else None
        chosen = set(asked["select"].split(","))
        results = [
            {key: value for key, value in one.items() if key in chosen}
            if isinstance(one, dict)
            else one
            for one in some
        ]
        meta = {"count": len(self.works), "db_response_time_ms": 9, "page": None, "per_page": size}
        return {"meta": meta | {"next_cursor": following}, "results": results, "group_by": []}


def cursor(start):
    return base64.b64encode(json.dumps([start, "W"]).encode()).decode()


def read_cursor(text):
    return json.loads(base64.b64decode(text))[0]


def send(handler, status, told, headers=None, cut=0):
    """Answer with JSON; ``cut`` bytes fewer than promised."""
    body = json.dumps(told).encode() if not isinstance(told, bytes) else told
    if "gzip" in handler.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body)
        headers = (headers or {}) | {"Content-Encoding": "gzip"}
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body[: len(body) - cut])
    return True


def once(status, told=None, headers=None, cut=0, at=1):
    """A fault that answers request number ``at`` and no other."""

    def fault(server, handler, asked):
        if len(server.asked) != at:
            return False
        return send(handler, status, server.page(asked) if told is None else told, headers, cut)

    return fault


def always(status, told, headers=None):
    return lambda server, handler, asked: send(handler, status, told, headers)
