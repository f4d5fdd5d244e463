"""What a web server runs: granian --interface wsgi allmanning.server.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allmanning.server.settings")
application = get_wsgi_application()
