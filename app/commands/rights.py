"""The tables of roles and the right of every route, printed from the code."""

import argparse

from app.policy.roles import GLOBAL_ROLES, LOCAL_ROLES, ROLE_RIGHTS
from app.web.guard import guard_of
from app.web.routes import ROUTERS


def rights(_arguments: argparse.Namespace) -> int:
    """The two role tables and every route's right, from the code."""
    print("Right on a wiki (carried by a local group there) -> role on that wiki")
    for right, role in LOCAL_ROLES.items():
        print(f"  {right:<18} {role.value}")
    print("\nGlobal group -> role")
    for group, role in GLOBAL_ROLES.items():
        print(f"  {group:<18} {role.value}")
    print("\nRole -> rights of Haven")
    for role, held in ROLE_RIGHTS.items():
        print(f"  {role.value:<18} {', '.join(sorted(held))}")
    print("\nRoute -> right")
    for router in ROUTERS:
        for route in router.routes:
            guard = guard_of(route)  # type: ignore[arg-type]
            stated = guard.right.value if guard and guard.right else "public"
            methods = ",".join(sorted(route.methods))  # type: ignore[attr-defined]
            print(f"  {methods:<5} {route.path:<36} {stated}")  # type: ignore[attr-defined]
    return 0
