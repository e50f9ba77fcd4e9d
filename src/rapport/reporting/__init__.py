"""Reporting: information reports as written, and all that an officer is shown of what became of them.

What the author saw or heard, what the author was told, and what the author thinks are three texts. A filed report never
changes: an addendum is added to it. Where it stands is told by dated events. Good news is reported as easily as worry.

Source: Directive (EU) 2016/680, article 7(1) (facts and assessments apart); UNODC, Handbook on Dynamic Security and
Prison Intelligence (2015), on reporting and on feedback to those who report.
"""
