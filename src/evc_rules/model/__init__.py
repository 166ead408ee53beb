"""What things are: quantities, sources, outcomes, programmes, dossiers, conditions, policies."""
