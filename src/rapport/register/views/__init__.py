"""The pages of the register: places in `places`, people in `people`, what is said of two records or two people in
`ties`, protected roles in `protected`, files brought in in `imports`.
"""
