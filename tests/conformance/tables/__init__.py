"""Hand-made tables: what a ruleset must say of a dossier, worked out from the meaning by hand, with the sentence."""
