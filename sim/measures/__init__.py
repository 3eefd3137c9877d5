"""Measures of poverty, inequality, mobility and large-scale return: arrays in, numbers out.

Weights are persons (None: one person a row). Poor means strictly below the line. Sums run in row order
and use `sim.mathematics` only, so a result has the same bits on every machine.
"""
