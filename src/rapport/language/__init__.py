"""Words and names in four languages and two scripts: is it the same name, is it the same word?

`names.compare` says whether two written names can be one person's, and why; `stems.stem` finds the word under its
endings. The tables are data (`tables/*.yaml`): a speaker corrects them without reading code. Nothing here knows who a
person is.

Pure (floor 0): no Django, no wall clock, no global random.
"""
