"""Roles that may give commands of their own, where rules/policies/access.toml says nothing else."""

from typing import Final

ACCOUNT: Final = ("csm", "account_executive", "partner_manager", "regional_manager", "head_of_support")
MANAGERS: Final = ("regional_manager", "head_of_support", "executive_sponsor")
