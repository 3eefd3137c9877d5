"""The transactions matrix: every yuan that someone receives, someone pays (Godley and Lavoie 2007)."""

from __future__ import annotations

from dataclasses import dataclass, field

SECTORS = (
    ("households", "农户"),
    ("cooperatives", "合作社"),
    ("enterprises", "企业"),
    ("collectives", "村集体"),
    ("county", "县级政府"),
    ("higher_government", "上级政府"),
    ("banks", "银行"),
    ("insurers", "社会保险基金与保险机构"),
    ("health_system", "医疗机构"),
    ("partner_regions", "协作地区"),
    ("outside", "外部"),
)
NAMES = tuple(name for name, _ in SECTORS)


@dataclass
class Accounts:
    """Flows of one quarter, in CNY2020, and the wealth that they must explain."""

    rows: dict[str, dict[str, float]] = field(default_factory=dict)

    def book(self, row: str, **amounts: float) -> None:
        """Add amounts by sector (positive = received). A sound row sums to zero."""
        entry = self.rows.setdefault(row, {})
        for sector, amount in amounts.items():
            if sector not in NAMES:
                raise KeyError(f"unknown sector {sector!r}")
            entry[sector] = entry.get(sector, 0.0) + amount

    def net(self, sector: str) -> float:
        """What a sector received on balance."""
        result = 0.0
        for entry in self.rows.values():
            result += entry.get(sector, 0.0)
        return result

    def gross(self) -> float:
        """Total of all amounts received."""
        result = 0.0
        for entry in self.rows.values():
            for amount in entry.values():
                result += max(amount, 0.0)
        return result

    def imbalance(self, changes: dict[str, float]) -> float:
        """Largest row sum, or gap between a sector's net receipts and the change of its money, relative to all flows."""
        worst = 0.0
        for entry in self.rows.values():
            row = 0.0
            for amount in entry.values():
                row += amount
            worst = max(worst, abs(row))
        for sector, change in changes.items():
            worst = max(worst, abs(self.net(sector) - change))
        return worst / max(self.gross(), 1.0)
