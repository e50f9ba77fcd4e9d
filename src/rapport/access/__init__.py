"""Who works where, and who may read what.

Prison services with their regions, establishments and clock; staff and the postings that give them a role for a
time; and the algebra of rules by which every other room says who may read and who may act.

Source: Council of Europe, European Prison Rules (2020 revision), rules 71 to 91 (staff); Directive (EU) 2016/680,
articles 4 and 29 (purpose, access control); house plan, sections 2 and 5.
"""
