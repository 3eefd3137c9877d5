"""Columns of every kind of agent: names, types, units, meanings in two languages."""
