"""The cells held to a second encoding, with explicit items: pairs of rulesets and a leaf, made from seeds."""
