"""`shell`, on a training instance only."""

from rapport.access.management.refusing import outside_training

Command = outside_training("django.core.management.commands.shell")
