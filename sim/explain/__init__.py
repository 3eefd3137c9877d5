"""Why a household returned: one replicate is lived again, its returns are dated, taken apart, classed and told.

An ordinary run does none of this. Every household is synthetic.
"""
