"""The people and customers of the desk for tests: addresses, and the directory that knows them."""

SUPPORT, ESCALATION = "support@harbor.example", "escalation@harbor.example"
INES, PAUL = "ines@lumen.example", "paul@lumen.example"  # of Lumen
ROSA, ELMO = "rosa@quarry.example", "elmo@ebb.example"  # of Quarry; of Ebb
STRANGER = "mallory@elsewhere.example"
NADIA, OTTO, CORA, ALAN = (f"{name}@harbor.example" for name in ("nadia", "otto", "cora", "alan"))

DIRECTORY = f"""
[[calendar]]
code = "utrecht"
timezone = "Europe/Amsterdam"
hours = "Mon-Fri 09:00-17:00"

[[region]]
code = "north"
calendar = "utrecht"
manager = "{OTTO}"
phones = ["+31 30 555 0199"]

[[staff]]
email = "{NADIA}"
name = "Nadia Berg"
roles = ["engineer"]
regions = ["north"]

[[staff]]
email = "{OTTO}"
name = "Otto Klein"
roles = ["regional_manager"]
regions = ["north"]

[[staff]]
email = "{CORA}"
name = "Cora Winter"
roles = ["csm"]

[[staff]]
email = "{ALAN}"
name = "Alan Frost"
roles = ["account_executive"]

[[organization]]
code = "lumen"
name = "Lumen"
domains = ["lumen.example"]
region = "north"
csm = "{CORA}"
account_executive = "{ALAN}"

[[organization]]
code = "quarry"
name = "Quarry"
domains = ["quarry.example"]
region = "north"
csm = "{CORA}"

[[organization]]
code = "ebb"
name = "Ebb"
domains = ["ebb.example"]
region = "north"
csm = "{CORA}"

[[contact]]
email = "{INES}"
name = "Ines Vogel"
organization = "lumen"
has_account = true

[[contact]]
email = "{ROSA}"
name = "Rosa Stein"
organization = "quarry"
has_account = true

[[contact]]
email = "{ELMO}"
name = "Elmo Tide"
organization = "ebb"

[[contract]]
number = "HC-1"
organization = "lumen"
plan = "standard"
starts = 2025-01-01
ends = 2027-12-31

[[contract]]
number = "HC-2"
organization = "quarry"
plan = "standard"
starts = 2025-01-01
ends = 2027-12-31

[[contract]]
number = "HC-3"
organization = "ebb"
plan = "standard"
starts = 2025-01-01
ends = 2026-01-31

[[app]]
code = "till"
name = "Till"
organization = "lumen"
strategy = "vendor_cloud"
environments = ["production", "test"]
technical_contacts = ["{INES}"]
"""
