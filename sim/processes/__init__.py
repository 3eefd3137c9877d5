"""One file per process of a household: its parameters, its scalar equations, its pass over a block of rows."""
