"""Who may do what. PURE. Read `rights.py`, `roles.py`, `decide.py` and `routing.py` to audit all of Haven."""
