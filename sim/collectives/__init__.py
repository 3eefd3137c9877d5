"""Collective passes: environment, co-operatives, enterprises, markets and villages; numpy, agents in id order."""
