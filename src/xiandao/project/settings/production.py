"""Settings of a real installation: secure cookies behind TLS and the hosts that the operator names."""

import os

from xiandao.project.settings.base import *

ALLOWED_HOSTS = [name for name in os.environ.get("XIANDAO_HOSTS", "").split(",") if name]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
if XIANDAO_TRUSTED_PROXIES:
    # The proxy ends TLS: without its word every page would be redirected to itself.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
