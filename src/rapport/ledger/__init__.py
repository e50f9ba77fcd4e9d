"""The ledger: who did what to which record, when, and why.

Reading is recorded as carefully as writing. The ledger keeps identifiers and reasons, never content, and
refuses to be changed. It knows no staff: whoever acts is a frozen value.

Source: Directive (EU) 2016/680, article 25 (logging); house plan, section 6.
"""
