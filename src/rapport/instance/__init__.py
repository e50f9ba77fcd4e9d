"""The instance: settings, addresses, the server and the `rapport` command. It composes the rooms and holds no logic."""
