"""The tables of ``MODEL.md`` and ``MODEL.zh.md``, made from the declarations: ``python -m sim.documentation``."""
