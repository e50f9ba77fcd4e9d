"""Intelligence: an officer's report becomes graded items, items are linked, a note is written.

Intelligence officers work on the reports of their establishment, analysts on those of their service. A report never
changes; what is made of it is sanitised, graded on each axis apart, and says how it was obtained. Nobody is scored,
and people are never counted, ordered or coloured by what was written about them.

Source: UNODC, Handbook on Dynamic Security and Prison Intelligence (2015), the intelligence process; Directive (EU)
2016/680, articles 6 and 7 (categories of people; facts apart from assessments).
"""
