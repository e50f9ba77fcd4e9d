"""`createsuperuser`: never."""

from rapport.access.management.refusing import nowhere

Command = nowhere("createsuperuser", "There are no superusers. To let somebody in: rapport staff add.")
