"""Sources: who told us, sealed, and how far what they told has held.

A report holds a random origin reference and never a name. Who told it, and how they know, is sealed as it is typed to a
public key of the prison service's source custodians; nobody opens it but two of them together, for somebody whom two
people allowed it, for a few minutes. Whether anybody was named cannot be told from the outside either: an origin
without a name is as long as one with, on the page and on the disk.

Whether two reports come from one teller is compared here without opening, by a keyed hash whose key is handed over when
the server starts (see `matching`).

Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), on protecting sources; Directive (EU)
2016/680, articles 4(1)(f), 7 and 29.
"""
