"""The look: page layout, forms, components and pictures of every room.

A wing officer reads these pages at three in the morning, on a shared desktop that prisoners walk past, in one of
several languages and two scripts. So: large, calm, one thing to do on a page, nothing by colour alone, everything by
keyboard, no name in a tab title, and one key that covers the screen. The room knows no staff and no records: what it
shows of them is declared by the rooms above.

Source: W3C, Web Content Accessibility Guidelines 2.2 (2023), level AA; house plan, section 2 (declare, collect).
"""
