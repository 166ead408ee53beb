"""The columnar engine: all dossiers of a cohort at once, as one query of a database.

It asks what the compiled engine asks, numbered alike. For each value of an attribute one mask says which screens it
passes, surely or maybe; `bit_or` joins the things of a dossier; sums are intervals of whole steps. What columns cannot
carry exactly for a dossier is found in the same pass, and that dossier is left to the compiled engine.
"""
