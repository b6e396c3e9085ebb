"""The door that a WSGI server opens."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiandao.project.settings.base")
application = get_wsgi_application()
