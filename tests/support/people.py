"""The people and customers of the desk for tests: addresses, and the directory that knows them."""

SUPPORT, ESCALATION = "support@vendor.example", "escalation@vendor.example"
INES, PAUL = "ines@acorn.example", "paul@acorn.example"  # of Acorn
ROSA, ELMO = "rosa@birch.example", "elmo@cedar.example"  # of Birch; of Cedar
TINA, TOM, ADA = (f"{name}@birch.example" for name in ("tina", "tom", "ada"))  # of Birch: its app's, and its admin
STRANGER = "mallory@elsewhere.example"
NADIA, OTTO, CORA, ALAN = (f"{name}@vendor.example" for name in ("nadia", "otto", "cora", "alan"))

DIRECTORY = f"""
[[calendar]]
code = "amsterdam"
timezone = "Europe/Amsterdam"
hours = "Mon-Fri 09:00-17:00"

[[region]]
code = "emea"
calendar = "amsterdam"
manager = "{OTTO}"
phones = ["+31 30 555 0199"]

[[staff]]
email = "{NADIA}"
name = "Nadia Berg"
roles = ["engineer"]
regions = ["emea"]

[[staff]]
email = "{OTTO}"
name = "Otto Klein"
roles = ["regional_manager"]
regions = ["emea"]

[[staff]]
email = "{CORA}"
name = "Cora Winter"
roles = ["csm"]

[[staff]]
email = "{ALAN}"
name = "Alan Frost"
roles = ["account_executive"]

[[organization]]
code = "acorn"
name = "Acorn"
domains = ["acorn.example"]
region = "emea"
csm = "{CORA}"
account_executive = "{ALAN}"

[[organization]]
code = "birch"
name = "Birch"
domains = ["birch.example"]
region = "emea"
csm = "{CORA}"
account_executive = "{ALAN}"

[[organization]]
code = "cedar"
name = "Cedar"
domains = ["cedar.example"]
region = "emea"
csm = "{CORA}"

[[contact]]
email = "{INES}"
name = "Ines Vogel"
organization = "acorn"
has_account = true

[[contact]]
email = "{ROSA}"
name = "Rosa Stein"
organization = "birch"
has_account = true

[[contact]]
email = "{TINA}"
name = "Tina One"
organization = "birch"
has_account = true

[[contact]]
email = "{TOM}"
name = "Tom Two"
organization = "birch"
has_account = true

[[contact]]
email = "{ADA}"
name = "Ada Admin"
organization = "birch"
has_account = true
roles = ["company_admin"]

[[contact]]
email = "{ELMO}"
name = "Elmo Tide"
organization = "cedar"

[[contract]]
number = "HC-1"
organization = "acorn"
plan = "standard"
starts = 2025-01-01
ends = 2027-12-31

[[contract]]
number = "HC-2"
organization = "birch"
plan = "standard"
starts = 2025-01-01
ends = 2027-12-31

[[contract]]
number = "HC-3"
organization = "cedar"
plan = "standard"
starts = 2025-01-01
ends = 2026-01-31

[[app]]
code = "till"
name = "Till"
organization = "acorn"
strategy = "vendor_cloud"
environments = ["production", "test"]
technical_contacts = ["{INES}"]

[[app]]
code = "depot"
name = "Depot"
organization = "birch"
strategy = "private_standalone"
technical_contacts = ["{TINA}", "{TOM}"]

[[license]]
number = "LIC-77"
app = "depot"
starts = 2025-12-01
expires = 2026-12-01
renewal_url = "https://licenses.vendor.example/LIC-77"

[[license]]
number = "LIC-10"
app = "till"
starts = 2026-07-01
expires = 2027-06-30
"""
