"""Fanpin: an agent-based simulation of households that fall back into poverty (返贫)."""

__version__ = "0.1.0"
