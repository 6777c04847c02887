"""The rule set as columns: the same result as the engine's, for a whole table at once.

`sheet` makes each column once and `stages` puts them in order; `cells` reads the codes, `points` and `scores`
add them up, `view` decides conditions; `gates`, `barriers` and `ask` follow the engine's modules of those
names, `texts` and `caseid` write the cells, `remarks` says what is odd, and `plan` brings them together.
"""
