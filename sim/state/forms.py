"""Forms of contract between a co-operative and its members: bits of the column ``forms``."""

from __future__ import annotations

from sim.language import Text

ORDERS, RENT, PROFIT, WORK, SERVICE, TRUSTEE = (1 << k for k in range(6))
NAMES = {
    ORDERS: Text("orders with a floor price", "订单种养（保底收购）"),
    RENT: Text("land rent", "土地流转"),
    PROFIT: Text("return of profit", "利润返还"),
    WORK: Text("wage work", "务工带动"),
    SERVICE: Text("production service", "生产托管服务"),
    TRUSTEE: Text("trusteeship", "托管代养"),
}
