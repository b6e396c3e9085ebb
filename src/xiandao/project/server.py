"""How gunicorn serves the site: threads for pages that wait on the database, one line when it is ready."""

import os
from typing import Any

bind = os.environ.get("XIANDAO_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("XIANDAO_WORKERS", "2"))
worker_class = "gthread"
threads = 4
timeout = 120
graceful_timeout = 5
loglevel = "warning"
preload_app = False
wsgi_app = "xiandao.project.wsgi:application"


def when_ready(server: Any) -> None:
    """Say where the site is, once it answers."""
    print(f"\n网站已就绪，请用浏览器打开： http://{bind}/ （按 Ctrl+C 结束）", flush=True)
