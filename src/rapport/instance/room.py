"""Where the pages are served: on this machine, unless somebody asks for the room.

A class of trainees with one laptop as the server needs its address on the local network. There is no TLS then: whoever
is on that network can read what travels, so it is asked for by name, said aloud, and never the default.
"""

import os
import socket
from dataclasses import dataclass
from ipaddress import ip_address

HERE = "127.0.0.1"
HOSTS = "RAPPORT_HOSTS"


class NoRoom(ValueError):
    """It cannot be served there; the message says what to type."""


@dataclass(frozen=True)
class Where:
    """The address to listen at; `names` are the host names that pages answer to beside this machine's own."""

    address: str
    names: tuple[str, ...] = ()

    def told(self, port: int) -> list[str]:
        """What whoever started it must know."""
        if not self.names:
            here = f"[{self.address}]" if ":" in self.address else self.address
            return [f"Open  http://{here}:{port}/  on this machine, or at its proxy's name. Ctrl-C ends it."]
        return [
            f"Open  http://{self.names[0]}:{port}/  on the other computers of this room.",
            "",
            "What this means: everybody on this network reaches the sign-in page, and what travels is not encrypted.",
            "Use a network that is yours alone. The demonstration's one-click links open on this machine only;",
            "everybody else comes in by number and passphrase. Passkeys need TLS. Ctrl-C ends it.",
            "",
        ]


def place(address: str | None, *, in_a_room: bool) -> Where:
    """Where to serve. Tells the settings, which have not been read yet, which names to answer to.

    Raises `NoRoom` for an address beyond this machine without the room, for every network at once, and when this
    machine has no network.
    """
    if address is not None and not _is_address(address):
        raise NoRoom(f"{address} is no address. Leave --address out, or write one like 192.0.2.17.")
    if not in_a_room:
        if address is not None and not ip_address(address).is_loopback:
            raise NoRoom(
                f"{address} can be reached from other machines. If that is what you want: rapport serve --room. "
                "Behind a proxy with TLS leave --address out: the proxy finds 127.0.0.1."
            )
        return Where(address or HERE)
    found = address or _address_on_the_network()
    if ip_address(found).is_unspecified:
        raise NoRoom(f"{found} means every network of this machine. Name the address of one: --room --address …")
    if ip_address(found).is_loopback:
        raise NoRoom("This machine is on no network. Connect it, or name its address: --room --address …")
    told = [name for name in os.environ.get(HOSTS, "").split(",") if name]
    bracketed = f"[{found}]" if ip_address(found).version == 6 else found
    os.environ[HOSTS] = ",".join([*told, bracketed])
    return Where(found, (bracketed,))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _address_on_the_network() -> str:
    """This machine's own address where it would speak to others; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address that nobody has
        except OSError:
            return HERE
        return str(probe.getsockname()[0])
