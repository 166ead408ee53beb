"""From a dossier to advice: what is exempt, what is awarded, what is left, and a receipt for it."""
