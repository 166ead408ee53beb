"""A second way to look for someone: a dossier of so many explicit items, with a begin and an end to each.

It shares nothing with the cells but the solver's door and what is assumed of the world. It answers where the cells
cannot (several jobs within one stretch, times that hang on the start of the programme), and the tests hold the two to
each other.
"""
