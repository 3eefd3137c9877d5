"""The county government: registry, monitoring, assistance, budget."""
