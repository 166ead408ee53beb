"""A generator of rulesets and dossiers that is fast enough for a volume: plain seeds, values near what decides."""
