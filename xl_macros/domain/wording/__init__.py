"""How the wording of an exemption period is read: cleaning, numbers, dates, conditions, rules.

Only `xl_macros.domain.period` is meant for use from outside.
"""
