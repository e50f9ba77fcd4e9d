"""`changepassword`: never."""

from rapport.access.management.refusing import nowhere

Command = nowhere("changepassword", "To let somebody choose a new passphrase: rapport staff reset.")
