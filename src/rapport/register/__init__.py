"""The register: places, people, and where people are placed.

It knows what a wing officer needs to say who and where: a name in two scripts, a nickname, a cell. It has no field for
religion, ethnicity, politics or health, and nowhere to put one.

Source: UN Standard Minimum Rules (Nelson Mandela Rules), rules 6-10; Directive (EU) 2016/680, article 10.
"""
