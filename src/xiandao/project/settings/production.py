"""Settings of a real installation: secure cookies behind TLS and the hosts that the operator names."""

import os

from xiandao.project.settings.base import *

ALLOWED_HOSTS = [name for name in os.environ.get("XIANDAO_HOSTS", "").split(",") if name]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
