"""What the server serves. A worker that loses its parent ends: it must not go on serving alone."""

from rapport.instance.parenthood import end_with_parent

end_with_parent()

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from rapport.interface.warming import warm  # noqa: E402 - Django stands first

warm()
