"""How long things take: a workload, peers that do the same work, and what came out."""
